/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "export/bytes-text.h"

#define SAMPLE "GET /\r\n\t\x01\x7f\xff\xc3\xa4\xe2\x80"
#define SAMPLE_SIZE (sizeof SAMPLE - 1)

static void
check (PktmonBytesForm form, const char *data, gsize size, gsize offset, const char *expected)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };
  g_autofree char *text = NULL;

  pktmon_bytes_text_append (&buffer, form, (const guint8 *) data, size, offset);
  text = pktmon_line_buffer_dup_text (&buffer);
  g_assert_true (g_utf8_validate_len (text, buffer.length, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_hex (void)
{
  check (PKTMON_BYTES_HEX, "", 0, 0, "");
  check (PKTMON_BYTES_HEX, "\x00\x0a\xff", 3, 9, "000aff");
}

static void
test_c_array (void)
{
  check (PKTMON_BYTES_C_ARRAY, "\x01", 1, 0,
         "static const unsigned char bytes[1] = {\n  0x01,\n};\n");
  check (PKTMON_BYTES_C_ARRAY, "0123456789abc", 13, 0,
         "static const unsigned char bytes[13] = {\n"
         "  0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62,\n"
         "  0x63,\n};\n");
}

/* Text stays text; everything else is a dot a byte, also a character that is cut short. */
static void
test_text (void)
{
  check (PKTMON_BYTES_TEXT, SAMPLE, SAMPLE_SIZE, 0, "GET /\r\n\t...ä..");
  check (PKTMON_BYTES_TEXT, "\0a", 2, 0, ".a");
}

static void
test_dump (void)
{
  check (PKTMON_BYTES_DUMP, "", 0, 0, "");
  check (PKTMON_BYTES_DUMP, SAMPLE, SAMPLE_SIZE, 0x12345678,
         "12345678  47 45 54 20 2f 0d 0a 09  01 7f ff c3 a4 e2 80     |GET /..........|\n");
  check (PKTMON_BYTES_DUMP, "0123456789abcdefg", 17, 16,
         "00000010  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|\n"
         "00000020  67                                                |g|\n");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bytes-text/hex", test_hex);
  g_test_add_func ("/bytes-text/c-array", test_c_array);
  g_test_add_func ("/bytes-text/text", test_text);
  g_test_add_func ("/bytes-text/dump", test_dump);
  return g_test_run();
}
