/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "export/file-copy.h"
#include "support/temp-folder.h"

/* More than one step. */
#define SIZE ((gsize) 40 << 20)

typedef struct {
  guint calls;
  guint last; /* call that ends the copy; 0: none does */
  guint64 done, size;
} Progress;

static gboolean
progress_cb (guint64 done, guint64 size, gpointer user_data)
{
  Progress *self = user_data;

  g_assert_cmpuint (done, >=, self->done);
  self->done = done;
  self->size = size;
  return ++self->calls != self->last;
}

static char *
make_source (const TestFolder *folder)
{
  char *path = test_folder_build (folder, "from");
  g_autofree char *data = g_malloc (SIZE);

  for (gsize i = 0; i < SIZE; i++)
    data[i] = (char) (i * 31 >> 8);
  g_assert_true (g_file_set_contents (path, data, (gssize) SIZE, NULL));
  return path;
}

static void
assert_same (const char *one, const char *other)
{
  g_autoptr (GMappedFile) left = g_mapped_file_new (one, FALSE, NULL);
  g_autoptr (GMappedFile) right = g_mapped_file_new (other, FALSE, NULL);

  g_assert_cmpmem (g_mapped_file_get_contents (left), g_mapped_file_get_length (left),
                   g_mapped_file_get_contents (right), g_mapped_file_get_length (right));
}

static void
test_whole (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *from = make_source (folder);
  g_autofree char *to = test_folder_build (folder, "to");
  g_autoptr (GError) error = NULL;
  Progress progress = { 0 };

  g_assert_true (g_file_set_contents (to, "old", -1, NULL));
  g_assert_true (pktmon_file_copy (from, to, progress_cb, &progress, &error));
  g_assert_no_error (error);
  assert_same (from, to);
  g_assert_cmpuint (progress.size, ==, SIZE);
  g_assert_cmpuint (progress.done, ==, SIZE);
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

/* To another file system, where blocks cannot be shared. */
static void
test_other_file_system (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) other = test_folder_new_tiny (SIZE + (1 << 20));
  g_autofree char *from = NULL, *to = NULL;
  g_autoptr (GError) error = NULL;

  if (other == NULL)
    return;
  from = make_source (folder);
  to = test_folder_build (other, "to");
  g_assert_true (pktmon_file_copy (from, to, NULL, NULL, &error));
  assert_same (from, to);
}

static void
test_no_space (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) other = test_folder_new_tiny (SIZE / 2);
  g_autofree char *from = NULL, *to = NULL;
  g_autoptr (GError) error = NULL;

  if (other == NULL)
    return;
  from = make_source (folder);
  to = test_folder_build (other, "to");
  g_assert_false (pktmon_file_copy (from, to, NULL, NULL, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_cmpuint (test_folder_count (other), ==, 0);
}

static void
test_cancelled (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *from = make_source (folder);
  g_autofree char *to = test_folder_build (folder, "to");
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { .last = 2 };

  g_assert_true (g_file_set_contents (to, "old", -1, NULL));
  g_assert_false (pktmon_file_copy (from, to, progress_cb, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_file_get_contents (to, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "old");
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

static gboolean
cut_cb (guint64 done, guint64 size, gpointer from)
{
  return truncate (from, 1000) == 0;
}

/* Somebody makes the source shorter while it is copied. */
static void
test_cut (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *from = make_source (folder);
  g_autofree char *to = test_folder_build (folder, "to");
  g_autoptr (GError) error = NULL;

  g_assert_false (pktmon_file_copy (from, to, cut_cb, from, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pktmon_file_copy ("/nowhere/from", "/nowhere/to", NULL, NULL, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-copy/whole", test_whole);
  g_test_add_func ("/file-copy/other-file-system", test_other_file_system);
  g_test_add_func ("/file-copy/no-space", test_no_space);
  g_test_add_func ("/file-copy/cancelled", test_cancelled);
  g_test_add_func ("/file-copy/cut", test_cut);
  g_test_add_func ("/file-copy/missing", test_missing);
  return g_test_run();
}
