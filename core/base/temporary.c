/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".pktmon-"
#define SUFFIX ".tmp"

/* Attempts to find a name that is free. */
#define MAX_ATTEMPTS 100

static char *
make_path (const char *folder)
{
  g_autofree char *name = g_strdup_printf (PREFIX "%08x" SUFFIX, g_random_int());

  return g_build_filename (folder, name, NULL);
}

/* --- What was left behind --- */

static gboolean
is_regular (int descriptor)
{
  struct stat status;

  return fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode);
}

/* Removes the file, unless somebody still writes it. */
static void
remove_if_left (const char *path)
{
  int descriptor = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (descriptor < 0)
    return;
  if (is_regular (descriptor) && flock (descriptor, LOCK_EX | LOCK_NB) == 0)
    unlink (path);
  close (descriptor);
}

static void
remove_left (const char *folder)
{
  GDir *entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_prefix (name, PREFIX) && g_str_has_suffix (name, SUFFIX)) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      remove_if_left (path);
    }
  g_clear_pointer (&entries, g_dir_close);
}

/* --- New names --- */

/* Returns: FALSE when somebody has taken the file for one that was left behind, just before. */
static gboolean
claim (int descriptor)
{
  struct stat status;

  if (flock (descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return FALSE;
  return fstat (descriptor, &status) != 0 || status.st_nlink > 0;
}

int
pktmon_temporary_open (const char *folder, mode_t mode, char **path)
{
  remove_left (folder);
  for (int i = 0; i < MAX_ATTEMPTS; i++) {
    g_autofree char *own = make_path (folder);
    int descriptor = open (own, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);

    if (descriptor >= 0 && claim (descriptor)) {
      *path = g_steal_pointer (&own);
      return descriptor;
    }
    if (descriptor < 0 && errno != EEXIST)
      return -1;
    if (descriptor >= 0)
      close (descriptor);
    errno = EEXIST;
  }
  return -1;
}

gboolean
pktmon_temporary_link_to (int descriptor, const char *path)
{
  g_autofree char *source = g_strdup_printf ("/proc/self/fd/%d", descriptor);

  return linkat (AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0;
}

char *
pktmon_temporary_link (const char *folder, int descriptor)
{
  remove_left (folder);
  flock (descriptor, LOCK_EX | LOCK_NB);
  for (int i = 0; i < MAX_ATTEMPTS; i++) {
    g_autofree char *path = make_path (folder);

    if (pktmon_temporary_link_to (descriptor, path))
      return g_steal_pointer (&path);
    if (errno != EEXIST)
      break;
  }
  return NULL;
}
