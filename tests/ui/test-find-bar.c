/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ui.h"
#include "ui/filter-bar.h"
#include "ui/find-bar.h"
#include "ui/go-to-dialog.h"
#include "ui/packet-view.h"
#include "ui/task-entry.h"

/* Finding packets and going to them, as the user does. Packet i of the capture is from port 1000 +
 * i, of UDP where i is even. */

typedef struct {
  TestUi *ui;
  GtkWidget *window;
  PktmonDocument *document;
  GtkWidget *bar;
  GtkWidget *entry;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->ui = test_ui_new();
  self->window = GTK_WIDGET (test_ui_open_packets (self->ui, 1000));
  self->document = pktmon_window_get_document (PKTMON_WINDOW (self->window));
  self->bar = test_ui_find (self->window, PKTMON_TYPE_FIND_BAR);
  self->entry = test_ui_find (self->bar, GTK_TYPE_ENTRY);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_ui_free (self->ui);
}

typedef struct {
  Fixture *fixture;
  guint64 position;
} Expected;

static gboolean
is_current (gpointer data)
{
  const Expected *expected = data;

  return pktmon_document_get_current (expected->fixture->document) == expected->position;
}

static void
wait_current (Fixture *self, guint64 position)
{
  Expected expected = { self, position };
  g_autofree char *what = g_strdup_printf ("packet %u is found", (guint) position);

  test_wait (is_current, &expected, what);
}

static gboolean
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* Opens the bar for a kind of search. */
static void
open_bar (Fixture *self, PktmonPatternKind kind)
{
  GtkWidget *kinds = test_ui_find (self->bar, GTK_TYPE_DROP_DOWN);

  test_ui_press ("ctrl+f");
  test_wait (is_mapped, self->entry, "the find bar is open");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (kinds), kind);
}

static gboolean
has_error (gpointer data)
{
  return gtk_widget_has_css_class (((const Fixture *) data)->entry, "error");
}

static gboolean
has_warning (gpointer data)
{
  return gtk_widget_has_css_class (((const Fixture *) data)->entry, "warning");
}

/* --- Finding --- */

static void
test_text (Fixture *self, gconstpointer user_data)
{
  open_bar (self, PKTMON_PATTERN_TEXT);
  test_ui_type ("1500 ");
  wait_current (self, 500);
  g_assert_false (test_ui_shows (self->bar, "The search went on"));
  test_ui_press ("Return");
  test_ui_wait_shows (self->bar, "The search went on from the first packet.");
  test_ui_save_screenshot (self->window, "find");
}

static void
test_directions (Fixture *self, gconstpointer user_data)
{
  open_bar (self, PKTMON_PATTERN_TEXT);
  test_ui_type ("uDp");
  wait_current (self, 0);
  test_ui_press ("F3");
  wait_current (self, 2);
  test_ui_press ("Return");
  wait_current (self, 4);
  test_ui_press ("shift+F3");
  wait_current (self, 2);
  test_ui_press ("shift+Return");
  wait_current (self, 0);
  test_ui_press ("shift+F3");
  wait_current (self, 998);
  test_ui_wait_shows (self->bar, "The search went on from the last packet.");
}

static void
test_nothing (Fixture *self, gconstpointer user_data)
{
  open_bar (self, PKTMON_PATTERN_TEXT);
  test_ui_type ("zebra");
  test_wait (has_warning, self, "it is marked that nothing was found");
  test_ui_wait_shows (self->bar, "Nothing was found");
  test_ui_save_screenshot (self->window, "find-nothing");
  test_ui_press ("BackSpace");
  g_assert_true (test_ui_shows (self->bar, "Nothing was found"));
}

static void
test_bytes (Fixture *self, gconstpointer user_data)
{
  open_bar (self, PKTMON_PATTERN_BYTES);
  test_ui_type ("05 dc 00 3");
  test_wait (has_error, self, "half a byte is marked");
  test_ui_type ("5");
  wait_current (self, 500);
  g_assert_false (has_error (self));
  test_ui_press ("ctrl+a");
  test_ui_type ("\"open");
  test_wait (has_error, self, "the missing quotation mark is missed");
  test_ui_wait_shows (self->bar, "does not end");
  test_ui_type ("\"");
  test_wait (has_warning, self, "the text in quotation marks is nowhere");
}

