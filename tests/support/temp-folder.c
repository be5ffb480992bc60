/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/temp-folder.h"

#include <glib/gstdio.h>
#include <sys/mount.h>

TestFolder *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  TestFolder *self = g_new0 (TestFolder, 1);

  self->path = g_dir_make_tmp ("pktmon-test-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

TestFolder *
test_folder_new_tiny (gsize size)
{
  g_autoptr (TestFolder) self = test_folder_new();
  g_autofree char *options = g_strdup_printf ("size=%" G_GSIZE_FORMAT, size);

  if (mount ("tmpfs", self->path, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) {
    g_test_skip ("a file system of limited size can only be mounted by root");
    return NULL;
  }
  self->mounted = TRUE;
  return g_steal_pointer (&self);
}

static void
remove_contents (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_contents (child);
    g_remove (child);
  }
}

void
test_folder_free (TestFolder *self)
{
  if (self->mounted)
    umount2 (self->path, MNT_DETACH);
  else
    remove_contents (self->path);
  g_rmdir (self->path);
  g_free (self->path);
  g_free (self);
}

char *
test_folder_build (const TestFolder *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

guint
test_folder_count (const TestFolder *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}
