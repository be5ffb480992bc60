/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/json-text.h"

#define REPLACEMENT "\\ufffd"

/* Whether the byte stands for itself in a JSON string. */
static inline gboolean
is_plain (guint8 byte)
{
  return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static void
append_escaped (PktmonLineBuffer *buffer, guint8 byte)
{
  static const char digits[] = "0123456789abcdef";
  char code[6] = { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] };
  char pair[2] = { '\\', (char) byte };

  if (byte == '"' || byte == '\\')
    pktmon_line_buffer_append_sized (buffer, pair, sizeof pair);
  else
    pktmon_line_buffer_append_sized (buffer, code, sizeof code);
}

/* Returns: bytes taken. */
static gsize
append_wide (PktmonLineBuffer *buffer, const char *data, gsize size)
{
  gunichar c = g_utf8_get_char_validated (data, (gssize) MIN (size, 6));
  gsize taken;

  if (c == (gunichar) -1 || c == (gunichar) -2) {
    pktmon_line_buffer_append (buffer, REPLACEMENT);
    return 1;
  }
  taken = (gsize) g_unichar_to_utf8 (c, NULL);
  pktmon_line_buffer_append_sized (buffer, data, taken);
  return taken;
}

void
pktmon_json_text_append (PktmonLineBuffer *buffer, const char *data, gsize size)
{
  gsize at = 0;

  pktmon_line_buffer_append_char (buffer, '"');
  while (at < size) {
    gsize plain = at;

    while (plain < size && is_plain ((guint8) data[plain]))
      plain++;
    pktmon_line_buffer_append_sized (buffer, data + at, plain - at);
    at = plain;
    if (at == size)
      break;
    if ((guint8) data[at] >= 0x80)
      at += append_wide (buffer, data + at, size - at);
    else
      append_escaped (buffer, (guint8) data[at++]);
  }
  pktmon_line_buffer_append_char (buffer, '"');
}
