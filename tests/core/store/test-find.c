/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "store/find.h"
#include "support/growing.h"
#include "support/waiting.h"

/* Searching for one packet, against looking at the packets one after the other. */

#define N_PACKETS 6000u

/* Packet i goes to port 53 where i is in @marked, else to port 54. */
static TestBuilder *
build_marked (guint count, const PktmonPositions *marked)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, pktmon_positions_contains (marked, i) ? 53 : 54);
  return builder;
}

static PktmonPositions *
random_set (guint count)
{
  PktmonPositions *set = pktmon_positions_new();

  while (count-- > 0)
    pktmon_positions_add (set, (guint) g_test_rand_int_range (0, (gint32) N_PACKETS));
  return set;
}

typedef struct {
  TestFolder *folder;
  PktmonPositions *marked;
  TestBuilder *builder;
  char *path;
  PktmonStore *store;
} Fixture;

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->folder = test_folder_new();
  self->marked = random_set (12);
  self->builder = build_marked (N_PACKETS, self->marked);
  self->path = test_folder_build (self->folder, "capture");
  test_builder_save (self->builder, self->path);
  self->store = pktmon_store_new (self->path, NULL);
  g_assert_true (pktmon_store_wait_complete (self->store, NULL));
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  PktmonStore *store = self->store;

  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_unref (store);
  test_wait_gone ((gpointer *) &store, "the store is gone");
  g_free (self->path);
  test_builder_free (self->builder);
  pktmon_positions_free (self->marked);
  test_folder_free (self->folder);
}

static gboolean
is_done (gpointer data)
{
  return !pktmon_find_is_busy (data);
}

static PktmonFind *
run (PktmonStore *store, const char *text, const PktmonPositions *shown, guint64 from,
     PktmonFindDirection direction)
{
  PktmonFind *find = pktmon_find_new (store, PKTMON_PATTERN_FILTER, text, shown, from, direction);

  g_assert_true (pktmon_find_is_busy (find));
  test_wait (is_done, find, "the search is over");
  g_assert_cmpfloat (pktmon_find_get_fraction (find), ==, 1);
  return find;
}

/* --- Against brute force --- */

/* The same by steps of one. */
static guint64
look (const Fixture *self, const PktmonPositions *shown, guint64 from,
      PktmonFindDirection direction, gboolean *wrapped)
{
  gboolean forward = direction == PKTMON_FIND_FORWARD;
  guint64 position = from != PKTMON_POSITION_NONE ? from : forward ? N_PACKETS - 1 : 0;

  *wrapped = FALSE;
  for (guint i = 0; i < N_PACKETS; i++) {
    gboolean at_end = position == (forward ? N_PACKETS - 1 : 0);

    position = (position + (forward ? 1 : N_PACKETS - 1)) % N_PACKETS;
    *wrapped = *wrapped || (at_end && from != PKTMON_POSITION_NONE);
    if (pktmon_positions_contains (self->marked, position) &&
        (shown == NULL || pktmon_positions_contains (shown, position)))
      return position;
  }
  return PKTMON_POSITION_NONE;
}

static void
check (const Fixture *self, const PktmonPositions *shown, guint64 from,
       PktmonFindDirection direction)
{
  gboolean wrapped;
  guint64 expected = look (self, shown, from, direction, &wrapped);
  g_autoptr (PktmonFind) find = run (self->store, "port 53", shown, from, direction);

  g_assert_null (pktmon_find_get_error (find));
  g_assert_cmpuint (pktmon_find_get_position (find), ==, expected);
  if (expected != PKTMON_POSITION_NONE)
    g_assert_cmpint (pktmon_find_has_wrapped (find), ==, wrapped);
}

