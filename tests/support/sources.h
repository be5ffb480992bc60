/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/network.h"
#include "ui/source-view.h"

G_BEGIN_DECLS

/* TestSources: data sources over a real network namespace that is called `blue`: its loopback, and
 * both ends of a veth, a and b, of which b is down. */
typedef struct {
  TestNetwork *network;
  PktmonSourceTree *tree;
  PktmonSourceTicks *ticks;
  PktmonSourceView *view; /* NULL: not shown */
  GtkWindow *window;      /* likewise */
  const char *blue;
  char *blue_id, *lo, *a, *b; /* ids */
} TestSources;

/* Returns: (transfer full): NULL when this process may not make namespaces; the test is then marked
 * as skipped. */
TestSources *test_sources_new (void);
/* Shows them in a view of that height; the test fails when the view or the tree lives on at the
 * end. */
void test_sources_show (TestSources *self, int height);
void test_sources_free (TestSources *self);

/* (transfer full) */
char *test_sources_build_id (const char *namespace, const char *interface);
/* It must be there. Borrowed. */
PktmonDataSource *test_sources_find (TestSources *self, const char *id);
/* Until it is there and available, or is not any more. */
void test_sources_wait_available (TestSources *self, const char *id, gboolean available);
/* What would be captured from, in that order; @ids ends with NULL. */
void test_sources_assert_chosen (TestSources *self, const char *const *ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestSources, test_sources_free)

G_END_DECLS
