/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-preview.h"

#include "base/format.h"
#include "base/i18n.h"
#include "store/match-count.h"
#include "ui/actions.h"
#include "ui/constraint-paste.h"
#include "ui/message-line.h"

/* Packets that are looked at. */
#define MAX_PACKETS 20000u

struct _PktmonConstraintPreview {
  AdwBin parent_instance;

  PktmonConstraintDraft *draft;
  PktmonStore *store;      /* NULL: none */
  PktmonMatchCount *count; /* NULL: nothing is counted */
  GCancellable *pasting;   /* NULL: nothing is */

  GtkLabel *text;
  GtkLabel *count_label;
  GtkButton *copy;
  GtkButton *paste;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonConstraintPreview, pktmon_constraint_preview, ADW_TYPE_BIN)

/* --- Counting --- */

static char *
dup_count_text (PktmonConstraintPreview *self)
{
  guint64 total = pktmon_match_count_get_total (self->count);
  g_autofree char *matched = pktmon_format_dup_count (pktmon_match_count_get_matched (self->count));
  g_autofree char *all = pktmon_format_dup_count (total);

  if (total == 0)
    return g_strdup (_ ("There are no packets yet to try it on."));
  if (pktmon_constraint_draft_get_field (self->draft, PKTMON_CONSTRAINT_EXCLUDE) != NULL)
    return g_strdup_printf (ngettext ("Would have left out %s of the last %s packet",
                                      "Would have left out %s of the last %s packets",
                                      (gulong) total),
                            matched, all);
  return g_strdup_printf (ngettext ("Would have matched %s of the last %s packet",
                                    "Would have matched %s of the last %s packets", (gulong) total),
                          matched, all);
}

static void
counted_cb (PktmonConstraintPreview *self)
{
  const GError *error = pktmon_match_count_get_error (self->count);
  g_autofree char *text = NULL;

  if (error != NULL)
    pktmon_message_line_set_error (self->message, error);
  else
    text = pktmon_match_count_is_busy (self->count) ? g_strdup (_ ("Counting…"))
                                                    : dup_count_text (self);
  gtk_label_set_text (self->count_label, text != NULL ? text : "");
}

/* What was counted for the text before ends; its number stays until there is another. */
static void
count (PktmonConstraintPreview *self, PktmonConstraint *constraint)
{
  g_clear_object (&self->count);
  self->count = pktmon_match_count_new (self->store, constraint, MAX_PACKETS);
  g_signal_connect_object (self->count, "changed", G_CALLBACK (counted_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
text_changed_cb (PktmonConstraintPreview *self)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_draft_dup_constraint (self->draft);
  g_autofree char *text =
      constraint != NULL ? pktmon_constraint_dup_text (constraint) : g_strdup ("");

  gtk_label_set_text (self->text, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "draft.copy", constraint != NULL);
  g_clear_object (&self->count);
  if (constraint != NULL && self->store != NULL)
    count (self, constraint);
}

static void
problems_changed_cb (PktmonConstraintPreview *self)
{
  gboolean empty = pktmon_constraint_draft_is_empty (self->draft);
  gboolean valid;

  g_object_get (self->draft, "valid", &valid, NULL);
  pktmon_message_line_set (self->message, "error", NULL);
  if (empty)
    gtk_label_set_text (self->count_label,
                        _ ("Say what packets it is about, or paste the text of a constraint."));
  else if (!valid || self->store == NULL)
    gtk_label_set_text (self->count_label, "");
}

/* --- Copying and pasting --- */

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *text = gtk_label_get_text (PKTMON_CONSTRAINT_PREVIEW (widget)->text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
stop_pasting (PktmonConstraintPreview *self)
{
  if (self->pasting != NULL)
    g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonConstraintPreview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pasted = pktmon_constraint_paste_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->pasting);
  if (pasted != NULL)
    pktmon_constraint_draft_set_all (self->draft, g_ptr_array_index (pasted, 0));
  else
    pktmon_message_line_set_error (self->message, error);
}

static void
paste_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonConstraintPreview *self = PKTMON_CONSTRAINT_PREVIEW (widget);

  stop_pasting (self);
  self->pasting = g_cancellable_new();
  pktmon_constraint_paste_async (widget, self->pasting, pasted_cb, g_object_ref (self));
}

/* --- Life --- */

static void
pktmon_constraint_preview_dispose (GObject *object)
{
  PktmonConstraintPreview *self = PKTMON_CONSTRAINT_PREVIEW (object);

  stop_pasting (self);
  g_clear_object (&self->count);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_constraint_preview_parent_class)->dispose (object);
}

static void
pktmon_constraint_preview_class_init (PktmonConstraintPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_constraint_preview_dispose;
  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/constraint-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintPreview, text);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintPreview, count_label);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintPreview, copy);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintPreview, paste);
  gtk_widget_class_bind_template_child (widget_class, PktmonConstraintPreview, message);
  gtk_widget_class_install_action (widget_class, "draft.copy", NULL, copy_cb);
  gtk_widget_class_install_action (widget_class, "draft.paste", NULL, paste_cb);
}

static void
pktmon_constraint_preview_init (PktmonConstraintPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_actions_describe (GTK_ACTIONABLE (self->copy));
  pktmon_actions_describe (GTK_ACTIONABLE (self->paste));
  pktmon_actions_bind_globally (GTK_WIDGET (self), "draft.");
}

void
pktmon_constraint_preview_set_draft (PktmonConstraintPreview *self, PktmonConstraintDraft *draft,
                                     PktmonStore *store)
{
  g_return_if_fail (PKTMON_IS_CONSTRAINT_PREVIEW (self));
  g_return_if_fail (self->draft == NULL);

  self->draft = g_object_ref (draft);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  g_signal_connect_object (draft, "notify::text", G_CALLBACK (text_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "problems-changed", G_CALLBACK (problems_changed_cb), self,
                           G_CONNECT_SWAPPED);
  problems_changed_cb (self);
  text_changed_cb (self);
}
