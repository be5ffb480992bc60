/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/source-tree.h"

#include <string.h>

#include "source/data-source-private.h"
#include "source/namespace-node.h"
#include "source/readings.h"
#include "source/source-scan.h"

/* Namespaces of processes come and go without a word: how often they are looked for. */
#define SCAN_INTERVAL_MILLISECONDS 3000
/* The pause between two scans is so many times as long as one takes: where there are thousands of
 * processes, that costs no more than elsewhere. */
#define SCAN_PAUSE_FACTOR 400
/* A new name is an ordinary file for a moment, before the namespace is mounted on it. */
#define SCAN_DELAY_MILLISECONDS 30
#define MEASURE_INTERVAL_MILLISECONDS 1000
/* Changes come in crowds: how long the others of one are waited for. */
#define SETTLE_MILLISECONDS 40

struct _PktmonSourceTree {
  GObject parent_instance;

  PktmonNamespaceScan scan;
  GPtrArray *nodes;   /* PktmonNamespaceNode */
  GPtrArray *devices; /* PktmonDataSource */

  GMainContext *context;
  GFileMonitor *monitor; /* of the folder with names; NULL where it cannot be watched */
  GCancellable *cancellable;
  gboolean scanning; /* a worker looks for namespaces */
  gboolean again;    /* and has to do so once more */
  gboolean complete; /* one has done so */
  guint measuring;   /* who wants rates */
  gboolean reading;  /* a worker reads counters */
  GSource *scan_source;
  GSource *delay_source;
  GSource *settle_source;
  GSource *measure_source;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonSourceTree, pktmon_source_tree, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- List --- */

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_DATA_SOURCE;
}

static guint
list_model_get_n_items (GListModel *model)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (model);

  return self->nodes->len + self->devices->len;
}

static gpointer
list_model_get_item (GListModel *model, guint position)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (model);

  if (position < self->nodes->len)
    return g_object_ref (
        pktmon_namespace_node_get_source (g_ptr_array_index (self->nodes, position)));
  position -= self->nodes->len;
  return position < self->devices->len ? g_object_ref (g_ptr_array_index (self->devices, position))
                                       : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* --- Later --- */

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
start_source (PktmonSourceTree *self, GSource **source, GSource *timeout, GSourceFunc func)
{
  clear_source (source);
  *source = timeout;
  g_source_set_callback (timeout, func, self, NULL);
  g_source_attach (timeout, self->context);
}

/* --- Namespaces --- */

static void
link_peers (PktmonSourceTree *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    pktmon_namespace_node_link_peers (g_ptr_array_index (self->nodes, i), self->nodes);
}

