/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/positions.h"

/* Sets of positions against a plain array of booleans, with any changes in any order. */

#define ROUNDS 60
#define CHANGES 60
/* Positions of the model: several running counts, and not a multiple of anything. */
#define SPAN 9001u

typedef struct {
  PktmonPositions *set;
  gboolean *model;
} Pair;

static Pair
pair_new (void)
{
  return (Pair){ pktmon_positions_new(), g_new0 (gboolean, SPAN) };
}

static void
pair_clear (Pair *self)
{
  pktmon_positions_free (self->set);
  g_free (self->model);
}

/* Often at the borders of words and of running counts. */
static guint
any_position (void)
{
  static const guint borders[] = { 0, 63, 64, 2047, 2048, 4096, SPAN - 1 };

  return g_test_rand_int_range (0, 3) == 0
             ? borders[g_test_rand_int_range (0, G_N_ELEMENTS (borders))]
             : (guint) g_test_rand_int_range (0, SPAN);
}

static void
change (Pair *self)
{
  guint first = any_position();
  guint wanted = g_test_rand_bit() ? any_position() : first % 5;
  guint count = MIN (SPAN - first, wanted);
  gboolean adds = g_test_rand_bit();

  if (count == 1)
    (adds ? pktmon_positions_add : pktmon_positions_remove) (self->set, first);
  else
    (adds ? pktmon_positions_add_range : pktmon_positions_remove_range) (self->set, first, count);
  for (guint i = 0; i < count; i++)
    self->model[first + i] = adds;
}

/* Everything that can be asked about one position. */
static void
check_position (const Pair *self, guint position, guint64 rank)
{
  guint next = position, previous = position;

  g_assert_cmpint (pktmon_positions_contains (self->set, position), ==, self->model[position]);
  g_assert_cmpuint (pktmon_positions_get_rank (self->set, position), ==, rank);
  if (self->model[position])
    g_assert_cmpuint (pktmon_positions_get_nth (self->set, rank), ==, position);
  while (next < SPAN && !self->model[next])
    next++;
  g_assert_cmpuint (pktmon_positions_get_next (self->set, position), ==,
                    next < SPAN ? next : PKTMON_POSITION_NONE);
  while (previous > 0 && !self->model[previous])
    previous--;
  g_assert_cmpuint (pktmon_positions_get_previous (self->set, position), ==,
                    self->model[previous] ? previous : PKTMON_POSITION_NONE);
}

static void
check (const Pair *self)
{
  guint64 count = 0;

  for (guint i = 0; i < SPAN; i++) {
    if (i % 61 == 0 || i % 64 == 0 || i % 64 == 63 || i == SPAN - 1)
      check_position (self, i, count);
    count += (guint64) self->model[i];
  }
  g_assert_cmpuint (pktmon_positions_get_count (self->set), ==, count);
  g_assert_cmpuint (pktmon_positions_get_nth (self->set, count), ==, PKTMON_POSITION_NONE);
  g_assert_cmpuint (pktmon_positions_get_rank (self->set, G_MAXUINT64), ==, count);
  g_assert_cmpuint (pktmon_positions_get_next (self->set, SPAN), ==, PKTMON_POSITION_NONE);
  g_assert_false (pktmon_positions_contains (self->set, SPAN + 1000000));
}

/* The members, one after the other. */
static void
check_walk (const Pair *self)
{
  guint64 position = pktmon_positions_get_next (self->set, 0);

  for (guint i = 0; i < SPAN; i++)
    if (self->model[i]) {
      g_assert_cmpuint (position, ==, i);
      position = pktmon_positions_get_next (self->set, position + 1);
    }
  g_assert_cmpuint (position, ==, PKTMON_POSITION_NONE);
}

static void
test_changes (void)
{
  for (guint round = 0; round < ROUNDS; round++) {
    Pair pair = pair_new();

    for (guint i = 0; i < CHANGES; i++) {
      change (&pair);
      if (i % 10 == 9)
        check (&pair);
    }
    check_walk (&pair);
    pair_clear (&pair);
  }
}

/* --- Algebra --- */

typedef struct {
  void (*apply) (PktmonPositions *self, const PktmonPositions *other);
  gboolean (*expect) (gboolean a, gboolean b);
} Operation;

static gboolean
either (gboolean a, gboolean b)
{
  return a || b;
}

static gboolean
both (gboolean a, gboolean b)
{
  return a && b;
}

static gboolean
only_first (gboolean a, gboolean b)
{
  return a && !b;
}

