/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/capture-builder.h"
#include "support/pktmon.h"
#include "support/temp-folder.h"

/* What can be wrong with FILE is said in the same way by every verb that takes one. */

/* The verb's words before and after FILE. */
static const struct {
  const char *verb, *after;
} uses[] = {
  { "read", "--text" }, { "read", "--json" },      { "read", "--count" },
  { "info", "--json" }, { "export", "/dev/null" },
};

/* Runs @script for each use: "$2" and "$4" are its words, "$3" is @path. The exit status must be 1,
 * and nothing be printed but the message. */
static void
check_script (const char *script, const char *path, const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++) {
    g_autoptr (TestProgramResult) result =
        test_pktmon_run_script (script, "", uses[i].verb, path, uses[i].after, NULL);

    test_pktmon_check_result (result, 1, "", message);
    g_assert_true (g_str_has_prefix (result->messages, "pktmon: "));
  }
}

static void
check (const char *path, const char *message)
{
  check_script ("\"$pktmon\" \"$2\" \"$3\" \"$4\"", path, message);
}

static char *
save (const TestFolder *folder, const char *name, const void *data, gsize size)
{
  char *path = test_folder_build (folder, name);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  return path;
}

static TestBuilder *
build_some (void)
{
  TestBuilder *builder = test_builder_new (FALSE);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 3; i++)
    test_builder_frame (builder, i, 17, 1, 2);
  return builder;
}

/* --- Files --- */

static void
test_missing (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "none");
  g_autofree char *below = test_folder_build (folder, "none/none");
  g_autofree char *strange = test_folder_build (folder, "none\x1b[31m\xff");
  g_autofree char *message = g_strdup_printf (
      "pktmon: “%s” could not be opened: No such file or directory.\n  Check the name", path);

  check (path, message);
  check (below, "could not be opened: No such file or directory.\n");
  check (strange, "none\\x1b[31m\\xff” could not be opened");
  check ("", "“” could not be opened: No such file or directory.\n");
}

static void
test_folder (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *file = save (folder, "file", "x", 1);
  g_autofree char *below = g_build_filename (file, "none", NULL);

  check (folder->path, "could not be opened: Is a directory.\n");
  check (below, "could not be opened: Not a directory.\n");
}

static void
test_unreadable (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = save (folder, "file", "x", 1);

  if (!test_pktmon_can_drop_privileges())
    return;
  g_assert_cmpint (chmod (folder->path, 0755), ==, 0);
  g_assert_cmpint (chmod (path, 0600), ==, 0);
  check_script (TEST_UNPRIVILEGED " \"$pktmon\" \"$2\" \"$3\" \"$4\"", path,
                "could not be opened: Permission denied.\n  Ask its owner");
}

static void
test_socket (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "socket");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int descriptor = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (descriptor, (struct sockaddr *) &address, sizeof address), ==, 0);
  check (path, "could not be opened: No such device or address.\n");
  close (descriptor);
}

/* --- What is in them --- */

static void
test_no_capture (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *empty = save (folder, "empty", "", 0);
  g_autofree char *text = save (folder, "text", "hello, world\n", 13);
  g_autofree char *short_text = save (folder, "short", "he", 2);
  g_autofree char *head = save (folder, "head", "\x0a\x0d\x0d\x0a\x1c", 5);
  g_autofree char *packed = save (folder, "packed", "\x1f\x8b\x08 this is no gzip", 18);

  check (empty, "The file is empty.\n");
  check ("/dev/null", "The file is empty.\n");
  check (text, "This is not a capture file: ");
  check (short_text, "The file ends within its header.\n");
  check (head, "The file ends within its header.\n");
  check (packed, "compress");
}

/* --- Standard input --- */

static void
test_standard_input (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_some();
  g_autofree char *path = save (folder, "capture", builder->bytes->data, builder->bytes->len);

  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++) {
    g_autoptr (TestProgramResult) file = test_pktmon_run_script (
        "\"$pktmon\" \"$1\" - \"$2\" <\"$3\"", uses[i].verb, uses[i].after, path, NULL);
    g_autoptr (TestProgramResult) pipe = test_pktmon_run_script (
        "cat \"$3\" | \"$pktmon\" \"$1\" - \"$2\"", uses[i].verb, uses[i].after, path, NULL);
    g_autofree char *expected = test_program_result_dup_text (file);

    test_pktmon_check_result (file, 0, NULL, "");
    test_pktmon_check_result (pipe, 0, expected, "");
  }
}

static void
test_no_standard_input (void)
{
  check_script ("\"$pktmon\" \"$2\" - \"$4\" <&-", "", "could not be ");
  check_script ("printf '' | \"$pktmon\" \"$2\" - \"$4\"", "", "The file is empty.\n");
  check_script ("\"$pktmon\" \"$2\" - \"$4\" </", "", "could not be opened: Is a directory.\n");
}

static void
test_terminal (void)
{
  g_autoptr (TestProgramResult) result = NULL;

  if (!test_program_is_here ("script"))
    return;
  result = test_pktmon_run_script (
      "export pktmon; script -qec '\"$pktmon\" read -' /dev/null </dev/null", NULL);
  test_pktmon_check_result (result, 1,
                            "pktmon: Standard input is a terminal.\r\n"
                            "  Give it a capture: “pktmon … - < FILE”, or name a file.\r\n",
                            NULL);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inputs/missing", test_missing);
  g_test_add_func ("/inputs/folder", test_folder);
  g_test_add_func ("/inputs/unreadable", test_unreadable);
  g_test_add_func ("/inputs/socket", test_socket);
  g_test_add_func ("/inputs/no-capture", test_no_capture);
  g_test_add_func ("/inputs/standard-input", test_standard_input);
  g_test_add_func ("/inputs/no-standard-input", test_no_standard_input);
  g_test_add_func ("/inputs/terminal", test_terminal);
  return g_test_run();
}
