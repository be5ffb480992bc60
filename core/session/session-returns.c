/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources that go while a session captures from them, and come back under the same id. */
#include "session/monitor-private.h"
#include "session/session-private.h"

/* That the source was not in the tree since, so that any with its id is another one. */
#define AWAY 0u

static guint
get_index (PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);

  return link != NULL ? (guint) link->index : AWAY;
}

void
pktmon_session_await_source (PktmonSession *self, const char *id)
{
  guint index = AWAY;

  for (guint i = 0; i < self->targets->len; i++) {
    const PktmonCaptureTarget *target = g_ptr_array_index (self->targets, i);

    if (g_str_equal (target->id, id))
      index = target->interface_index;
  }
  g_hash_table_insert (self->gone, g_strdup (id), GUINT_TO_POINTER (index));
}

/* The tree may still have the one that is gone, with the index that it had. */
static PktmonDataSource *
find_returned (PktmonSession *self, const char *id)
{
  PktmonSourceTree *tree = pktmon_monitor_get_source_tree (self->monitor);
  PktmonDataSource *source = pktmon_source_tree_find (tree, id);
  guint before = GPOINTER_TO_UINT (g_hash_table_lookup (self->gone, id));

  if (source == NULL || !pktmon_data_source_check_available (source, NULL)) {
    g_hash_table_insert (self->gone, g_strdup (id), GUINT_TO_POINTER (AWAY));
    return NULL;
  }
  return before == AWAY || before != get_index (source) ? source : NULL;
}

static void
add_again (PktmonSession *self, PktmonDataSource *source)
{
  const char *id = pktmon_data_source_get_id (source);
  const PktmonStreamEvent event = { .kind = PKTMON_STREAM_RETURNED, .source = id };

  if (pktmon_session_add_source (self, source, NULL))
    pktmon_session_send_event (self, &event);
}

void
pktmon_session_look_for_returned (PktmonSession *self)
{
  g_autofree gpointer *ids = NULL;
  guint n;

  if (!self->active || g_hash_table_size (self->gone) == 0)
    return;
  ids = g_hash_table_get_keys_as_array (self->gone, &n);
  for (guint i = 0; i < n; i++) {
    PktmonDataSource *source = find_returned (self, ids[i]);

    if (source == NULL)
      continue;
    g_hash_table_remove (self->gone, ids[i]);
    add_again (self, source);
  }
}
