/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
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

/* --- Links --- */

static void
test_link (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *from = make_source (folder);
  g_autofree char *to = test_folder_build (folder, "to");
  GStatBuf one, other;

  g_chmod (from, 0600);
  umask (027);
  g_assert_true (pktmon_file_link (from, to));
  g_assert_cmpint (g_stat (from, &one), ==, 0);
  g_assert_cmpint (g_stat (to, &other), ==, 0);
  g_assert_cmpuint (one.st_ino, ==, other.st_ino);
  g_assert_cmpuint (other.st_mode & 0777, ==, 0640);
  g_assert_false (pktmon_file_link (from, to));
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

/* --- Spools --- */

static PktmonSpool *
make_part (const TestFolder *folder, const char *name, const char *contents)
{
  g_autofree char *path = test_folder_build (folder, name);
  PktmonSpool *part;
  int descriptor;

  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
  descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  part = pktmon_spool_new_growing (descriptor, NULL);
  close (descriptor);
  return part;
}

static void
check_copy (PktmonSpool *spool, const TestFolder *folder, const char *expected)
{
  g_autofree char *to = test_folder_build (folder, "to");
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_file_copy_spool (spool, to, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (to, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

/* What was announced, and no more. */
static void
test_growing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonSpool) spool = make_part (folder, "a", "0123456789");

  check_copy (spool, folder, "");
  pktmon_spool_grow (spool, 7, FALSE);
  check_copy (spool, folder, "0123456");
}

static void
check_read (PktmonSpool *spool, guint64 offset, const char *expected)
{
  g_autoptr (GError) error = NULL;
  guint8 bytes[20];
  gssize got = pktmon_spool_read (spool, offset, bytes, sizeof bytes, &error);

  if (expected == NULL)
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_CHANGED);
  else
    g_assert_cmpmem (bytes, (gsize) got, expected, strlen (expected));
}

/* Offsets stay; a part goes when it was dropped and is not needed any more. */
static void
test_joined (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (PktmonSpool) whole = pktmon_spool_new_joined();
  g_autoptr (PktmonSpool) a = make_part (folder, "a", "abcd");
  g_autoptr (PktmonSpool) b = make_part (folder, "b", "efghij");
  guint64 packets;

  pktmon_spool_join (whole, a);
  pktmon_spool_join (whole, b);
  pktmon_spool_grow (a, 4, TRUE);
  pktmon_spool_grow (b, 3, FALSE);
  check_copy (whole, folder, "abcdefg");
  check_read (whole, 2, "cdefg");
  pktmon_spool_drop (whole, 1, 5);
  pktmon_spool_release (whole, 3);
  check_read (whole, 0, "abcdefg");
  pktmon_spool_release (whole, 4);
  g_assert_cmpuint (pktmon_spool_get_start (whole, &packets), ==, 4);
  g_assert_cmpuint (packets, ==, 5);
  check_read (whole, 3, NULL);
  pktmon_spool_grow (b, 6, TRUE);
  g_assert_cmpuint (pktmon_spool_get_size (whole), ==, 10);
  check_read (whole, 5, "fghij");
  check_copy (whole, folder, "efghij");
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
  g_test_add_func ("/file-copy/link", test_link);
  g_test_add_func ("/file-copy/growing", test_growing);
  g_test_add_func ("/file-copy/joined", test_joined);
  return g_test_run();
}
