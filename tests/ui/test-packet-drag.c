/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/pktmon.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/packet-drag.h"
#include "ui/packet-line.h"

/* Packets that leave the window: dragged out of the list, or by way of the clipboard. */

typedef struct {
  TestUi *ui;
  PktmonWindow *window;
  PktmonDocument *document;
  GtkWidget *list;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->ui = test_ui_new();
  self->window = test_ui_open_packets (self->ui, 200);
  self->document = pktmon_window_get_document (self->window);
  self->list = test_rows_find_list (GTK_WIDGET (self->window));
  test_rows_wait_top (self->list, "1|");
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
}

static void
select_rows (Fixture *self, guint first, guint count)
{
  gtk_selection_model_select_range (
      GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document)), first, count, TRUE);
}

static void
check_packets (GBytes *capture, const char *expected)
{
  g_autoptr (TestProgramResult) result = test_pktmon_run (capture, "read", "-", "--count", NULL);

  test_pktmon_check_result (result, 0, expected, "");
}

static void
check_file (GFile *file, const char *expected)
{
  g_autoptr (GBytes) capture = g_file_load_bytes (file, NULL, NULL, NULL);

  g_assert_nonnull (capture);
  check_packets (capture, expected);
}

/* --- What is dragged --- */

typedef struct {
  gboolean done;
  gboolean success;
  GError *error;
} Written;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Written *written = user_data;

  written->success = gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source),
                                                                  result, &written->error);
  written->done = TRUE;
}

static gboolean
is_written (gpointer data)
{
  return ((Written *) data)->done;
}

/* (transfer full); NULL when @cancellable ended it. */
static char *
write_content (GdkContentProvider *content, GCancellable *cancellable)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable();
  g_autoptr (GBytes) bytes = NULL;
  Written written = { 0 };

  gdk_content_provider_write_mime_type_async (content, "text/uri-list", stream, G_PRIORITY_DEFAULT,
                                              cancellable, written_cb, &written);
  test_wait (is_written, &written, "the file is offered");
  if (cancellable != NULL) {
    g_assert_error (written.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&written.error);
    return NULL;
  }
  g_assert_true (written.success);
  g_output_stream_close (stream, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_content (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GdkContentProvider) content = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_auto (GStrv) uris = NULL;
  g_autoptr (GFile) file = NULL;

  select_rows (self, 5, 3);
  content = pktmon_packet_drag_new_content (self->document);
  select_rows (self, 0, 1); /* what is selected later is another thing */
  first = write_content (content, NULL);
  second = write_content (content, NULL);
  g_assert_cmpstr (first, ==, second);
  uris = g_uri_list_extract_uris (first);
  g_assert_cmpuint (g_strv_length (uris), ==, 1);
  file = g_file_new_for_uri (uris[0]);
  check_file (file, "3\n");
}

static void
test_content_cancelled (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new();
  g_autoptr (GdkContentProvider) content = NULL;

  select_rows (self, 5, 3);
  content = pktmon_packet_drag_new_content (self->document);
  g_cancellable_cancel (cancellable);
  g_assert_null (write_content (content, cancellable));
}

/* --- Dragging --- */

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, GFile **file)
{
  GSList *files = g_value_get_boxed (value);

  g_assert_cmpuint (g_slist_length (files), ==, 1);
  *file = g_object_ref (files->data);
  return TRUE;
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *) data != NULL;
}

static GtkWidget *
find_line (Fixture *self, guint row)
{
  return pktmon_packet_line_find_row (GTK_LIST_VIEW (self->list), row);
}

static void
test_drag (Fixture *self, gconstpointer user_data)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkWidget *label = gtk_label_new ("Drop here");
  g_autoptr (GFile) file = NULL;
  GtkWindow *other;

  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (target));
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), &file);
  other = test_widget_show (label, 150, 150);
  test_widget_move_window (label, 1240, 10);
  select_rows (self, 2, 4);
  test_widget_drag_to (find_line (self, 3), 100, 5, label, 70, 70);
  test_wait (is_set, &file, "the file is dropped");
  check_file (file, "4\n");
  test_widget_close (other);
}

/* A window does not take its own packets for a file to be opened. */
static void
test_drag_here (Fixture *self, gconstpointer user_data)
{
  select_rows (self, 2, 4);
  test_widget_drag_to (find_line (self, 3), 100, 5, self->list, 200, 150);
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_true (pktmon_window_get_document (self->window) == self->document);
}

/* --- The clipboard --- */

static gboolean
has_capture (gpointer clipboard)
{
  return gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                "application/x-pcapng");
}

typedef struct {
  gboolean done;
  GBytes *bytes;
} Pasted;

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pasted *pasted = user_data;

  g_assert_cmpint (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL), >, 0);
  pasted->bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (source));
  pasted->done = TRUE;
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable();
  g_autoptr (GInputStream) stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);

  g_assert_nonnull (stream);
  g_output_stream_splice_async (
      memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, NULL, spliced_cb, user_data);
}

static gboolean
is_pasted (gpointer data)
{
  return ((Pasted *) data)->done;
}

static void
test_clipboard (Fixture *self, gconstpointer user_data)
{
  static const char *types[] = { "application/x-pcapng", NULL };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->window));
  Pasted pasted = { 0 };
  g_autofree char *text = NULL;

  select_rows (self, 10, 5);
  test_ui_press ("ctrl+c");
  test_wait (has_capture, clipboard, "there is a capture on the clipboard");
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, NULL, pasted_cb, &pasted);
  test_wait (is_pasted, &pasted, "it is pasted");
  check_packets (pasted.bytes, "5\n");
  g_bytes_unref (pasted.bytes);
  text = test_widget_take_clipboard (GTK_WIDGET (self->window));
  g_assert_nonnull (strstr (text, "1014"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/packet-drag/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("content", test_content);
  ADD ("content-cancelled", test_content_cancelled);
  ADD ("drag", test_drag);
  ADD ("drag-here", test_drag_here);
  ADD ("clipboard", test_clipboard);
  return g_test_run();
}
