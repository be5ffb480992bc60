/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <fcntl.h>
#include <unistd.h>

#include "support/capture-builder.h"
#include "support/temp-folder.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/details-view.h"
#include "ui/field-view.h"
#include "ui/hex-view.h"
#include "ui/settings.h"

#define LARGE (256u * 1024)

/* What the packets of the capture are. */
enum { UDP, TCP, EMPTY, ONE_BYTE, HUGE_PACKET, LONG_COMMENT, N_PACKETS };

typedef struct {
  TestFolder *folder;
  char *path;
  PktmonDocument *document;
  GtkWindow *window;
  PktmonDetailsView *view;
  PktmonFieldView *fields;
  PktmonHexView *bytes;
} Fixture;

static void
add_long_comment (TestBuilder *builder)
{
  g_autofree char *comment = g_strnfill (3000, 'x');
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 1, 2);
  test_builder_begin_enhanced (builder, 0, 5000000, frame, sizeof frame, sizeof frame);
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, comment);
  test_builder_end (builder);
}

static void
write_capture (const char *path)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 0, 17, 5000, 6000);
  test_builder_frame (builder, 1000000, 6, 5000, 443);
  test_builder_enhanced (builder, 0, 2000000, 0, 60);
  test_builder_enhanced (builder, 0, 3000000, 1, 60);
  test_builder_enhanced (builder, 0, 4000000, LARGE, LARGE);
  add_long_comment (builder);
  test_builder_save (builder, path);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (GSettings) settings = pktmon_settings_new();
  g_autoptr (GError) error = NULL;

  g_settings_reset (settings, PKTMON_SETTING_FIELDS_WIDTH);
  g_settings_reset (settings, PKTMON_SETTING_FIELDS_HEIGHT);
  self->folder = test_folder_new();
  self->path = test_folder_build (self->folder, "capture.pcapng");
  write_capture (self->path);
  store = pktmon_store_new (self->path, &error);
  g_assert_no_error (error);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, N_PACKETS);
  self->document = pktmon_document_new (store, NULL);
  self->view = pktmon_details_view_new (self->document);
  self->fields = PKTMON_FIELD_VIEW (test_ui_find (GTK_WIDGET (self->view), PKTMON_TYPE_FIELD_VIEW));
  self->bytes = PKTMON_HEX_VIEW (test_ui_find (GTK_WIDGET (self->view), PKTMON_TYPE_HEX_VIEW));
  self->window = test_widget_show (GTK_WIDGET (self->view), 1200, 500);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  test_widget_close (self->window);
  pktmon_document_close (self->document);
  g_object_add_weak_pointer (G_OBJECT (self->document), (gpointer *) &self->document);
  g_object_unref (self->document);
  test_wait_gone ((gpointer *) &self->document, "the document is gone");
  g_free (self->path);
  test_folder_free (self->folder);
}

/* Looks at a packet, and waits until its number is shown. */
static void
look_at (Fixture *self, guint position)
{
  g_autofree char *frame = g_strdup_printf ("Frame: Packet %u,", position + 1);

  pktmon_document_set_current (self->document, position);
  test_ui_wait_shows (GTK_WIDGET (self->view), frame);
  test_ui_wait_painted (GTK_WIDGET (self->window));
}

static void
check_highlight (Fixture *self, gsize offset, gsize length)
{
  PktmonHexRange chosen = pktmon_hex_view_get_chosen (self->bytes);

  g_assert_cmpuint (chosen.offset, ==, offset);
  g_assert_cmpuint (chosen.length, ==, length);
}

static const char *
selected_key (Fixture *self)
{
  const PktmonField *field = pktmon_field_view_get_selected (self->fields);

  return field != NULL ? field->key : NULL;
}

/* --- What is shown --- */

static void
test_empty (Fixture *self, gconstpointer user_data)
{
  test_ui_wait_shows (GTK_WIDGET (self->view), "Select a Packet");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details-empty");
  look_at (self, UDP);
  pktmon_document_set_current (self->document, PKTMON_POSITION_NONE);
  test_ui_wait_shows (GTK_WIDGET (self->view), "Select a Packet");
  check_highlight (self, 0, 0);
}

static void
test_sizes (Fixture *self, gconstpointer user_data)
{
  static const gsize sizes[] = {
    [UDP] = TEST_FRAME_SIZE, [TCP] = TEST_FRAME_SIZE, [EMPTY] = 0,
    [ONE_BYTE] = 1,          [HUGE_PACKET] = LARGE,   [LONG_COMMENT] = TEST_FRAME_SIZE,
  };

  for (guint i = 0; i < 2 * N_PACKETS; i++) {
    look_at (self, i % N_PACKETS);
    check_highlight (self, 0, sizes[i % N_PACKETS]);
  }
  test_ui_activate (GTK_WIDGET (self->fields), "fields.expand-all");
  test_ui_wait_shows (GTK_WIDGET (self->view), "Comment: xxxx");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details-long");
}

/* The last one that is asked for is what is shown in the end. */
static void
test_stepping (Fixture *self, gconstpointer user_data)
{
  for (guint i = 0; i < 100; i++)
    pktmon_document_set_current (self->document, i % N_PACKETS);
  look_at (self, TCP);
  test_ui_wait_shows (GTK_WIDGET (self->view), "Frame: Packet 2,");
}

/* Nobody reads for a view that is not seen. */
static void
test_hidden (Fixture *self, gconstpointer user_data)
{
  look_at (self, UDP);
  gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  pktmon_document_set_current (self->document, TCP);
  test_ui_wait_painted (GTK_WIDGET (self->window));
  check_highlight (self, 0, TEST_FRAME_SIZE);
  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
  test_ui_wait_shows (GTK_WIDGET (self->view), "Frame: Packet 2,");
}

