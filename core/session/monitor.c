/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/monitor-private.h"

#include "base/error.h"
#include "base/i18n.h"
#include "session/kind-list.h"

struct _PktmonMonitor {
  GObject parent_instance;

  gboolean closed;
  gboolean in_background; /* the tree fills later */
  PktmonSourceTree *tree; /* NULL: nobody asked yet */
  GPtrArray *sessions;    /* of GWeakRef, in the order in which they were made */
  GPtrArray *streams;     /* likewise */
};

G_DEFINE_FINAL_TYPE (PktmonMonitor, pktmon_monitor, G_TYPE_OBJECT)

PktmonMonitor *
pktmon_monitor_new (guint api_version, GError **error)
{
  g_autofree char *what = NULL;

  if (api_version == PKTMON_API_VERSION)
    return g_object_new (PKTMON_TYPE_MONITOR, NULL);
  what = g_strdup_printf (_ ("Version %u of the programming interface is not known."), api_version);
  pktmon_error_set (error, PKTMON_ERROR_REVISION_MISMATCH, what,
                    _ ("Install the program and its parts in the same version."));
  return NULL;
}

PktmonMonitor *
pktmon_monitor_new_in_background (guint api_version, GError **error)
{
  PktmonMonitor *self = pktmon_monitor_new (api_version, error);

  if (self != NULL)
    self->in_background = TRUE;
  return self;
}

gboolean
pktmon_monitor_check_open (PktmonMonitor *self, GError **error)
{
  if (!self->closed)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The monitor was closed."),
                    _ ("Make a new one."));
  return FALSE;
}

/* --- What is closed with it --- */

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Appends a reference to @object, and forgets those that are gone. */
static void
remember (GPtrArray *references, gpointer object)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  for (guint i = references->len; i > 0; i--) {
    g_autoptr (GObject) old = g_weak_ref_get (g_ptr_array_index (references, i - 1));

    if (old == NULL)
      g_ptr_array_remove_index (references, i - 1);
  }
  g_weak_ref_init (reference, object);
  g_ptr_array_add (references, reference);
}

void
pktmon_monitor_add_session (PktmonMonitor *self, PktmonSession *session)
{
  remember (self->sessions, session);
}

void
pktmon_monitor_add_stream (PktmonMonitor *self, PktmonStream *stream)
{
  remember (self->streams, stream);
}

void
pktmon_monitor_close (PktmonMonitor *self)
{
  self->closed = TRUE;
  for (guint i = 0; i < self->sessions->len; i++) {
    g_autoptr (PktmonSession) session = g_weak_ref_get (g_ptr_array_index (self->sessions, i));

    if (session != NULL)
      pktmon_session_close (session);
  }
  for (guint i = 0; i < self->streams->len; i++) {
    g_autoptr (PktmonStream) stream = g_weak_ref_get (g_ptr_array_index (self->streams, i));

    if (stream != NULL)
      pktmon_stream_close (stream);
  }
  g_clear_object (&self->tree);
}

/* --- Sources --- */

PktmonSourceTree *
pktmon_monitor_get_source_tree (PktmonMonitor *self)
{
  if (self->tree == NULL)
    self->tree = self->in_background
                     ? pktmon_source_tree_new_in_background (PKTMON_NAMESPACE_SCAN_PROCESSES)
                     : pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_PROCESSES);
  return self->tree;
}

GListModel *
pktmon_monitor_list_sources (PktmonMonitor *self, PktmonListing listing, gboolean show_hidden)
{
  PktmonSourceTree *tree = pktmon_monitor_get_source_tree (self);

  switch (listing) {
  case PKTMON_LIST_INTERFACES:
    return pktmon_kind_list_new (tree, PKTMON_DATA_SOURCE_INTERFACE, show_hidden);
  case PKTMON_LIST_DEVICES:
    return pktmon_kind_list_new (tree, PKTMON_DATA_SOURCE_DEVICE, show_hidden);
  case PKTMON_LIST_STACK_POINTS:
    return pktmon_kind_list_new (tree, PKTMON_DATA_SOURCE_STACK_POINT, show_hidden);
  case PKTMON_LIST_ALL:
  default:
    return G_LIST_MODEL (g_object_ref (tree));
  }
}

/* --- Object --- */

static void
pktmon_monitor_dispose (GObject *object)
{
  pktmon_monitor_close (PKTMON_MONITOR (object));
  G_OBJECT_CLASS (pktmon_monitor_parent_class)->dispose (object);
}

static void
pktmon_monitor_finalize (GObject *object)
{
  PktmonMonitor *self = PKTMON_MONITOR (object);

  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->streams);
  G_OBJECT_CLASS (pktmon_monitor_parent_class)->finalize (object);
}

static void
pktmon_monitor_class_init (PktmonMonitorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_monitor_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_monitor_finalize;
}

static void
pktmon_monitor_init (PktmonMonitor *self)
{
  self->sessions = g_ptr_array_new_with_free_func (weak_free);
  self->streams = g_ptr_array_new_with_free_func (weak_free);
}
