/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "base/limits.h"
#include "constraint/expression-place.h"
#include "constraint/expression.h"
#include "support/waiting.h"

/* What text makes a filter, and what is said of text that does not. */

/* Two parts, both clean text of a length that a window can show. */
static void
check_message (const GError *error, const char *part)
{
  g_autofree char *what = pktmon_error_dup_what (error);

  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_nonnull (strstr (what, part));
  g_assert_cmpuint (strlen (what), <, 2000);
  g_assert_nonnull (pktmon_error_get_advice (error));
  g_assert_null (strchr (pktmon_error_get_advice (error), '\n'));
}

static char *
dup_repeated (const char *part, guint times)
{
  GString *text = g_string_new (NULL);

  while (times-- > 0)
    g_string_append (text, part);
  return g_string_free (text, FALSE);
}

static void
test_valid (void)
{
  static const char *const texts[] = {
    "", " ", "tcp port 443", "udp\nport\t53", "ether host 2:0:0:0:0:1", "wlan type mgt", "less 0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonExpression) expression = pktmon_expression_new (texts[i], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (pktmon_expression_get_text (expression), ==, texts[i]);
  }
}

static void
test_invalid (void)
{
  g_autofree char *long_text = dup_repeated ("tcp or ", PKTMON_MAX_FILTER_TEXT / 7 + 1);
  g_autofree char *long_word = dup_repeated ("ü", PKTMON_MAX_FILTER_TEXT / 2);
  g_autofree char *huge = dup_repeated ("😀", 25000);
  const struct {
    const char *text, *part;
  } cases[] = {
    { "tcp por", "“tcp por” is not valid: " },
    { "tcp\nport\nport", "“tcp\\nport\\nport”" },
    { "\x1b[31m", "\\x1b" },
    { "tcp \xff", "not UTF-8" },
    { "host \xc3", "not UTF-8" },
    { "😀", "“😀”" },
    { long_word, "…”" },
    { long_text, "longer than 4096" },
    { huge, "longer than 4096" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (pktmon_expression_new (cases[i].text, &error));
    check_message (error, cases[i].part);
  }
}

/* --- In another thread --- */

typedef struct {
  gboolean done;
  PktmonExpression *expression;
  GError *error;
} Result;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Result *self = user_data;

  self->expression = pktmon_expression_new_finish (result, &self->error);
  self->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((const Result *) data)->done;
}

static void
test_async (void)
{
  Result good = { 0 }, bad = { 0 };

  pktmon_expression_new_async ("tcp port 443", NULL, result_cb, &good);
  pktmon_expression_new_async ("tcp port", NULL, result_cb, &bad);
  test_wait (is_done, &good, "the filter is compiled");
  test_wait (is_done, &bad, "the filter is refused");
  g_assert_no_error (good.error);
  g_assert_cmpstr (pktmon_expression_get_text (good.expression), ==, "tcp port 443");
  pktmon_expression_free (good.expression);
  g_assert_null (bad.expression);
  check_message (bad.error, "“tcp port”");
  g_error_free (bad.error);
}

static void
test_cancel (void)
{
  for (guint i = 0; i < 100; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new();
    Result result = { 0 };

    pktmon_expression_new_async ("tcp port 443 or udp port 53", cancellable, result_cb, &result);
    if (i % 2 == 0)
      g_thread_yield();
    g_cancellable_cancel (cancellable);
    test_wait (is_done, &result, "the compilation is cancelled");
    g_assert_null (result.expression);
    g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_error_free (result.error);
  }
}

/* Where it is wrong, in characters; 0: libpcap's own words say it. */
static void
test_place (void)
{
  static const struct {
    const char *text;
    guint place;
  } mistakes[] = {
    { ")", 1 },
    { "  )", 3 },
    { "tcp port 443 and and udp", 18 },
    { "tcp port", 9 },
    { "tcp) and udp", 4 },
    { "(tcp and (udp or)", 17 },
    { "host 1.2.3.4 and 5 6", 20 },
    { "udp and\n\tor tcp", 10 },
    { "tcp \xc3\xa4 and", 5 },
    { "(tcp or \xc3\xa4) and tcp", 9 },
    { "tcp port nosuchservice", 0 },
    { "tcp[1:3] = 3", 0 },
    { "vlan 5000", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (mistakes); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *place = g_strdup_printf (" at character %u.", mistakes[i].place);

    g_assert_cmpuint (pktmon_expression_find_mistake (mistakes[i].text), ==, mistakes[i].place);
    g_assert_null (pktmon_expression_new (mistakes[i].text, &error));
    g_assert_cmpint (strstr (error->message, place) != NULL, ==, mistakes[i].place > 0);
  }
  g_assert_cmpuint (pktmon_expression_find_mistake ("tcp port 443"), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/valid", test_valid);
  g_test_add_func ("/expression/invalid", test_invalid);
  g_test_add_func ("/expression/place", test_place);
  g_test_add_func ("/expression/async", test_async);
  g_test_add_func ("/expression/cancel", test_cancel);
  return g_test_run();
}
