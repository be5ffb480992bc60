/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "base/text.h"

G_BEGIN_DECLS

/* PktmonLineBuffer: bytes of output that grow at the end and are used again after they were
 * written. It never shrinks, so lines cost no allocation. Zero it to begin; one thread at a time.
 */
typedef struct {
  char *data; /* not ended by a zero */
  gsize length;
  gsize capacity;
} PktmonLineBuffer;

/* Frees the bytes; the buffer is empty then, and may be used again. */
void pktmon_line_buffer_clear (PktmonLineBuffer *self);
/* What was appended, as a string. (transfer full) */
char *pktmon_line_buffer_dup_text (const PktmonLineBuffer *self);
/* Private to the next one. */
void pktmon_line_buffer_grow_ (PktmonLineBuffer *self, gsize size);

/* Room for @size bytes at the end, which count once `length` is moved on. */
static inline char *
pktmon_line_buffer_reserve (PktmonLineBuffer *self, gsize size)
{
  /* Also for no bytes at all: there is an end then. */
  if (G_UNLIKELY (size >= self->capacity - self->length))
    pktmon_line_buffer_grow_ (self, size);
  return self->data + self->length;
}

static inline void
pktmon_line_buffer_append_sized (PktmonLineBuffer *self, const char *text, gsize size)
{
  memcpy (pktmon_line_buffer_reserve (self, size), text, size);
  self->length += size;
}

static inline void
pktmon_line_buffer_append (PktmonLineBuffer *self, const char *text)
{
  pktmon_line_buffer_append_sized (self, text, strlen (text));
}

static inline void
pktmon_line_buffer_append_char (PktmonLineBuffer *self, char character)
{
  *pktmon_line_buffer_reserve (self, 1) = character;
  self->length++;
}

/* @count spaces. */
static inline void
pktmon_line_buffer_append_spaces (PktmonLineBuffer *self, gsize count)
{
  memset (pktmon_line_buffer_reserve (self, count), ' ', count);
  self->length += count;
}

void pktmon_line_buffer_append_u64 (PktmonLineBuffer *self, guint64 value);
void pktmon_line_buffer_append_printf (PktmonLineBuffer *self, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Lets the functions of PktmonText append up to @size bytes:
 *   PktmonText text = pktmon_line_buffer_begin_text (buffer, 64);
 *   pktmon_text_append_ipv4 (&text, address);
 *   pktmon_line_buffer_end_text (buffer, &text);
 * Nothing else may be appended between the two. */
static inline PktmonText
pktmon_line_buffer_begin_text (PktmonLineBuffer *self, gsize size)
{
  PktmonText text;

  pktmon_text_init (&text, pktmon_line_buffer_reserve (self, size + 1), size + 1);
  return text;
}

static inline void
pktmon_line_buffer_end_text (PktmonLineBuffer *self, const PktmonText *text)
{
  self->length += text->length;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonLineBuffer, pktmon_line_buffer_clear)

G_END_DECLS
