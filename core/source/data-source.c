/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/data-source.h"

#include "base/error.h"
#include "base/i18n.h"
#include "probe/point.h"
#include "source/data-source-private.h"

/* Readings that lie further apart do not belong together. */
#define MAX_INTERVAL_SECONDS 2.5

struct _PktmonDataSource {
  GObject parent_instance;

  PktmonDataSourceKind kind;
  char *id;
  char *name;
  char *description;
  PktmonNamespace *namespace;
  PktmonLink link; /* of an interface */
  guint point;     /* of a stack point */
  GError *error;   /* why it cannot be used whatever its state is */

  PktmonDataSource *parent; /* borrowed: it holds this one among its children */
  GListStore *children;
  GWeakRef peer;

  PktmonLinkCounters counters;
  gint64 counted; /* monotonic time of `counters`, 0: never */
  PktmonRates rates;
  gboolean has_rates;
  float history[PKTMON_RATE_HISTORY]; /* a ring: packets each second */
  guint n_history;                    /* readings since the last interruption */
};

G_DEFINE_FINAL_TYPE (PktmonDataSource, pktmon_data_source, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
orphan_children (PktmonDataSource *self)
{
  GListModel *children = G_LIST_MODEL (self->children);

  for (guint i = 0; i < g_list_model_get_n_items (children); i++) {
    g_autoptr (PktmonDataSource) child = g_list_model_get_item (children, i);

    child->parent = NULL;
  }
}

static void
pktmon_data_source_finalize (GObject *object)
{
  PktmonDataSource *self = PKTMON_DATA_SOURCE (object);

  orphan_children (self);
  g_clear_object (&self->children);
  g_weak_ref_clear (&self->peer);
  g_clear_pointer (&self->namespace, pktmon_namespace_unref);
  pktmon_link_clear (&self->link);
  g_clear_error (&self->error);
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  G_OBJECT_CLASS (pktmon_data_source_parent_class)->finalize (object);
}

static void
pktmon_data_source_class_init (PktmonDataSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_data_source_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_DATA_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_data_source_init (PktmonDataSource *self)
{
  self->children = g_list_store_new (PKTMON_TYPE_DATA_SOURCE);
  g_weak_ref_init (&self->peer, NULL);
}

/* --- Making --- */

PktmonDataSource *
pktmon_data_source_new_namespace (PktmonNamespace *namespace)
{
  PktmonDataSource *self = g_object_new (PKTMON_TYPE_DATA_SOURCE, NULL);
  const char *name = pktmon_namespace_get_name (namespace);

  self->kind = PKTMON_DATA_SOURCE_NAMESPACE;
  self->namespace = pktmon_namespace_ref (namespace);
  self->id = name != NULL ? g_strconcat ("ns:", name, NULL) : g_strdup ("ns:");
  self->name = g_strdup (name != NULL ? name : _ ("This Machine"));
  self->description = g_strdup (pktmon_namespace_get_description (namespace));
  return self;
}

/* @prefix: "if:", "stack:". */
static char *
dup_id (PktmonNamespace *namespace, const char *prefix, const char *name)
{
  if (pktmon_namespace_is_own (namespace))
    return g_strconcat (prefix, name, NULL);
  return g_strconcat ("ns:", pktmon_namespace_get_name (namespace), "/", prefix, name, NULL);
}

PktmonDataSource *
pktmon_data_source_new_interface (PktmonNamespace *namespace, PktmonLink *link)
{
  PktmonDataSource *self = g_object_new (PKTMON_TYPE_DATA_SOURCE, NULL);

  self->kind = PKTMON_DATA_SOURCE_INTERFACE;
  self->namespace = pktmon_namespace_ref (namespace);
  pktmon_data_source_take_link (self, link);
  return self;
}

static PktmonDataSource *
new_stack_point (PktmonNamespace *namespace, guint point)
{
  PktmonDataSource *self = g_object_new (PKTMON_TYPE_DATA_SOURCE, NULL);

  self->kind = PKTMON_DATA_SOURCE_STACK_POINT;
  self->namespace = pktmon_namespace_ref (namespace);
  self->point = point;
  self->name = g_strdup (pktmon_point_get_name (point));
  self->id = dup_id (namespace, "stack:", self->name);
  self->description = g_strdup (pktmon_point_get_description (point));
  pktmon_point_check (point, &self->error);
  return self;
}

PktmonDataSource *
pktmon_data_source_new_stack (PktmonNamespace *namespace)
{
  PktmonDataSource *self = g_object_new (PKTMON_TYPE_DATA_SOURCE, NULL);

  self->kind = PKTMON_DATA_SOURCE_STACK;
  self->namespace = pktmon_namespace_ref (namespace);
  self->id = dup_id (namespace, "stack:", "");
  self->name = g_strdup (_ ("Network Stack"));
  self->description = g_strdup (_ ("points inside the kernel, and drops"));
  for (guint point = 0; point < PKTMON_N_POINTS; point++) {
    g_autoptr (PktmonDataSource) child = new_stack_point (namespace, point);

    pktmon_data_source_set_parent (child, self);
  }
  return self;
}

PktmonDataSource *
pktmon_data_source_new_device (const char *name, const char *description)
{
  PktmonDataSource *self = g_object_new (PKTMON_TYPE_DATA_SOURCE, NULL);

  self->kind = PKTMON_DATA_SOURCE_DEVICE;
  self->id = g_strconcat ("dev:", name, NULL);
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  return self;
}

/* --- Changing --- */

void
pktmon_data_source_take_link (PktmonDataSource *self, PktmonLink *link)
{
  pktmon_link_clear (&self->link);
  self->link = *link;
  *link = (PktmonLink){ 0 };
  g_free (self->id);
  self->id = dup_id (self->namespace, "if:", self->link.name);
  g_free (self->name);
  self->name = g_strdup (self->link.name);
  g_free (self->description);
  self->description = g_strdup (self->link.alias);
}

void
pktmon_data_source_take_error (PktmonDataSource *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

static int
compare_sources (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PktmonDataSource *first = a, *second = b;

  if (first->kind != second->kind)
    return (int) first->kind - (int) second->kind;
  if (first->kind == PKTMON_DATA_SOURCE_STACK_POINT)
    return (int) first->point - (int) second->point;
  return first->link.index - second->link.index;
}

void
pktmon_data_source_set_parent (PktmonDataSource *self, PktmonDataSource *parent)
{
  guint position;

  if (self->parent == parent)
    return;
  g_object_ref (self);
  if (self->parent != NULL && g_list_store_find (self->parent->children, self, &position))
    g_list_store_remove (self->parent->children, position);
  self->parent = parent;
  if (parent != NULL)
    g_list_store_insert_sorted (parent->children, self, compare_sources, NULL);
  g_object_unref (self);
}

void
pktmon_data_source_set_peer (PktmonDataSource *self, PktmonDataSource *peer)
{
  g_weak_ref_set (&self->peer, peer);
  if (peer != NULL)
    g_weak_ref_set (&peer->peer, self);
}

static double
rate (guint64 before, guint64 after, double seconds)
{
  return after > before ? (double) (after - before) / seconds : 0;
}

void
pktmon_data_source_update_counters (PktmonDataSource *self, const PktmonLinkCounters *counters,
                                    gint64 now)
{
  const PktmonLinkCounters *before = &self->counters;
  double seconds = (double) (now - self->counted) / G_USEC_PER_SEC;

  self->has_rates = self->counted != 0 && seconds > 0 && seconds <= MAX_INTERVAL_SECONDS;
  if (!self->has_rates)
    self->n_history = 0;
  else
    self->rates = (PktmonRates){
      .received_packets = rate (before->received_packets, counters->received_packets, seconds),
      .received_bytes = rate (before->received_bytes, counters->received_bytes, seconds),
      .sent_packets = rate (before->sent_packets, counters->sent_packets, seconds),
      .sent_bytes = rate (before->sent_bytes, counters->sent_bytes, seconds),
      .dropped = rate (before->received_dropped, counters->received_dropped, seconds) +
                 rate (before->sent_dropped, counters->sent_dropped, seconds),
    };
  if (self->has_rates)
    self->history[self->n_history++ % PKTMON_RATE_HISTORY] =
        (float) (self->rates.received_packets + self->rates.sent_packets);
  self->counters = *counters;
  self->counted = now;
}

void
pktmon_data_source_emit_changed (PktmonDataSource *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- Asking --- */

PktmonDataSourceKind
pktmon_data_source_get_kind (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), PKTMON_DATA_SOURCE_DEVICE);

  return self->kind;
}

gboolean
pktmon_data_source_is_group (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), FALSE);

  return self->kind == PKTMON_DATA_SOURCE_NAMESPACE || self->kind == PKTMON_DATA_SOURCE_STACK;
}

