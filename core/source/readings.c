/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/readings.h"

#include "source/namespace-node.h"

/* What one watch has read. */
typedef struct {
  PktmonLinkWatch *watch;
  GHashTable *counters; /* NULL: not read yet, or not to be read */
  gint64 time;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->watch);
  g_clear_pointer (&self->counters, g_hash_table_unref);
  g_free (self);
}

GPtrArray *
pktmon_readings_new (GPtrArray *nodes)
{
  GPtrArray *self = g_ptr_array_new_with_free_func (reading_free);

  for (guint i = 0; i < nodes->len; i++) {
    PktmonLinkWatch *watch = pktmon_namespace_node_get_watch (g_ptr_array_index (nodes, i));
    Reading *reading;

    if (watch == NULL)
      continue;
    reading = g_new0 (Reading, 1);
    reading->watch = g_object_ref (watch);
    g_ptr_array_add (self, reading);
  }
  return self;
}

void
pktmon_readings_read (GPtrArray *self)
{
  for (guint i = 0; i < self->len; i++) {
    Reading *reading = g_ptr_array_index (self, i);

    reading->counters = pktmon_link_watch_read_counters (reading->watch);
    reading->time = g_get_monotonic_time();
  }
}

static void
give (const Reading *self, GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++) {
    PktmonNamespaceNode *node = g_ptr_array_index (nodes, i);

    if (pktmon_namespace_node_get_watch (node) == self->watch)
      pktmon_namespace_node_take_counters (node, self->counters, self->time);
  }
}

void
pktmon_readings_give (GPtrArray *self, GPtrArray *nodes)
{
  for (guint i = 0; i < self->len; i++) {
    const Reading *reading = g_ptr_array_index (self, i);

    if (reading->counters != NULL)
      give (reading, nodes);
  }
}
