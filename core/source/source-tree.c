/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/source-tree.h"

#include <string.h>

#include "source/data-source-private.h"
#include "source/device-scan.h"
#include "source/namespace-node.h"

/* Namespaces of processes come and go without a word: how often they are looked for. */
#define SCAN_INTERVAL_SECONDS 3
/* A new name is an ordinary file for a moment, before the namespace is mounted on it. */
#define SCAN_DELAY_MILLISECONDS 30
#define MEASURE_INTERVAL_MILLISECONDS 1000

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
  GSource *scan_source;
  GSource *delay_source;
  GSource *measure_source;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonSourceTree, pktmon_source_tree, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

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

/* --- Namespaces --- */

static void
link_peers (PktmonSourceTree *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    pktmon_namespace_node_link_peers (g_ptr_array_index (self->nodes, i), self->nodes);
}

static gboolean
is_same (PktmonNamespace *a, PktmonNamespace *b)
{
  return pktmon_namespace_get_inode (a) == pktmon_namespace_get_inode (b) &&
         g_strcmp0 (pktmon_namespace_get_name (a), pktmon_namespace_get_name (b)) == 0;
}

static gboolean
found_again (GPtrArray *found, PktmonNamespaceNode *node)
{
  for (guint i = 0; i < found->len; i++)
    if (is_same (g_ptr_array_index (found, i), pktmon_namespace_node_get_namespace (node)))
      return TRUE;
  return FALSE;
}

static gboolean
is_known (PktmonSourceTree *self, PktmonNamespace *namespace)
{
  for (guint i = 0; i < self->nodes->len; i++)
    if (is_same (namespace,
                 pktmon_namespace_node_get_namespace (g_ptr_array_index (self->nodes, i))))
      return TRUE;
  return FALSE;
}

static void
add_namespace (PktmonSourceTree *self, PktmonNamespace *namespace)
{
  PktmonNamespaceNode *node = pktmon_namespace_node_new (namespace);

  g_signal_connect_object (node, "changed", G_CALLBACK (link_peers), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->nodes, node);
  g_list_model_items_changed (G_LIST_MODEL (self), self->nodes->len - 1, 0, 1);
}

/* Lets go of namespaces that are not @found any more: to hold one would keep it alive. */
static void
take_found (PktmonSourceTree *self, GPtrArray *found)
{
  gboolean added = FALSE;

  for (guint i = self->nodes->len; i-- > 0;) {
    if (found_again (found, g_ptr_array_index (self->nodes, i)))
      continue;
    g_ptr_array_remove_index (self->nodes, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
  }
  for (guint i = 0; i < found->len; i++)
    if (!is_known (self, g_ptr_array_index (found, i))) {
      add_namespace (self, g_ptr_array_index (found, i));
      added = TRUE;
    }
  g_ptr_array_unref (found);
  if (added)
    link_peers (self);
}

/* --- Looking for namespaces --- */

static void begin_scan (PktmonSourceTree *self);

static void
scan_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_pointer (task,
                         pktmon_namespace_scan ((PktmonNamespaceScan) GPOINTER_TO_INT (task_data)),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PktmonSourceTree *self = PKTMON_SOURCE_TREE (source);
  GPtrArray *found = g_task_propagate_pointer (G_TASK (result), NULL);

  self->scanning = FALSE;
  if (found == NULL)
    return;
  take_found (self, found);
  if (self->again)
    begin_scan (self);
}

static void
begin_scan (PktmonSourceTree *self)
{
  g_autoptr (GTask) task = NULL;

  self->again = self->scanning;
  if (self->scanning)
    return;
  self->scanning = TRUE;
  task = g_task_new (self, self->cancellable, scanned_cb, NULL);
  g_task_set_task_data (task, GINT_TO_POINTER (self->scan), NULL);
  g_task_run_in_thread (task, scan_thread);
}

static gboolean
scan_cb (gpointer user_data)
{
  begin_scan (user_data);
  return G_SOURCE_CONTINUE;
}

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

static gboolean
measure_cb (gpointer user_data)
{
  PktmonSourceTree *self = user_data;

  for (guint i = 0; i < self->nodes->len; i++)
    pktmon_namespace_node_measure (g_ptr_array_index (self->nodes, i));
  return G_SOURCE_CONTINUE;
}

void
pktmon_source_tree_set_measuring (PktmonSourceTree *self, gboolean measuring)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TREE (self));

  if (!measuring) {
    clear_source (&self->measure_source);
  } else if (self->measure_source == NULL) {
    measure_cb (self);
    start_source (self, &self->measure_source, g_timeout_source_new (MEASURE_INTERVAL_MILLISECONDS),
                  measure_cb);
  }
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
}

static void
pktmon_source_tree_init (PktmonSourceTree *self)
{
  self->nodes = g_ptr_array_new_with_free_func (g_object_unref);
  self->context = g_main_context_ref_thread_default();
  self->cancellable = g_cancellable_new();
}

PktmonSourceTree *
pktmon_source_tree_new (PktmonNamespaceScan scan)
{
  PktmonSourceTree *self = g_object_new (PKTMON_TYPE_SOURCE_TREE, NULL);

  self->scan = scan;
  self->devices = scan == PKTMON_NAMESPACE_SCAN_PROCESSES
                      ? pktmon_device_scan()
                      : g_ptr_array_new_with_free_func (g_object_unref);
  watch_names (self);
  take_found (self, pktmon_namespace_scan (scan));
  start_source (self, &self->scan_source, g_timeout_source_new_seconds (SCAN_INTERVAL_SECONDS),
                scan_cb);
  return self;
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

void
pktmon_source_tree_foreach (PktmonSourceTree *self, PktmonSourceTreeFunc func, gpointer user_data)
{
  g_return_if_fail (PKTMON_IS_SOURCE_TREE (self));

  walk (G_LIST_MODEL (self), func, user_data);
}

typedef struct {
  const char *id;
  PktmonDataSource *found;
} Search;

static void
compare_id (PktmonDataSource *source, gpointer user_data)
{
  Search *search = user_data;

  if (strcmp (pktmon_data_source_get_id (source), search->id) == 0)
    search->found = source;
}

PktmonDataSource *
pktmon_source_tree_find (PktmonSourceTree *self, const char *id)
{
  Search search = { .id = id };

  g_return_val_if_fail (PKTMON_IS_SOURCE_TREE (self), NULL);

  pktmon_source_tree_foreach (self, compare_id, &search);
  return search.found;
}
