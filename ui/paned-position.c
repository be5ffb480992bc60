/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paned-position.h"

typedef struct {
  GSettings *settings;
  const char *key;
  gboolean suggesting;
} Memory;

static void
memory_free (gpointer data, GClosure *closure)
{
  Memory *self = data;

  g_object_unref (self->settings);
  g_free (self);
}

static void
position_cb (GtkPaned *paned, GParamSpec *pspec, Memory *memory)
{
  gboolean is_set;

  /* A position that comes from the sizes of the children is not the user's either. */
  g_object_get (paned, "position-set", &is_set, NULL);
  if (is_set && !memory->suggesting)
    g_settings_set_int (memory->settings, memory->key, gtk_paned_get_position (paned));
}

#define MEMORY "pktmon-position"

void
pktmon_paned_position_remember (GtkPaned *paned, GSettings *settings, const char *key)
{
  Memory *memory = g_new (Memory, 1);

  g_signal_handlers_disconnect_matched (paned, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, position_cb, NULL);
  gtk_paned_set_position (paned, g_settings_get_int (settings, key));
  *memory = (Memory){ .settings = g_object_ref (settings), .key = key };
  g_signal_connect_data (paned, "notify::position", G_CALLBACK (position_cb), memory, memory_free,
                         0);
  g_object_set_data (G_OBJECT (paned), MEMORY, memory);
}

void
pktmon_paned_position_suggest (GtkPaned *paned, int position)
{
  Memory *memory = g_object_get_data (G_OBJECT (paned), MEMORY);

  if (g_settings_get_int (memory->settings, memory->key) >= 0)
    return;
  memory->suggesting = TRUE;
  gtk_paned_set_position (paned, position);
  memory->suggesting = FALSE;
}