static const Operation operations[] = {
  { pktmon_positions_unite, either },
  { pktmon_positions_intersect, both },
  { pktmon_positions_subtract, only_first },
};

static Pair
any_pair (void)
{
  Pair pair = pair_new();

  /* Sometimes empty. */
  for (gint32 i = g_test_rand_int_range (0, 20); i > 0; i--)
    change (&pair);
  return pair;
}

static void
test_algebra (void)
{
  for (guint round = 0; round < ROUNDS; round++) {
    const Operation *operation = &operations[round % G_N_ELEMENTS (operations)];
    Pair a = any_pair();
    Pair b = any_pair();

    /* Running counts that must not outlive the change. */
    pktmon_positions_get_rank (a.set, SPAN - 1);
    operation->apply (a.set, b.set);
    for (guint i = 0; i < SPAN; i++)
      a.model[i] = operation->expect (a.model[i], b.model[i]);
    check (&a);
    check (&b);
    operation->apply (a.set, a.set);
    for (guint i = 0; i < SPAN; i++)
      a.model[i] = operation->expect (a.model[i], a.model[i]);
    check (&a);
    pair_clear (&a);
    pair_clear (&b);
  }
}

static void
test_copy (void)
{
  for (guint round = 0; round < ROUNDS; round++) {
    Pair pair = any_pair();
    Pair copy = { pktmon_positions_copy (pair.set),
                  g_memdup2 (pair.model, SPAN * sizeof (gboolean)) };

    change (&copy);
    check (&pair);
    check (&copy);
    pair_clear (&pair);
    pair_clear (&copy);
  }
}

/* --- The limits --- */

/* Far beyond what the model has, and nothing between. */
static void
test_far (void)
{
  g_autoptr (PktmonPositions) set = pktmon_positions_new();
  guint64 last = 200000001;

  pktmon_positions_add (set, 5);
  pktmon_positions_add (set, last);
  g_assert_cmpuint (pktmon_positions_get_count (set), ==, 2);
  g_assert_cmpuint (pktmon_positions_get_nth (set, 1), ==, last);
  g_assert_cmpuint (pktmon_positions_get_rank (set, last), ==, 1);
  g_assert_cmpuint (pktmon_positions_get_next (set, 6), ==, last);
  g_assert_cmpuint (pktmon_positions_get_previous (set, last - 1), ==, 5);
  pktmon_positions_remove_range (set, 0, last);
  g_assert_cmpuint (pktmon_positions_get_next (set, 0), ==, last);
}

/* Ranges that end beyond everything. */
static void
test_endless (void)
{
  g_autoptr (PktmonPositions) set = pktmon_positions_new();

  pktmon_positions_add_range (set, 10, 100);
  pktmon_positions_remove_range (set, 50, G_MAXUINT64);
  g_assert_cmpuint (pktmon_positions_get_count (set), ==, 40);
  pktmon_positions_remove_range (set, G_MAXUINT64, 1);
  pktmon_positions_add_range (set, 1, 0);
  pktmon_positions_remove_range (set, 1, 0);
  g_assert_cmpuint (pktmon_positions_get_count (set), ==, 40);
  g_assert_cmpuint (pktmon_positions_get_previous (set, G_MAXUINT64), ==, 49);
  g_assert_cmpuint (pktmon_positions_get_next (set, G_MAXUINT64), ==, PKTMON_POSITION_NONE);
}

static void
test_empty (void)
{
  g_autoptr (PktmonPositions) set = pktmon_positions_new();
  g_autoptr (PktmonPositions) other = pktmon_positions_new();

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    operations[i].apply (set, other);
  pktmon_positions_remove (set, 7);
  g_assert_cmpuint (pktmon_positions_get_count (set), ==, 0);
  g_assert_cmpuint (pktmon_positions_get_nth (set, 0), ==, PKTMON_POSITION_NONE);
  g_assert_cmpuint (pktmon_positions_get_rank (set, 0), ==, 0);
  g_assert_cmpuint (pktmon_positions_get_next (set, 0), ==, PKTMON_POSITION_NONE);
  g_assert_cmpuint (pktmon_positions_get_previous (set, 9), ==, PKTMON_POSITION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/positions/changes", test_changes);
  g_test_add_func ("/positions/algebra", test_algebra);
  g_test_add_func ("/positions/copy", test_copy);
  g_test_add_func ("/positions/far", test_far);
  g_test_add_func ("/positions/endless", test_endless);
  g_test_add_func ("/positions/empty", test_empty);
  return g_test_run();
}
