/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/flap-state.h"

typedef struct {
  GSettings *settings;
  const char *key;
} Memory;

static void
memory_free (gpointer data, GClosure *closure)
{
  Memory *self = data;

  g_object_unref (self->settings);
  g_free (self);
}

static Memory *
memory_new (GSettings *settings, const char *key)
{
  Memory *self = g_new (Memory, 1);

  *self = (Memory){ .settings = g_object_ref (settings), .key = key };
  return self;
}

static void
folded_cb (AdwFlap *flap, GParamSpec *pspec, Memory *memory)
{
  adw_flap_set_reveal_flap (flap, !adw_flap_get_folded (flap) &&
                                      g_settings_get_boolean (memory->settings, memory->key));
}

static void
reveal_flap_cb (AdwFlap *flap, GParamSpec *pspec, Memory *memory)
{
  if (!adw_flap_get_folded (flap))
    g_settings_set_boolean (memory->settings, memory->key, adw_flap_get_reveal_flap (flap));
}

void
pktmon_flap_state_remember (AdwFlap *flap, GSettings *settings, const char *key)
{
  Memory *memory = memory_new (settings, key);

  /* Unlocked, a flap shows itself whenever there is room, whatever the user wants. */
  adw_flap_set_locked (flap, TRUE);
  folded_cb (flap, NULL, memory);
  g_signal_connect_data (flap, "notify::folded", G_CALLBACK (folded_cb), memory, memory_free, 0);
  g_signal_connect_data (flap, "notify::reveal-flap", G_CALLBACK (reveal_flap_cb),
                         memory_new (settings, key), memory_free, 0);
}
