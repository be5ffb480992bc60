/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/limits.h"
#include "support/growing.h"
#include "support/ui.h"
#include "support/widget.h"
#include "ui/packet-copying.h"

/* Copying more packets than a clipboard should hold, and copying that is cancelled. */

/* As JSON, each has about 300 bytes. */
#define PACKETS 250000u

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  PktmonDocument *document;
  GtkWidget *widget;
  PktmonPacketCopying *copying;
  double fraction; /* the largest so far */
  guint ended;
  char *message;
} Fixture;

static void
ended_cb (Fixture *self, const char *message)
{
  self->ended++;
  self->message = g_strdup (message);
}

static void
fraction_cb (Fixture *self)
{
  double fraction;

  g_object_get (self->copying, "fraction", &fraction, NULL);
  g_assert_cmpfloat (fraction, <=, 1);
  g_assert_true (fraction < 0 || fraction >= self->fraction);
  self->fraction = MAX (self->fraction, fraction);
}

static gboolean
has_rows (gpointer list)
{
  return g_list_model_get_n_items (list) == PACKETS;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  PktmonPacketSelection *selection;

  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < PACKETS; i++)
    test_builder_frame (builder, i, 17, 1000, 53);
  test_growing_follow (self->growing, builder, TRUE);
  self->document = pktmon_document_new (self->growing->store, NULL);
  selection = pktmon_document_get_selection (self->document);
  test_wait (has_rows, selection, "the packets are there");
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  self->widget = g_object_ref_sink (gtk_label_new (NULL));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->widget), "as before");
  self->copying = pktmon_packet_copying_new (self->widget, self->document);
  g_signal_connect_swapped (self->copying, "ended", G_CALLBACK (ended_cb), self);
  g_signal_connect_swapped (self->copying, "notify::fraction", G_CALLBACK (fraction_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_object_unref (self->copying);
  g_object_unref (self->document);
  g_object_unref (self->widget);
  test_growing_free (self->growing);
  test_folder_free (self->folder);
  g_free (self->message);
}

static gboolean
has_ended (gpointer data)
{
  return ((Fixture *) data)->ended == 1;
}

/* The clipboard has whole lines up to the limit, and the user is told how many. */
static void
test_limit (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  guint64 lines = 0;
  gsize size;

  pktmon_packet_copying_start (self->copying, "json", (PktmonTime){ 0 });
  test_wait (has_ended, self, "as much as there may be is copied");
  text = test_widget_take_clipboard (self->widget);
  size = strlen (text);
  g_assert_cmpuint (size, >=, PKTMON_MAX_COPIED_LINES);
  g_assert_cmpuint (size, <, PKTMON_MAX_COPIED_LINES + 4096);
  g_assert_cmpint (text[size - 1], ==, '\n');
  for (const char *at = text; (at = strchr (at, '\n')) != NULL; at++)
    lines++;
  g_assert_cmpuint (lines, <, PACKETS);
  expected = g_strdup_printf ("Only the first %" G_GUINT64_FORMAT ",%03u packets were copied.",
                              lines / 1000, (guint) (lines % 1000));
  g_assert_true (g_str_has_prefix (self->message, expected));
  g_assert_cmpfloat (self->fraction, >, 0);
}

static gboolean
has_begun (gpointer data)
{
  return ((Fixture *) data)->fraction > 0;
}

/* The clipboard stays as it was, and nobody says that it is over. */
static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = NULL;
  double fraction;

  pktmon_packet_copying_start (self->copying, "json", (PktmonTime){ 0 });
  test_wait (has_begun, self, "something is copied");
  pktmon_packet_copying_cancel (self->copying);
  g_object_get (self->copying, "fraction", &fraction, NULL);
  g_assert_cmpfloat (fraction, <, 0);
  text = test_widget_take_clipboard (self->widget);
  g_assert_cmpstr (text, ==, "as before");
  g_assert_cmpuint (self->ended, ==, 0);
}

/* What is begun ends what goes on. */
static void
test_again (Fixture *self, gconstpointer user_data)
{
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (pktmon_document_get_selection (self->document));
  g_autofree char *text = NULL;

  pktmon_packet_copying_start (self->copying, "json", (PktmonTime){ 0 });
  test_wait (has_begun, self, "something is copied");
  gtk_selection_model_select_item (selection, 7, TRUE);
  self->fraction = 0;
  pktmon_packet_copying_start (self->copying, "text", (PktmonTime){ 0 });
  test_wait (has_ended, self, "one packet is copied");
  text = test_widget_take_clipboard (self->widget);
  g_assert_null (self->message);
  g_assert_nonnull (strchr (text, '\n'));
  g_assert_cmpstr (strchr (text, '\n'), ==, "\n");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/packet-copying/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("limit", test_limit);
  ADD ("cancel", test_cancel);
  ADD ("again", test_again);
  return g_test_run();
}
