/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/steps.h"
#include "support/waiting.h"

/* Work in steps: it has one user at a time, and ends whenever its owner says so. */

typedef struct {
  PktmonSteps *steps;
  guint wanted; /* steps that want another one */
  guint steps_done;
  guint looks;
  int inside; /* atomic: a step runs */
  int begun;  /* atomic: steps that have begun */
  gboolean endless;
  gboolean free_in_look;
  GThread *owner;
  gboolean freed;
} Work;

static gboolean
step (const PktmonSteps *steps, gpointer data)
{
  Work *self = data;

  g_assert_true (g_atomic_int_compare_and_exchange (&self->inside, FALSE, TRUE));
  g_assert_true (g_thread_self() != self->owner);
  g_atomic_int_inc (&self->begun);
  while (self->endless && !pktmon_steps_is_over (steps))
    g_thread_yield();
  self->steps_done++;
  g_atomic_int_set (&self->inside, FALSE);
  return self->steps_done < self->wanted;
}

static void
look (gpointer data)
{
  Work *self = data;

  g_assert_true (g_thread_self() == self->owner);
  g_assert_false (g_atomic_int_get (&self->inside));
  self->looks++;
  g_assert_cmpuint (self->looks, ==, self->steps_done);
  if (self->free_in_look) {
    g_clear_pointer (&self->steps, pktmon_steps_free);
    g_assert_false (self->freed);
  }
}

static void
free_work (gpointer data)
{
  Work *self = data;

  g_assert_true (g_thread_self() == self->owner);
  g_assert_false (g_atomic_int_get (&self->inside));
  g_assert_false (self->freed);
  self->freed = TRUE;
}

static void
begin (Work *self)
{
  self->owner = g_thread_self();
  self->steps = pktmon_steps_new (step, self, free_work, look, self);
  pktmon_steps_run (self->steps);
}

static gboolean
has_looked (gpointer data)
{
  const Work *self = data;

  return self->looks == self->wanted;
}

static gboolean
is_freed (gpointer data)
{
  return ((const Work *) data)->freed;
}

static gboolean
has_begun (gpointer data)
{
  return g_atomic_int_get (&((Work *) data)->begun) > 0;
}

static void
test_all (void)
{
  Work work = { .wanted = 100 };

  begin (&work);
  test_wait (has_looked, &work, "all steps are done");
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  pktmon_steps_run (work.steps);
  work.wanted = 101;
  test_wait (has_looked, &work, "one more step is done");
  pktmon_steps_free (work.steps);
  g_assert_true (work.freed);
}

/* Asked for while one runs, a step follows even though the running one wants none; asked for twice,
 * it is still one. */
static void
test_again (void)
{
  Work work = { .wanted = 1 };

  begin (&work);
  pktmon_steps_run (work.steps);
  pktmon_steps_run (work.steps);
  work.wanted = 2;
  test_wait (has_looked, &work, "the second step is done");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (work.steps_done, ==, 2);
  pktmon_steps_free (work.steps);
}

static void
test_free (void)
{
  Work work = { .wanted = G_MAXUINT, .endless = TRUE };

  begin (&work);
  while (!has_begun (&work))
    g_thread_yield();
  pktmon_steps_free (work.steps);
  g_assert_false (work.freed);
  test_wait (is_freed, &work, "the work is freed");
  g_assert_cmpuint (work.looks, ==, 0);
}

static void
test_free_in_look (void)
{
  Work work = { .wanted = G_MAXUINT, .free_in_look = TRUE };

  begin (&work);
  test_wait (is_freed, &work, "the work is freed");
  g_assert_cmpuint (work.looks, ==, 1);
}

static void
test_free_before (void)
{
  Work work = { .owner = g_thread_self() };

  pktmon_steps_free (pktmon_steps_new (step, &work, free_work, look, &work));
  g_assert_true (work.freed);
}

/* Each step ends by itself when its time is over. */
static void
test_time (void)
{
  Work work = { .wanted = 3, .endless = TRUE };

  begin (&work);
  test_wait (has_looked, &work, "the steps are over");
  pktmon_steps_free (work.steps);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steps/all", test_all);
  g_test_add_func ("/steps/again", test_again);
  g_test_add_func ("/steps/free", test_free);
  g_test_add_func ("/steps/free-in-look", test_free_in_look);
  g_test_add_func ("/steps/free-before", test_free_before);
  g_test_add_func ("/steps/time", test_time);
  return g_test_run();
}
