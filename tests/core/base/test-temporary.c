/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <seccomp.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/output-file.h"
#include "base/temporary.h"
#include "support/temp-folder.h"

/* Hidden names: what programs that were killed left behind goes, what others still write stays. */

static void
save (const char *path, const char *text)
{
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, NULL);

  g_assert_nonnull (file);
  g_assert_true (pktmon_output_file_write (file, text, strlen (text), NULL));
  g_assert_true (pktmon_output_file_commit (file, NULL));
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

/* The kernel kills this process when it replaces a file. */
static void
die_at_rename (void)
{
  static const char *const calls[] = { "rename", "renameat", "renameat2" };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++) {
    int call = seccomp_syscall_resolve_name (calls[i]);

    if (call >= 0)
      g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_KILL_PROCESS, call, 0), ==, 0);
  }
  g_assert_cmpint (seccomp_load (filter), ==, 0);
}

/* At the one moment at which a file has its hidden name: the old one stays, and whoever writes
 * there next removes what is left. */
static void
test_killed (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autofree char *other = test_folder_build (folder, "other");
  int status;
  pid_t pid;

  save (path, "old");
  save (other, "old");
  pid = fork();
  if (pid == 0) {
    die_at_rename();
    save (path, "new");
    _exit (0);
  }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  assert_content (path, "old");
  g_assert_cmpuint (test_folder_count (folder), ==, 3);
  save (other, "new");
  assert_content (other, "new");
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

/* Two at once leave each other alone. */
static void
test_alive (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *one = NULL, *other = NULL;
  int first = pktmon_temporary_open (folder->path, 0600, &one);
  int second = pktmon_temporary_open (folder->path, 0600, &other);

  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (second, >=, 0);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
  close (first);
  close (second);
  g_clear_pointer (&one, g_free);
  first = pktmon_temporary_open (folder->path, 0600, &one);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
  close (first);
}

/* Only what looks like one of them goes: no folder, no link, no pipe, nothing of another name. */
static void
test_others (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *inner = test_folder_build (folder, ".pktmon-1.tmp");
  g_autofree char *link = test_folder_build (folder, ".pktmon-2.tmp");
  g_autofree char *pipe = test_folder_build (folder, ".pktmon-3.tmp");
  g_autofree char *file = test_folder_build (folder, ".pktmon-4");
  g_autofree char *path = NULL;
  int descriptor;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_cmpint (symlink (".pktmon-4", link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  descriptor = pktmon_temporary_open (folder->path, 0600, &path);
  g_assert_cmpint (descriptor, >=, 0);
  g_assert_cmpuint (test_folder_count (folder), ==, 5);
  close (descriptor);
}

static void
test_no_folder (void)
{
  g_autofree char *path = NULL;

  g_assert_cmpint (pktmon_temporary_open ("/nowhere", 0600, &path), <, 0);
  g_assert_null (path);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/temporary/killed", test_killed);
  g_test_add_func ("/temporary/alive", test_alive);
  g_test_add_func ("/temporary/others", test_others);
  g_test_add_func ("/temporary/no-folder", test_no_folder);
  return g_test_run();
}