static void
emit_changed (PktmonSourceTree *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
settle_cb (gpointer user_data)
{
  PktmonSourceTree *self = user_data;

  clear_source (&self->settle_source);
  g_object_ref (self);
  link_peers (self);
  emit_changed (self);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/* What follows from changes is done once they are all there. */
static void
node_changed_cb (PktmonSourceTree *self)
{
  if (self->settle_source == NULL)
    start_source (self, &self->settle_source, g_timeout_source_new (SETTLE_MILLISECONDS),
                  settle_cb);
}

static gboolean
was_found (PktmonFoundSources *found, PktmonNamespaceNode *node)
{
  for (guint i = 0; i < found->namespaces->len; i++) {
    PktmonFoundNamespace *namespace = g_ptr_array_index (found->namespaces, i);

    if (pktmon_namespace_is_same (namespace->namespace, pktmon_namespace_node_get_namespace (node)))
      return TRUE;
  }
  return FALSE;
}

static void
add_namespace (PktmonSourceTree *self, PktmonFoundNamespace *found)
{
  PktmonNamespaceNode *node = pktmon_namespace_node_new (
      found->namespace, g_steal_pointer (&found->watch), g_steal_pointer (&found->error));

  g_signal_connect_object (node, "changed", G_CALLBACK (node_changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->nodes, node);
  g_list_model_items_changed (G_LIST_MODEL (self), self->nodes->len - 1, 0, 1);
}

static void
take_devices (PktmonSourceTree *self, PktmonFoundSources *found)
{
  g_ptr_array_extend_and_steal (self->devices, g_steal_pointer (&found->devices));
  g_list_model_items_changed (G_LIST_MODEL (self), self->nodes->len, 0, self->devices->len);
}

/* Lets go of namespaces that are not @found any more: to hold one would keep it alive. */
static void
take_found (PktmonSourceTree *self, PktmonFoundSources *found)
{
  gboolean changed = !self->complete;

  for (guint i = self->nodes->len; i-- > 0;) {
    if (was_found (found, g_ptr_array_index (self->nodes, i)))
      continue;
    g_ptr_array_remove_index (self->nodes, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
    changed = TRUE;
  }
  for (guint i = 0; i < found->namespaces->len; i++) {
    PktmonFoundNamespace *namespace = g_ptr_array_index (found->namespaces, i);

    if (namespace->watch == NULL && namespace->error == NULL)
      continue;
    add_namespace (self, namespace);
    changed = TRUE;
  }
  if (found->devices != NULL)
    take_devices (self, found);
  self->complete = TRUE;
  if (!changed)
    return;
  link_peers (self);
  emit_changed (self);
}

/* --- Looking for namespaces --- */

typedef struct {
  PktmonNamespaceScan scan;
  gboolean with_devices;
  GPtrArray *known;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_ptr_array_unref (self->known);
  g_free (self);
}

static Search *
search_new (PktmonSourceTree *self)
{
  Search *search = g_new (Search, 1);

  search->scan = self->scan;
  search->with_devices = self->scan == PKTMON_NAMESPACE_SCAN_PROCESSES && !self->complete;
  search->known = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_namespace_unref);
  for (guint i = 0; i < self->nodes->len; i++) {
    PktmonNamespaceNode *node = g_ptr_array_index (self->nodes, i);

    g_ptr_array_add (search->known,
                     pktmon_namespace_ref (pktmon_namespace_node_get_namespace (node)));
  }
  return search;
}

static PktmonFoundSources *
search_run (const Search *self)
{
  return pktmon_source_scan (self->scan, self->with_devices, self->known);
}

static void begin_scan (PktmonSourceTree *self);

static gboolean
scan_cb (gpointer user_data)
{
  PktmonSourceTree *self = user_data;

  clear_source (&self->scan_source);
  begin_scan (self);
  return G_SOURCE_REMOVE;
}

static void
plan_scan (PktmonSourceTree *self, gint64 cost)
{
  gint64 pause = MAX (SCAN_INTERVAL_MILLISECONDS, cost * SCAN_PAUSE_FACTOR / 1000);

  start_source (self, &self->scan_source, g_timeout_source_new ((guint) pause), scan_cb);
}

static void
scan_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task, search_run (task_data), (GDestroyNotify) pktmon_found_sources_free);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (source);
  g_autoptr (PktmonFoundSources) found = g_task_propagate_pointer (G_TASK (result), NULL);

  self->scanning = FALSE;
  if (found == NULL)
    return;
  take_found (self, found);
  if (self->again)
    begin_scan (self);
  else
    plan_scan (self, found->cost);
}

static void
begin_scan (PktmonSourceTree *self)
{
  g_autoptr (GTask) task = NULL;

  self->again = self->scanning;
  if (self->scanning)
    return;
  clear_source (&self->scan_source);
  self->scanning = TRUE;
  task = g_task_new (self, self->cancellable, scanned_cb, NULL);
  g_task_set_task_data (task, search_new (self), search_free);
  g_task_run_in_thread (task, scan_thread);
}

static gboolean
delay_cb (gpointer user_data)
{
  PktmonSourceTree *self = user_data;

  begin_scan (self);
  clear_source (&self->delay_source);
  return G_SOURCE_REMOVE;
}

static void
names_changed_cb (PktmonSourceTree *self)
{
  begin_scan (self);
  start_source (self, &self->delay_source, g_timeout_source_new (SCAN_DELAY_MILLISECONDS),
                delay_cb);
}

static void
watch_names (PktmonSourceTree *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (PKTMON_NAMESPACE_FOLDER);

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return;
  g_file_monitor_set_rate_limit (self->monitor, 0);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (names_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- Rates --- */

static void
measure_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  pktmon_readings_read (task_data);
  g_task_return_pointer (task, g_ptr_array_ref (task_data), (GDestroyNotify) g_ptr_array_unref);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (source);
  g_autoptr (GPtrArray) readings = g_task_propagate_pointer (G_TASK (result), NULL);

  self->reading = FALSE;
  if (readings == NULL)
    return;
  pktmon_readings_give (readings, self->nodes);
  emit_changed (self);
}

static gboolean
measure_cb (gpointer user_data)
{
  PktmonSourceTree *self = user_data;
  g_autoptr (GTask) task = NULL;

  if (self->reading)
    return G_SOURCE_CONTINUE;
  self->reading = TRUE;
  task = g_task_new (self, self->cancellable, measured_cb, NULL);
  g_task_set_task_data (task, pktmon_readings_new (self->nodes),
                        (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, measure_thread);
  return G_SOURCE_CONTINUE;
}

void
pktmon_source_tree_begin_measuring (PktmonSourceTree *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TREE (self));

  if (self->measuring++ > 0)
    return;
  measure_cb (self);
  start_source (self, &self->measure_source, g_timeout_source_new (MEASURE_INTERVAL_MILLISECONDS),
                measure_cb);
}

void
pktmon_source_tree_end_measuring (PktmonSourceTree *self)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TREE (self));
  g_return_if_fail (self->measuring > 0);

  if (--self->measuring == 0)
    clear_source (&self->measure_source);
}

