/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/capture-builder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/field-view.h"

typedef struct {
  GtkWindow *window;
  PktmonFieldView *view;
  guint n_selected;    /* signals */
  char *filter;        /* by the last signal */
  const char *awaited; /* what is to be selected */
} Fixture;

static void
selected_cb (Fixture *self)
{
  self->n_selected++;
}

static void
filter_cb (Fixture *self, const char *text)
{
  g_free (self->filter);
  self->filter = g_strdup (text);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->view = pktmon_field_view_new();
  g_signal_connect_swapped (self->view, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (self->view, "filter", G_CALLBACK (filter_cb), self);
  self->window = test_widget_show (GTK_WIDGET (self->view), 600, 500);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_widget_close (self->window);
  g_free (self->filter);
}

static void
show (Fixture *self, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  pktmon_field_view_take_packet (self->view, pktmon_field_tree_new (1, data, size, size), bytes);
  test_ui_wait_painted (GTK_WIDGET (self->window));
}

/* A packet of UDP (17) or TCP (6). */
static void
show_frame (Fixture *self, guint8 protocol, guint16 source, guint16 destination)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, protocol, source, destination);
  show (self, frame, sizeof frame);
}

static gboolean
shows (Fixture *self, const char *text)
{
  test_ui_wait_painted (GTK_WIDGET (self->window));
  return test_ui_shows (GTK_WIDGET (self->view), text);
}

static void
check_selected (Fixture *self, const char *key)
{
  const PktmonField *field = pktmon_field_view_get_selected (self->view);

  g_assert_cmpstr (field != NULL ? field->key : NULL, ==, key);
}

static gboolean
is_selected (gpointer data)
{
  Fixture *self = data;
  const PktmonField *field = pktmon_field_view_get_selected (self->view);

  return g_strcmp0 (field != NULL ? field->key : NULL, self->awaited) == 0;
}

static void
press (Fixture *self, const char *keys, const char *selected)
{
  test_ui_press (keys);
  self->awaited = selected;
  test_wait (is_selected, self, keys);
}

static void
activate (Fixture *self, const char *action)
{
  test_ui_activate (GTK_WIDGET (self->view), action);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_unmapped (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

/* Where @text is. */
static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_text (child, text);

    if (found != NULL)
      return found;
  }
  return GTK_IS_INSCRIPTION (widget) && gtk_widget_get_mapped (widget) &&
                 strstr (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) != NULL
             ? widget
             : NULL;
}

static void
click_at (Fixture *self, const char *text, double x, guint button)
{
  test_ui_wait_painted (GTK_WIDGET (self->window));
  test_widget_click (find_text (GTK_WIDGET (self->view), text), x, 5, button, NULL);
}

static void
click (Fixture *self, const char *text, guint button)
{
  click_at (self, text, 5, button);
}

/* What a click on the arrow before the text does. */
static void
turn (Fixture *self, const char *text)
{
  click_at (self, text, -10, 1);
}

/* --- What is shown --- */

static void
test_layers (Fixture *self, gconstpointer user_data)
{
  show_frame (self, 17, 5000, 6000);
  g_assert_true (shows (self, "Ethernet II: 02:00:00:00:00:01 → 02:00:00:00:00:02"));
  g_assert_true (shows (self, "Internet Protocol Version 4: 10.0.0.1 → 10.0.0.2"));
  g_assert_true (shows (self, "User Datagram Protocol: 5000 → 6000"));
  g_assert_false (shows (self, "Time to live"));
  check_selected (self, NULL);

  activate (self, "fields.expand-all");
  g_assert_true (shows (self, "Time to live: 64"));
  g_assert_true (shows (self, "Source port: 5000"));
  test_ui_save_screenshot (GTK_WIDGET (self->window), "field-view");
  activate (self, "fields.collapse-all");
  g_assert_false (shows (self, "Time to live"));

  pktmon_field_view_take_packet (self->view, NULL, NULL);
  g_assert_false (shows (self, "Ethernet"));
}

/* What is expanded, and what is selected, is so in the next packet that has it. */
static void
test_stepping (Fixture *self, gconstpointer user_data)
{
  show_frame (self, 17, 5000, 6000);
  pktmon_field_view_select_byte (self->view, 26);
  check_selected (self, "ip.src");
  g_assert_true (shows (self, "Time to live: 64"));
  for (guint i = 0; i < 20; i++) {
    show_frame (self, i % 2 == 0 ? 6 : 17, (guint16) (5000 + i), 443);
    check_selected (self, "ip.src");
    g_assert_true (shows (self, "Time to live: 64"));
    g_assert_false (shows (self, "Source port"));
  }
  pktmon_field_view_select_byte (self->view, 34);
  check_selected (self, "udp.srcport");
  show_frame (self, 6, 5000, 6000);
  check_selected (self, NULL);
  g_assert_false (shows (self, "Source port"));
  show_frame (self, 17, 5000, 6000);
  check_selected (self, "udp.srcport");
}

/* --- Selecting --- */

/* Every byte leads to the deepest field that holds it; bytes of no field to none. */
static void
test_bytes (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonFieldTree) tree = NULL;
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 5000, 6000);
  tree = pktmon_field_tree_new (1, frame, sizeof frame, sizeof frame);
  show (self, frame, sizeof frame);
  for (guint i = 0; i < sizeof frame; i++) {
    int found = pktmon_field_tree_find (tree, i);

    pktmon_field_view_select_byte (self->view, i);
    check_selected (self, found >= 0 ? pktmon_field_tree_get (tree, (guint) found)->key : NULL);
  }
  g_assert_cmpuint (self->n_selected, >, 10);
  pktmon_field_view_select_byte (self->view, 1000);
  check_selected (self, NULL);
}

