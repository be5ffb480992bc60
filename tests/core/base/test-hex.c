/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "base/hex.h"

/* What the bytes of @text are, as digits; NULL with the error. */
static char *
parse (const char *text, gsize size, GError **error)
{
  /* Exactly these bytes, so that reading beyond them is noticed. */
  g_autofree char *copy = g_memdup2 (text, size);
  g_autoptr (GBytes) bytes = pktmon_hex_parse (copy, size, error);
  GString *digits;
  const guint8 *data;
  gsize n_bytes;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &n_bytes);
  digits = g_string_new (NULL);
  for (gsize i = 0; i < n_bytes; i++)
    g_string_append_printf (digits, "%02x", data[i]);
  return g_string_free (digits, FALSE);
}

typedef struct {
  const char *text, *expected;
} Case;

static void
check_good (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *digits = parse (cases[i].text, strlen (cases[i].text), &error);

    if (error != NULL)
      g_test_message ("%s", cases[i].text);
    g_assert_no_error (error);
    g_assert_cmpstr (digits, ==, cases[i].expected);
  }
}

/* `expected` is how the message begins. */
static void
check_bad (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *digits = parse (cases[i].text, strlen (cases[i].text), &error);

    if (digits != NULL)
      g_test_message ("%s", cases[i].text);
    g_assert_null (digits);
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
    if (!g_str_has_prefix (error->message, cases[i].expected))
      g_assert_cmpstr (error->message, ==, cases[i].expected);
  }
}

/* --- Groups --- */

static void
test_groups (void)
{
  static const Case cases[] = {
    { "00", "00" },
    { "45000054", "45000054" },
    { "45 00 00 54", "45000054" },
    { "  45\t00\r\n00 54\n\n", "45000054" },
    { "4500 0054", "45000054" },
    { "AbCd", "abcd" },
    { "02:00:00:00:00:01", "020000000001" },
    { "02-00-00-00-00-01", "020000000001" },
    { "0200.0000.0001", "020000000001" },
    { "0x45 0x00", "4500" },
    { "0x45,0x0,0xA,", "45000a" },
    { "0X4500", "4500" },
    { "0x45000054", "45000054" },
    { "[0x45, 0x00]", "4500" },
    { "\"\\x45\\x00\" \\\n\"\\x00\\x54\"", "45000054" },
    { "45;00", "4500" },
    { "4500\n0054\n", "45000054" },
    { "00 00\n00 10 45", "0000001045" },
  };

  check_good (cases, G_N_ELEMENTS (cases));
}

static void
test_bad_groups (void)
{
  static const Case cases[] = {
    { "", "There are no bytes." },
    { " \n ", "There are no bytes." },
    { "4", "Line 1, column 1: “4” has an odd number of digits." },
    { "45 0", "Line 1, column 4: “0” has an odd number of digits." },
    { "450", "Line 1, column 1: “450” has an odd number of digits." },
    { "45 zz", "Line 1, column 4: “zz” is no hexadecimal number." },
    { "45 00\n00 5g\n", "Line 2, column 4: “5g” is no hexadecimal number." },
    { "é 45", "Line 1, column 1: “é” is no hexadecimal number." },
    { "45 é", "Line 1, column 4: “é” is no hexadecimal number." },
    { "0x", "Line 1, column 1: “0x” is no hexadecimal number." },
    { "0x4g", "Line 1, column 1: “0x4g” is no hexadecimal number." },
    { "0x450", "Line 1, column 1: “0x450” has an odd number of digits." },
    { "450x00", "Line 1, column 1: “450x00” is no hexadecimal number." },
    { "45 \x80\x81", "Line 1, column 4: “\\x80\\x81” is no hexadecimal number." },
    { "45 this is a text that is very long indeed", "Line 1, column 4: “this” is no" },
    /* Words of 16 bits, their bytes swapped. */
    { "0000000 0045 5400\n0000004\n", "Line 1, column 1: “0000000” has an odd number of digits." },
  };

  check_bad (cases, G_N_ELEMENTS (cases));
}

