/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TestFolder: an empty folder of one test, gone with everything in it when it is freed. */
typedef struct {
  char *path;
  gboolean mounted; /* it is a file system of its own */
} TestFolder;

TestFolder *test_folder_new (void);
/* As a file system of its own with room for @size bytes.
 * Returns: (transfer full): NULL when this process may not mount one; the test is then marked as
 * skipped. */
TestFolder *test_folder_new_tiny (gsize size);
void test_folder_free (TestFolder *self);

/* The path of @name in it. (transfer full) */
char *test_folder_build (const TestFolder *self, const char *name);
/* How many files are in it. */
guint test_folder_count (const TestFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free)

G_END_DECLS
