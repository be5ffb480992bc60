/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

#define ELLIPSIS "…"
#define ELLIPSIS_SIZE (sizeof ELLIPSIS - 1)

static const char hex_digits[] = "0123456789abcdef";

void
pktmon_text_init (PktmonText *self, char *data, gsize size)
{
  self->data = data;
  self->size = size;
  pktmon_text_clear (self);
}

void
pktmon_text_clear (PktmonText *self)
{
  self->length = 0;
  self->full = FALSE;
  self->data[0] = '\0';
}

/* Makes room for the ellipsis by giving up whole characters. */
static void
cut (PktmonText *self)
{
  gsize length = MIN (self->length, self->size - 1 - ELLIPSIS_SIZE);

  while (length > 0 && (self->data[length] & 0xc0) == 0x80)
    length--;
  memcpy (self->data + length, ELLIPSIS, ELLIPSIS_SIZE + 1);
  self->length = length + ELLIPSIS_SIZE;
  self->full = TRUE;
}

static void
append_sized (PktmonText *self, const char *text, gsize size)
{
  gsize room = self->size - 1 - self->length;

  if (G_UNLIKELY (self->full))
    return;
  if (G_UNLIKELY (size > room)) {
    memcpy (self->data + self->length, text, room);
    self->length += room;
    cut (self);
    return;
  }
  memcpy (self->data + self->length, text, size);
  self->length += size;
  self->data[self->length] = '\0';
}

void
pktmon_text_append (PktmonText *self, const char *text)
{
  append_sized (self, text, strlen (text));
}

void
pktmon_text_append_char (PktmonText *self, char character)
{
  append_sized (self, &character, 1);
}

void
pktmon_text_append_u64 (PktmonText *self, guint64 value)
{
  char digits[20];
  gsize start = sizeof digits;

  do {
    digits[--start] = (char) ('0' + value % 10);
    value /= 10;
  } while (value > 0);
  append_sized (self, digits + start, sizeof digits - start);
}

void
pktmon_text_append_hex (PktmonText *self, guint64 value, guint digits)
{
  char buffer[18];
  gsize start = sizeof buffer;

  digits = MIN (digits, 16);
  do {
    buffer[--start] = hex_digits[value & 15];
    value >>= 4;
  } while (value > 0 || sizeof buffer - start < digits);
  buffer[--start] = 'x';
  buffer[--start] = '0';
  append_sized (self, buffer + start, sizeof buffer - start);
}

void
pktmon_text_append_bytes (PktmonText *self, const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size && !self->full; i++) {
    char digits[2] = { hex_digits[data[i] >> 4], hex_digits[data[i] & 15] };

    append_sized (self, digits, sizeof digits);
  }
}

void
pktmon_text_append_mac (PktmonText *self, const guint8 mac[6])
{
  char buffer[17];
  gsize used = 0;

  for (guint i = 0; i < 6; i++) {
    if (i > 0)
      buffer[used++] = ':';
    buffer[used++] = hex_digits[mac[i] >> 4];
    buffer[used++] = hex_digits[mac[i] & 15];
  }
  append_sized (self, buffer, used);
}

void
pktmon_text_append_ipv4 (PktmonText *self, const guint8 address[4])
{
  char buffer[15];
  gsize used = 0;

  for (guint i = 0; i < 4; i++) {
    guint8 byte = address[i];

    if (i > 0)
      buffer[used++] = '.';
    if (byte >= 100)
      buffer[used++] = (char) ('0' + byte / 100);
    if (byte >= 10)
      buffer[used++] = (char) ('0' + byte / 10 % 10);
    buffer[used++] = (char) ('0' + byte % 10);
  }
  append_sized (self, buffer, used);
}

/* Finds the longest run of at least two zero groups, the first of equals (RFC 5952 section 4.2). */
static guint
longest_zero_run (const guint16 groups[8], guint *start)
{
  guint best = 0, run = 0;

  *start = 8;
  for (guint i = 0; i < 8; i++) {
    run = groups[i] == 0 ? run + 1 : 0;
    if (run > best && run >= 2) {
      best = run;
      *start = i + 1 - run;
    }
  }
  return best;
}

