/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "store/cursor.h"
#include "store/view-filter.h"
#include "support/growing.h"
#include "support/samples.h"
#include "support/stack-capture.h"
#include "support/waiting.h"

/* The packets that a view shows, against judging each packet by hand. */

#define FAR_INTERFACES (PKTMON_INDEX_INTERFACE_FAR + 3)

static PktmonStore *
store_of (const TestFolder *folder, const TestBuilder *builder)
{
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (GError) error = NULL;
  PktmonStore *store;

  test_builder_save (builder, path);
  store = pktmon_store_new (path, &error);
  g_assert_no_error (error);
  return store;
}

/* @count frames at three interfaces in turn; every fifth from port 53. */
static void
build_frames (TestBuilder *builder, guint count)
{
  guint8 frame[TEST_FRAME_SIZE];

  for (guint i = 0; i < count; i++) {
    test_frame_make (frame, 17, 1000, i % 5 == 0 ? 53 : 54);
    test_builder_begin_enhanced (builder, i % 3, i, frame, TEST_FRAME_SIZE, TEST_FRAME_SIZE);
    test_builder_end (builder);
  }
}

static TestBuilder *
build_many (guint count)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  for (guint i = 0; i < 3; i++)
    test_builder_interface (builder, 1, 0);
  build_frames (builder, count);
  return builder;
}

static PktmonPositions *
set_of (guint number)
{
  PktmonPositions *set = pktmon_positions_new();

  pktmon_positions_add (set, number);
  return set;
}

/* --- The contract of the signal --- */

typedef struct {
  PktmonViewFilter *filter;
  PktmonStore *store;
  PktmonPositions *seen; /* as of the last signal */
  guint64 judged;
  guint signals;
} Watch;

/* What was decided stays decided, and there is nothing beyond it. */
static void
changed_cb (Watch *self)
{
  const PktmonPositions *positions = pktmon_view_filter_get_positions (self->filter);
  g_autoptr (PktmonPositions) rest = pktmon_positions_copy (positions);
  guint64 judged = pktmon_view_filter_get_judged (self->filter);

  g_assert_cmpuint (judged, >=, self->judged);
  g_assert_cmpuint (judged, <=, pktmon_store_get_count (self->store));
  g_assert_cmpuint (pktmon_positions_get_next (positions, judged), ==, PKTMON_POSITION_NONE);
  pktmon_positions_subtract (rest, self->seen);
  g_assert_cmpuint (pktmon_positions_get_count (rest) + pktmon_positions_get_count (self->seen), ==,
                    pktmon_positions_get_count (positions));
  g_assert_cmpuint (pktmon_positions_get_next (rest, 0), >=, self->judged);
  g_assert_cmpfloat (pktmon_view_filter_get_fraction (self->filter), <=, 1);
  pktmon_positions_unite (self->seen, rest);
  self->judged = judged;
  self->signals++;
}

static void
watch_init (Watch *self, PktmonStore *store, const PktmonExpression *expression,
            const PktmonPositions *hidden)
{
  self->store = store;
  self->seen = pktmon_positions_new();
  self->filter =
      pktmon_view_filter_new (store, &(PktmonWanted){ .expression = expression, .hidden = hidden });
  g_assert_true (pktmon_view_filter_is_busy (self->filter));
  g_assert_cmpuint (pktmon_view_filter_get_judged (self->filter), ==, 0);
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (changed_cb), self);
}

static void
watch_clear (Watch *self)
{
  g_assert_finalize_object (self->filter);
  pktmon_positions_free (self->seen);
}

/* All that the store has is judged. */
static gboolean
is_settled (gpointer data)
{
  const Watch *self = data;

  return pktmon_view_filter_get_error (self->filter) != NULL ||
         (self->judged == pktmon_store_get_count (self->store) &&
          !pktmon_view_filter_is_busy (self->filter));
}

static void
settle (Watch *self)
{
  test_wait (is_settled, self, "every packet is judged");
}

/* --- Against brute force --- */

