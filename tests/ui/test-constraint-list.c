/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/limits.h"
#include "support/constraints.h"

/* The list of constraints that several widgets share. */

typedef struct {
  PktmonConstraintList *list;
  guint changed;
  guint n_items; /* as the signals say */
} Fixture;

static void
changed_cb (Fixture *self)
{
  self->changed++;
}

static void
items_changed_cb (Fixture *self, guint position, guint removed, guint added)
{
  g_assert_cmpuint (position + removed, <=, self->n_items);
  self->n_items += added - removed;
  g_assert_cmpuint (self->n_items, ==, pktmon_constraint_list_get_size (self->list));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->list = pktmon_constraint_list_new();
  g_signal_connect_swapped (self->list, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->list);
}

static void
add (Fixture *self, guint position, const char *text)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, NULL);

  g_assert_true (pktmon_constraint_list_insert (self->list, position, constraint, NULL));
}

/* @texts: of all of them, with line breaks between. */
static void
check (Fixture *self, guint changed, const char *texts)
{
  test_constraints_check (self->list, texts);
  g_assert_cmpuint (self->changed, ==, changed);
}

static void
test_edit (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonConstraint) other = pktmon_constraint_new ("port=443", NULL);
  g_autoptr (PktmonConstraintItem) item = NULL;
  guint position;

  check (self, 0, "");
  add (self, 0, "port=53");
  add (self, G_MAXUINT, "proto=icmp exclude");
  add (self, 1, "ip=10.0.0.1");
  check (self, 3, "port=53\nip=10.0.0.1\nproto=icmp exclude");
  item = g_list_model_get_item (G_LIST_MODEL (self->list), 1);
  pktmon_constraint_list_replace (self->list, 1, other);
  check (self, 4, "port=53\nport=443\nproto=icmp exclude");
  pktmon_constraint_list_replace (self->list, 1, other);
  g_assert_cmpuint (self->changed, ==, 4);
  pktmon_constraint_list_remove (self->list, 0);
  check (self, 5, "port=443\nproto=icmp exclude");
  g_assert_true (pktmon_constraint_list_find (self->list, item, &position));
  g_assert_cmpuint (position, ==, 0);
  pktmon_constraint_list_remove (self->list, 0);
  g_assert_false (pktmon_constraint_list_find (self->list, item, &position));
}

static void
test_switches (Fixture *self, gconstpointer data)
{
  add (self, 0, "bpf=\"udp port 53\" name=Names");
  add (self, 1, "port=443");
  g_assert_cmpuint (pktmon_constraint_list_count_enabled (self->list), ==, 2);
  pktmon_constraint_list_set_switch (self->list, 0, PKTMON_CONSTRAINT_DISABLED, TRUE);
  check (self, 3, "bpf=\"udp port 53\" disabled name=\"Names\"\nport=443");
  g_assert_cmpuint (pktmon_constraint_list_count_enabled (self->list), ==, 1);
  pktmon_constraint_list_set_switch (self->list, 1, PKTMON_CONSTRAINT_EXCLUDE, TRUE);
  pktmon_constraint_list_set_switch (self->list, 1, PKTMON_CONSTRAINT_EXCLUDE, TRUE);
  pktmon_constraint_list_set_switch (self->list, 0, PKTMON_CONSTRAINT_DISABLED, FALSE);
  check (self, 5, "bpf=\"udp port 53\" name=\"Names\"\nport=443 exclude");
  pktmon_constraint_list_disable_all (self->list);
  check (self, 6, "bpf=\"udp port 53\" disabled name=\"Names\"\nport=443 exclude disabled");
  pktmon_constraint_list_disable_all (self->list);
  g_assert_cmpuint (self->changed, ==, 6);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_hits (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonConstraintItem) item = NULL;
  guint notified = 0;

  add (self, 0, "port=53");
  item = g_list_model_get_item (G_LIST_MODEL (self->list), 0);
  g_signal_connect_swapped (item, "notify::hits", G_CALLBACK (count_cb), &notified);
  g_assert_cmpuint (pktmon_constraint_item_get_hits (item), ==, PKTMON_HITS_UNKNOWN);
  pktmon_constraint_list_set_hits (self->list, 0, 7);
  pktmon_constraint_list_set_hits (self->list, 0, 7);
  g_assert_cmpuint (pktmon_constraint_item_get_hits (item), ==, 7);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (self->changed, ==, 1);
  /* Another constraint was not counted. */
  pktmon_constraint_list_set_switch (self->list, 0, PKTMON_CONSTRAINT_DISABLED, TRUE);
  g_assert_cmpuint (pktmon_constraint_item_get_hits (item), ==, PKTMON_HITS_UNKNOWN);
}

static void
test_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) many =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS + 3; i++) {
    g_autofree char *text = g_strdup_printf ("port=%u", i);

    g_ptr_array_add (many, pktmon_constraint_new (text, NULL));
  }
  pktmon_constraint_list_set_all (self->list, many);
  pktmon_constraint_list_set_all (self->list, many);
  g_assert_cmpuint (self->changed, ==, 1);
  all = pktmon_constraint_list_dup_all (self->list);
  g_assert_cmpuint (all->len, ==, PKTMON_MAX_CONSTRAINTS);
  for (guint i = 0; i < all->len; i++)
    g_assert_true (
        pktmon_constraint_equal (g_ptr_array_index (all, i), g_ptr_array_index (many, i)));
  pktmon_constraint_list_set_all (self->list, NULL);
  check (self, 2, "");
}

/* The 33rd one is refused, and says why. */
static void
test_limit (Fixture *self, gconstpointer data)
{
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new ("port=53", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS; i++)
    g_assert_true (pktmon_constraint_list_append (self->list, constraint, NULL));
  g_assert_false (pktmon_constraint_list_append (self->list, constraint, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "32"));
  g_assert_cmpuint (self->changed, ==, PKTMON_MAX_CONSTRAINTS);
  pktmon_constraint_list_remove (self->list, 5);
  g_assert_true (pktmon_constraint_list_check_room (self->list, NULL));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/constraint-list/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  test_ui_init (&argc, &argv);
  ADD ("edit", test_edit);
  ADD ("switches", test_switches);
  ADD ("hits", test_hits);
  ADD ("all", test_all);
  ADD ("limit", test_limit);
  return g_test_run();
}
