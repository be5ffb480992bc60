/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/bytes-text.h"

#define DUMP_COLUMNS 16
#define ARRAY_COLUMNS 12

static const char hex_digits[] = "0123456789abcdef";

char
pktmon_bytes_text_get_char (guint8 byte)
{
  return g_ascii_isprint (byte) ? (char) byte : '.';
}

static void
append_byte (PktmonLineBuffer *buffer, guint8 byte)
{
  char *to = pktmon_line_buffer_reserve (buffer, 2);

  to[0] = hex_digits[byte >> 4];
  to[1] = hex_digits[byte & 15];
  buffer->length += 2;
}

static void
append_hex (PktmonLineBuffer *buffer, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    append_byte (buffer, data[i]);
}

void
pktmon_bytes_text_append_array (PktmonLineBuffer *buffer, const char *name, const guint8 *data,
                                gsize size)
{
  pktmon_line_buffer_append (buffer, "static const unsigned char ");
  pktmon_line_buffer_append (buffer, name);
  pktmon_line_buffer_append_char (buffer, '[');
  pktmon_line_buffer_append_u64 (buffer, size);
  pktmon_line_buffer_append (buffer, "] = {");
  for (gsize i = 0; i < size; i++) {
    pktmon_line_buffer_append (buffer, i % ARRAY_COLUMNS == 0 ? "\n  0x" : " 0x");
    append_byte (buffer, data[i]);
    pktmon_line_buffer_append_char (buffer, ',');
  }
  pktmon_line_buffer_append (buffer, "\n};\n");
}

/* Bytes of the character at @data that text may hold: printable, or white space; 0: none. */
static gsize
text_size (const guint8 *data, gsize size)
{
  gunichar c = g_utf8_get_char_validated ((const char *) data, (gssize) MIN (size, 6));

  if (c == (gunichar) -1 || c == (gunichar) -2)
    return 0;
  return c == '\n' || c == '\r' || c == '\t' || g_unichar_isprint (c)
             ? (gsize) g_unichar_to_utf8 (c, NULL)
             : 0;
}

static void
append_text (PktmonLineBuffer *buffer, const guint8 *data, gsize size)
{
  for (gsize at = 0; at < size;) {
    gsize wide = text_size (data + at, size - at);

    if (wide > 0)
      pktmon_line_buffer_append_sized (buffer, (const char *) data + at, wide);
    else
      pktmon_line_buffer_append_char (buffer, '.');
    at += MAX (wide, 1);
  }
}

static void
append_dump_line (PktmonLineBuffer *buffer, const guint8 *data, gsize size, gsize offset)
{
  for (int shift = 24; shift >= 0; shift -= 8)
    append_byte (buffer, (guint8) (offset >> shift));
  for (gsize i = 0; i < DUMP_COLUMNS; i++) {
    pktmon_line_buffer_append_spaces (buffer, i % 8 == 0 ? 2 : 1);
    if (i < size)
      append_byte (buffer, data[i]);
    else
      pktmon_line_buffer_append_spaces (buffer, 2);
  }
  pktmon_line_buffer_append (buffer, "  |");
  for (gsize i = 0; i < size; i++)
    pktmon_line_buffer_append_char (buffer, pktmon_bytes_text_get_char (data[i]));
  pktmon_line_buffer_append (buffer, "|\n");
}

static void
append_dump (PktmonLineBuffer *buffer, const guint8 *data, gsize size, gsize offset)
{
  for (gsize at = 0; at < size; at += DUMP_COLUMNS)
    append_dump_line (buffer, data + at, MIN (size - at, DUMP_COLUMNS), offset + at);
}

void
pktmon_bytes_text_append (PktmonLineBuffer *buffer, PktmonBytesForm form, const guint8 *data,
                          gsize size, gsize offset)
{
  switch (form) {
  case PKTMON_BYTES_HEX:
    append_hex (buffer, data, size);
    break;
  case PKTMON_BYTES_C_ARRAY:
    pktmon_bytes_text_append_array (buffer, "bytes", data, size);
    break;
  case PKTMON_BYTES_TEXT:
    append_text (buffer, data, size);
    break;
  case PKTMON_BYTES_DUMP:
    append_dump (buffer, data, size, offset);
    break;
  default:
    g_return_if_reached();
  }
}
