/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <locale.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"

/* Text of bounded length, against simpler ways to write the same. */

#define SIZE 128

/* --- Bytes from outside --- */

/* The length of the UTF-8 character at @data by the table of RFC 3629, section 4; 0 when there is
 * none. */
static gsize
character_size (const guint8 *data, gsize size)
{
  static const struct {
    guint8 first, last;               /* byte 1 */
    guint8 second_first, second_last; /* byte 2; the others are 80 to bf */
    gsize size;
  } rows[] = {
    { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
    { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
    { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean good = data[0] >= rows[i].first && data[0] <= rows[i].last && size >= rows[i].size &&
                    data[1] >= rows[i].second_first && data[1] <= rows[i].second_last;

    for (gsize j = 2; good && j < rows[i].size; j++)
      good = (data[j] & 0xc0) == 0x80;
    if (good)
      return rows[i].size;
  }
  return 0;
}

/* Characters that are no controls, and do not change the direction or the width of text. */
static gboolean
is_shown (const guint8 *data)
{
  static const gunichar hidden[][2] = {
    { 0x80, 0x9f }, { 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2066, 0x2069 }, { 0xfeff, 0xfeff },
  };
  gunichar c = g_utf8_get_char ((const char *) data);

  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    if (c >= hidden[i][0] && c <= hidden[i][1])
      return FALSE;
  return TRUE;
}

static void
write_expected (GString *out, const guint8 *data, gsize size)
{
  g_string_truncate (out, 0);
  for (gsize at = 0; at < size;) {
    gsize wide = character_size (data + at, size - at);

    if (wide > 0 && is_shown (data + at))
      g_string_append_len (out, (const char *) data + at, (gssize) wide);
    else if (data[at] >= 0x20 && data[at] < 0x7f)
      g_string_append_c (out, (char) data[at]);
    else if (data[at] == '\n' || data[at] == '\r' || data[at] == '\t')
      g_string_append (out, data[at] == '\n' ? "\\n" : data[at] == '\r' ? "\\r" : "\\t");
    else
      g_string_append_printf (out, "\\x%02x", data[at]);
    at += wide > 0 && is_shown (data + at) ? wide : 1;
  }
}

static void
check_foreign (GString *expected, const guint8 *data, gsize size)
{
  char buffer[SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_foreign (&text, data, size);
  write_expected (expected, data, size);
  if (strcmp (buffer, expected->str) != 0)
    g_assert_cmpstr (buffer, ==, expected->str);
}

/* Each sequence of up to two bytes; with a third of each kind that there is. */
static void
test_short_sequences (void)
{
  static const guint8 third[] = { 0x00, 0x0a, 0x20, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                  0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe2, 0xf0, 0xff };
  g_autoptr (GString) expected = g_string_new (NULL);

  check_foreign (expected, NULL, 0);
  for (guint i = 0; i < 0x10000; i++) {
    guint8 data[3] = { (guint8) (i >> 8), (guint8) i };

    check_foreign (expected, data, 1);
    check_foreign (expected, data, 2);
    for (gsize j = 0; j < sizeof third; j++) {
      data[2] = third[j];
      check_foreign (expected, data, 3);
    }
  }
}

/* Each sequence of three bytes that may be one character, or nearly is. */
static void
test_three_bytes (void)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 0x10 * 0x100 * 0x100; i++) {
    guint8 data[3] = { (guint8) (0xe0 | i >> 16), (guint8) (i >> 8), (guint8) i };

    check_foreign (expected, data, 3);
  }
}

/* Each number that UTF-8 can write, also those that are no characters. */
static void
test_four_bytes (void)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < 0x200000; i += 1 + i % 7) {
    guint8 data[4] = { (guint8) (0xf0 | i >> 18), (guint8) (0x80 | (i >> 12 & 0x3f)),
                       (guint8) (0x80 | (i >> 6 & 0x3f)), (guint8) (0x80 | (i & 0x3f)) };

    check_foreign (expected, data, 4);
    check_foreign (expected, data, 3);
  }
}

/* --- The end of the buffer --- */

/* What fits of @whole into @size bytes. (transfer full) */
static char *
cut_to (const char *whole, gsize size)
{
  gsize length = strlen (whole);
  const char *end;

  if (length < size)
    return g_strdup (whole);
  for (end = whole + size - sizeof "…"; ((guint8) *end & 0xc0) == 0x80; end--)
    ;
  return g_strdup_printf ("%.*s…", (int) (end - whole), whole);
}

static void
check_cut (const char *const *parts, guint n_parts, gsize size)
{
  g_autofree char *buffer = g_malloc (size); /* no byte more */
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autofree char *expected = NULL;
  PktmonText text;

  pktmon_text_init (&text, buffer, size);
  for (guint i = 0; i < n_parts; i++) {
    if (i % 3 == 0)
      pktmon_text_append (&text, parts[i]);
    else if (i % 3 == 1)
      pktmon_text_append_foreign (&text, (const guint8 *) parts[i], strlen (parts[i]));
    else
      pktmon_text_append_printf (&text, "%s", parts[i]);
    g_string_append (whole, parts[i]);
  }
  expected = cut_to (whole->str, size);
  g_assert_cmpstr (buffer, ==, expected);
  g_assert_true (g_utf8_validate (buffer, -1, NULL));
  g_assert_cmpuint (text.length, ==, strlen (buffer));
  g_assert_cmpint (text.full, ==, whole->len >= size);
}

