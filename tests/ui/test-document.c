/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "support/growing.h"
#include "support/ui.h"

/* What a document shows, when its filter and its interfaces change. */

typedef struct {
  TestFolder *folder;
  TestGrowing *growing;
  TestBuilder *builder;
  PktmonDocument *document;
  GListModel *list;
  guint n_items; /* as the signals of the list say */
  guint shown_changed;
  guint filter_notified;
} Fixture;

static void
items_changed_cb (Fixture *self, guint position, guint removed, guint added)
{
  g_assert_true (removed == 0 || added == 0);
  self->n_items += added - removed;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* Appends frames at two interfaces in turn; every fifth to port 53. */
static void
append (Fixture *self, guint count)
{
  guint8 frame[TEST_FRAME_SIZE];

  for (guint i = 0; i < count; i++) {
    test_frame_make (frame, 17, 1000, i % 5 == 0 ? 53 : 54);
    test_builder_begin_enhanced (self->builder, i % 2, i, frame, TEST_FRAME_SIZE, TEST_FRAME_SIZE);
    test_builder_end (self->builder);
  }
  test_growing_follow (self->growing, self->builder, FALSE);
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  self->builder = test_builder_new (FALSE);
  test_builder_section (self->builder);
  test_builder_interface (self->builder, 1, 0);
  test_builder_interface (self->builder, 1, 0);
  self->document = pktmon_document_new (self->growing->store, NULL);
  self->list = G_LIST_MODEL (pktmon_document_get_list (self->document));
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->document, "shown-changed", G_CALLBACK (count_cb),
                            &self->shown_changed);
  g_signal_connect_swapped (self->document, "notify::filter", G_CALLBACK (count_cb),
                            &self->filter_notified);
  append (self, 1000);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  PktmonDocument *document = self->document;

  g_object_add_weak_pointer (G_OBJECT (document), (gpointer *) &document);
  g_object_unref (document);
  test_wait_gone ((gpointer *) &document, "the document is gone");
  test_builder_free (self->builder);
  test_growing_free (self->growing);
  test_folder_free (self->folder);
}

typedef struct {
  Fixture *fixture;
  guint n_items;
} Expected;

static gboolean
shows_expected (gpointer data)
{
  const Expected *expected = data;
  PktmonViewFilter *filter = pktmon_document_get_view_filter (expected->fixture->document);

  return g_list_model_get_n_items (expected->fixture->list) == expected->n_items &&
         (filter == NULL || !pktmon_view_filter_is_busy (filter));
}

static void
wait_shown (Fixture *self, guint n_items)
{
  Expected expected = { self, n_items };

  test_wait (shows_expected, &expected, "the right number of packets is shown");
  g_assert_cmpuint (self->n_items, ==, n_items);
}

static guint64
get_position (Fixture *self, guint row)
{
  return pktmon_packet_list_get_position (pktmon_document_get_list (self->document), row);
}

static void
test_filter (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  wait_shown (self, 1000);
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "");
  g_assert_null (pktmon_document_get_view_filter (self->document));
  g_assert_true (test_ui_set_filter (self->document, "udp port 53", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->filter_notified, ==, 1);
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "udp port 53");
  wait_shown (self, 200);
  g_assert_cmpuint (get_position (self, 7), ==, 35);

  g_assert_true (test_ui_set_filter (self->document, " \t\n", &error));
  g_assert_cmpuint (self->filter_notified, ==, 2);
  g_assert_null (pktmon_document_get_view_filter (self->document));
  wait_shown (self, 1000);
}

/* A wrong filter changes nothing. */
static void
test_invalid (Fixture *self, gconstpointer user_data)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  const char *const texts[] = { "udp port", "😀", "port port port", "\xff", long_text };

  g_assert_true (test_ui_set_filter (self->document, "udp port 53", NULL));
  wait_shown (self, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (test_ui_set_filter (self->document, texts[i], &error));
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
    g_assert_nonnull (pktmon_error_get_advice (error));
  }
  g_assert_cmpstr (pktmon_document_get_filter (self->document), ==, "udp port 53");
  g_assert_cmpuint (self->filter_notified, ==, 1);
  wait_shown (self, 200);
}

static void
test_interfaces (Fixture *self, gconstpointer user_data)
{
  guint notified = 0;

  g_signal_connect_swapped (self->document, "notify::hidden-interfaces", G_CALLBACK (count_cb),
                            &notified);
  g_assert_true (pktmon_document_get_interface_visible (self->document, 0));
  pktmon_document_set_interface_visible (self->document, 0, TRUE);
  g_assert_cmpuint (notified, ==, 0);
  pktmon_document_set_interface_visible (self->document, 0, FALSE);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_false (pktmon_document_get_interface_visible (self->document, 0));
  wait_shown (self, 500);
  g_assert_cmpuint (get_position (self, 3), ==, 7);

  g_assert_true (test_ui_set_filter (self->document, "udp port 53", NULL));
  wait_shown (self, 100);
  pktmon_document_set_interface_visible (self->document, 1, FALSE);
  g_assert_cmpuint (pktmon_document_get_hidden_interfaces (self->document), ==, 2);
  wait_shown (self, 0);

  pktmon_document_show_all (self->document);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_true (pktmon_document_get_interface_visible (self->document, 1));
  wait_shown (self, 1000);
}

