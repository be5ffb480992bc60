/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"

G_BEGIN_DECLS

/* The state of reading hexadecimal text; private to core/base. */
typedef struct {
  GByteArray *bytes; /* read so far */
  guint line;        /* number of the line that is read, from 1 */
  gsize line_start;  /* where it begins in the text */
} PktmonHex;

/* Says that the text at @cursor is @what, a translated half sentence.
 * Returns: FALSE. */
gboolean pktmon_hex_fail (const PktmonHex *self, const PktmonBytes *cursor, const char *what,
                          GError **error);
/* Takes the next line with its number, without its end. Returns: FALSE at the end of @text. */
gboolean pktmon_hex_next_line (PktmonHex *self, PktmonBytes *text, PktmonBytes *line);
static inline gboolean
pktmon_hex_is_blank (guint8 character)
{
  return character == ' ' || character == '\t' || character == '\r';
}

/* Takes blanks. Returns: how many columns they are at least. */
gsize pktmon_hex_skip_blanks (PktmonBytes *cursor);
/* How many hexadecimal digits come next. */
gsize pktmon_hex_count_digits (const PktmonBytes *cursor);
/* Takes a group of digits, which may follow 0x or \x, and adds its bytes.
 * Returns: FALSE with an error when it is something else. */
gboolean pktmon_hex_take_group (PktmonHex *self, PktmonBytes *cursor, GError **error);

/* Whether a line of @text begins with an offset, so that pktmon_hex_parse_dump is to read it. */
gboolean pktmon_hex_is_dump (PktmonBytes text);
gboolean pktmon_hex_parse_dump (PktmonHex *self, PktmonBytes *text, GError **error);

G_END_DECLS