/* A file that another program has cut: what is left can be seen, and the rest says why not. */
static void
test_failure (Fixture *self, gconstpointer user_data)
{
  look_at (self, UDP);
  g_assert_cmpint (truncate (self->path, LARGE / 2), ==, 0);
  pktmon_document_set_current (self->document, LONG_COMMENT);
  test_ui_wait_shows (GTK_WIDGET (self->view), "The file was made shorter by another program");
  test_ui_wait_shows (GTK_WIDGET (self->view), "Open it again");
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details-failure");
  look_at (self, UDP);
}

/* --- Fields and bytes --- */

static void
test_linked (Fixture *self, gconstpointer user_data)
{
  GdkRectangle area;

  look_at (self, UDP);
  pktmon_field_view_select_byte (self->fields, 27);
  g_assert_cmpstr (selected_key (self), ==, "ip.src");
  check_highlight (self, 26, 4);
  g_assert_cmpuint (pktmon_hex_view_get_cursor (self->bytes), ==, 26);
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details");

  pktmon_hex_view_get_area (self->bytes, 36, &area);
  test_widget_click (GTK_WIDGET (self->bytes), area.x + 1, area.y + 1, 1, NULL);
  while (g_strcmp0 (selected_key (self), "udp.dstport") != 0)
    g_main_context_iteration (NULL, TRUE);
  check_highlight (self, 36, 2);
  test_ui_wait_shows (GTK_WIDGET (self->view), "Destination port: 6000");

  look_at (self, TCP);
  g_assert_null (selected_key (self));
  look_at (self, UDP);
  g_assert_cmpstr (selected_key (self), ==, "udp.dstport");
  check_highlight (self, 36, 2);
}

static gboolean
is_at_end (gpointer view)
{
  return pktmon_hex_view_get_cursor (view) == TEST_FRAME_SIZE - 1;
}

/* The cursor goes from byte to byte, whatever fields it comes through. */
static void
test_walk (Fixture *self, gconstpointer user_data)
{
  look_at (self, UDP);
  gtk_widget_grab_focus (GTK_WIDGET (self->bytes));
  for (guint i = 1; i < TEST_FRAME_SIZE; i++)
    test_ui_press ("Right");
  test_wait (is_at_end, self->bytes, "the cursor is at the last byte");
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (self->bytes)));
}

static void
test_filter (Fixture *self, gconstpointer user_data)
{
  look_at (self, UDP);
  pktmon_field_view_select_byte (self->fields, 36);
  test_ui_activate (GTK_WIDGET (self->fields), "fields.filter");
  test_ui_wait_filter (self->document, "udp dst port 6000");
}

/* --- Room --- */

static GtkPaned *
get_paned (Fixture *self)
{
  return GTK_PANED (test_ui_find (GTK_WIDGET (self->view), GTK_TYPE_PANED));
}

static gboolean
is_stacked (gpointer paned)
{
  return gtk_orientable_get_orientation (paned) == GTK_ORIENTATION_VERTICAL;
}

static gboolean
is_beside (gpointer paned)
{
  return gtk_orientable_get_orientation (paned) == GTK_ORIENTATION_HORIZONTAL;
}

/* Side by side, or above each other, each with a handle that stays where it is put. */
static void
test_room (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();
  GtkPaned *paned = get_paned (self);

  look_at (self, UDP);
  g_assert_true (is_beside (paned));
  g_assert_cmpint (g_settings_get_int (settings, PKTMON_SETTING_FIELDS_WIDTH), ==, -1);
  gtk_paned_set_position (paned, 444);
  g_assert_cmpint (g_settings_get_int (settings, PKTMON_SETTING_FIELDS_WIDTH), ==, 444);

  gtk_window_set_default_size (self->window, 360, 600);
  test_wait (is_stacked, paned, "the panes are above each other");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self->view)), ==, 360);
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details-narrow");
  gtk_paned_set_position (paned, 123);
  g_assert_cmpint (g_settings_get_int (settings, PKTMON_SETTING_FIELDS_HEIGHT), ==, 123);
  g_assert_cmpint (g_settings_get_int (settings, PKTMON_SETTING_FIELDS_WIDTH), ==, 444);

  gtk_window_set_default_size (self->window, 1200, 500);
  test_wait (is_beside, paned, "the panes are beside each other");
  test_ui_wait_painted (GTK_WIDGET (self->window));
  g_assert_cmpint (gtk_paned_get_position (paned), ==, 444);
}

static void
test_mirrored (Fixture *self, gconstpointer user_data)
{
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  look_at (self, UDP);
  pktmon_field_view_select_byte (self->fields, 27);
  test_ui_save_screenshot (GTK_WIDGET (self->window), "details-mirrored");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Closing while a packet is being read. */
static void
test_closing (Fixture *self, gconstpointer user_data)
{
  pktmon_document_set_current (self->document, HUGE_PACKET);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/details-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("empty", test_empty);
  ADD ("sizes", test_sizes);
  ADD ("stepping", test_stepping);
  ADD ("hidden", test_hidden);
  ADD ("failure", test_failure);
  ADD ("linked", test_linked);
  ADD ("walk", test_walk);
  ADD ("filter", test_filter);
  ADD ("room", test_room);
  ADD ("mirrored", test_mirrored);
  ADD ("closing", test_closing);
  return g_test_run();
}