/* --- Making and freeing --- */

static void
pktmon_source_tree_dispose (GObject *object)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  clear_source (&self->scan_source);
  clear_source (&self->delay_source);
  clear_source (&self->settle_source);
  clear_source (&self->measure_source);
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (pktmon_source_tree_parent_class)->dispose (object);
}

static void
pktmon_source_tree_finalize (GObject *object)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (object);

  g_ptr_array_unref (self->nodes);
  g_ptr_array_unref (self->devices);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (pktmon_source_tree_parent_class)->finalize (object);
}

static void
pktmon_source_tree_class_init (PktmonSourceTreeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_source_tree_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_source_tree_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_SOURCE_TREE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_source_tree_init (PktmonSourceTree *self)
{
  self->nodes = g_ptr_array_new_with_free_func (g_object_unref);
  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_ref_thread_default();
  self->cancellable = g_cancellable_new();
}

static PktmonSourceTree *
tree_new (PktmonNamespaceScan scan)
{
  PktmonSourceTree *self = g_object_new (PKTMON_TYPE_SOURCE_TREE, NULL);

  self->scan = scan;
  watch_names (self);
  return self;
}

PktmonSourceTree *
pktmon_source_tree_new (PktmonNamespaceScan scan)
{
  PktmonSourceTree *self = tree_new (scan);
  Search *search = search_new (self);
  g_autoptr (PktmonFoundSources) found = search_run (search);

  search_free (search);
  take_found (self, found);
  plan_scan (self, found->cost);
  return self;
}

PktmonSourceTree *
pktmon_source_tree_new_in_background (PktmonNamespaceScan scan)
{
  PktmonSourceTree *self = tree_new (scan);

  begin_scan (self);
  return self;
}

gboolean
pktmon_source_tree_is_complete (PktmonSourceTree *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_TREE (self), FALSE);

  return self->complete;
}

/* --- Walking --- */

static void
walk (GListModel *sources, PktmonSourceTreeFunc func, gpointer user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++) {
    g_autoptr (PktmonDataSource) source = g_list_model_get_item (sources, i);

    func (source, user_data);
    walk (pktmon_data_source_get_children (source), func, user_data);
  }
}

gboolean
pktmon_source_tree_has_namespace (PktmonSourceTree *self, PktmonNamespace *namespace)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_TREE (self), FALSE);

  for (guint i = 0; i < self->nodes->len; i++)
    if (pktmon_namespace_is_same (
            namespace, pktmon_namespace_node_get_namespace (g_ptr_array_index (self->nodes, i))))
      return TRUE;
  return FALSE;
}

void
pktmon_source_tree_foreach (PktmonSourceTree *self, PktmonSourceTreeFunc func, gpointer user_data)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TREE (self));

  walk (G_LIST_MODEL (self), func, user_data);
}

typedef struct {
  const char *id;
  PktmonDataSource *found;
} Wanted;

static void
compare_id (PktmonDataSource *source, gpointer user_data)
{
  Wanted *wanted = user_data;

  if (strcmp (pktmon_data_source_get_id (source), wanted->id) == 0)
    wanted->found = source;
}

PktmonDataSource *
pktmon_source_tree_find (PktmonSourceTree *self, const char *id)
{
  Wanted wanted = { .id = id };

  g_return_val_if_fail (PKTMON_IS_SOURCE_TREE (self), NULL);

  pktmon_source_tree_foreach (self, compare_id, &wanted);
  return wanted.found;
}