static void
test_mouse (Fixture *self, gconstpointer user_data)
{
  GtkWidget *menu = NULL;

  show_frame (self, 17, 5000, 6000);
  click (self, "Internet Protocol", 1);
  self->awaited = "ip";
  test_wait (is_selected, self, "a row is clicked");
  click (self, "User Datagram", 3);
  self->awaited = "udp";
  test_wait (is_selected, self, "a row is clicked for its menu");
  menu = test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_POPOVER_MENU);
  test_wait (is_mapped, menu, "the menu is there");
  test_ui_press ("Escape");
  test_wait (is_unmapped, menu, "the menu is gone");
}

/* When the row that is selected and has the focus goes away, the one that hid it takes over. */
static void
test_collapsing (Fixture *self, gconstpointer user_data)
{
  show_frame (self, 17, 5000, 6000);
  turn (self, "Internet Protocol");
  test_ui_wait_shows (GTK_WIDGET (self->view), "Time to live");
  click (self, "Time to live", 1);
  self->awaited = "ip.ttl";
  test_wait (is_selected, self, "a field is clicked");
  turn (self, "Internet Protocol");
  self->awaited = "ip";
  test_wait (is_selected, self, "its layer is collapsed");
  press (self, "Down", "udp");
}

/* --- Keys --- */

static void
test_keys (Fixture *self, gconstpointer user_data)
{
  show_frame (self, 17, 5000, 6000);
  click (self, "Ethernet II", 1);
  self->awaited = "eth";
  test_wait (is_selected, self, "a row is clicked");
  press (self, "Down", "ip");
  press (self, "Right", "ip");
  press (self, "Right", "ip.version");
  press (self, "Down", "ip.hdr_len");
  press (self, "Left", "ip");
  g_assert_true (shows (self, "Time to live"));
  press (self, "Left", "ip");
  press (self, "Down", "udp");
  g_assert_false (shows (self, "Time to live"));
  test_ui_press ("plus");
  press (self, "Down", "udp.srcport");
  press (self, "Up", "udp");
  test_ui_press ("minus");
  press (self, "Down", "data");
  press (self, "Home", "eth");
  test_ui_press ("ctrl+Right");
  press (self, "Down", "eth.dst");
  press (self, "End", "data.len");
  test_ui_press ("ctrl+Left");
  press (self, "Home", "eth");
  press (self, "End", "data");
  press (self, "Up", "udp");
  test_ui_press ("Return");
  press (self, "Down", "udp.srcport");
}

/* Where text goes from right to left, the left key leads in. */
static void
test_keys_mirrored (Fixture *self, gconstpointer user_data)
{
  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_RTL);
  show_frame (self, 17, 5000, 6000);
  click (self, "Ethernet II", 1);
  self->awaited = "eth";
  test_wait (is_selected, self, "a row is clicked");
  press (self, "Left", "eth");
  press (self, "Left", "eth.dst");
  press (self, "Right", "eth");
}

/* --- Copying and filtering --- */

static void
check_copied (Fixture *self, const char *action, const char *expected)
{
  g_autofree char *text = NULL;

  activate (self, action);
  text = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_copying (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *all = NULL;

  show_frame (self, 17, 5000, 6000);
  pktmon_field_view_select_byte (self->view, 26);
  check_copied (self, "fields.copy-value", "10.0.0.1");
  check_copied (self, "fields.copy-field", "Source address: 10.0.0.1");
  check_copied (self, "fields.copy-bytes", "0a000001");
  click (self, "Source address", 1);
  press (self, "Down", "ip.dst");
  test_ui_press ("ctrl+c");
  text = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_cmpstr (text, ==, "10.0.0.2");
  activate (self, "fields.copy-all");
  all = test_widget_take_clipboard (GTK_WIDGET (self->view));
  g_assert_true (g_str_has_prefix (all, "Ethernet II: 02:00:00:00:00:01 → 02:00:00:00:00:02\n"));
  g_assert_nonnull (strstr (all, "\n  Time to live: 64\n"));
}

static void
test_filter (Fixture *self, gconstpointer user_data)
{
  show_frame (self, 17, 5000, 6000);
  activate (self, "fields.filter");
  g_assert_null (self->filter);
  pktmon_field_view_select_byte (self->view, 26);
  activate (self, "fields.filter");
  g_assert_cmpstr (self->filter, ==, "ip src host 10.0.0.1");
  pktmon_field_view_select_byte (self->view, 14);
  check_selected (self, "ip.hdr_len");
  activate (self, "fields.filter");
  g_assert_cmpstr (self->filter, ==, "ip src host 10.0.0.1");
}

/* --- Unusual packets --- */

static void
test_sizes (Fixture *self, gconstpointer user_data)
{
  g_autofree guint8 *large = g_malloc0 (256 * 1024);

  show (self, large, 0);
  activate (self, "fields.expand-all");
  activate (self, "fields.copy-all");
  test_ui_press ("Right");
  show (self, large, 1);
  pktmon_field_view_select_byte (self->view, 0);
  show (self, large, 256 * 1024);
  activate (self, "fields.expand-all");
  pktmon_field_view_select_byte (self->view, 200 * 1024);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/field-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("layers", test_layers);
  ADD ("stepping", test_stepping);
  ADD ("bytes", test_bytes);
  ADD ("mouse", test_mouse);
  ADD ("collapsing", test_collapsing);
  ADD ("keys", test_keys);
  ADD ("keys-mirrored", test_keys_mirrored);
  ADD ("copying", test_copying);
  ADD ("filter", test_filter);
  ADD ("sizes", test_sizes);
  return g_test_run();
}
