/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "base/ranges.h"

/* The numbers from 1 to 9 that are in @text, as digits. */
static char *
list (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonRanges) ranges = pktmon_ranges_new (text, &error);
  GString *digits = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_false (pktmon_ranges_contains (ranges, 0));
  for (guint i = 1; i < 10; i++)
    if (pktmon_ranges_contains (ranges, i))
      g_string_append_printf (digits, "%u", i);
  return g_string_free (digits, FALSE);
}

static void
test_good (void)
{
  static const struct {
    const char *text, *digits;
  } cases[] = {
    { "1", "1" },
    { "9,1,5", "159" },
    { "2-4", "234" },
    { "3-3", "3" },
    { "-2,8-", "1289" },
    { "7-,6", "6789" },
    { " 1 , 3-4 ", "134" },
    { "5-6,1-9,2", "123456789" },
    { "4-5,3-7", "34567" },
    { "1-2,3-4,2-3", "1234" },
    { "1-,2-,3-", "123456789" },
    { "8,18446744073709551615", "8" },
    { "0000000000000000000000002", "2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *digits = list (cases[i].text);

    g_assert_cmpstr (digits, ==, cases[i].digits);
  }
}

static void
test_ends (void)
{
  g_autoptr (PktmonRanges) open = pktmon_ranges_new ("3-", NULL);
  g_autoptr (PktmonRanges) far =
      pktmon_ranges_new ("18446744073709551614-18446744073709551615,1", NULL);

  g_assert_true (pktmon_ranges_contains (open, G_MAXUINT64));
  g_assert_true (pktmon_ranges_contains (far, G_MAXUINT64));
  g_assert_false (pktmon_ranges_contains (far, G_MAXUINT64 - 2));
}

static void
test_bad (void)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
    { "", "“”" },
    { " ", "“”" },
    { "-", "“-”" },
    { ",", "“”" },
    { "1,", "“”" },
    { "1,,2", "“”" },
    { "0", "“0”" },
    { "0-3", "“0-3”" },
    { "5-3", "“5-3” runs backwards" },
    { "1-2-3", "“1-2-3”" },
    { "+1", "“+1”" },
    { "1 - 2", "“1 - 2”" },
    { "4,x", "“x”" },
    { "0x10", "“0x10”" },
    { "1.5", "“1.5”" },
    { "18446744073709551616", "“18446744073709551616”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonRanges) ranges = pktmon_ranges_new (cases[i].text, &error);

    g_assert_null (ranges);
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, cases[i].message));
    g_assert_nonnull (pktmon_error_get_advice (error));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranges/good", test_good);
  g_test_add_func ("/ranges/ends", test_ends);
  g_test_add_func ("/ranges/bad", test_bad);
  return g_test_run();
}
