/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/capture-builder.h"
#include "support/pktmon.h"
#include "support/temp-folder.h"

/* Whatever goes wrong: the old file stays, or the new one is whole; a message says which, and
 * nothing else is left. */

#define TINY (64u * 1024)

static char *
make_many (const TestFolder *folder, const char *name, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  char *path = test_folder_build (folder, name);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_frame (builder, i, 17, 1000, (guint16) i);
  test_builder_save (builder, path);
  return path;
}

static void
check_old (const char *path)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
}

/* --- No room --- */

static const char *const names[] = { "out.pcapng", "out.pcap",     "out.csv",    "out.jsonl",
                                     "out.txt",    "out.c",        "out.csv.gz", "out.pcap.zst",
                                     "out.c.lz4",  "out.pcapng.gz" };

/* In every format: a new file does not appear, an old one stays. */
static void
check_no_room (const char *in, const TestFolder *folder, const char *name, const char *command,
               const char *reason)
{
  g_autofree char *out = test_folder_build (folder, name);

  for (guint old = 0; old < 2; old++) {
    g_autofree char *script = g_strdup_printf ("%s export \"$1\" \"$2\"", command);
    g_autoptr (TestProgramResult) result = NULL;

    if (old == 1)
      g_assert_true (g_file_set_contents (out, "old", -1, NULL));
    result = test_pktmon_run_script (script, in, out, NULL);
    test_pktmon_check_result (result, 1, "", reason);
    test_pktmon_check_result (result, 1, "", old == 1 ? "was left as it was." : "was not made.");
    g_assert_cmpuint (test_folder_count (folder), ==, old);
  }
  check_old (out);
  g_assert_cmpint (g_unlink (out), ==, 0);
}

static void
test_full_disk (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) tiny = test_folder_new_tiny (TINY);
  g_autofree char *in = NULL;

  if (tiny == NULL)
    return;
  in = make_many (folder, "in", 60000);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_no_room (in, tiny, names[i], "\"$pktmon\"", "No space left on device");
}

