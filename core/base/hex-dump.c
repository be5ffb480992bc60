/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/error.h"
#include "base/hex-private.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Digits of an offset: fewer are bytes, unless a colon follows, more are none. */
#define MIN_DIGITS 4
#define MIN_DIGITS_WITH_COLON 3
#define MAX_DIGITS 16

/* Blanks before a text column. */
#define MIN_GAP 2
/* od writes offsets in octal or decimal, and with this many digits; all others in hexadecimal. */
#define OD_DIGITS 7
static const guint radixes[] = { 16, 8, 10 };

typedef struct {
  char digits[MAX_DIGITS + 1];
  gboolean colon;
} Offset;

typedef struct {
  PktmonHex *hex;
  Offset first;                              /* of the first line; empty before it */
  gboolean excluded[G_N_ELEMENTS (radixes)]; /* which did not fit */
  gboolean repeating;                        /* a "*" stands for lines like the last one */
  gsize last_size;                           /* bytes of the last line */
} Dump;

/* --- Lines --- */

/* Whether the line goes on with two digits that stand alone. */
static gboolean
has_byte (PktmonBytes line)
{
  gsize digits = pktmon_hex_count_digits (&line);

  pktmon_bytes_skip (&line, digits);
  return digits == 2 && (pktmon_bytes_left (&line) == 0 || pktmon_hex_skip_blanks (&line) > 0);
}

/* Takes the offset that a line begins with, and the blanks behind it. Without a colon it is one
 * only where nothing follows, or bytes that stand alone. */
static gboolean
take_offset (PktmonBytes *line, Offset *offset)
{
  gsize digits;

  pktmon_hex_skip_blanks (line);
  if (pktmon_bytes_starts_with (line, "0x"))
    pktmon_bytes_skip (line, 2);
  digits = pktmon_hex_count_digits (line);
  offset->colon = pktmon_bytes_peek_u8 (line, digits) == ':';
  if (digits < (offset->colon ? MIN_DIGITS_WITH_COLON : MIN_DIGITS) || digits > MAX_DIGITS)
    return FALSE;
  pktmon_bytes_copy (line, offset->digits, digits);
  offset->digits[digits] = '\0';
  pktmon_bytes_skip (line, offset->colon);
  if (pktmon_hex_skip_blanks (line) == 0)
    return pktmon_bytes_left (line) == 0;
  return offset->colon || pktmon_bytes_left (line) == 0 || has_byte (*line);
}

static gboolean
is_zero (const Offset *offset)
{
  return strspn (offset->digits, "0") == strlen (offset->digits);
}

