/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/comment-dialog.h"

#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "ui/failure-dialog.h"
#include "ui/message-line.h"

struct _PktmonCommentDialog {
  AdwMessageDialog parent_instance;

  PktmonDocument *document;
  PktmonPositions *positions; /* NULL: the capture */
  char *before;               /* the text that there was */

  GtkTextView *view;
  GtkTextBuffer *buffer;
  PktmonMessageLine *message;
};

G_DEFINE_FINAL_TYPE (PktmonCommentDialog, pktmon_comment_dialog, ADW_TYPE_MESSAGE_DIALOG)

enum { COMMENTED, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
dup_text (PktmonCommentDialog *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  return g_steal_pointer (&text);
}

static void
changed_cb (PktmonCommentDialog *self)
{
  g_autofree char *text = dup_text (self);
  gboolean too_long = strlen (text) > PKTMON_MAX_COMMENT_SIZE;

  pktmon_message_line_set (self->message, "error",
                           too_long ? _ ("This is longer than a capture file can hold.") : NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "apply",
                                           !too_long && g_strcmp0 (text, self->before) != 0);
}

/* What has been done, for a toast. Static. */
static const char *
describe (const char *text, const char *before)
{
  if (text[0] == '\0')
    return _ ("Comment removed");
  return before == NULL || before[0] == '\0' ? _ ("Comment added") : _ ("Comment changed");
}

static void
apply (PktmonCommentDialog *self)
{
  PktmonNotes *notes = pktmon_document_get_notes (self->document);
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;
  gboolean done = self->positions != NULL
                      ? pktmon_notes_set_comment (notes, self->positions, text, &error)
                      : pktmon_notes_set_capture_comment (notes, text, &error);

  if (done)
    g_signal_emit (self, signals[COMMENTED], 0, describe (text, self->before));
  else
    pktmon_failure_dialog_show (gtk_window_get_transient_for (GTK_WINDOW (self)), error);
}

static void
pktmon_comment_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  if (g_str_equal (response, "apply"))
    apply (PKTMON_COMMENT_DIALOG (dialog));
}

/* --- Life --- */

static void
pktmon_comment_dialog_dispose (GObject *object)
{
  g_clear_object (&PKTMON_COMMENT_DIALOG (object)->document);
  G_OBJECT_CLASS (pktmon_comment_dialog_parent_class)->dispose (object);
}

static void
pktmon_comment_dialog_finalize (GObject *object)
{
  PktmonCommentDialog *self = PKTMON_COMMENT_DIALOG (object);

  g_clear_pointer (&self->positions, pktmon_positions_free);
  g_free (self->before);
  G_OBJECT_CLASS (pktmon_comment_dialog_parent_class)->finalize (object);
}

static void
pktmon_comment_dialog_class_init (PktmonCommentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_comment_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_comment_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = pktmon_comment_dialog_response;

  signals[COMMENTED] = g_signal_new ("commented", PKTMON_TYPE_COMMENT_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PKTMON_TYPE_MESSAGE_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/comment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonCommentDialog, view);
  gtk_widget_class_bind_template_child (widget_class, PktmonCommentDialog, buffer);
  gtk_widget_class_bind_template_child (widget_class, PktmonCommentDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
pktmon_comment_dialog_init (PktmonCommentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Several packets have no one comment to begin with, and all get the same. */
static void
show_several (PktmonCommentDialog *self, guint64 count)
{
  g_autofree char *number = pktmon_format_dup_count (count);
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Comment on %s Packet", "Comment on %s Packets", count), number);

  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self),
                               _ ("It takes the place of the comments that they have."));
}

static void
show_one (PktmonCommentDialog *self, guint64 position)
{
  g_autofree char *number = pktmon_format_dup_count (position + 1);
  g_autofree char *heading = g_strdup_printf (_ ("Comment on Packet %s"), number);

  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), heading);
  self->before = pktmon_notes_dup_comment (pktmon_document_get_notes (self->document), position);
}

static void
show_capture (PktmonCommentDialog *self)
{
  adw_message_dialog_set_heading (ADW_MESSAGE_DIALOG (self), _ ("Comment on Capture"));
  self->before = pktmon_notes_dup_capture_comment (pktmon_document_get_notes (self->document));
}

PktmonCommentDialog *
pktmon_comment_dialog_new (GtkWindow *parent, PktmonDocument *document,
                           const PktmonPositions *positions)
{
  PktmonCommentDialog *self =
      g_object_new (PKTMON_TYPE_COMMENT_DIALOG, "transient-for", parent, NULL);
  guint64 count = positions != NULL ? pktmon_positions_get_count (positions) : 0;

  self->document = g_object_ref (document);
  if (positions == NULL)
    show_capture (self);
  else
    self->positions = pktmon_positions_copy (positions);
  if (count == 1)
    show_one (self, pktmon_positions_get_next (positions, 0));
  else if (count > 1)
    show_several (self, count);
  if (self->before == NULL && count <= 1)
    self->before = g_strdup ("");
  gtk_text_buffer_set_text (self->buffer, self->before != NULL ? self->before : "", -1);
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return self;
}
