/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/constraint-paste.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

#define MAX_TEXT (PKTMON_MAX_CONSTRAINTS * PKTMON_MAX_CONSTRAINT_TEXT)

static void
refuse_nothing (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("There is no constraint on the clipboard."),
                    _ ("Copy the text of one, for example “ip=10.0.0.1 port=443”."));
}

/* Returns: (transfer full): NULL when a line is wrong, with the first reason. */
static GPtrArray *
parse_lines (char **lines, GError **error)
{
  g_autoptr (GPtrArray) all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (char **line = lines; *line != NULL; line++) {
    PktmonConstraint *constraint;

    if (*g_strstrip (*line) == '\0')
      continue;
    constraint = pktmon_constraint_new (*line, error);
    if (constraint == NULL)
      return NULL;
    g_ptr_array_add (all, constraint);
  }
  if (all->len > 0)
    return g_steal_pointer (&all);
  refuse_nothing (error);
  return NULL;
}

/* A line break may also stand inside a quoted expression. */
static GPtrArray *
parse (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GError) problem = NULL;
  GPtrArray *all = parse_lines (lines, &problem);
  char *whole[] = { NULL, NULL };
  g_autofree char *copy = g_strdup (text);

  whole[0] = copy;
  if (all == NULL && lines[0] != NULL && lines[1] != NULL)
    all = parse_lines (whole, NULL);
  if (all == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return all;
}

static void
parse_cb (GTask *task, gpointer source, gpointer text, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *all = parse (text, &error);

  if (all != NULL)
    g_task_return_pointer (task, all, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task)) {
    g_free (text);
    return;
  }
  if (text == NULL || strlen (text) > MAX_TEXT) {
    g_free (text);
    refuse_nothing (&error);
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, text, g_free);
  g_task_run_in_thread (task, parse_cb);
}

void
pktmon_constraint_paste_async (GtkWidget *widget, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pktmon_constraint_paste_async);
  g_task_set_return_on_cancel (task, TRUE);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), cancellable, text_cb, task);
}

GPtrArray *
pktmon_constraint_paste_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
