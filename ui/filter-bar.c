/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/filter-bar.h"

#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/filter-choices.h"
#include "ui/filter-examples.h"
#include "ui/filter-history.h"
#include "ui/filter-status.h"
#include "ui/settings.h"
#include "ui/task-entry.h"

struct _PktmonFilterBar {
  AdwBin parent_instance;

  PktmonDocument *document;
  GSettings *settings;
  GCancellable *checking; /* NULL: no check goes on */
  gboolean remembering;   /* the text is put into the history when it is good */

  PktmonTaskEntry *entry;
  PktmonFilterChoices *history;
  PktmonFilterChoices *examples;
  GtkButton *constrain;
  PktmonConstraintBar *constraints;
  PktmonFilterStatus *status;
};

G_DEFINE_FINAL_TYPE (PktmonFilterBar, pktmon_filter_bar, ADW_TYPE_BIN)

static void
update_progress (PktmonFilterBar *self)
{
  PktmonViewFilter *filter = pktmon_document_get_view_filter (self->document);
  gboolean searching = filter != NULL && pktmon_view_filter_is_busy (filter);
  gboolean checking = self->checking != NULL;

  pktmon_task_entry_set_busy (self->entry, searching || checking,
                              searching ? pktmon_view_filter_get_fraction (filter) : 0);
  pktmon_filter_status_set_checking (self->status,
                                     checking && pktmon_task_entry_is_slow (self->entry));
}

/* --- Checking --- */

/* @error: what is wrong with the text; NULL: nothing is known. */
static void
set_error (PktmonFilterBar *self, const GError *error)
{
  pktmon_task_entry_set_mark (self->entry, error != NULL ? "error" : NULL);
  pktmon_filter_status_set_error (self->status, error);
}

static void
stop_checking (PktmonFilterBar *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonFilterBar) self = user_data;
  g_autoptr (GError) error = NULL;
  PktmonExpression *expression = pktmon_expression_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->checking);
  set_error (self, error);
  if (expression != NULL && self->remembering)
    pktmon_filter_history_add (self->settings, pktmon_task_entry_get_text (self->entry));
  if (expression != NULL)
    pktmon_document_take_filter (self->document, expression);
  update_progress (self);
}

/* Lets the text take effect if it is good. */
static void
check (PktmonFilterBar *self, gboolean remember)
{
  const char *text = pktmon_task_entry_get_text (self->entry);

  stop_checking (self);
  if (pktmon_expression_is_blank (text))
    return;
  self->remembering = remember;
  self->checking = g_cancellable_new();
  pktmon_expression_new_async (text, self->checking, checked_cb, g_object_ref (self));
  update_progress (self);
}

/* --- What the user does --- */

/* What was known of the text before does not matter any more. */
static void
changed_cb (PktmonFilterBar *self)
{
  const char *text = pktmon_task_entry_get_text (self->entry);

  stop_checking (self);
  set_error (self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "filter.clear", *text != '\0');
  if (pktmon_expression_is_blank (text))
    pktmon_document_take_filter (self->document, NULL);
  update_progress (self);
}

static void
settled_cb (PktmonFilterBar *self)
{
  check (self, FALSE);
}

static void
entered_cb (PktmonFilterBar *self)
{
  check (self, TRUE);
}

/* Somebody else may have changed the filter. */
static void
filter_changed_cb (PktmonFilterBar *self)
{
  const char *filter = pktmon_document_get_filter (self->document);
  const char *text = pktmon_task_entry_get_text (self->entry);

  if (!g_str_equal (filter, text) && !(*filter == '\0' && pktmon_expression_is_blank (text)))
    pktmon_task_entry_set_text (self->entry, filter);
}

/* The text stays, for another try. */
static void
stopped_cb (PktmonFilterBar *self)
{
  stop_checking (self);
  g_signal_handlers_block_by_func (self->document, filter_changed_cb, self);
  pktmon_document_take_filter (self->document, NULL);
  pktmon_constraint_list_disable_all (pktmon_document_get_constraints (self->document));
  g_signal_handlers_unblock_by_func (self->document, filter_changed_cb, self);
  update_progress (self);
}