static void
test_filter (Fixture *self, gconstpointer user_data)
{
  open_bar (self, PKTMON_PATTERN_FILTER);
  test_ui_type ("tcp src port");
  test_wait (has_error, self, "the mistake is marked");
  test_ui_wait_shows (self->bar, "syntax error");
  test_ui_type (" 1501");
  wait_current (self, 501);
  g_assert_false (has_error (self));
}

/* What the filter hides is not found. */
static void
test_shown (Fixture *self, gconstpointer user_data)
{
  g_assert_true (test_ui_set_filter (self->document, "tcp", NULL));
  open_bar (self, PKTMON_PATTERN_TEXT);
  test_ui_type ("1500 ");
  test_wait (has_warning, self, "it is marked that nothing was found");
  pktmon_document_show_all (self->document);
  test_ui_press ("Return");
  wait_current (self, 500);
}

static void
test_rubbish (Fixture *self, gconstpointer user_data)
{
  g_autofree char *letters = g_strnfill (100000, 'x');

  open_bar (self, PKTMON_PATTERN_BYTES);
  test_ui_paste (self->entry, "😀 שלום");
  test_wait (has_error, self, "the rubbish is marked");
  test_ui_press ("ctrl+a");
  test_ui_paste (self->entry, letters);
  test_ui_wait_shows (self->bar, "longer than 4096");
}

static gboolean
is_unmapped (gpointer data)
{
  return !gtk_widget_get_mapped (data);
}

static void
test_open_and_close (Fixture *self, gconstpointer user_data)
{
  GtkWidget *packets = test_ui_find (self->window, PKTMON_TYPE_PACKET_VIEW);

  test_ui_press ("F3");
  test_wait (is_mapped, self->entry, "the find bar is open");
  test_ui_press ("Escape");
  test_wait (is_unmapped, self->entry, "the find bar is closed");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (self->window)), packets));
  test_ui_activate (self->window, "win.find");
  test_wait (is_mapped, self->entry, "the find bar is open");
  test_ui_type ("1003 ");
  test_wait (has_warning, self, "it is marked that nothing was found");
  test_ui_activate (self->window, "win.find");
  test_wait (is_unmapped, self->entry, "the find bar is closed");
}

/* Both bars fit into the narrowest window, also with the button that stops their work. */
static void
test_narrow (Fixture *self, gconstpointer user_data)
{
  GType types[] = { PKTMON_TYPE_FILTER_BAR, PKTMON_TYPE_FIND_BAR };

  open_bar (self, PKTMON_PATTERN_BYTES);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    GtkWidget *bar = test_ui_find (self->window, types[i]);
    int width;

    gtk_widget_set_visible (
        test_ui_find (test_ui_find (bar, PKTMON_TYPE_TASK_ENTRY), GTK_TYPE_BUTTON), TRUE);
    gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
    g_assert_cmpint (width, <=, 360);
  }
}

static void
test_closing (void)
{
  for (guint i = 0; i < 10; i++) {
    Fixture fixture = { .ui = test_ui_new() };

    fixture.window = GTK_WIDGET (test_ui_open_packets (fixture.ui, 50000));
    fixture.bar = test_ui_find (fixture.window, PKTMON_TYPE_FIND_BAR);
    fixture.entry = test_ui_find (fixture.bar, GTK_TYPE_ENTRY);
    gtk_editable_set_text (GTK_EDITABLE (fixture.entry), "nowhere");
    g_signal_emit_by_name (fixture.entry, "activate");
    for (guint turns = 0; turns < i; turns++)
      g_main_context_iteration (NULL, FALSE);
    test_ui_free (fixture.ui);
  }
}

/* --- Going to a packet --- */