static void
check_places (const Fixture *self, const PktmonPositions *shown)
{
  static const guint64 ends[] = { PKTMON_POSITION_NONE, 0, 1, N_PACKETS - 2, N_PACKETS - 1 };

  for (PktmonFindDirection direction = PKTMON_FIND_FORWARD; direction <= PKTMON_FIND_BACKWARD;
       direction++) {
    for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
      check (self, shown, ends[i], direction);
    for (guint i = 0; i < 10; i++)
      check (self, shown, (guint) g_test_rand_int_range (0, (gint32) N_PACKETS), direction);
    for (guint64 i = pktmon_positions_get_next (self->marked, 0); i != PKTMON_POSITION_NONE;
         i = pktmon_positions_get_next (self->marked, i + 1))
      check (self, shown, i, direction);
  }
}

static void
test_all (Fixture *self, gconstpointer user_data)
{
  check_places (self, NULL);
}

/* Among the packets that a filter shows: many, few, those that match, none. */
static void
test_shown (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonPositions) many = random_set (N_PACKETS);
  g_autoptr (PktmonPositions) few = random_set (20);
  g_autoptr (PktmonPositions) none = pktmon_positions_new();

  check_places (self, many);
  check_places (self, few);
  check_places (self, self->marked);
  check_places (self, none);
}

/* From one to the next, each is found once in each round. */
static void
test_rounds (Fixture *self, gconstpointer user_data)
{
  guint64 count = pktmon_positions_get_count (self->marked);
  guint64 at = PKTMON_POSITION_NONE;

  for (guint64 i = 0; i < 2 * count; i++) {
    g_autoptr (PktmonFind) find = run (self->store, "port 53", NULL, at, PKTMON_FIND_FORWARD);

    at = pktmon_find_get_position (find);
    g_assert_cmpuint (at, ==, pktmon_positions_get_nth (self->marked, i % count));
    g_assert_cmpint (pktmon_find_has_wrapped (find), ==, i == count);
  }
}

/* --- What is not there --- */

static void
test_invalid (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonFind) find = run (self->store, "port port", NULL, 5, PKTMON_FIND_FORWARD);

  g_assert_error (pktmon_find_get_error (find), PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_cmpuint (pktmon_find_get_position (find), ==, PKTMON_POSITION_NONE);
}

static void
test_truncated (Fixture *self, gconstpointer user_data)
{
  g_autoptr (PktmonFind) find = NULL;

  g_assert_cmpint (truncate (self->path, 2000), ==, 0);
  find = run (self->store, "port 1", NULL, 5, PKTMON_FIND_BACKWARD);
  g_assert_error (pktmon_find_get_error (find), PKTMON_ERROR, PKTMON_ERROR_CHANGED);
}

static void
test_empty (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestGrowing) growing = test_growing_new (folder);

  for (guint i = 0; i < 4; i++) {
    g_autoptr (PktmonFind) find =
        run (growing->store, "udp", NULL, i % 2 == 0 ? PKTMON_POSITION_NONE : 7,
             i < 2 ? PKTMON_FIND_FORWARD : PKTMON_FIND_BACKWARD);

    g_assert_null (pktmon_find_get_error (find));
    g_assert_cmpuint (pktmon_find_get_position (find), ==, PKTMON_POSITION_NONE);
  }
}

/* --- Ending early --- */

static void
test_cancel (Fixture *self, gconstpointer user_data)
{
  for (guint i = 0; i < 200; i++) {
    PktmonFind *find = pktmon_find_new (self->store, PKTMON_PATTERN_TEXT, "not there", NULL, i,
                                        i % 2 == 0 ? PKTMON_FIND_FORWARD : PKTMON_FIND_BACKWARD);

    if (i % 3 == 1)
      g_usleep ((gulong) g_test_rand_int_range (0, 2000));
    for (int turns = g_test_rand_int_range (0, 3); turns > 0; turns--)
      g_main_context_iteration (NULL, FALSE);
    g_assert_finalize_object (find);
  }
}

#define ADD(name, function) g_test_add ("/find/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all);
  ADD ("shown", test_shown);
  ADD ("rounds", test_rounds);
  ADD ("invalid", test_invalid);
  ADD ("truncated", test_truncated);
  g_test_add_func ("/find/empty", test_empty);
  ADD ("cancel", test_cancel);
  return g_test_run();
}
