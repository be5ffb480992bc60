/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/bytes.h"

G_BEGIN_DECLS

/* PktmonText: text of bounded length in a buffer that the caller owns.
 *
 * Appending never goes beyond the buffer: text that does not fit is cut between two characters and
 * ends with "…". The buffer always holds valid UTF-8 without control characters and ends with a
 * zero. No allocation; one thread at a time. */
typedef struct {
  char *data;
  gsize size;    /* of `data`, the final zero included; at least 4 */
  gsize length;  /* bytes used, the final zero not included */
  gboolean full; /* something was cut */
} PktmonText;

void pktmon_text_init (PktmonText *self, char *data, gsize size);
void pktmon_text_clear (PktmonText *self);

/* `text` must be valid UTF-8 of our own; bytes from outside go through pktmon_text_append_foreign.
 */
void pktmon_text_append (PktmonText *self, const char *text);
void pktmon_text_append_char (PktmonText *self, char character);
void pktmon_text_append_u64 (PktmonText *self, guint64 value);
/* With 0x in front, `digits` digits at least. */
void pktmon_text_append_hex (PktmonText *self, guint64 value, guint digits);
/* Bytes one after the other, two digits each. */
void pktmon_text_append_bytes (PktmonText *self, const guint8 *data, gsize size);
/* 02:00:00:00:00:01 */
void pktmon_text_append_mac (PktmonText *self, const guint8 mac[6]);
void pktmon_text_append_ipv4 (PktmonText *self, const guint8 address[4]);
/* RFC 5952 section 4 and 5. */
void pktmon_text_append_ipv6 (PktmonText *self, const guint8 address[16]);
/* Bytes from outside as text: valid UTF-8 stays, control characters and other bytes become \xNN
 * and \n, \r, \t. */
#define PKTMON_TEXT_ESCAPED_SIZE 4 /* the most characters that one byte becomes */
void pktmon_text_append_foreign (PktmonText *self, const guint8 *data, gsize size);
/* A whole text from outside in the same way, as a new string. (transfer full) */
char *pktmon_text_dup_foreign (const char *text);
/* The same with all that is left of @bytes. */
void pktmon_text_append_rest (PktmonText *self, PktmonBytes bytes);
/* For the rare case; slow. */
void pktmon_text_append_printf (PktmonText *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
