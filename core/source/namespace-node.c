/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/namespace-node.h"

#include "source/data-source-private.h"

struct _PktmonNamespaceNode {
  GObject parent_instance;

  PktmonNamespace *namespace;
  PktmonDataSource *source;
  PktmonDataSource *stack; /* NULL when the namespace cannot be looked into */
  PktmonLinkWatch *watch;  /* NULL when the namespace cannot be looked into */
  GHashTable *interfaces;  /* index → PktmonDataSource, owned */
};

G_DEFINE_FINAL_TYPE (PktmonNamespaceNode, pktmon_namespace_node, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

PktmonDataSource *
pktmon_namespace_node_find (PktmonNamespaceNode *self, int index)
{
  return g_hash_table_lookup (self->interfaces, GINT_TO_POINTER (index));
}

/* --- Where an interface belongs --- */

static gboolean
is_veth (const PktmonLink *link)
{
  return g_strcmp0 (link->kind, "veth") == 0;
}

static gboolean
lies_on (PktmonDataSource *source, PktmonDataSource *other)
{
  for (; source != NULL; source = pktmon_data_source_get_parent (source))
    if (source == other)
      return TRUE;
  return FALSE;
}

/* The index of what @link is a member of, or lies on; 0: of nothing in this namespace. */
static int
find_parent_index (const PktmonLink *link)
{
  if (link->master > 0)
    return link->master;
  return link->lower_namespace == PKTMON_LINK_NAMESPACE_SAME && !is_veth (link) ? link->lower : 0;
}

static void
place (PktmonNamespaceNode *self, PktmonDataSource *source)
{
  int index = find_parent_index (pktmon_data_source_get_link (source));
  PktmonDataSource *parent = pktmon_namespace_node_find (self, index);

  /* Devices may lie on each other in a circle. */
  if (parent == NULL || lies_on (parent, source))
    parent = self->source;
  pktmon_data_source_set_parent (source, parent);
}

static void
place_all (PktmonNamespaceNode *self)
{
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, self->interfaces);
  while (g_hash_table_iter_next (&iter, NULL, &source))
    place (self, source);
}

/* --- Interfaces that come, change and go --- */

static void
remove_interface (PktmonNamespaceNode *self, int index)
{
  g_autoptr (PktmonDataSource) source = NULL;

  g_hash_table_steal_extended (self->interfaces, GINT_TO_POINTER (index), NULL,
                               (gpointer *) &source);
  if (source == NULL)
    return;
  place_all (self);
  pktmon_data_source_set_parent (source, NULL);
}

/* It has no place yet. */
static void
add_interface (PktmonNamespaceNode *self, int index, PktmonLink *link)
{
  g_hash_table_insert (self->interfaces, GINT_TO_POINTER (index),
                       pktmon_data_source_new_interface (self->namespace, link));
}

static void
update_interface (PktmonNamespaceNode *self, int index)
{
  g_auto (PktmonLink) link = { 0 };
  PktmonDataSource *source = pktmon_namespace_node_find (self, index);

  if (!pktmon_link_watch_get (self->watch, index, &link)) {
    remove_interface (self, index);
  } else if (source == NULL) {
    add_interface (self, index, &link);
    place_all (self);
  } else {
    pktmon_data_source_take_link (source, &link);
    place (self, source);
    pktmon_data_source_emit_changed (source);
  }
}

static void
update_all (PktmonNamespaceNode *self)
{
  g_autoptr (GArray) now = pktmon_link_watch_list (self->watch);
  g_autoptr (GList) before = g_hash_table_get_keys (self->interfaces);

  for (GList *key = before; key != NULL; key = key->next)
    update_interface (self, GPOINTER_TO_INT (key->data));
  for (guint i = 0; i < now->len; i++) {
    int index = g_array_index (now, int, i);
    g_auto (PktmonLink) link = { 0 };

    if (pktmon_namespace_node_find (self, index) == NULL &&
        pktmon_link_watch_get (self->watch, index, &link))
      add_interface (self, index, &link);
  }
  place_all (self);
}

