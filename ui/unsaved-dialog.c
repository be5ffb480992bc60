/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/unsaved-dialog.h"

#include "base/i18n.h"

typedef struct {
  GtkWindow *parent;
  PktmonUnsavedAnswer answer;
  PktmonUnsavedFunc answered;
} Answer;

static gboolean
answer_cb (gpointer user_data)
{
  Answer *self = user_data;

  self->answered (self->parent, self->answer);
  return G_SOURCE_REMOVE;
}

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_object_unref (self->parent);
  g_free (self);
}

/* The answer may close the parent, which the dialog needs until it is gone itself. */
static void
response_cb (GtkWindow *dialog, const char *response, gpointer user_data)
{
  Answer *self = g_new0 (Answer, 1);

  self->parent = g_object_ref (gtk_window_get_transient_for (dialog));
  self->answered = (PktmonUnsavedFunc) user_data;
  if (g_str_equal (response, "save"))
    self->answer = PKTMON_UNSAVED_SAVE;
  else if (g_str_equal (response, "discard"))
    self->answer = PKTMON_UNSAVED_DISCARD;
  g_idle_add_full (G_PRIORITY_DEFAULT, answer_cb, self, answer_free);
}

typedef struct {
  const char *heading; /* these are to be translated */
  const char *body;    /* with the title */
  const char *save;
} Question;

static const Question questions[] = {
  [PKTMON_UNSAVED_PACKETS] = { N_ ("Save Captured Packets?"),
                               N_ ("“%s” was captured. What is not saved will be lost."),
                               N_ ("_Save…") },
  [PKTMON_UNSAVED_ACTIVE] = { N_ ("Save Captured Packets?"),
                              N_ ("“%s” is still being captured. What is not saved will be lost."),
                              N_ ("Stop and _Save…") },
  [PKTMON_UNSAVED_NOTES] = { N_ ("Save Marks and Comments?"),
                             N_ ("There are marks and comments in “%s” that are not in its file. "
                                 "What is not saved will be lost."),
                             N_ ("_Save") },
};

/* @format: with one %s. */
static char *
dup_body (const char *format, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strjoinv (title, parts);
}

void
pktmon_unsaved_dialog_show (GtkWindow *parent, const char *title, PktmonUnsavedKind kind,
                            PktmonUnsavedFunc answered)
{
  const Question *question = &questions[kind];
  g_autofree char *body = dup_body (_ (question->body), title);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ (question->heading), body);

  g_return_if_fail (GTK_IS_WINDOW (parent));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "save", _ (question->save), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), (gpointer) answered);
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}
