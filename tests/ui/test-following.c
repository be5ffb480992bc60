/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/capture-builder.h"
#include "support/rows.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "ui/capture-page.h"
#include "ui/packet-line.h"

/* A capture that comes through a pipe: its user stays at its end, or goes away from it. */

typedef struct {
  TestUi *ui;
  TestFolder *folder;
  TestBuilder *builder;
  int pipe;
  gsize written;
  guint packets;
  PktmonWindow *window;
  PktmonPacketSelection *selection;
  GtkWidget *list;
  GtkAdjustment *adjustment;
} Fixture;

static gboolean
has_document (gpointer window)
{
  return pktmon_window_get_document (window) != NULL;
}

static gboolean
has_all (gpointer data)
{
  Fixture *self = data;

  return g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == self->packets;
}

/* What the builder has beyond what was written. */
static void
write_rest (Fixture *self)
{
  while (self->written < self->builder->bytes->len) {
    gssize size = write (self->pipe, self->builder->bytes->data + self->written,
                         self->builder->bytes->len - self->written);

    g_assert_cmpint (size, >, 0);
    self->written += (gsize) size;
  }
}

/* Sends packets, and waits until the list has them and is painted. */
static void
send_packets (Fixture *self, guint count)
{
  for (guint i = 0; i < count; i++)
    test_builder_frame (self->builder, self->packets++, 17, 1000, 53);
  write_rest (self);
  test_wait (has_all, self, "the packets are in the list");
  for (guint i = 0; i < 3; i++)
    test_ui_wait_painted (GTK_WIDGET (self->window));
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;

  self->folder = test_folder_new();
  path = test_folder_build (self->folder, "pipe");
  file = g_file_new_for_path (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  self->pipe = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (self->pipe, >=, 0);
  self->builder = test_builder_new (FALSE);
  test_builder_section (self->builder);
  test_builder_interface (self->builder, 1, 0);
  write_rest (self);
  self->ui = test_ui_new();
  self->window = test_ui_open (self->ui, NULL);
  pktmon_window_open (self->window, file);
  test_wait (has_document, self->window, "the pipe is open");
  self->selection = pktmon_document_get_selection (pktmon_window_get_document (self->window));
  self->list = test_rows_find_list (GTK_WIDGET (self->window));
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  send_packets (self, 500);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
  close (self->pipe);
  test_builder_free (self->builder);
  test_folder_free (self->folder);
}

/* Whether the last row is wholly in view, and nothing below it. */
static gboolean
shows_last (Fixture *self)
{
  g_autofree char *begin = g_strdup_printf ("%u|", self->packets);
  g_auto (GStrv) texts = test_rows_dup_texts (self->list);
  guint count = g_strv_length (texts);

  return count > 0 && g_str_has_prefix (texts[count - 1], begin);
}

static char *
dup_top (Fixture *self)
{
  g_auto (GStrv) texts = test_rows_dup_texts (self->list);

  return g_strdup (texts[0]);
}

/* Goes to the end, and along with it until the user goes away. */
static void
test_follow (Fixture *self, gconstpointer user_data)
{
  g_autofree char *top = NULL;
  g_autofree char *after = NULL;

  send_packets (self, 500);
  g_assert_false (shows_last (self));
  test_ui_press ("End");
  test_rows_wait_visible (self->list, "1000|");
  for (guint i = 0; i < 5; i++) {
    send_packets (self, 400);
    g_assert_true (shows_last (self));
  }
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_value (self->adjustment) - 600);
  test_rows_wait_visible (self->list, "2970|");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  top = dup_top (self);
  for (guint i = 0; i < 5; i++)
    send_packets (self, 400);
  after = dup_top (self);
  g_assert_cmpstr (after, ==, top);
  g_assert_false (shows_last (self));
  test_ui_press ("End");
  test_rows_wait_visible (self->list, "5000|");
  send_packets (self, 400);
  g_assert_true (shows_last (self));
}

static gboolean
is_current (gpointer data)
{
  PktmonDocument *document = pktmon_window_get_document (((Fixture *) data)->window);

  return pktmon_document_get_current (document) == 3;
}

/* The first row stays at the top while something above the list takes its room bit by bit. */
static void
test_top (Fixture *self, gconstpointer user_data)
{
  GtkWidget *page = test_ui_find (GTK_WIDGET (self->window), PKTMON_TYPE_CAPTURE_PAGE);
  int before = gtk_widget_get_height (self->list);

  for (guint i = 0; i < 3; i++)
    test_ui_press ("Down");
  test_wait (is_current, self, "the keyboard is in a row below");
  g_object_set (gtk_settings_get_default(), "gtk-enable-animations", TRUE, NULL);
  test_ui_activate (page, "find.show");
  for (guint i = 0; i < 40; i++)
    test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpint (gtk_widget_get_height (self->list), <, before);
  g_object_set (gtk_settings_get_default(), "gtk-enable-animations", FALSE, NULL);
  test_rows_wait_top (self->list, "1|");
  g_assert_cmpfloat (gtk_adjustment_get_value (self->adjustment), ==, 0);
}

/* --- The tail --- */

typedef struct {
  GtkWidget *list;
  guint joined;  /* changes that put rows in place of as many */
  guint changes; /* all */
} Changes;

static void
items_changed_cb (GListModel *model, guint row, guint removed, guint added, Changes *changes)
{
  changes->changes++;
  if (removed == 0 || added == 0)
    return;
  changes->joined++;
  g_assert_cmpuint (removed, ==, added);
  g_assert_cmpuint (row + removed, ==, g_list_model_get_n_items (model));
  g_assert_cmpuint (row, >, pktmon_packet_line_get_last_row (GTK_LIST_VIEW (changes->list)));
}

/* GTK has a node for each change at the end: after a thousand they become one, which nobody sees.
 */
static void
test_tail (Fixture *self, gconstpointer user_data)
{
  Changes changes = { self->list };
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  send_packets (self, 4500);
  gtk_selection_model_select_range (selection, 100, 4000, TRUE);
  pktmon_packet_selection_set_max_rows (self->selection, 1000);
  g_signal_connect (self->selection, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  for (guint i = 0; i < 2000; i++)
    pktmon_packet_selection_set_max_rows (self->selection, 1001 + i);
  g_assert_cmpuint (changes.changes, ==, 2000);
  test_wait (has_all, self, "all packets are in the list again");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpuint (changes.joined, ==, 1);
  g_assert_cmpuint (changes.changes, <, 2005);
  g_assert_cmpuint (pktmon_packet_selection_get_count (self->selection), ==, 4000);
  test_rows_wait_top (self->list, "1|");
  test_ui_press ("End");
  test_rows_wait_visible (self->list, "5000|");
  g_signal_handlers_disconnect_by_data (self->selection, &changes);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/following/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("follow", test_follow);
  ADD ("top", test_top);
  ADD ("tail", test_tail);
  return g_test_run();
}