/* The kernel answers as it does when the quota is used up. */
static void
test_quota (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestFolder) target = test_folder_new();
  g_autofree char *in = make_many (folder, "in", 20000);
  g_autofree char *command =
      g_strdup_printf ("QUOTA_HELPER=\"$pktmon\" '%s'", g_getenv ("TEST_QUOTA_HELPER"));

  g_assert_nonnull (g_getenv ("TEST_QUOTA_HELPER"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_no_room (in, target, names[i], command, "Disk quota exceeded");
}

/* --- No permission --- */

static void
test_permission (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *in = make_many (folder, "in", 10);
  g_autofree char *closed = test_folder_build (folder, "closed");
  g_autofree char *new = test_folder_build (folder, "closed/new");
  g_autofree char *open = test_folder_build (folder, "open");
  g_autofree char *old = test_folder_build (folder, "open/old");
  static const char script[] = TEST_UNPRIVILEGED " \"$pktmon\" export \"$1\" \"$2\"";
  g_autoptr (TestProgramResult) unwritable = NULL;
  g_autoptr (TestProgramResult) protected = NULL;

  if (!test_pktmon_can_drop_privileges())
    return;
  g_assert_cmpint (chmod (folder->path, 0755), ==, 0);
  g_assert_cmpint (chmod (in, 0644), ==, 0);
  g_assert_cmpint (g_mkdir (closed, 0755), ==, 0);
  g_assert_cmpint (g_mkdir (open, 0777), ==, 0);
  g_assert_cmpint (chmod (open, 0777), ==, 0);
  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  g_assert_cmpint (chmod (old, 0644), ==, 0);
  unwritable = test_pktmon_run_script (script, in, new, NULL);
  test_pktmon_check_result (unwritable, 1, "", "could not be written: Permission denied.");
  g_assert_cmpint (access (new, F_OK), !=, 0);
  protected = test_pktmon_run_script (script, in, old, NULL);
  test_pktmon_check_result (protected, 1, "", "could not be written: Permission denied.");
  test_pktmon_check_result (protected, 1, "", "was left as it was.");
  check_old (old);
}

static void
test_long_name (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *in = make_many (folder, "in", 10);
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *out = test_folder_build (folder, name);

  test_pktmon_check ((const char *[]){ "export", in, out, NULL }, 1, "",
                     "could not be written: File name too long.");
  g_assert_cmpuint (test_folder_count (folder), ==, 1);
}

/* --- The place goes --- */

/* The file system that the file is written to is taken away meanwhile. */
static void
check_unmounted (gboolean old)
{
  g_autoptr (TestFolder) target = test_folder_new_tiny (16 << 20);
  g_autoptr (TestFolder) source = test_folder_new();
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *in = NULL, *out = NULL, *content = NULL;
  gsize size;

  if (target == NULL)
    return;
  in = make_many (source, "in", 20000);
  out = test_folder_build (target, "out");
  if (old)
    g_assert_true (g_file_set_contents (out, "old", -1, NULL));
  g_assert_true (g_file_get_contents (in, &content, &size, NULL));
  program = test_pktmon_start ("export", "-", out, NULL);
  test_program_write (program, content, size);
  test_program_wait_for_file (program, target->path, 1);
  g_assert_cmpint (umount2 (target->path, MNT_DETACH), ==, 0);
  target->mounted = FALSE;
  test_program_close (program);
  result = test_program_finish (program);
  test_pktmon_check_result (result, 1, "", "the file system that it was to be on is gone.");
  g_assert_cmpuint (test_folder_count (target), ==, 0);
}

static void
test_unmounted (void)
{
  check_unmounted (FALSE);
  check_unmounted (TRUE);
}

/* --- The program dies --- */

/* Starts an export, and kills it after a while.
 * Returns: whether it was still at work. */
static gboolean
kill_export (const char *in, const char *out, gulong microseconds)
{
  g_autoptr (TestProgram) program = test_pktmon_start ("export", in, out, NULL);
  g_autoptr (TestProgramResult) result = NULL;

  g_usleep (microseconds);
  test_program_signal (program, SIGKILL);
  result = test_program_finish (program);
  return result->status < 0;
}

/* At any moment; the delays grow until it is no longer killed. */
static void
check_killed (const char *ending, gboolean old)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *in = make_many (folder, "in", 100000);
  g_autofree char *name = g_strdup_printf ("out%s", ending);
  g_autofree char *out = test_folder_build (folder, name);
  g_autofree char *whole = NULL, *content = NULL;
  gsize size, content_size;
  guint killed = 0;

  test_pktmon_check ((const char *[]){ "export", in, out, NULL }, 0, "", "");
  g_assert_true (g_file_get_contents (out, &whole, &size, NULL));
  for (gulong delay = 0; delay < 400000 && killed < 40; delay += delay / 8 + 300) {
    g_unlink (out);
    if (old)
      g_assert_true (g_file_set_contents (out, "old", -1, NULL));
    if (!kill_export (in, out, delay))
      break;
    killed++;
    g_clear_pointer (&content, g_free);
    if (!g_file_get_contents (out, &content, &content_size, NULL)) {
      g_assert_false (old);
      g_assert_cmpuint (test_folder_count (folder), ==, 1);
      continue;
    }
    g_assert_cmpuint (test_folder_count (folder), ==, 2);
    if (!old || content_size != 3)
      g_assert_cmpmem (content, content_size, whole, size);
  }
  g_assert_cmpuint (killed, >, 3);
}

static void
test_killed (void)
{
  check_killed (".pcapng", FALSE);
  check_killed (".pcapng", TRUE);
  check_killed (".csv.zst", TRUE);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-faults/full-disk", test_full_disk);
  g_test_add_func ("/export-faults/quota", test_quota);
  g_test_add_func ("/export-faults/permission", test_permission);
  g_test_add_func ("/export-faults/long-name", test_long_name);
  g_test_add_func ("/export-faults/unmounted", test_unmounted);
  g_test_add_func ("/export-faults/killed", test_killed);
  return g_test_run();
}