static gsize
write_group (char *out, guint16 group)
{
  gsize used = 0;

  for (int shift = 12; shift >= 0; shift -= 4) {
    guint digit = group >> shift & 15;

    if (digit != 0 || used > 0 || shift == 0)
      out[used++] = hex_digits[digit];
  }
  return used;
}

/* ::ffff:0:0/96 and ::/96 beyond :: and ::1, as inet_ntop writes them (RFC 5952 section 5). */
static gboolean
ends_in_ipv4 (const guint16 groups[8], guint start, guint run)
{
  return start == 0 && ((run == 6 && groups[6] != 0) || (run == 5 && groups[5] == 0xffff));
}

void
pktmon_text_append_ipv6 (PktmonText *self, const guint8 address[16])
{
  guint16 groups[8];
  char buffer[40];
  gsize used = 0;
  guint start, run;

  for (guint i = 0; i < 8; i++)
    groups[i] = (guint16) (address[2 * i] << 8 | address[2 * i + 1]);
  run = longest_zero_run (groups, &start);
  if (ends_in_ipv4 (groups, start, run)) {
    pktmon_text_append (self, run == 5 ? "::ffff:" : "::");
    pktmon_text_append_ipv4 (self, address + 12);
    return;
  }
  for (guint i = 0; i < 8;) {
    if (i == start) {
      buffer[used++] = ':';
      i += run;
      if (i == 8)
        buffer[used++] = ':';
      continue;
    }
    if (i > 0)
      buffer[used++] = ':';
    used += write_group (buffer + used, groups[i++]);
  }
  append_sized (self, buffer, used);
}

static void
append_escaped (PktmonText *self, guint8 byte)
{
  char hex[4] = { '\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15] };

  if (byte == '\n')
    append_sized (self, "\\n", 2);
  else if (byte == '\r')
    append_sized (self, "\\r", 2);
  else if (byte == '\t')
    append_sized (self, "\\t", 2);
  else
    append_sized (self, hex, sizeof hex);
}

/* Size of the printable UTF-8 character at `data`, or 0. C1 controls, line and paragraph separators
 * and the characters that turn the direction of text do not count as printable. */
static gsize
printable_size (const guint8 *data, gsize size)
{
  gunichar c = g_utf8_get_char_validated ((const char *) data, (gssize) MIN (size, 6));

  if (c == (gunichar) -1 || c == (gunichar) -2 || c < 0xa0 || c == 0x2028 || c == 0x2029 ||
      (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
      (c >= 0x2066 && c <= 0x2069) || c == 0xfeff)
    return 0;
  return (gsize) g_unichar_to_utf8 (c, NULL);
}

void
pktmon_text_append_foreign (PktmonText *self, const guint8 *data, gsize size)
{
  gsize at = 0;

  while (at < size && !self->full) {
    gsize plain = at;
    gsize wide;

    while (plain < size && data[plain] >= 0x20 && data[plain] < 0x7f)
      plain++;
    append_sized (self, (const char *) data + at, plain - at);
    at = plain;
    if (at == size)
      return;
    wide = data[at] >= 0x80 ? printable_size (data + at, size - at) : 0;
    if (wide > 0)
      append_sized (self, (const char *) data + at, wide);
    else
      append_escaped (self, data[at]);
    at += MAX (wide, 1);
  }
}

char *
pktmon_text_dup_foreign (const char *text)
{
  gsize size = strlen (text);
  gsize room = PKTMON_TEXT_ESCAPED_SIZE * (size + 1);
  char *clean = g_malloc (room);
  PktmonText clean_text;

  pktmon_text_init (&clean_text, clean, room);
  pktmon_text_append_foreign (&clean_text, (const guint8 *) text, size);
  return clean;
}

void
pktmon_text_append_rest (PktmonText *self, PktmonBytes bytes)
{
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&bytes, &size);

  pktmon_text_append_foreign (self, data, size);
}

void
pktmon_text_append_printf (PktmonText *self, const char *format, ...)
{
  gsize room = self->size - self->length;
  va_list arguments;
  int wanted;

  if (self->full)
    return;
  va_start (arguments, format);
  wanted = g_vsnprintf (self->data + self->length, room, format, arguments);
  va_end (arguments);
  if (wanted < 0)
    self->data[self->length] = '\0';
  else if ((gsize) wanted < room)
    self->length += (gsize) wanted;
  else {
    self->length += room - 1;
    cut (self);
  }
}