static void
test_cut (void)
{
  static const char *const characters[] = { "a", "ü", "→", "😀", "", "abc", "…", "xyzü" };
  const char *parts[12];

  for (guint round = 0; round < 5000; round++) {
    guint n_parts = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (parts) + 1);

    for (guint i = 0; i < n_parts; i++)
      parts[i] = characters[g_test_rand_int_range (0, G_N_ELEMENTS (characters))];
    for (gsize size = 4; size < 24; size++)
      check_cut (parts, n_parts, size);
  }
}

static void
test_clear (void)
{
  char buffer[4];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append (&text, "abcd");
  g_assert_cmpstr (buffer, ==, "…");
  pktmon_text_append_char (&text, 'x');
  g_assert_cmpstr (buffer, ==, "…");
  pktmon_text_clear (&text);
  g_assert_false (text.full);
  pktmon_text_append_char (&text, 'x');
  g_assert_cmpstr (buffer, ==, "x");
}

/* --- Numbers and addresses --- */

static void
check_number (guint64 value)
{
  char buffer[SIZE];
  PktmonText text;
  g_autofree char *expected = NULL;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_u64 (&text, value);
  pktmon_text_append_char (&text, ' ');
  pktmon_text_append_hex (&text, value, 0);
  pktmon_text_append_char (&text, ' ');
  pktmon_text_append_hex (&text, value, 6);
  pktmon_text_append_char (&text, ' ');
  pktmon_text_append_hex (&text, value, 99);
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT " 0x%" G_GINT64_MODIFIER
                              "x 0x%06" G_GINT64_MODIFIER "x 0x%016" G_GINT64_MODIFIER "x",
                              value, value, value, value);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_numbers (void)
{
  guint64 power = 1;

  check_number (0);
  check_number (G_MAXUINT64);
  for (guint i = 0; i < 20; i++, power *= 10) {
    check_number (power - 1);
    check_number (power);
  }
}

/* Groups of three digits, from the right. */
static void
check_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  g_autofree char *grouped = pktmon_format_dup_count (count);
  g_autoptr (GString) expected = g_string_new (NULL);
  char buffer[SIZE];
  PktmonText text;
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append_c (expected, ',');
    g_string_append_c (expected, digits[i]);
  }
  g_assert_cmpstr (grouped, ==, expected->str);
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_format_append_count (&text, count);
  g_assert_cmpstr (buffer, ==, expected->str);
}

static void
test_counts (void)
{
  guint64 power = 1;

  check_count (0);
  check_count (G_MAXUINT64);
  for (guint i = 0; i < 20; i++, power *= 10) {
    check_count (power - 1);
    check_count (power);
    check_count (power * 7 + 3);
  }
}

/* Each pattern of zero and other groups. */
static void
test_ipv6 (void)
{
  static const guint16 values[] = { 1, 0xa, 0x10, 0xabc, 0xffff, 0x7f00 };

  for (guint i = 0; i < 256 * G_N_ELEMENTS (values); i++) {
    guint8 address[16] = { 0 };
    char expected[INET6_ADDRSTRLEN];
    char buffer[SIZE];
    PktmonText text;

    for (guint group = 0; group < 8; group++)
      if (i >> group & 1) {
        address[2 * group] = (guint8) (values[i / 256] >> 8);
        address[2 * group + 1] = (guint8) values[i / 256];
      }
    inet_ntop (AF_INET6, address, expected, sizeof expected);
    pktmon_text_init (&text, buffer, sizeof buffer);
    pktmon_text_append_ipv6 (&text, address);
    g_assert_cmpstr (buffer, ==, expected);
  }
}

static void
test_other_addresses (void)
{
  for (guint i = 0; i < 256; i++) {
    guint8 bytes[6] = { (guint8) i, (guint8) (i * 7), (guint8) (i + 99), (guint8) ~i, 0, 0xf0 };
    g_autofree char *expected =
        g_strdup_printf ("%02x:%02x:%02x:%02x:%02x:%02x %u.%u.%u.%u", bytes[0], bytes[1], bytes[2],
                         bytes[3], bytes[4], bytes[5], bytes[0], bytes[1], bytes[2], bytes[3]);
    char buffer[SIZE];
    PktmonText text;

    pktmon_text_init (&text, buffer, sizeof buffer);
    pktmon_text_append_mac (&text, bytes);
    pktmon_text_append_char (&text, ' ');
    pktmon_text_append_ipv4 (&text, bytes);
    g_assert_cmpstr (buffer, ==, expected);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/short-sequences", test_short_sequences);
  g_test_add_func ("/text/three-bytes", test_three_bytes);
  g_test_add_func ("/text/four-bytes", test_four_bytes);
  g_test_add_func ("/text/cut", test_cut);
  g_test_add_func ("/text/clear", test_clear);
  g_test_add_func ("/text/numbers", test_numbers);
  g_test_add_func ("/text/counts", test_counts);
  g_test_add_func ("/text/ipv6", test_ipv6);
  g_test_add_func ("/text/other-addresses", test_other_addresses);
  return g_test_run();
}