/* What took effect without Enter is worth remembering when the user goes on to the packets. */
static void
leave_cb (PktmonFilterBar *self)
{
  const char *filter = pktmon_document_get_filter (self->document);

  if (*filter != '\0' && g_str_equal (filter, pktmon_task_entry_get_text (self->entry)))
    pktmon_filter_history_add (self->settings, filter);
}

static void
clear_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_task_entry_set_text (PKTMON_FILTER_BAR (widget)->entry, "");
}

static void
chosen_cb (PktmonFilterBar *self, const char *filter)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  pktmon_task_entry_set_text (self->entry, filter);
  check (self, TRUE);
}

static void
show_history_cb (PktmonFilterBar *self)
{
  g_auto (GStrv) filters = pktmon_filter_history_dup (self->settings);

  pktmon_filter_choices_clear (self->history);
  for (char **filter = filters; *filter != NULL; filter++)
    pktmon_filter_choices_add (self->history, *filter, NULL);
}

static gboolean
pktmon_filter_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PKTMON_FILTER_BAR (widget)->entry));
}

/* --- Life --- */

static void
pktmon_filter_bar_dispose (GObject *object)
{
  PktmonFilterBar *self = PKTMON_FILTER_BAR (object);

  stop_checking (self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pktmon_filter_bar_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass,
                                               "/org/packetmonitor/PacketMonitor/ui/filter-bar.ui");
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, entry);
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, history);
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, examples);
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, constrain);
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, constraints);
  gtk_widget_class_bind_template_child (klass, PktmonFilterBar, status);
  gtk_widget_class_bind_template_callback (klass, update_progress);
  gtk_widget_class_bind_template_callback (klass, changed_cb);
  gtk_widget_class_bind_template_callback (klass, settled_cb);
  gtk_widget_class_bind_template_callback (klass, entered_cb);
  gtk_widget_class_bind_template_callback (klass, stopped_cb);
  gtk_widget_class_bind_template_callback (klass, leave_cb);
  gtk_widget_class_bind_template_callback (klass, chosen_cb);
  gtk_widget_class_bind_template_callback (klass, show_history_cb);
}

static void
pktmon_filter_bar_class_init (PktmonFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_filter_bar_dispose;
  widget_class->grab_focus = pktmon_filter_bar_grab_focus;
  g_type_ensure (PKTMON_TYPE_CONSTRAINT_BAR);
  g_type_ensure (PKTMON_TYPE_FILTER_CHOICES);
  g_type_ensure (PKTMON_TYPE_FILTER_STATUS);
  g_type_ensure (PKTMON_TYPE_TASK_ENTRY);
  gtk_widget_class_install_action (widget_class, "filter.clear", NULL, clear_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "filter.clear", NULL);
  bind_template (widget_class);
}

static void
pktmon_filter_bar_init (PktmonFilterBar *self)
{
  guint n_examples;
  const PktmonFilterExample *examples = pktmon_filter_examples_get_all (&n_examples);

  self->settings = pktmon_settings_new();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "filter.clear", FALSE);
  pktmon_actions_describe (GTK_ACTIONABLE (self->constrain));
  for (guint i = 0; i < n_examples; i++)
    pktmon_filter_choices_add (self->examples, examples[i].filter, _ (examples[i].description));
}

void
pktmon_filter_bar_set_document (PktmonFilterBar *self, PktmonDocument *document)
{
  g_return_if_fail (PKTMON_IS_FILTER_BAR (self));
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  pktmon_constraint_bar_set_list (self->constraints, pktmon_document_get_constraints (document),
                                  PKTMON_CONSTRAINTS_SHOWN, pktmon_document_get_store (document));
  pktmon_filter_status_set_document (self->status, document);
  g_signal_connect_object (document, "notify::filter", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  filter_changed_cb (self);
  update_progress (self);
}

PktmonConstraintBar *
pktmon_filter_bar_get_constraints (PktmonFilterBar *self)
{
  g_return_val_if_fail (PKTMON_IS_FILTER_BAR (self), NULL);

  return self->constraints;
}
