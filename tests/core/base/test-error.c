/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <gio/gio.h>
#include <locale.h>
#include <string.h>

#include "base/error.h"

/* Every message says what failed and what to do. */

static void
assert_parts (const GError *error, const char *what, const char *advice)
{
  g_autofree char *own = pktmon_error_dup_what (error);

  g_assert_cmpstr (own, ==, what);
  g_assert_cmpstr (pktmon_error_get_advice (error), ==, advice);
}

static void
test_parts (void)
{
  g_autoptr (GError) error = NULL;

  pktmon_error_set (&error, PKTMON_ERROR_INVALID, "This is wrong.", "Do it right.");
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  assert_parts (error, "This is wrong.", "Do it right.");
  pktmon_error_set (NULL, PKTMON_ERROR_INVALID, "Nobody", "looks.");
}

/* Errors that are not ours have one part, whatever is in it. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "one\ntwo");

  assert_parts (error, "one\ntwo", NULL);
}

typedef struct {
  int error_number;
  PktmonError code;
} ErrnoCase;

static const ErrnoCase errno_cases[] = {
  { ENOENT, PKTMON_ERROR_NOT_FOUND },
  { ENOTDIR, PKTMON_ERROR_NOT_FOUND },
  { ENAMETOOLONG, PKTMON_ERROR_INVALID },
  { EISDIR, PKTMON_ERROR_INVALID },
  { EACCES, PKTMON_ERROR_PERMISSION },
  { EPERM, PKTMON_ERROR_PERMISSION },
  { EROFS, PKTMON_ERROR_PERMISSION },
  { ENOSPC, PKTMON_ERROR_NO_SPACE },
  { EDQUOT, PKTMON_ERROR_NO_SPACE },
  { EFBIG, PKTMON_ERROR_NO_SPACE },
  { EIO, PKTMON_ERROR_IO },
  { 0x7fff, PKTMON_ERROR_IO },
};

static void
test_errno (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errno_cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *what = g_strdup_printf ("“out” could not be written: %s.",
                                             g_strerror (errno_cases[i].error_number));
    const char *advice;

    pktmon_error_set_errno (&error, errno_cases[i].error_number, "“out” could not be written");
    g_assert_error (error, PKTMON_ERROR, (int) errno_cases[i].code);
    advice = pktmon_error_get_advice (error);
    assert_parts (error, what, advice);
    g_assert_cmpuint (strlen (advice), >, 10);
    g_assert_true (g_str_has_suffix (advice, "."));
  }
}

/* Every number of the system, in one pass: none without advice. */
static void
test_all_errno (void)
{
  for (int number = 1; number < 256; number++) {
    g_autoptr (GError) error = NULL;

    pktmon_error_set_errno (&error, number, "It failed");
    g_assert_nonnull (pktmon_error_get_advice (error));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/parts", test_parts);
  g_test_add_func ("/error/foreign", test_foreign);
  g_test_add_func ("/error/errno", test_errno);
  g_test_add_func ("/error/all-errno", test_all_errno);
  return g_test_run();
}