static GtkWidget *
find_dialog (void)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels();

  for (GList *item = toplevels; item != NULL; item = item->next)
    if (PKTMON_IS_GO_TO_DIALOG (item->data))
      return item->data;
  return NULL;
}

static gboolean
dialog_is_active (gpointer data)
{
  GtkWidget *dialog = find_dialog();

  return dialog != NULL && gtk_window_is_active (GTK_WINDOW (dialog));
}

static gboolean
dialog_is_gone (gpointer data)
{
  return find_dialog() == NULL;
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

static GtkWidget *
open_dialog (Fixture *self)
{
  test_ui_press ("ctrl+g");
  test_wait (dialog_is_active, NULL, "the dialog is open");
  return find_dialog();
}

static void
wait_dialog_gone (Fixture *self)
{
  test_wait (dialog_is_gone, NULL, "the dialog is closed");
  /* There is no window manager that does it. */
  gtk_window_present (GTK_WINDOW (self->window));
  test_wait (is_active, self->window, "the window has the focus again");
}

static void
test_go_to (Fixture *self, gconstpointer user_data)
{
  open_dialog (self);
  test_ui_type ("801");
  test_ui_press ("Return");
  wait_dialog_gone (self);
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 800);

  open_dialog (self);
  test_ui_type ("1,000");
  test_ui_press ("Return");
  wait_dialog_gone (self);
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 999);

  open_dialog (self);
  test_ui_type ("5");
  test_ui_press ("Escape");
  wait_dialog_gone (self);
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 999);
}

static void
test_go_to_wrong (Fixture *self, gconstpointer user_data)
{
  static const char *const wrong[] = { "0", "1001", "99999999999999999999999", "-1", "ten", "😀" };
  guint64 before = pktmon_document_get_current (self->document);
  GtkWidget *dialog = open_dialog (self);
  GtkWidget *entry = test_ui_find (dialog, GTK_TYPE_ENTRY);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    gtk_editable_set_text (GTK_EDITABLE (entry), wrong[i]);
    g_assert_true (gtk_widget_has_css_class (entry, "error"));
    test_ui_wait_shows (dialog, i < 3 ? "the numbers 1 to 1,000" : "digits only");
    test_ui_press ("Return");
    g_assert_true (dialog_is_active (NULL));
  }
  test_ui_save_screenshot (dialog, "go-to-wrong");
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  test_ui_press ("Escape");
  wait_dialog_gone (self);
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, before);
}

static gboolean
shows_filtered (gpointer data)
{
  PktmonDocument *document = data;

  return !pktmon_view_filter_is_busy (pktmon_document_get_view_filter (document));
}

static void
test_go_to_hidden (Fixture *self, gconstpointer user_data)
{
  GtkWidget *dialog, *label;

  g_assert_true (test_ui_set_filter (self->document, "tcp", NULL));
  test_wait (shows_filtered, self->document, "the filter has taken effect");
  dialog = open_dialog (self);
  test_ui_type ("501");
  test_ui_wait_shows (dialog, "This packet is hidden by the filter.");
  test_ui_save_screenshot (dialog, "go-to-hidden");
  label = test_ui_find_text (dialog, "Clear Filter");
  g_signal_emit_by_name (gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON), "clicked");
  wait_dialog_gone (self);
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "");
  g_assert_cmpuint (pktmon_document_get_current (self->document), ==, 500);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("/find-bar/text", test_text);
  ADD ("/find-bar/directions", test_directions);
  ADD ("/find-bar/nothing", test_nothing);
  ADD ("/find-bar/bytes", test_bytes);
  ADD ("/find-bar/filter", test_filter);
  ADD ("/find-bar/shown", test_shown);
  ADD ("/find-bar/rubbish", test_rubbish);
  ADD ("/find-bar/open-and-close", test_open_and_close);
  ADD ("/find-bar/narrow", test_narrow);
  g_test_add_func ("/find-bar/closing", test_closing);
  ADD ("/go-to/number", test_go_to);
  ADD ("/go-to/wrong", test_go_to_wrong);
  ADD ("/go-to/hidden", test_go_to_hidden);
  return g_test_run();
}