/* Whether there is nothing but digits and blanks. */
static gboolean
is_all_digits (PktmonBytes line)
{
  while (pktmon_bytes_left (&line) > 0) {
    gsize digits = pktmon_hex_count_digits (&line);

    pktmon_bytes_skip (&line, digits);
    if (digits == 0 && pktmon_hex_skip_blanks (&line) == 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
pktmon_hex_is_dump (PktmonBytes text)
{
  PktmonHex hex = { 0 };
  gboolean first = TRUE;
  PktmonBytes line;

  while (pktmon_hex_next_line (&hex, &text, &line)) {
    Offset offset;

    pktmon_hex_skip_blanks (&line);
    if (pktmon_bytes_left (&line) == 0)
      continue;
    if (take_offset (&line, &offset) &&
        (offset.colon || (pktmon_bytes_left (&line) > 0 && (first || is_zero (&offset)))))
      return TRUE;
    first = FALSE;
  }
  return FALSE;
}

/* --- Offsets --- */

/* Bytes from the first line to @offset, as far as numbers in @radix say so. */
static gboolean
get_distance (const Dump *self, const Offset *offset, guint radix, guint64 *distance)
{
  guint64 first, value;

  if (!g_ascii_string_to_unsigned (self->first.digits, radix, 0, G_MAXUINT64, &first, NULL) ||
      !g_ascii_string_to_unsigned (offset->digits, radix, 0, G_MAXUINT64, &value, NULL) ||
      value < first)
    return FALSE;
  *distance = value - first;
  return TRUE;
}

/* Whether a line can begin at @distance. */
static gboolean
fits (const Dump *self, guint64 distance)
{
  guint64 have = self->hex->bytes->len;

  if (!self->repeating)
    return distance == have;
  return distance > have && distance <= PKTMON_MAX_PACKET_SIZE &&
         (distance - have) % self->last_size == 0;
}

/* Adds copies of the last line up to @distance. */
static void
repeat (Dump *self, guint64 distance)
{
  GByteArray *bytes = self->hex->bytes;
  guint have = bytes->len;

  g_byte_array_set_size (bytes, (guint) distance);
  for (guint i = have; i < distance; i++)
    bytes->data[i] = bytes->data[i - self->last_size];
  self->repeating = FALSE;
}

static gboolean
fail_offset (const Dump *self, const PktmonBytes *line, const Offset *offset, GError **error)
{
  g_autofree char *what = NULL;

  if (is_zero (offset))
    return pktmon_hex_fail (self->hex, line, _ ("begins another packet; give one"), error);
  what = g_strdup_printf (ngettext ("is not the offset after %u byte",
                                    "is not the offset after %u bytes", self->hex->bytes->len),
                          self->hex->bytes->len);
  return pktmon_hex_fail (self->hex, line, what, error);
}

static gboolean
begin (Dump *self, const PktmonBytes *line, const Offset *offset, GError **error)
{
  if (!offset->colon && !is_zero (offset))
    return pktmon_hex_fail (self->hex, line,
                            _ ("may be an offset or bytes; begin with offset 0000, or write all "
                               "bytes alike"),
                            error);
  self->first = *offset;
  for (gsize i = 0; i < G_N_ELEMENTS (radixes); i++)
    self->excluded[i] = (radixes[i] == 16) == (strlen (offset->digits) == OD_DIGITS);
  return TRUE;
}

static gboolean
check_offset (Dump *self, const PktmonBytes *line, const Offset *offset, GError **error)
{
  guint64 found = G_MAXUINT64;

  for (gsize i = 0; i < G_N_ELEMENTS (radixes); i++) {
    guint64 distance;

    if (self->excluded[i])
      continue;
    if (!get_distance (self, offset, radixes[i], &distance) || !fits (self, distance))
      self->excluded[i] = TRUE;
    else if (found != G_MAXUINT64 && distance != found)
      return pktmon_hex_fail (self->hex, line, _ ("may be octal or decimal"), error);
    else
      found = distance;
  }
  if (found == G_MAXUINT64)
    return fail_offset (self, line, offset, error);
  if (self->repeating)
    repeat (self, found);
  return TRUE;
}

/* --- Bytes --- */

static void
trim_end (PktmonBytes *text)
{
  gsize length = pktmon_bytes_left (text);

  while (length > 0 && pktmon_hex_is_blank (pktmon_bytes_peek_u8 (text, length - 1)))
    length--;
  pktmon_bytes_limit (text, length);
}

/* What stands between the bars of @text; all of it when there are none. */
static PktmonBytes
strip_bars (PktmonBytes text)
{
  gsize length = pktmon_bytes_left (&text);
  guint8 open = pktmon_bytes_peek_u8 (&text, 0);
  guint8 close = open == '|' ? '|' : open == '>' ? '<' : 0;

  if (close != 0 && length >= 2 && pktmon_bytes_peek_u8 (&text, length - 1) == close) {
    pktmon_bytes_skip (&text, 1);
    pktmon_bytes_limit (&text, length - 2);
  }
  return text;
}

/* Whether @text is how the @size bytes at @data show; blanks at its end may have been lost. */
static gboolean
is_text_of (PktmonBytes text, const guint8 *data, gsize size)
{
  gsize length = pktmon_bytes_left (&text);

  for (gsize i = 0; i < size; i++) {
    guint8 character = i < length ? pktmon_bytes_peek_u8 (&text, i) : ' ';

    if (character != (g_ascii_isprint (data[i]) ? data[i] : '.') &&
        (character != '.' || data[i] != ' '))
      return FALSE;
  }
  return length <= size;
}

/* Takes the rest of a line, from @blanks on, where it is a text column, which may begin with blanks
 * and may look like more bytes.
 * Returns: FALSE with an error when it is a column of other bytes. */
static gboolean
take_text (const Dump *self, PktmonBytes *line, PktmonBytes blanks, guint first, GError **error)
{
  const GByteArray *bytes = self->hex->bytes;
  gsize size = bytes->len - first;
  PktmonBytes text = *line;

  for (pktmon_bytes_skip (&blanks, MIN_GAP); blanks.position <= line->position;
       pktmon_bytes_skip (&blanks, 1)) {
    text = blanks;
    trim_end (&text);
    if (is_text_of (text, bytes->data + first, size) ||
        is_text_of (strip_bars (text), bytes->data + first, size)) {
      pktmon_bytes_skip (line, pktmon_bytes_left (line));
      return TRUE;
    }
  }
  return pktmon_bytes_left (&text) != size ||
         pktmon_hex_fail (self->hex, line, _ ("is not the text of the bytes before it"), error);
}

static gboolean
take_bytes (Dump *self, PktmonBytes *line, GError **error)
{
  GByteArray *bytes = self->hex->bytes;
  guint first = bytes->len;

  while (pktmon_bytes_left (line) > 0) {
    PktmonBytes blanks;

    if (!pktmon_hex_take_group (self->hex, line, error))
      return FALSE;
    blanks = *line;
    if (pktmon_hex_skip_blanks (line) >= MIN_GAP && pktmon_bytes_left (line) > 0 &&
        !take_text (self, line, blanks, first, error))
      return FALSE;
  }
  if (bytes->len > first)
    self->last_size = bytes->len - first;
  return TRUE;
}

static gboolean
take_line (Dump *self, PktmonBytes line, GError **error)
{
  gboolean started = self->first.digits[0] != '\0';
  PktmonBytes start;
  Offset offset;

  pktmon_hex_skip_blanks (&line);
  start = line;
  if (pktmon_bytes_left (&line) == 0)
    return TRUE;
  if (self->last_size > 0 && pktmon_bytes_peek_u8 (&line, 0) == '*') {
    self->repeating = TRUE;
    return TRUE;
  }
  if (!take_offset (&line, &offset)) {
    if (started)
      return pktmon_hex_fail (self->hex, &start,
                              _ ("stands where an offset belongs; give one packet"), error);
    if (is_all_digits (start))
      return pktmon_hex_fail (self->hex, &start, _ ("stands before the first offset"), error);
    return TRUE;
  }
  if (started ? !check_offset (self, &start, &offset, error)
              : !begin (self, &start, &offset, error))
    return FALSE;
  return take_bytes (self, &line, error);
}

gboolean
pktmon_hex_parse_dump (PktmonHex *self, PktmonBytes *text, GError **error)
{
  Dump dump = { .hex = self };
  PktmonBytes line;

  self->line = 0;
  while (pktmon_hex_next_line (self, text, &line))
    if (!take_line (&dump, line, error))
      return FALSE;
  if (dump.repeating)
    return pktmon_hex_fail (self, &line, _ ("has no offset after it"), error);
  return TRUE;
}