static void
link_changed_cb (PktmonNamespaceNode *self, int index)
{
  if (index != 0)
    update_interface (self, index);
  else
    update_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Making and freeing --- */

static void
pktmon_namespace_node_finalize (GObject *object)
{
  PktmonNamespaceNode *self = PKTMON_NAMESPACE_NODE (object);

  if (self->watch != NULL)
    pktmon_link_watch_stop (self->watch);
  g_clear_object (&self->watch);
  g_clear_pointer (&self->interfaces, g_hash_table_unref);
  g_clear_object (&self->stack);
  g_clear_object (&self->source);
  g_clear_pointer (&self->namespace, pktmon_namespace_unref);
  G_OBJECT_CLASS (pktmon_namespace_node_parent_class)->finalize (object);
}

static void
pktmon_namespace_node_class_init (PktmonNamespaceNodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_namespace_node_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_NAMESPACE_NODE, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_namespace_node_init (PktmonNamespaceNode *self)
{
  self->interfaces = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

PktmonNamespaceNode *
pktmon_namespace_node_new (PktmonNamespace *namespace, PktmonLinkWatch *watch, GError *error)
{
  PktmonNamespaceNode *self = g_object_new (PKTMON_TYPE_NAMESPACE_NODE, NULL);

  self->namespace = pktmon_namespace_ref (namespace);
  self->source = pktmon_data_source_new_namespace (namespace);
  self->watch = watch;
  if (watch == NULL) {
    pktmon_data_source_take_error (self->source, error);
    return self;
  }
  self->stack = pktmon_data_source_new_stack (namespace);
  pktmon_data_source_set_parent (self->stack, self->source);
  pktmon_link_watch_start (watch);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (link_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_all (self);
  return self;
}

PktmonDataSource *
pktmon_namespace_node_get_source (PktmonNamespaceNode *self)
{
  return self->source;
}

PktmonNamespace *
pktmon_namespace_node_get_namespace (PktmonNamespaceNode *self)
{
  return self->namespace;
}

/* --- Peers --- */

/* How this namespace's interfaces refer to the others: number → node of @nodes. (transfer full) */
static GHashTable *
number_nodes (PktmonNamespaceNode *self, GPtrArray *nodes)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < nodes->len; i++) {
    PktmonNamespaceNode *node = g_ptr_array_index (nodes, i);
    int number =
        node != self ? pktmon_link_watch_find_namespace (self->watch, node->namespace) : -1;

    if (number >= 0)
      g_hash_table_insert (numbers, GINT_TO_POINTER (number), node);
  }
  return numbers;
}

/* The namespace that this one's interfaces call @number; NULL when it is not among @nodes.
 * @numbers: of them, made when it is needed first. */
static PktmonNamespaceNode *
find_node (PktmonNamespaceNode *self, GPtrArray *nodes, int number, GHashTable **numbers)
{
  if (number == PKTMON_LINK_NAMESPACE_SAME)
    return self;
  if (*numbers == NULL)
    *numbers = number_nodes (self, nodes);
  return g_hash_table_lookup (*numbers, GINT_TO_POINTER (number));
}

void
pktmon_namespace_node_link_peers (PktmonNamespaceNode *self, GPtrArray *nodes)
{
  g_autoptr (GHashTable) numbers = NULL;
  GHashTableIter iter;
  gpointer source;

  g_hash_table_iter_init (&iter, self->interfaces);
  while (g_hash_table_iter_next (&iter, NULL, &source)) {
    const PktmonLink *link = pktmon_data_source_get_link (source);
    PktmonNamespaceNode *node =
        is_veth (link) && link->lower > 0 && pktmon_data_source_get_peer (source) == NULL
            ? find_node (self, nodes, link->lower_namespace, &numbers)
            : NULL;
    PktmonDataSource *peer = node != NULL ? pktmon_namespace_node_find (node, link->lower) : NULL;

    if (peer == NULL)
      continue;
    pktmon_data_source_set_peer (source, peer);
    pktmon_data_source_emit_changed (source);
    pktmon_data_source_emit_changed (peer);
  }
}

/* --- Rates --- */

PktmonLinkWatch *
pktmon_namespace_node_get_watch (PktmonNamespaceNode *self)
{
  return self->watch;
}

void
pktmon_namespace_node_take_counters (PktmonNamespaceNode *self, GHashTable *counters, gint64 now)
{
  GHashTableIter iter;
  gpointer index, of_link;

  g_hash_table_iter_init (&iter, counters);
  while (g_hash_table_iter_next (&iter, &index, &of_link)) {
    PktmonDataSource *source = g_hash_table_lookup (self->interfaces, index);

    if (source == NULL)
      continue;
    pktmon_data_source_update_counters (source, of_link, now);
    pktmon_data_source_emit_changed (source);
  }
}
