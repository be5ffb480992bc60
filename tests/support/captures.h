/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The collection of real captures beside the project, or where PKTMON_CAPTURES points. */

/* One line of its manifest. */
typedef struct {
  char *name;       /* path below the collection */
  char *path;       /* path to open */
  gint64 packets;   /* how many it has; -1: the manifest does not say */
  gboolean damaged; /* it ends early */
} TestCapture;

/* Returns: (transfer full) (element-type TestCapture): NULL when the collection is not there; the
 * test is then marked as skipped. */
GPtrArray *test_captures_load (void);

/* A file of the collection, split into lines and those at tabs.
 * Returns: (transfer full): array of string arrays, NULL when there is no such file. */
GPtrArray *test_captures_load_table (const char *name);

G_END_DECLS
