/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ber.h"

#define LONG_LENGTH 0x80
#define MAX_LENGTH_SIZE 4
#define MULTIPLE_BYTE_TAG 0x1f

gboolean
pktmon_ber_next (PktmonBytes *bytes, guint8 *tag, PktmonBytes *content)
{
  gsize size;

  *tag = pktmon_bytes_u8 (bytes);
  size = pktmon_bytes_u8 (bytes);
  if (size & LONG_LENGTH) {
    guint left = size & ~LONG_LENGTH;

    if (left == 0 || left > MAX_LENGTH_SIZE)
      bytes->failed = TRUE;
    for (size = 0; left > 0 && !bytes->failed; left--)
      size = size << 8 | pktmon_bytes_u8 (bytes);
  }
  if (bytes->failed || (*tag & MULTIPLE_BYTE_TAG) == MULTIPLE_BYTE_TAG) {
    bytes->failed = TRUE;
    return FALSE;
  }
  size = MIN (size, pktmon_bytes_left (bytes));
  *content = pktmon_bytes_split (bytes, size);
  return TRUE;
}

gboolean
pktmon_ber_expect (PktmonBytes *bytes, guint8 tag, PktmonBytes *content)
{
  guint8 found;

  if (!pktmon_ber_next (bytes, &found, content) || found != tag)
    bytes->failed = TRUE;
  return !bytes->failed;
}

gint64
pktmon_ber_get_integer (PktmonBytes content)
{
  guint64 value = pktmon_bytes_peek_u8 (&content, 0) & 0x80 ? G_MAXUINT64 : 0;

  if (pktmon_bytes_left (&content) > sizeof value)
    return 0;
  while (pktmon_bytes_left (&content) > 0)
    value = value << 8 | pktmon_bytes_u8 (&content);
  return (gint64) value;
}

void
pktmon_ber_append_oid (PktmonText *text, PktmonBytes content)
{
  gboolean is_first = TRUE;

  while (pktmon_bytes_left (&content) > 0 && !text->full) {
    guint64 number = 0;
    guint8 byte;

    do {
      byte = pktmon_bytes_u8 (&content);
      number = number << 7 | (byte & 0x7f);
    } while (byte & 0x80);
    if (is_first) {
      guint64 root = MIN (number / 40, 2);

      pktmon_text_append_u64 (text, root);
      number -= root * 40;
      is_first = FALSE;
    }
    pktmon_text_append_char (text, '.');
    pktmon_text_append_u64 (text, number);
  }
}