/* A zero in the text is no end. */
static void
test_zero (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *digits = parse ("45\0 00", 6, &error);

  g_assert_null (digits);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

/* --- Arrays --- */

static void
test_arrays (void)
{
  static const Case cases[] = {
    { "{ 0x45, 0x00 }", "4500" },
    { "{0x45,0x00}", "4500" },
    { "static const unsigned char bytes[2] = {\n  0x45, 0x00,\n};\n", "4500" },
    { "unsigned char x[] = {\n  0x45\n};\nunsigned int x_len = 1;\n", "45" },
    { "/* Frame (2 bytes) { */\nchar a[] = { /* 1 */ 0x45, // E } 0x99\n0x00 /* . */};", "4500" },
    { "{ 0x45/*a*/, 0x1//b\n}", "4501" },
  };

  check_good (cases, G_N_ELEMENTS (cases));
}

static void
test_bad_arrays (void)
{
  static const Case cases[] = {
    { "{}", "There are no bytes." },
    { "{ 0x45", "Line 1, column 1: “{” is closed nowhere." },
    { "x =\n { 0x45, /* }", "Line 2, column 2: “{” is closed nowhere." },
    { "{ 69, 0 }", "Line 1, column 3: “69,” has no 0x in front." },
    { "{ 0x45,\n 0xzz }", "Line 2, column 2: “0xzz” is no hexadecimal number." },
    { "{ 0x45 } { 0x46 }", "Line 1, column 10: “{” begins a second array." },
    { "{ 0x45, /*\n\n*/ oops }", "Line 3, column 4: “oops” has no 0x in front." },
  };

  check_bad (cases, G_N_ELEMENTS (cases));
}

/* --- Dumps --- */

static void
test_dumps (void)
{
  static const Case cases[] = {
    /* xxd */
    { "00000000: 4142 4344 3132 3334 3536 3738 0000 ff20  ABCD12345678... \n"
      "00000010: 4142                                     AB\n",
      "4142434431323334353637380000ff204142" },
    { "00000000: 4142 4344 4546 3132  ABCDEF12\n00000008: 3132 33              123\n",
      "4142434445463132313233" },
    { "000: 41 42\n002: 43\n", "414243" },
    { "00000000: 2020 4142    AB\n00000004: 2041        A\n", "202041422041" },
    { "00000000: 7c41 7c  |A|\n00000003: 3e3c       ><\n", "7c417c3e3c" },
    /* hexdump -C, also with lines left out */
    { "00000000  41 42 43 44 31 32 33 34  35 36 37 38 7c 0a 00 ff  |ABCD12345678|...|\n"
      "00000010  41 42 43 44 31 32 33 34                           |ABCD1234|\n00000018\n",
      "4142434431323334353637387c0a00ff4142434431323334" },
    { "00000000  00 00 00 00  |....|\n*\n00000010  01                   |.|\n00000011\n",
      "0000000000000000000000000000000001" },
    { "00000000  41 42  |AB|\n*\n00000006\n", "414241424142" },
    /* od -t x1, -A x, z */
    { "0000000 41 42 43 44 31 32 33 34 35 36 37 38 00 00 00 ff\n0000020 41\n0000021\n",
      "414243443132333435363738000000ff41" },
    { "0000000 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n*\n0000040\n",
      "0000000000000000000000000000000000000000000000000000000000000000" },
    { "000000 41 42 3e 3c  >AB><<\n000004\n", "41423e3c" },
    { "0000000 41 42 43 44 31 32 33 34 35 36\n0000010 41\n0000011\n", "4142434431323334353641" },
    /* tcpdump */
    { "12:00:00.123456 IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1\n"
      "\t0x0000:  4500 0020 41         E...A\n\t0x0005:  42\n",
      "450000204142" },
    { "\t0x0000:  4500 001c\n\t0x0004:  00\n", "4500001c00" },
    /* tshark and Wireshark */
    { "0000  41 42 43 44 45 46 41 42 43 44 45 46 41 42 43 44   ABCDEFABCDEFABCD\n"
      "0010  41 42 43 44 45 46 41 42                           ABCDEFAB\n\n",
      "41424344454641424344454641424344"
      "4142434445464142" },
    { "Frame (4 bytes):\n0000   41 42\n0002   43 44\n", "41424344" },
    /* Blanks at the end of a line are lost on the way. */
    { "0000  41 20 20   A\n", "412020" },
    { "0000  41 42\r\n0002  43\r\n", "414243" },
    /* From the middle of a dump */
    { "0x0010:  4142 4344\n0x0014:  45\n", "4142434445" },
    /* No text, though it might be one: it is not what the bytes say */
    { "0000  41 42  43 44\n", "41424344" },
  };

  check_good (cases, G_N_ELEMENTS (cases));
}

static void
test_bad_dumps (void)
{
  static const Case cases[] = {
    { "0000  41 42\n0003  43\n", "Line 2, column 1: “0003” is not the offset after 2 bytes." },
    { "0000  41\n0002  43\n", "Line 2, column 1: “0002” is not the offset after 1 byte." },
    { "0000  41 42\n\n0000  43\n", "Line 3, column 1: “0000” begins another packet; give one." },
    { "a heading\n 0x0000:  4142\nanother\n 0x0000:  43\n",
      "Line 3, column 1: “another” stands where an offset belongs; give one packet." },
    { "41 42\n0000  43 44\n", "Line 1, column 1: “41” stands before the first offset." },
    { "0010  41 42 43\n", "Line 1, column 1: “0010” may be an offset or bytes;" },
    { "0800 45 00", "Line 1, column 1: “0800” may be an offset or bytes;" },
    { "0000  41 4x 43\n", "Line 1, column 10: “4x” is no hexadecimal number." },
    { "0000  41 42  A?\n", "Line 1, column 14: “A?” is not the text of the bytes before it." },
    { "0000  41 42  |AB\n", "Line 1, column 14: “|AB” is no hexadecimal number." },
    { "0000  41 42  |ABC|\n", "Line 1, column 14: “|ABC|” is no hexadecimal number." },
    { "0000  41 42\n*\n", "Line 2, column 1: “*” has no offset after it." },
    { "0000  41 42\n*\n0005  43\n", "Line 3, column 1: “0005” is not the offset after 2 bytes." },
    { "0000  41\n*\nffffffff  42\n",
      "Line 3, column 1: “ffffffff” is not the offset after 1 byte." },
    { "0000000 00 00 00 00\n*\n0000040 01\n",
      "Line 3, column 1: “0000040” may be octal or decimal." },
    { "0000: \n", "There are no bytes." },
    { "00000000000000000: 41\n", "Line 1, column 1: “00000000000000000:” " },
    /* Words of 32 bits, their bytes swapped: the text gives it away. */
    { "00000000: 44434241  ABCD\n", "Line 1, column 21: “ABCD”" },
  };

  check_bad (cases, G_N_ELEMENTS (cases));
}

/* Whatever the text is, it ends. */
static void
test_rubbish (void)
{
  static const char alphabet[] = "0123456789abcdefAF  \n\n\t:*|x{}/\\\"-.>,g\xc3\xa9";
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint i = 0; i < 200000; i++) {
    char text[48];
    gsize size = (gsize) g_rand_int_range (random, 0, sizeof text);
    g_autoptr (GError) error = NULL;
    g_autofree char *digits = NULL;

    for (gsize j = 0; j < size; j++)
      text[j] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
    digits = parse (text, size, &error);
    g_assert_true ((digits == NULL) == (error != NULL));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hex/groups", test_groups);
  g_test_add_func ("/hex/bad-groups", test_bad_groups);
  g_test_add_func ("/hex/zero", test_zero);
  g_test_add_func ("/hex/arrays", test_arrays);
  g_test_add_func ("/hex/bad-arrays", test_bad_arrays);
  g_test_add_func ("/hex/dumps", test_dumps);
  g_test_add_func ("/hex/bad-dumps", test_bad_dumps);
  g_test_add_func ("/hex/rubbish", test_rubbish);
  return g_test_run();
}
