/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/match-count.h"

#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "support/capture-builder.h"
#include "support/packets.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* @count packets from port 1000 to port 53 or 54 in turn, in three thirds of the former. */
static PktmonStore *
make_store (TestFolder *folder, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *path = test_folder_build (folder, "capture");
  PktmonStore *store;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++) {
    guint8 frame[TEST_FRAME_SIZE];

    test_frame_make (frame, 17, 1000, i % 3 == 0 ? 53 : 54);
    test_builder_begin_enhanced (builder, 0, i, frame, TEST_FRAME_SIZE, TEST_FRAME_SIZE);
    test_builder_end (builder);
  }
  test_builder_save (builder, path);
  store = pktmon_store_new (path, NULL);
  g_assert_nonnull (store);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  return store;
}

static gboolean
is_done (gpointer data)
{
  return !pktmon_match_count_is_busy (data);
}

static void
check (PktmonStore *store, const char *text, guint64 most, guint64 total, guint64 matched)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, NULL);
  PktmonMatchCount *count = pktmon_match_count_new (store, constraint, most);

  g_assert_cmpuint (pktmon_match_count_get_total (count), ==, total);
  test_wait (is_done, count, "the packets are counted");
  g_assert_no_error (pktmon_match_count_get_error (count));
  g_assert_cmpuint (pktmon_match_count_get_judged (count), ==, total);
  g_assert_cmpuint (pktmon_match_count_get_matched (count), ==, matched);
  g_assert_finalize_object (count);
}

static void
test_counts (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonStore) store = make_store (folder, 3000);

  check (store, "port=53", 20000, 3000, 1000);
  check (store, "port=1000", 20000, 3000, 3000);
  check (store, "port=80", 20000, 3000, 0);
  check (store, "bpf=\"udp port 54\"", 20000, 3000, 2000);
  check (store, "port=53 proto=udp exclude", 20000, 3000, 1000);
  check (store, "port=53 disabled", 20000, 3000, 1000);
  check (store, "port=53", 4, 4, 1); /* 2996 to 2999: 2997 is one */
  check (store, "port=53", 0, 0, 0);
}

static void
test_empty (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonStore) store = make_store (folder, 0);

  check (store, "port=53", 20000, 0, 0);
}

/* The last unref ends it, wherever it is. */
static void
test_dropped (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonStore) store = make_store (folder, 30000);
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new ("port=53", NULL);

  for (guint i = 0; i < 50; i++) {
    PktmonMatchCount *count = pktmon_match_count_new (store, constraint, G_MAXUINT64);

    for (guint j = 0; j < i % 3; j++)
      g_main_context_iteration (NULL, FALSE);
    g_assert_finalize_object (count);
  }
  check (store, "port=53", 30000, 30000, 10000);
}

static void
test_truncated (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonStore) store = make_store (folder, 30000);
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new ("port=53", NULL);
  g_autoptr (PktmonMatchCount) count = NULL;

  g_assert_cmpint (truncate (path, 10000), ==, 0);
  count = pktmon_match_count_new (store, constraint, 20000);
  test_wait (is_done, count, "the count has ended");
  g_assert_error (pktmon_match_count_get_error (count), PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_cmpuint (pktmon_match_count_get_judged (count), <, 20000);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/match-count/counts", test_counts);
  g_test_add_func ("/match-count/empty", test_empty);
  g_test_add_func ("/match-count/dropped", test_dropped);
  g_test_add_func ("/match-count/truncated", test_truncated);
  return g_test_run();
}