/* What comes while a filter is in force is judged too, and is there without it. */
static void
test_growth (Fixture *self, gconstpointer user_data)
{
  guint before;

  g_assert_true (test_ui_set_filter (self->document, "udp port 53", NULL));
  wait_shown (self, 200);
  for (guint i = 1; i <= 10; i++) {
    before = self->shown_changed;
    append (self, 100);
    wait_shown (self, 200 + i * 20);
    g_assert_cmpuint (self->shown_changed, >, before);
  }
  g_assert_true (test_ui_set_filter (self->document, "", NULL));
  wait_shown (self, 2000);
  append (self, 100);
  wait_shown (self, 2100);
}

/* Changed before the last one has shown anything. */
static void
test_quick_changes (Fixture *self, gconstpointer user_data)
{
  for (guint i = 0; i < 100; i++) {
    append (self, 10);
    pktmon_document_take_filter (self->document,
                                 i % 3 == 0 ? NULL : pktmon_expression_new ("udp port 54", NULL));
    pktmon_document_set_interface_visible (self->document, i % 2, i % 5 == 0);
    if (i % 4 == 0)
      g_main_context_iteration (NULL, FALSE);
  }
  pktmon_document_show_all (self->document);
  g_assert_true (test_ui_set_filter (self->document, "udp port 54", NULL));
  wait_shown (self, 1600);
}

typedef struct {
  guint ended;
  guint cancelled;
} Superseded;

static void
superseded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Superseded *results = user_data;
  g_autoptr (GError) error = NULL;

  pktmon_document_set_filter_finish (PKTMON_DOCUMENT (source), result, &error);
  results->ended++;
  if (error != NULL) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    results->cancelled++;
  }
}

static gboolean
are_two (gpointer data)
{
  return ((const Superseded *) data)->ended == 2;
}

/* A filter that is still being checked gives way to the next, even to none. */
static void
test_superseded (Fixture *self, gconstpointer user_data)
{
  g_autofree char *text = g_strnfill (200000, ' ');
  PktmonDocument *document = self->document;
  Superseded results = { 0 };

  wait_shown (self, 1000);
  memcpy (text, "udp port 53", strlen ("udp port 53"));
  pktmon_document_set_filter (document, text, superseded_cb, &results);
  pktmon_document_set_filter (document, "udp port 54", superseded_cb, &results);
  g_assert_cmpstr (pktmon_document_get_filter (document), ==, "");
  test_wait (are_two, &results, "both have ended");
  g_assert_cmpuint (results.cancelled, ==, 1);
  g_assert_cmpstr (pktmon_document_get_filter (document), ==, "udp port 54");
  pktmon_document_set_filter (document, text, superseded_cb, &results);
  pktmon_document_show_all (document);
  pktmon_document_set_filter (document, "udp port 53", superseded_cb, &results);
  pktmon_document_close (document);
  while (results.ended < 4)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (results.cancelled, ==, 3);
  g_assert_cmpstr (pktmon_document_get_filter (document), ==, "");
}

static guint64
get_hits (Fixture *self, guint position)
{
  GListModel *constraints = G_LIST_MODEL (pktmon_document_get_constraints (self->document));
  g_autoptr (PktmonConstraintItem) item = g_list_model_get_item (constraints, position);

  return pktmon_constraint_item_get_hits (item);
}

/* Constraints narrow what is shown together with the filter and the interfaces, follow what still
 * comes, and say how often they held. */
static void
test_constraints (Fixture *self, gconstpointer user_data)
{
  PktmonConstraintList *list = pktmon_document_get_constraints (self->document);
  g_autoptr (PktmonConstraint) names = pktmon_constraint_new ("port=53", NULL);
  g_autoptr (PktmonConstraint) others = pktmon_constraint_new ("port=54 exclude", NULL);

  wait_shown (self, 1000);
  g_assert_true (pktmon_constraint_list_append (list, names, NULL));
  wait_shown (self, 200);
  g_assert_cmpuint (get_hits (self, 0), ==, 200);
  append (self, 500);
  wait_shown (self, 300);
  g_assert_cmpuint (get_hits (self, 0), ==, 300);
  pktmon_document_set_interface_visible (self->document, 1, FALSE);
  wait_shown (self, 150);
  pktmon_constraint_list_replace (list, 0, others);
  wait_shown (self, 150);
  g_assert_cmpuint (get_hits (self, 0), ==, 600);
  g_assert_true (test_ui_set_filter (self->document, "udp port 54", NULL));
  wait_shown (self, 0);
  pktmon_constraint_list_set_switch (list, 0, PKTMON_CONSTRAINT_DISABLED, TRUE);
  wait_shown (self, 600);
  g_assert_cmpuint (get_hits (self, 0), ==, PKTMON_HITS_UNKNOWN);
  pktmon_constraint_list_set_switch (list, 0, PKTMON_CONSTRAINT_DISABLED, FALSE);
  wait_shown (self, 0);
  pktmon_document_show_all (self->document);
  wait_shown (self, 1500);
  g_assert_null (pktmon_document_get_view_filter (self->document));
}

/* Ending while it works: nothing more comes, and what is there stays. */
static void
test_close (Fixture *self, gconstpointer user_data)
{
  guint before;

  append (self, 100000);
  g_assert_true (test_ui_set_filter (self->document, "udp port 53", NULL));
  while (pktmon_store_get_count (self->growing->store) < 10000)
    g_main_context_iteration (NULL, TRUE);
  pktmon_document_close (self->document);
  before = self->shown_changed;
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->shown_changed, ==, before);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/document/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("filter", test_filter);
  ADD ("invalid", test_invalid);
  ADD ("interfaces", test_interfaces);
  ADD ("growth", test_growth);
  ADD ("quick-changes", test_quick_changes);
  ADD ("superseded", test_superseded);
  ADD ("constraints", test_constraints);
  ADD ("close", test_close);
  return g_test_run();
}