static guint64
check_each (PktmonStore *store, const char *text, const PktmonPositions *hidden,
            const PktmonPositions *shown)
{
  g_autoptr (PktmonExpression) expression = pktmon_expression_new (text, NULL);
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  const char *reason;

  for (guint64 i = 0; i < pktmon_store_get_count (store); i++) {
    PktmonPacket packet;
    gboolean visible, matches;

    g_assert_true (pktmon_cursor_read (cursor, i, &packet, NULL));
    visible = hidden == NULL || !pktmon_positions_contains (hidden, packet.interface->number);
    matches = visible && pktmon_expression_match (expression, &packet);
    g_assert_cmpint (pktmon_positions_contains (shown, i), ==, matches);
  }
  return pktmon_expression_get_unjudged (expression, &reason);
}

static void
check_filter (PktmonStore *store, const char *text, const PktmonPositions *hidden)
{
  g_autoptr (PktmonExpression) expression =
      *text != '\0' ? pktmon_expression_new (text, NULL) : NULL;
  Watch watch = { 0 };
  const char *reason;
  guint64 unjudged;

  watch_init (&watch, store, expression, hidden);
  settle (&watch);
  g_assert_null (pktmon_view_filter_get_error (watch.filter));
  g_assert_cmpfloat (pktmon_view_filter_get_fraction (watch.filter), ==, 1);
  unjudged = check_each (store, text, hidden, pktmon_view_filter_get_positions (watch.filter));
  g_assert_cmpuint (pktmon_view_filter_get_unjudged (watch.filter, &reason), ==, unjudged);
  g_assert_true ((unjudged > 0) == (reason != NULL));
  watch_clear (&watch);
}

static void
check_filters (PktmonStore *store)
{
  static const char *const texts[] = { "", "udp", "greater 100", "ether[0] & 1 = 0", "less 0" };

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    check_filter (store, texts[i], NULL);
    for (guint interface = 0; interface < 3; interface++) {
      g_autoptr (PktmonPositions) hidden = set_of (interface);

      check_filter (store, texts[i], hidden);
    }
  }
}

static void
test_samples (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i], FALSE);
    g_autoptr (PktmonStore) store = store_of (folder, builder);

    check_filters (store);
  }
}

static void
test_many (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (20000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);

  check_filters (store);
}

/* An expression that has no meaning for the link type of some packets leaves them out, says how
 * many, and why. */
static void
test_unjudged (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("ether host 2:0:0:0:0:1", NULL);
  Watch watch = { 0 };
  const char *reason;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_interface (builder, 101, 0); /* LINKTYPE_RAW */
  for (guint i = 0; i < 70; i++)
    test_builder_enhanced (builder, i % 7 == 0, i, 20, 20);
  store = store_of (folder, builder);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  check_filter (store, "ether host 2:0:0:0:0:1", NULL);
  watch_init (&watch, store, expression, NULL);
  settle (&watch);
  g_assert_cmpuint (pktmon_view_filter_get_unjudged (watch.filter, &reason), ==, 10);
  g_assert_nonnull (strstr (reason, "ether"));
  watch_clear (&watch);
}

/* --- Constraints --- */

/* With an expression and interfaces beside them, and counted. */
static void
test_constraints (void)
{
  static const char *const texts[] = { "port=53 exclude", "port=54 disabled", "proto=udp" };
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autoptr (PktmonExpression) others = pktmon_expression_new ("port 54", NULL);
  g_autoptr (PktmonPositions) hidden = set_of (1);
  g_autoptr (PktmonViewFilter) all = NULL, some = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_ptr_array_add (constraints, pktmon_constraint_new (texts[i], NULL));
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  all = pktmon_view_filter_new (store, &(PktmonWanted){ .constraints = constraints });
  some = pktmon_view_filter_new (
      store, &(PktmonWanted){ .expression = others, .constraints = constraints, .hidden = hidden });
  while (pktmon_view_filter_is_busy (all) || pktmon_view_filter_is_busy (some))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (pktmon_positions_get_count (pktmon_view_filter_get_positions (all)), ==, 2400);
  g_assert_cmpuint (pktmon_view_filter_get_hits (all, 0), ==, 600);
  g_assert_cmpuint (pktmon_view_filter_get_hits (all, 1), ==, 0);
  g_assert_cmpuint (pktmon_view_filter_get_hits (all, 2), ==, 3000);
  g_assert_cmpuint (pktmon_positions_get_count (pktmon_view_filter_get_positions (some)), ==, 1600);
  g_assert_cmpuint (pktmon_view_filter_get_hits (some, 0), ==, 0);
  g_assert_cmpuint (pktmon_view_filter_get_hits (some, 2), ==, 1600);
}

