/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <locale.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/output-file.h"
#include "support/temp-folder.h"

/* Files appear whole or not at all. */

#define NOBODY 65534

static PktmonOutputFile *
open_output (const char *path)
{
  g_autoptr (GError) error = NULL;
  PktmonOutputFile *file = pktmon_output_file_new (path, &error);

  g_assert_no_error (error);
  return file;
}

static void
put (const PktmonOutputFile *file, const char *text)
{
  gssize size = (gssize) strlen (text);

  g_assert_cmpint (write (pktmon_output_file_get_descriptor (file), text, (gsize) size), ==, size);
}

static void
commit (PktmonOutputFile *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_output_file_commit (file, &error));
  g_assert_no_error (error);
}

static void
save (const char *path, const char *text)
{
  g_autoptr (PktmonOutputFile) file = open_output (path);

  put (file, text);
  commit (file);
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

static mode_t
get_mode (const char *path)
{
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode;
}

static void
assert_refused (const char *path, PktmonError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pktmon_output_file_new (path, &error));
  g_assert_error (error, PKTMON_ERROR, (int) code);
  g_assert_nonnull (pktmon_error_get_advice (error));
  g_assert_nonnull (strstr (error->message, path));
}

/* --- New files and old ones --- */

static void
check_new (const TestFolder *folder, guint files_before)
{
  g_autofree char *path = test_folder_build (folder, "out");
  PktmonOutputFile *file = open_output (path);
  mode_t mask = umask (0);

  umask (mask);
  g_assert_false (pktmon_output_file_replaces (file));
  g_assert_cmpstr (pktmon_output_file_get_name (file), ==, path);
  put (file, "new");
  g_assert_cmpint (access (path, F_OK), !=, 0);
  g_assert_cmpuint (test_folder_count (folder), ==, files_before);
  commit (file);
  assert_content (path, "new");
  g_assert_cmphex (get_mode (path), ==, S_IFREG | (0666 & ~mask));
  pktmon_output_file_free (file);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_new (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();

  check_new (folder, 0);
}

static void
test_dropped (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");

  pktmon_output_file_free (open_output (path));
  g_assert_cmpuint (test_folder_count (folder), ==, 0);
}

/* A relative name, without any folder. */
static void
test_relative (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autofree char *before = g_get_current_dir();

  g_assert_cmpint (g_chdir (folder->path), ==, 0);
  save ("out", "new");
  save ("out", "newer");
  g_assert_cmpint (g_chdir (before), ==, 0);
  assert_content (path, "newer");
}

static void
check_old (const TestFolder *folder, guint files_before)
{
  g_autofree char *path = test_folder_build (folder, "out");
  PktmonOutputFile *file;

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  file = open_output (path);
  g_assert_true (pktmon_output_file_replaces (file));
  put (file, "new");
  assert_content (path, "old");
  g_assert_cmpuint (test_folder_count (folder), ==, files_before);
  commit (file);
  assert_content (path, "new");
  g_assert_cmphex (get_mode (path), ==, S_IFREG | 0640);
  pktmon_output_file_free (file);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_old (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();

  check_old (folder, 1);
}

/* Who has the old file open, or another name for it, keeps it. */
static void
test_other_names (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autofree char *other = test_folder_build (folder, "other");

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_assert_cmpint (link (path, other), ==, 0);
  save (path, "new");
  assert_content (path, "new");
  assert_content (other, "old");
}

/* A file that appears meanwhile is replaced like one that was there. */
static void
test_appeared (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (PktmonOutputFile) file = open_output (path);

  put (file, "new");
  g_assert_true (g_file_set_contents (path, "between", 7, NULL));
  commit (file);
  assert_content (path, "new");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

/* --- Symbolic links --- */

static void
check_link (const TestFolder *folder, const char *target, const char *old)
{
  g_autofree char *path = test_folder_build (folder, "link");
  g_autofree char *target_path = test_folder_build (folder, "target");

  if (old != NULL)
    g_assert_true (g_file_set_contents (target_path, old, -1, NULL));
  g_assert_cmpint (symlink (target, path), ==, 0);
  save (path, "new");
  g_assert_true (S_ISLNK (get_mode (path)));
  g_assert_true (S_ISREG (get_mode (target_path)));
  assert_content (target_path, "new");
  g_assert_cmpuint (test_folder_count (folder), ==, 2);
}

static void
test_link (void)
{
  static const char *const old[] = { "old", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (old); i++) {
    g_autoptr (TestFolder) relative = test_folder_new();
    g_autoptr (TestFolder) absolute = test_folder_new();
    g_autofree char *target = test_folder_build (absolute, "target");

    check_link (relative, "target", old[i]);
    check_link (absolute, target, old[i]);
  }
}

/* A link to a link to a file that is not there yet, elsewhere. */
static void
test_link_chain (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *first = test_folder_build (folder, "first");
  g_autofree char *inner = test_folder_build (folder, "inner");
  g_autofree char *second = test_folder_build (folder, "inner/second");
  g_autofree char *target = test_folder_build (folder, "target");

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_cmpint (symlink ("inner/second", first), ==, 0);
  g_assert_cmpint (symlink ("../target", second), ==, 0);
  save (first, "new");
  g_assert_true (S_ISLNK (get_mode (first)));
  g_assert_true (S_ISLNK (get_mode (second)));
  assert_content (target, "new");
}

static void
test_link_loop (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "loop");

  g_assert_cmpint (symlink ("loop", path), ==, 0);
  assert_refused (path, PKTMON_ERROR_IO);
}

/* --- Places where nothing can be written --- */

static void
test_refused (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *nowhere = test_folder_build (folder, "no/out");
  g_autofree char *file = test_folder_build (folder, "file");
  g_autofree char *below = test_folder_build (folder, "file/out");
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *long_path = test_folder_build (folder, name);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_refused (nowhere, PKTMON_ERROR_NOT_FOUND);
  assert_refused (below, PKTMON_ERROR_NOT_FOUND);
  assert_refused (folder->path, PKTMON_ERROR_INVALID);
  assert_refused (long_path, PKTMON_ERROR_INVALID);
  assert_refused ("", PKTMON_ERROR_NOT_FOUND);
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

static void
test_folder_gone (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *inner = test_folder_build (folder, "inner");
  g_autofree char *path = test_folder_build (folder, "inner/out");
  g_autoptr (PktmonOutputFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  file = open_output (path);
  put (file, "new");
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_false (pktmon_output_file_commit (file, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND);
}

/* --- In a process of its own, which gives something up --- */

static void
run_apart (void)
{
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed();
}

/* Not root any more, and owner of @folder. */
static void
become_nobody (const TestFolder *folder)
{
  if (geteuid() != 0)
    return;
  g_assert_cmpint (chown (folder->path, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (setresuid (NOBODY, NOBODY, NOBODY), ==, 0);
  prctl (PR_SET_DUMPABLE, 1); /* for who looks for leaks */
}

/* An old file that may not be written to stays, though its folder could be changed; and in a folder
 * that may not be changed there is nothing new. */
static void
test_permissions (void)
{
  g_autoptr (TestFolder) folder = NULL;
  g_autofree char *old = NULL, *new = NULL;

  if (!g_test_subprocess()) {
    run_apart();
    return;
  }
  folder = test_folder_new();
  old = test_folder_build (folder, "old");
  new = test_folder_build (folder, "new");
  g_assert_true (g_file_set_contents (old, "old", 3, NULL));
  g_assert_cmpint (g_chmod (old, 0444), ==, 0);
  become_nobody (folder);
  assert_refused (old, PKTMON_ERROR_PERMISSION);
  assert_content (old, "old");
  g_assert_cmpint (g_chmod (folder->path, 0500), ==, 0);
  assert_refused (new, PKTMON_ERROR_PERMISSION);
  g_assert_cmpint (g_chmod (folder->path, 0700), ==, 0);
  save (new, "new");
}

/* From now on no file without a name can be made, as on some file systems. */
static void
forbid_hidden_files (void)
{
  struct sock_filter program[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, args[2])),
    BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, O_TMPFILE & ~O_DIRECTORY, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = { .len = G_N_ELEMENTS (program), .filter = program };

  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter), ==, 0);
  g_assert_cmpint (open (g_get_tmp_dir(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600), <, 0);
}

/* Then there is a hidden name until the file is whole, and none is left behind. */
static void
test_named (void)
{
  g_autoptr (TestFolder) fresh = NULL;
  g_autoptr (TestFolder) used = NULL;
  g_autofree char *path = NULL;

  if (!g_test_subprocess()) {
    run_apart();
    return;
  }
  forbid_hidden_files();
  fresh = test_folder_new();
  check_new (fresh, 1);
  used = test_folder_new();
  check_old (used, 2);
  path = test_folder_build (used, "dropped");
  pktmon_output_file_free (open_output (path));
  g_assert_cmpuint (test_folder_count (used), ==, 1);
}

/* --- What is no file --- */

static void
test_device (void)
{
  g_autoptr (PktmonOutputFile) file = open_output ("/dev/null");

  g_assert_false (pktmon_output_file_replaces (file));
  put (file, "nothing");
  commit (file);
  g_assert_true (S_ISCHR (get_mode ("/dev/null")));
}

static void
test_standard_output (void)
{
  g_autoptr (PktmonOutputFile) file = open_output ("-");
  struct stat own, standard;

  g_assert_cmpint (pktmon_output_file_get_descriptor (file), >, STDERR_FILENO);
  g_assert_cmpint (fstat (pktmon_output_file_get_descriptor (file), &own), ==, 0);
  g_assert_cmpint (fstat (STDOUT_FILENO, &standard), ==, 0);
  g_assert_cmpuint (own.st_ino, ==, standard.st_ino);
  g_assert_cmpuint (own.st_dev, ==, standard.st_dev);
  g_assert_cmpstr (pktmon_output_file_get_name (file), ==, "standard output");
  commit (file);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output-file/new", test_new);
  g_test_add_func ("/output-file/dropped", test_dropped);
  g_test_add_func ("/output-file/relative", test_relative);
  g_test_add_func ("/output-file/old", test_old);
  g_test_add_func ("/output-file/other-names", test_other_names);
  g_test_add_func ("/output-file/appeared", test_appeared);
  g_test_add_func ("/output-file/link", test_link);
  g_test_add_func ("/output-file/link/chain", test_link_chain);
  g_test_add_func ("/output-file/link/loop", test_link_loop);
  g_test_add_func ("/output-file/refused", test_refused);
  g_test_add_func ("/output-file/folder-gone", test_folder_gone);
  g_test_add_func ("/output-file/permissions", test_permissions);
  g_test_add_func ("/output-file/named", test_named);
  g_test_add_func ("/output-file/device", test_device);
  g_test_add_func ("/output-file/standard-output", test_standard_output);
  return g_test_run();
}
