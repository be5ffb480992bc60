/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/reasons.h"

#include <string.h>

#include "probe/kernel-types.h"

/* A reason is the number of a subsystem, and in the lower half one of that. */
#define SUBSYSTEM_SHIFT 16

#define CORE_PREFIX "SKB_DROP_REASON_"
#define SUBSYSTEM_PREFIX "SKB_DROP_REASON_SUBSYS_"

/* Subsystems whose reasons have an enumeration of their own. */
static const struct {
  const char *subsystem;
  const char *enumeration;
  const char *prefix; /* of its values, that says what the subsystem's name does */
} enumerations[] = {
  { "MAC80211_UNUSABLE", "mac80211_drop_reason", "RX_DROP_U_" },
  { "MAC80211_MONITOR", "mac80211_drop_reason", "RX_DROP_M_" },
  { "OPENVSWITCH", "ovs_drop_reason", "OVS_DROP_" },
};

typedef struct {
  GHashTable *names;     /* reason → char, owned */
  const char *subsystem; /* that is being read */
  const char *prefix;
  guint32 number;
} Names;

static void
take_core_cb (const char *name, guint32 value, gpointer user_data)
{
  Names *self = user_data;

  if (g_str_has_prefix (name, CORE_PREFIX) && value >> SUBSYSTEM_SHIFT == 0)
    g_hash_table_insert (self->names, GUINT_TO_POINTER (value),
                         g_strdup (name + strlen (CORE_PREFIX)));
}

static void
take_other_cb (const char *name, guint32 value, gpointer user_data)
{
  Names *self = user_data;
  guint32 reason = self->number << SUBSYSTEM_SHIFT | (value & 0xffff);

  if (g_str_has_prefix (name, self->prefix))
    g_hash_table_insert (self->names, GUINT_TO_POINTER (reason),
                         g_strconcat (self->subsystem, "_", name + strlen (self->prefix), NULL));
}

static void
take_subsystem_cb (const char *name, guint32 value, gpointer user_data)
{
  Names *self = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (enumerations); i++)
    if (g_str_has_prefix (name, SUBSYSTEM_PREFIX) &&
        g_str_equal (name + strlen (SUBSYSTEM_PREFIX), enumerations[i].subsystem)) {
      self->subsystem = enumerations[i].subsystem;
      self->prefix = enumerations[i].prefix;
      self->number = value;
      pktmon_kernel_types_foreach_value (enumerations[i].enumeration, take_other_cb, self);
    }
}

static GHashTable *
get_names (void)
{
  static gsize loaded;
  static Names names;

  if (g_once_init_enter (&loaded)) {
    names.names = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    pktmon_kernel_types_foreach_value ("skb_drop_reason", take_core_cb, &names);
    pktmon_kernel_types_foreach_value ("skb_drop_reason_subsys", take_subsystem_cb, &names);
    g_once_init_leave (&loaded, 1);
  }
  return names.names;
}

const char *
pktmon_reason_get_name (guint32 reason)
{
  return g_hash_table_lookup (get_names(), GUINT_TO_POINTER (reason));
}

void
pktmon_reason_append (PktmonText *text, guint32 reason)
{
  const char *name = pktmon_reason_get_name (reason);

  if (name != NULL)
    pktmon_text_append_foreign (text, (const guint8 *) name, strlen (name));
  else
    pktmon_text_append_hex (text, reason, 1);
}
