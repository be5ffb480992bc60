/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hex.h"

#include "base/error.h"
#include "base/hex-private.h"
#include "base/i18n.h"
#include "base/text.h"

/* Bytes of the text that a message quotes. */
#define MAX_QUOTE 24

/* --- Messages --- */

/* Characters before the cursor in its line. */
static guint
count_columns (const PktmonHex *self, const PktmonBytes *cursor)
{
  guint columns = 0;

  for (gsize i = self->line_start; i < cursor->position; i++)
    columns += (cursor->data[i] & 0xc0) != 0x80;
  return columns;
}

gboolean
pktmon_hex_fail (const PktmonHex *self, const PktmonBytes *cursor, const char *what, GError **error)
{
  PktmonBytes rest = *cursor;
  char quote[4 * MAX_QUOTE + 4];
  PktmonText text;
  gsize size = 0;
  g_autofree char *message = NULL;

  while (size < MAX_QUOTE && pktmon_bytes_peek_u8 (&rest, size) > ' ')
    size++;
  pktmon_text_init (&text, quote, sizeof quote);
  pktmon_text_append_foreign (&text, pktmon_bytes_take (&rest, size), size);
  message = g_strdup_printf (_ ("Line %u, column %u: “%s” %s."), self->line,
                             count_columns (self, cursor) + 1, quote, what);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, message,
                    _ ("Give the bytes of one packet in hexadecimal, such as 45 00 00 54."));
  return FALSE;
}

/* --- Pieces --- */

gboolean
pktmon_hex_next_line (PktmonHex *self, PktmonBytes *text, PktmonBytes *line)
{
  gsize size = 0;
  gsize left = pktmon_bytes_left (text);

  if (left == 0)
    return FALSE;
  while (size < left && pktmon_bytes_peek_u8 (text, size) != '\n')
    size++;
  self->line++;
  self->line_start = text->position;
  *line = pktmon_bytes_split (text, size);
  pktmon_bytes_skip (text, MIN (1, pktmon_bytes_left (text)));
  return TRUE;
}

gsize
pktmon_hex_skip_blanks (PktmonBytes *cursor)
{
  gsize columns = 0;

  for (;;) {
    guint8 next = pktmon_bytes_peek_u8 (cursor, 0);

    if (!pktmon_hex_is_blank (next))
      return columns;
    columns += next == '\t' ? 2 : 1;
    pktmon_bytes_skip (cursor, 1);
  }
}

gsize
pktmon_hex_count_digits (const PktmonBytes *cursor)
{
  gsize count = 0;

  while (g_ascii_isxdigit (pktmon_bytes_peek_u8 (cursor, count)))
    count++;
  return count;
}

static gboolean
is_separator (guint8 character)
{
  return character != 0 && strchr (" \t\r\n\v\f,;:-.\"'[]()", character) != NULL;
}

/* 0x or \x. */
static gboolean
has_prefix (const PktmonBytes *cursor)
{
  guint8 first = pktmon_bytes_peek_u8 (cursor, 0);

  return (first == '0' || first == '\\') && (pktmon_bytes_peek_u8 (cursor, 1) | 0x20) == 'x';
}

static guint8
take_digit (PktmonBytes *cursor)
{
  return (guint8) g_ascii_xdigit_value ((char) pktmon_bytes_u8 (cursor));
}

static gboolean
ends_group (const PktmonBytes *cursor, gsize digits)
{
  guint8 next = pktmon_bytes_peek_u8 (cursor, digits);

  return digits == pktmon_bytes_left (cursor) || is_separator (next) || next == '\\' ||
         next == '/' || next == '}';
}

gboolean
pktmon_hex_take_group (PktmonHex *self, PktmonBytes *cursor, GError **error)
{
  const PktmonBytes start = *cursor;
  gboolean prefixed = has_prefix (cursor);
  gsize digits;

  if (prefixed)
    pktmon_bytes_skip (cursor, 2);
  digits = pktmon_hex_count_digits (cursor);
  if (digits == 0 || !ends_group (cursor, digits))
    return pktmon_hex_fail (self, &start, _ ("is no hexadecimal number"), error);
  if (digits % 2 != 0 && !(prefixed && digits == 1))
    return pktmon_hex_fail (self, &start, _ ("has an odd number of digits"), error);
  for (gsize i = digits % 2; i < digits + digits % 2; i += 2) {
    guint8 high = digits == 1 ? 0 : take_digit (cursor);
    guint8 byte = (guint8) (high << 4 | take_digit (cursor));

    g_byte_array_append (self->bytes, &byte, 1);
  }
  return TRUE;
}