const char *
pktmon_data_source_get_id (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->id;
}

const char *
pktmon_data_source_get_name (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->name;
}

const char *
pktmon_data_source_get_description (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->description;
}

PktmonNamespace *
pktmon_data_source_get_namespace (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->namespace;
}

const PktmonLink *
pktmon_data_source_get_link (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->kind == PKTMON_DATA_SOURCE_INTERFACE ? &self->link : NULL;
}

guint
pktmon_data_source_get_point (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), PKTMON_N_POINTS);
  g_return_val_if_fail (self->kind == PKTMON_DATA_SOURCE_STACK_POINT, PKTMON_N_POINTS);

  return self->point;
}

int
pktmon_data_source_get_link_type (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), -1);

  if (self->kind == PKTMON_DATA_SOURCE_STACK_POINT)
    return pktmon_point_get_link_type (self->point);
  return self->kind == PKTMON_DATA_SOURCE_INTERFACE ? pktmon_link_get_link_type (&self->link) : -1;
}

PktmonDataSource *
pktmon_data_source_get_parent (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return self->parent;
}

GListModel *
pktmon_data_source_get_children (PktmonDataSource *self)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  return G_LIST_MODEL (self->children);
}

PktmonDataSource *
pktmon_data_source_get_peer (PktmonDataSource *self)
{
  g_autoptr (PktmonDataSource) peer = NULL;

  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), NULL);

  /* The tree keeps it alive. */
  peer = g_weak_ref_get (&self->peer);
  return peer;
}