/* --- Interfaces --- */

/* Hiding interfaces reads no packet: it works even when the file is gone. */
static void
test_interfaces_only (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (3000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonPositions) hidden = set_of (1);
  Watch watch = { 0 };

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpint (truncate (path, 0), ==, 0);
  watch_init (&watch, store, NULL, hidden);
  settle (&watch);
  g_assert_null (pktmon_view_filter_get_error (watch.filter));
  g_assert_cmpuint (pktmon_positions_get_count (watch.seen), ==, 2000);
  for (guint i = 0; i < 3000; i++)
    g_assert_cmpint (pktmon_positions_contains (watch.seen, i), ==, i % 3 != 1);
  watch_clear (&watch);
}

/* Interfaces whose numbers the index cannot hold are told apart all the same. */
static void
test_far_interfaces (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;

  test_builder_section (builder);
  for (guint i = 0; i < FAR_INTERFACES; i++)
    test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 50; i++)
    test_builder_enhanced (builder, FAR_INTERFACES - 1 - i % 5, i, 10, 10 + i);
  store = store_of (folder, builder);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  for (guint i = 0; i < 5; i++) {
    g_autoptr (PktmonPositions) hidden = set_of (FAR_INTERFACES - 1 - i);

    check_filter (store, "", hidden);
    check_filter (store, "greater 30", hidden);
  }
}

/* --- Stores that grow or shrink --- */

static void
test_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestGrowing) growing = test_growing_new (folder);
  g_autoptr (TestBuilder) builder = build_many (0);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);
  g_autoptr (PktmonPositions) hidden = set_of (2);
  Watch watch = { 0 };
  guint64 count = 0;

  watch_init (&watch, growing->store, expression, hidden);
  for (guint i = 0; i < 40; i++) {
    guint more = (guint) g_test_rand_int_range (1, i % 10 == 0 ? 20000 : 50);

    build_frames (builder, more);
    test_growing_follow (growing, builder, i == 39);
    count += more;
    while (pktmon_store_wait (growing->store, count - 1) < count)
      ;
    settle (&watch);
  }
  g_assert_cmpuint (watch.judged, ==, count);
  check_each (growing->store, "udp port 53", hidden, watch.seen);
  watch_clear (&watch);
}

/* Begun while the index is still being made, it ends with the same. */
static void
test_loading (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (100000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);
  Watch watch = { 0 };

  watch_init (&watch, store, expression, NULL);
  while (!pktmon_store_is_complete (store) || !is_settled (&watch))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (pktmon_positions_get_count (watch.seen), ==, 20000);
  watch_clear (&watch);
}

