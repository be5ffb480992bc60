/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which packets of a document are shown. */
#include "ui/document-private.h"

static void
show_hits (PktmonDocument *self)
{
  for (guint i = 0; i < pktmon_constraint_list_get_size (self->constraints); i++)
    if (pktmon_constraint_is_enabled (pktmon_constraint_list_get (self->constraints, i)))
      pktmon_constraint_list_set_hits (self->constraints, i,
                                       pktmon_view_filter_get_hits (self->view_filter, i));
}

static void
found_cb (PktmonDocument *self)
{
  const PktmonPositions *found = pktmon_view_filter_get_positions (self->view_filter);
  gboolean replacing = self->replacing;
  guint64 known = self->judged;

  self->replacing = FALSE;
  self->judged = pktmon_view_filter_get_judged (self->view_filter);
  if (replacing)
    pktmon_packet_list_take_positions (self->list, pktmon_positions_copy (found));
  else
    pktmon_packet_list_append_positions (self->list, found, known);
  show_hits (self);
  pktmon_document_emit_shown_changed (self);
}

/* Each search has its own. */
static void
renew_fold (PktmonDocument *self)
{
  g_clear_pointer (&self->fold, pktmon_journey_fold_unref);
  self->fold = pktmon_journey_fold_new();
}

/* Those that were asked for by name are shown. */
static gboolean
leaves_out_expected (PktmonDocument *self)
{
  return self->has_drops && !self->expected_drops &&
         (self->expression == NULL || !pktmon_expression_asks_for_drops (self->expression));
}

gboolean
pktmon_document_is_narrowed (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), FALSE);

  return self->expression != NULL || pktmon_positions_get_count (self->hidden) > 0 ||
         self->fold != NULL || pktmon_constraint_list_count_enabled (self->constraints) > 0;
}

/* The list shows something else as soon as there is something. */
void
pktmon_document_search (PktmonDocument *self)
{
  g_autoptr (GPtrArray) constraints = pktmon_constraint_list_dup_all (self->constraints);
  PktmonWanted wanted = { .expression = self->expression,
                          .constraints = constraints,
                          .hidden = self->hidden,
                          .without_expected = leaves_out_expected (self) };

  g_clear_object (&self->view_filter);
  if (!pktmon_document_is_narrowed (self) && !wanted.without_expected)
    pktmon_packet_list_take_positions (self->list, NULL);
  else {
    if (self->fold != NULL)
      renew_fold (self);
    wanted.fold = self->fold;
    self->view_filter = pktmon_view_filter_new (self->store, &wanted);
    self->replacing = TRUE;
    g_signal_connect_object (self->view_filter, "changed", G_CALLBACK (found_cb), self,
                             G_CONNECT_SWAPPED);
  }
  pktmon_document_emit_shown_changed (self);
}

static void
take_expression (PktmonDocument *self, PktmonExpression *expression)
{
  pktmon_document_stop_checking (self);
  g_clear_pointer (&self->expression, pktmon_expression_free);
  self->expression = expression;
  pktmon_document_search (self);
  g_object_notify (G_OBJECT (self), "filter");
}

void
pktmon_document_take_filter (PktmonDocument *self, PktmonExpression *expression)
{
  const char *text = expression != NULL ? pktmon_expression_get_text (expression) : "";

  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  pktmon_document_stop_checking (self);
  if (!g_str_equal (text, pktmon_document_get_filter (self)))
    take_expression (self, expression);
  else
    g_clear_pointer (&expression, pktmon_expression_free);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  PktmonExpression *expression = pktmon_expression_new_finish (result, &error);

  if (expression == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  pktmon_document_take_filter (g_task_get_source_object (task), expression);
  g_task_return_boolean (task, TRUE);
}

void
pktmon_document_set_filter (PktmonDocument *self, const char *text, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, pktmon_document_set_filter);
  if (pktmon_expression_is_blank (text)) {
    pktmon_document_take_filter (self, NULL);
    g_task_return_boolean (task, TRUE);
    return;
  }
  pktmon_document_stop_checking (self);
  self->checking = g_cancellable_new();
  pktmon_expression_new_async (text, self->checking, checked_cb, g_steal_pointer (&task));
}