/* How to bring the interface up; a namespace without a name cannot be named to ip-link(8). */
static char *
dup_up_advice (PktmonDataSource *self)
{
  const char *namespace = pktmon_namespace_get_name (self->namespace);

  if (namespace == NULL)
    return g_strdup_printf (_ ("Bring it up first: ip link set dev %s up"), self->name);
  if (namespace[0] == '#')
    return g_strdup (_ ("Bring it up first, inside its namespace."));
  return g_strdup_printf (_ ("Bring it up first: ip -n %s link set dev %s up"), namespace,
                          self->name);
}

gboolean
pktmon_data_source_check_available (PktmonDataSource *self, GError **error)
{
  g_autofree char *what = NULL;
  g_autofree char *advice = NULL;

  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), FALSE);

  if (self->error != NULL) {
    if (error != NULL)
      *error = g_error_copy (self->error);
    return FALSE;
  }
  if (self->kind != PKTMON_DATA_SOURCE_INTERFACE || pktmon_link_is_up (&self->link))
    return TRUE;
  if (error == NULL)
    return FALSE;
  what = g_strdup_printf (_ ("The interface “%s” is down."), self->name);
  advice = dup_up_advice (self);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

gboolean
pktmon_data_source_get_rates (PktmonDataSource *self, PktmonRates *rates)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), FALSE);

  *rates = self->rates;
  return self->has_rates;
}

gboolean
pktmon_data_source_get_counters (PktmonDataSource *self, PktmonLinkCounters *counters, gint64 *time)
{
  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), FALSE);

  *counters = self->counters;
  if (time != NULL)
    *time = self->counted;
  return self->counted != 0;
}

guint
pktmon_data_source_get_history (PktmonDataSource *self, float packets[PKTMON_RATE_HISTORY])
{
  guint n;

  g_return_val_if_fail (PKTMON_IS_DATA_SOURCE (self), 0);

  n = MIN (self->n_history, PKTMON_RATE_HISTORY);
  for (guint i = 0; i < n; i++)
    packets[i] = self->history[(self->n_history - n + i) % PKTMON_RATE_HISTORY];
  return n;
}