static void
test_truncated (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (20000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp", NULL);
  Watch watch = { 0 };
  guint signals;
  guint64 judged;

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpint (truncate (path, (off_t) builder->bytes->len / 2), ==, 0);
  watch_init (&watch, store, expression, NULL);
  settle (&watch);
  g_assert_error (pktmon_view_filter_get_error (watch.filter), PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_false (pktmon_view_filter_is_busy (watch.filter));
  g_assert_cmpuint (watch.judged, <, 20000);
  g_assert_cmpuint (pktmon_positions_get_count (watch.seen), ==, watch.judged);
  judged = watch.judged;
  for (signals = watch.signals; watch.signals == signals;) {
    g_signal_emit_by_name (store, "changed");
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpuint (watch.judged, ==, judged);
  watch_clear (&watch);
}

/* --- Ending early --- */

/* However far it is, nothing is left behind. */
static void
test_cancel (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (50000);
  PktmonStore *store = store_of (folder, builder);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);

  for (guint i = 0; i < 300; i++) {
    Watch watch = { 0 };

    watch_init (&watch, store, expression, NULL);
    if (i % 3 == 1)
      g_usleep ((gulong) g_test_rand_int_range (0, 2000));
    for (int turns = g_test_rand_int_range (0, 4); turns > 0; turns--)
      g_main_context_iteration (NULL, FALSE);
    watch_clear (&watch);
  }
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_unref (store);
  test_wait_gone ((gpointer *) &store, "the store is gone");
}

/* The last of many quick changes is what counts. */
static void
test_replace (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (30000);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autoptr (PktmonExpression) all = pktmon_expression_new ("udp", NULL);
  g_autoptr (PktmonExpression) some = pktmon_expression_new ("udp port 53", NULL);
  g_autoptr (PktmonViewFilter) filter = NULL;
  Watch watch = { 0 };

  for (guint i = 0; i < 200; i++) {
    g_clear_object (&filter);
    filter =
        pktmon_view_filter_new (store, &(PktmonWanted){ .expression = i % 2 == 0 ? all : some });
    g_main_context_iteration (NULL, FALSE);
  }
  watch_init (&watch, store, some, NULL);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  settle (&watch);
  check_each (store, "udp port 53", NULL, watch.seen);
  watch_clear (&watch);
}

static void
drop_cb (PktmonViewFilter *filter, gpointer data)
{
  g_object_unref (filter);
}

/* Its owner may drop it when it hears of the first packets. */
static void
test_drop_in_signal (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_many (100);
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  PktmonViewFilter *filter = pktmon_view_filter_new (store, &(PktmonWanted){ 0 });

  g_object_add_weak_pointer (G_OBJECT (filter), (gpointer *) &filter);
  g_signal_connect (filter, "changed", G_CALLBACK (drop_cb), NULL);
  test_wait_gone ((gpointer *) &filter, "the filter is gone");
}

/* What is dropped as it should be is left out, and counted; all else stays. */
static void
test_expected (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_stack_capture_save (folder);
  g_autoptr (PktmonStore) store = pktmon_store_new (path, NULL);
  g_autoptr (PktmonExpression) udp = pktmon_expression_new_view ("udp dst port 4000", NULL);
  const PktmonWanted wanted[] = { { .without_expected = TRUE },
                                  { .expression = udp, .without_expected = TRUE },
                                  { 0 } };
  const guint64 n[] = { 8, 0, 9 }, expected[] = { 1, 0, 0 };

  g_assert_true (pktmon_store_wait_complete (store, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    g_autoptr (PktmonQuery) query = pktmon_query_new (store, &wanted[i]);
    g_autoptr (GError) error = NULL;

    g_assert_true (pktmon_query_advance (query, pktmon_store_get_count (store), &error));
    g_assert_no_error (error);
    g_assert_cmpuint (pktmon_positions_get_count (pktmon_query_get_positions (query)), ==, n[i]);
    g_assert_cmpuint (pktmon_query_get_expected (query), ==, expected[i]);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view-filter/samples", test_samples);
  g_test_add_func ("/view-filter/many", test_many);
  g_test_add_func ("/view-filter/unjudged", test_unjudged);
  g_test_add_func ("/view-filter/constraints", test_constraints);
  g_test_add_func ("/view-filter/interfaces-only", test_interfaces_only);
  g_test_add_func ("/view-filter/far-interfaces", test_far_interfaces);
  g_test_add_func ("/view-filter/growing", test_growing);
  g_test_add_func ("/view-filter/loading", test_loading);
  g_test_add_func ("/view-filter/truncated", test_truncated);
  g_test_add_func ("/view-filter/cancel", test_cancel);
  g_test_add_func ("/view-filter/replace", test_replace);
  g_test_add_func ("/view-filter/drop-in-signal", test_drop_in_signal);
  g_test_add_func ("/view-filter/expected", test_expected);
  return g_test_run();
}