gboolean
pktmon_document_set_filter_finish (PktmonDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

PktmonExpression *
pktmon_document_dup_expression (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->expression != NULL ? pktmon_expression_copy (self->expression) : NULL;
}

const char *
pktmon_document_get_filter (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), "");

  return self->expression != NULL ? pktmon_expression_get_text (self->expression) : "";
}

PktmonConstraintList *
pktmon_document_get_constraints (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->constraints;
}

void
pktmon_document_set_capture_constraints (PktmonDocument *self, PktmonConstraintList *constraints)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  g_set_object (&self->capture_constraints, constraints);
}

PktmonConstraintList *
pktmon_document_get_capture_constraints (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->capture_constraints;
}

void
pktmon_document_set_interface_visible (PktmonDocument *self, guint interface, gboolean visible)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  if (pktmon_document_get_interface_visible (self, interface) == !!visible)
    return;
  if (visible)
    pktmon_positions_remove (self->hidden, interface);
  else
    pktmon_positions_add (self->hidden, interface);
  pktmon_document_search (self);
  g_object_notify (G_OBJECT (self), "hidden-interfaces");
}

gboolean
pktmon_document_get_interface_visible (PktmonDocument *self, guint interface)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), TRUE);

  return !pktmon_positions_contains (self->hidden, interface);
}

guint64
pktmon_document_get_hidden_interfaces (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), 0);

  return pktmon_positions_get_count (self->hidden);
}

void
pktmon_document_show_all (PktmonDocument *self)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  pktmon_positions_remove_range (self->hidden, 0, G_MAXUINT32);
  pktmon_constraint_list_disable_all (self->constraints);
  g_clear_pointer (&self->fold, pktmon_journey_fold_unref);
  self->expected_drops = TRUE;
  take_expression (self, NULL);
  g_object_notify (G_OBJECT (self), "hidden-interfaces");
  g_object_notify (G_OBJECT (self), "expected-drops");
  g_object_notify (G_OBJECT (self), "journeys-folded");
}

void
pktmon_document_look_for_drops (PktmonDocument *self)
{
  if (self->has_drops || !pktmon_drop_interfaces_are_any (self->drops))
    return;
  self->has_drops = TRUE;
  if (leaves_out_expected (self))
    pktmon_document_search (self);
}

void
pktmon_document_set_expected_drops (PktmonDocument *self, gboolean shown)
{
  gboolean before;

  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  if (self->expected_drops == !!shown)
    return;
  before = leaves_out_expected (self);
  self->expected_drops = !!shown;
  if (leaves_out_expected (self) != before)
    pktmon_document_search (self);
  g_object_notify (G_OBJECT (self), "expected-drops");
}

gboolean
pktmon_document_get_expected_drops (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), FALSE);

  return self->expected_drops;
}

void
pktmon_document_set_journeys_folded (PktmonDocument *self, gboolean folded)
{
  g_return_if_fail (PKTMON_IS_DOCUMENT (self));

  if (folded == (self->fold != NULL))
    return;
  if (folded)
    renew_fold (self);
  else
    g_clear_pointer (&self->fold, pktmon_journey_fold_unref);
  pktmon_document_search (self);
  g_object_notify (G_OBJECT (self), "journeys-folded");
}

gboolean
pktmon_document_get_journeys_folded (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), FALSE);

  return self->fold != NULL;
}

gboolean
pktmon_document_find_journey (PktmonDocument *self, guint64 id, PktmonFoldedJourney *journey)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), FALSE);

  return self->fold != NULL && pktmon_journey_fold_find (self->fold, id, journey);
}

PktmonViewFilter *
pktmon_document_get_view_filter (PktmonDocument *self)
{
  g_return_val_if_fail (PKTMON_IS_DOCUMENT (self), NULL);

  return self->view_filter;
}