/* --- Groups in a row, and arrays --- */

/* Takes one character. */
static void
step (PktmonHex *self, PktmonBytes *cursor)
{
  if (pktmon_bytes_u8 (cursor) != '\n')
    return;
  self->line++;
  self->line_start = cursor->position;
}

/* Takes a comment of C, where one begins. */
static gboolean
skip_comment (PktmonHex *self, PktmonBytes *cursor)
{
  const char *end = pktmon_bytes_starts_with (cursor, "/*")   ? "*/"
                    : pktmon_bytes_starts_with (cursor, "//") ? "\n"
                                                              : NULL;

  if (end == NULL)
    return FALSE;
  pktmon_bytes_skip (cursor, 2);
  while (pktmon_bytes_left (cursor) > 0 && !pktmon_bytes_starts_with (cursor, end))
    step (self, cursor);
  for (gsize i = 0; i < strlen (end) && pktmon_bytes_left (cursor) > 0; i++)
    step (self, cursor);
  return TRUE;
}

static void
skip_separators (PktmonHex *self, PktmonBytes *cursor, gboolean comments)
{
  for (;;) {
    guint8 next = pktmon_bytes_peek_u8 (cursor, 0);

    if (comments && skip_comment (self, cursor))
      continue;
    if (!is_separator (next) && (next != '\\' || has_prefix (cursor)))
      return;
    step (self, cursor);
  }
}

static gboolean
parse_groups (PktmonHex *self, PktmonBytes *text, GError **error)
{
  for (skip_separators (self, text, FALSE); pktmon_bytes_left (text) > 0;
       skip_separators (self, text, FALSE))
    if (!pktmon_hex_take_group (self, text, error))
      return FALSE;
  return TRUE;
}

/* Takes all up to the next brace. Returns: whether there is one. */
static gboolean
find_brace (PktmonHex *self, PktmonBytes *text)
{
  while (pktmon_bytes_left (text) > 0) {
    if (skip_comment (self, text))
      continue;
    if (pktmon_bytes_peek_u8 (text, 0) == '{')
      return TRUE;
    step (self, text);
  }
  return FALSE;
}

/* Numbers without 0x would be decimal. */
static gboolean
parse_array (PktmonHex *self, PktmonBytes *text, GError **error)
{
  PktmonBytes start = *text;

  pktmon_bytes_skip (text, 1);
  for (skip_separators (self, text, TRUE); pktmon_bytes_peek_u8 (text, 0) != '}';
       skip_separators (self, text, TRUE)) {
    if (pktmon_bytes_left (text) == 0)
      return pktmon_hex_fail (self, &start, _ ("is closed nowhere"), error);
    if (!has_prefix (text))
      return pktmon_hex_fail (self, text, _ ("has no 0x in front"), error);
    if (!pktmon_hex_take_group (self, text, error))
      return FALSE;
  }
  if (find_brace (self, text))
    return pktmon_hex_fail (self, text, _ ("begins a second array"), error);
  return TRUE;
}

/* --- Which one --- */

static gboolean
parse (PktmonHex *self, PktmonBytes text, GError **error)
{
  PktmonBytes array = text;
  PktmonHex at_array = *self;

  if (pktmon_hex_is_dump (text))
    return pktmon_hex_parse_dump (self, &text, error);
  if (!find_brace (&at_array, &array))
    return parse_groups (self, &text, error);
  *self = at_array;
  return parse_array (self, &array, error);
}

GBytes *
pktmon_hex_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new();
  PktmonHex self = { .bytes = bytes, .line = 1 };

  if (!parse (&self, pktmon_bytes_new ((const guint8 *) text, size), error))
    return NULL;
  if (bytes->len == 0) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("There are no bytes."),
                      _ ("Give the bytes of one packet in hexadecimal, such as 45 00 00 54."));
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
