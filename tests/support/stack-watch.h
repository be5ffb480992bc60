/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/network.h"
#include "support/program.h"

G_BEGIN_DECLS

/* TestStackWatch: "pktmon start --json" at the stack points of some namespaces, and what it saw.
 *
 * The lab that it watches: a - r - b, three namespaces of which r forwards; a0 has 10.0.1.2, ra
 * 10.0.1.1, rb 10.0.2.1 and b0 10.0.2.2. */
typedef struct {
  TestNetwork *network;
  const char *a, *r, *b; /* names of the namespaces */
  TestProgram *program;  /* NULL while nothing is watched */
  char *messages;        /* of the last watch, on standard error */
  GPtrArray *events;     /* of GHashTable: key → value, of the last watch */
} TestStackWatch;

/* Returns: NULL when this process may not do that; the test is then marked as skipped. */
TestStackWatch *test_stack_watch_new (void);
void test_stack_watch_free (TestStackWatch *self);

/* Runs a shell command in a namespace, which must not fail. */
void test_stack_watch_run (const char *network_namespace, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Begins to watch. @type: "all", "flow", "drop". @options: more of pktmon start. */
void test_stack_watch_start (TestStackWatch *self, const char *type, const char *options);
/* Ends, and reads what was seen. */
void test_stack_watch_stop (TestStackWatch *self);

/* The first event with these values: keys and values in turn, up to NULL; NULL: there is none.
 * Borrowed. */
GHashTable *test_stack_watch_find (TestStackWatch *self, ...) G_GNUC_NULL_TERMINATED;
/* How many events have a value. */
guint test_stack_watch_count (TestStackWatch *self, const char *key, const char *value);
/* The points of a journey in the order of appearance, each with the first letter of its namespace:
 * "a/local-out r/forward", and the reason of a drop behind its point. (transfer full) */
char *test_stack_watch_dup_journey (TestStackWatch *self, GHashTable *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestStackWatch, test_stack_watch_free)

G_END_DECLS
