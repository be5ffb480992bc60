/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/document-private.h"

#include "base/i18n.h"

G_DEFINE_FINAL_TYPE (PktmonDocument, pktmon_document, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CURRENT,
  PROP_FILTER,
  PROP_HIDDEN_INTERFACES,
  PROP_JOURNEYS_FOLDED,
  PROP_EXPECTED_DROPS,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum { SHOWN_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
pktmon_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonDocument *self = PKTMON_DOCUMENT (object);

  switch (id) {
  case PROP_CURRENT:
    g_value_set_uint64 (value, self->current);
    break;
  case PROP_FILTER:
    g_value_set_string (value, pktmon_document_get_filter (self));
    break;
  case PROP_HIDDEN_INTERFACES:
    g_value_set_uint64 (value, pktmon_document_get_hidden_interfaces (self));
    break;
  case PROP_JOURNEYS_FOLDED:
    g_value_set_boolean (value, self->fold != NULL);
    break;
  case PROP_EXPECTED_DROPS:
    g_value_set_boolean (value, self->expected_drops);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_document_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PktmonDocument *self = PKTMON_DOCUMENT (object);

  switch (id) {
  case PROP_CURRENT:
    pktmon_document_set_current (self, g_value_get_uint64 (value));
    break;
  case PROP_JOURNEYS_FOLDED:
    pktmon_document_set_journeys_folded (self, g_value_get_boolean (value));
    break;
  case PROP_EXPECTED_DROPS:
    pktmon_document_set_expected_drops (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_document_dispose (GObject *object)
{
  PktmonDocument *self = PKTMON_DOCUMENT (object);

  if (self->store != NULL)
    pktmon_document_close (self);
  g_clear_object (&self->constraints);
  g_clear_object (&self->capture_constraints);
  g_clear_object (&self->notes);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->store);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (pktmon_document_parent_class)->dispose (object);
}

static void
pktmon_document_finalize (GObject *object)
{
  PktmonDocument *self = PKTMON_DOCUMENT (object);

  g_clear_pointer (&self->expression, pktmon_expression_free);
  pktmon_positions_free (self->hidden);
  g_clear_pointer (&self->drops, pktmon_drop_interfaces_free);
  g_clear_pointer (&self->fold, pktmon_journey_fold_unref);
  g_free (self->title);
  G_OBJECT_CLASS (pktmon_document_parent_class)->finalize (object);
}

static GParamSpec *
new_boolean (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE,
                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                   G_PARAM_EXPLICIT_NOTIFY);
}

static void
pktmon_document_class_init (PktmonDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_document_get_property;
  object_class->set_property = pktmon_document_set_property;
  object_class->dispose = pktmon_document_dispose;
  object_class->finalize = pktmon_document_finalize;

  properties[PROP_CURRENT] =
      g_param_spec_uint64 ("current", NULL, NULL, 0, PKTMON_POSITION_NONE, PKTMON_POSITION_NONE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILTER] =
      g_param_spec_string ("filter", NULL, NULL, "",
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_HIDDEN_INTERFACES] =
      g_param_spec_uint64 ("hidden-interfaces", NULL, NULL, 0, G_MAXUINT64, 0,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_JOURNEYS_FOLDED] = new_boolean ("journeys-folded");
  properties[PROP_EXPECTED_DROPS] = new_boolean ("expected-drops");
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SHOWN_CHANGED] = g_signal_new ("shown-changed", PKTMON_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_document_init (PktmonDocument *self)
{
  self->current = PKTMON_POSITION_NONE;
  self->awaited = PKTMON_POSITION_NONE;
  self->hidden = pktmon_positions_new();
}

/* Whether no more packets will be shown; the filter may not know yet of all that are there. */
static gboolean
is_settled (PktmonDocument *self)
{
  PktmonViewFilter *filter = self->view_filter;

  return pktmon_store_is_complete (self->store) &&
         (filter == NULL || pktmon_view_filter_get_error (filter) != NULL ||
          pktmon_view_filter_get_judged (filter) == pktmon_store_get_count (self->store));
}

/* Goes to the packet that is awaited if it is there, or gives up. */
static void
look_for_awaited (PktmonDocument *self)
{
  guint64 awaited = self->awaited;
  guint row;

  if (awaited == PKTMON_POSITION_NONE || self->replacing)
    return;
  if (pktmon_packet_list_find (self->list, awaited, &row))
    pktmon_document_go_to (self, awaited);
  else if (is_settled (self))
    pktmon_document_go_to (self, self->current);
}

static void
store_changed_cb (PktmonDocument *self)
{
  pktmon_document_look_for_drops (self);
  pktmon_document_emit_shown_changed (self);
}

/* Nobody waits any more for a filter that is still being checked. */
void
pktmon_document_stop_checking (PktmonDocument *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

void
pktmon_document_emit_shown_changed (PktmonDocument *self)
{
  g_signal_emit (self, signals[SHOWN_CHANGED], 0);
  look_for_awaited (self);
}

PktmonDocument *
pktmon_document_new (PktmonStore *store, GFile *file)
{
  PktmonDocument *self = g_object_new (PKTMON_TYPE_DOCUMENT, NULL);

  self->store = g_object_ref (store);
  self->file = file != NULL ? g_object_ref (file) : NULL;
  self->constraints = pktmon_constraint_list_new();
  g_signal_connect_object (self->constraints, "changed", G_CALLBACK (pktmon_document_search), self,
                           G_CONNECT_SWAPPED);
  self->notes = pktmon_notes_new (store);
  self->drops = pktmon_drop_interfaces_new (pktmon_store_get_directory (store));
  self->list = pktmon_packet_list_new (store);
  self->selection = pktmon_packet_selection_new (self->list);
  /* After the list's own handler. */
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_document_look_for_drops (self);
  return self;
}

PktmonDocument *
pktmon_document_new_unsaved (PktmonStore *store, const char *title)
{
  PktmonDocument *self = pktmon_document_new (store, NULL);

  self->title = g_strdup (title);
  return self;
}

void
pktmon_document_close (PktmonDocument *self)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  pktmon_document_stop_checking (self);
  g_clear_object (&self->view_filter);
  pktmon_store_stop (self->store);
}

PktmonStore *
pktmon_document_get_store (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->store;
}

GFile *
pktmon_document_get_file (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->file;
}

void
pktmon_document_set_file (PktmonDocument *self, GFile *file)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  g_set_object (&self->file, file);
}

char *
pktmon_document_dup_title (PktmonDocument *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  if (self->file == NULL)
    return g_strdup (self->title != NULL ? self->title : _ ("Unsaved Capture"));
  name = g_file_get_basename (self->file);
  return g_filename_display_name (name);
}

PktmonPacketList *
pktmon_document_get_list (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->list;
}

PktmonPacketSelection *
pktmon_document_get_selection (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->selection;
}

PktmonNotes *
pktmon_document_get_notes (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->notes;
}

guint64
pktmon_document_get_current (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), PKTMON_POSITION_NONE);

  return self->current;
}

void
pktmon_document_set_current (PktmonDocument *self, guint64 position)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  if (self->current != position)
    pktmon_document_go_to (self, position);
}

void
pktmon_document_go_to (PktmonDocument *self, guint64 position)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  self->current = position;
  self->awaited = PKTMON_POSITION_NONE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

void
pktmon_document_await (PktmonDocument *self, guint64 position)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  self->awaited = position;
  look_for_awaited (self);
}

gboolean
pktmon_document_is_awaiting (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), FALSE);

  return self->awaited != PKTMON_POSITION_NONE;
}
