/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* What is read with constants is mostly folded away, but only inline. */
#define PKTMON_INLINE static inline G_ALWAYS_INLINE

/* PktmonBytes: a bounded cursor, the only way to touch bytes from outside.
 *
 * It never reads beyond its end. A read that would do so gives zeros, moves to the end and sets
 * `failed`, which stays set: a parser may read a whole header and ask once.
 * Plain value, no ownership, any thread. */
typedef struct {
  const guint8 *data; /* first byte of the whole range; borrowed */
  gsize position;     /* next byte to read, counted from `data` */
  gsize end;          /* first byte that must not be read, counted from `data` */
  gboolean failed;    /* a read asked for more than there was */
} PktmonBytes;

static inline PktmonBytes
pktmon_bytes_new (const guint8 *data, gsize size)
{
  return (PktmonBytes){ .data = data, .end = size };
}

/* Number of bytes left to read. */
static inline gsize
pktmon_bytes_left (const PktmonBytes *self)
{
  return self->end - self->position;
}

/* Takes `size` bytes; gives their start (borrowed), or NULL and fails when fewer are left. */
PKTMON_INLINE const guint8 *
pktmon_bytes_take (PktmonBytes *self, gsize size)
{
  const guint8 *start;

  if (G_UNLIKELY (size > pktmon_bytes_left (self))) {
    self->position = self->end;
    self->failed = TRUE;
    return NULL;
  }
  start = self->data + self->position;
  self->position += size;
  return start;
}

PKTMON_INLINE gboolean
pktmon_bytes_skip (PktmonBytes *self, gsize size)
{
  return pktmon_bytes_take (self, size) != NULL;
}

/* Takes everything that is left; `size` receives how much that is, which may be 0. */
static inline const guint8 *
pktmon_bytes_take_rest (PktmonBytes *self, gsize *size)
{
  *size = pktmon_bytes_left (self);
  return pktmon_bytes_take (self, *size);
}

/* Moves the end nearer, so that at most `size` bytes are left; never moves it away. */
static inline void
pktmon_bytes_limit (PktmonBytes *self, gsize size)
{
  if (size < pktmon_bytes_left (self))
    self->end = self->position + size;
}

/* Takes `size` bytes as a cursor of their own, which counts from the same `data`.
 * When fewer are left it holds those, and both cursors have failed. */
static inline PktmonBytes
pktmon_bytes_split (PktmonBytes *self, gsize size)
{
  PktmonBytes part = *self;

  pktmon_bytes_limit (&part, size);
  if (!pktmon_bytes_skip (self, size))
    part.failed = TRUE;
  return part;
}

/* Copies `size` bytes to `out`; zeros them when fewer are left. */
PKTMON_INLINE gboolean
pktmon_bytes_copy (PktmonBytes *self, void *out, gsize size)
{
  const guint8 *from = pktmon_bytes_take (self, size);

  if (from == NULL) {
    memset (out, 0, size);
    return FALSE;
  }
  memcpy (out, from, size);
  return TRUE;
}

PKTMON_INLINE guint8
pktmon_bytes_u8 (PktmonBytes *self)
{
  const guint8 *p = pktmon_bytes_take (self, 1);

  return p != NULL ? *p : 0;
}

#define PKTMON_BYTES_READER_(bits, name, convert)                                                  \
  PKTMON_INLINE guint##bits pktmon_bytes_##name (PktmonBytes *self)                                \
  {                                                                                                \
    guint##bits value;                                                                             \
                                                                                                   \
    pktmon_bytes_copy (self, &value, sizeof value);                                                \
    return convert (value);                                                                        \
  }

/* guint16 pktmon_bytes_be16 (PktmonBytes *self) and so on: big endian (network order), little
 * endian. */
PKTMON_BYTES_READER_ (16, be16, GUINT16_FROM_BE)
PKTMON_BYTES_READER_ (32, be32, GUINT32_FROM_BE)
PKTMON_BYTES_READER_ (64, be64, GUINT64_FROM_BE)
PKTMON_BYTES_READER_ (16, le16, GUINT16_FROM_LE)
PKTMON_BYTES_READER_ (32, le32, GUINT32_FROM_LE)
PKTMON_BYTES_READER_ (64, le64, GUINT64_FROM_LE)
#undef PKTMON_BYTES_READER_

/* The same in the byte order of a file, which is known only when it is read. */
PKTMON_INLINE guint16
pktmon_bytes_u16 (PktmonBytes *self, gboolean big_endian)
{
  guint16 value = pktmon_bytes_be16 (self);

  return big_endian ? value : GUINT16_SWAP_LE_BE (value);
}

PKTMON_INLINE guint32
pktmon_bytes_u32 (PktmonBytes *self, gboolean big_endian)
{
  guint32 value = pktmon_bytes_be32 (self);

  return big_endian ? value : GUINT32_SWAP_LE_BE (value);
}

PKTMON_INLINE guint64
pktmon_bytes_u64 (PktmonBytes *self, gboolean big_endian)
{
  guint64 value = pktmon_bytes_be64 (self);

  return big_endian ? value : GUINT64_SWAP_LE_BE (value);
}

static inline guint32
pktmon_bytes_be24 (PktmonBytes *self)
{
  const guint8 *p = pktmon_bytes_take (self, 3);

  return p != NULL ? (guint32) p[0] << 16 | (guint32) p[1] << 8 | p[2] : 0;
}

/* The number `ahead` bytes from the cursor, which does not move; 0 where it is not all there. Never
 * fails. */
static inline guint8
pktmon_bytes_peek_u8 (const PktmonBytes *self, gsize ahead)
{
  return ahead < pktmon_bytes_left (self) ? self->data[self->position + ahead] : 0;
}

static inline gboolean
pktmon_bytes_peek_ (const PktmonBytes *self, gsize ahead, void *out, gsize size)
{
  gsize left = pktmon_bytes_left (self);

  if (G_UNLIKELY (ahead > left || size > left - ahead))
    return FALSE;
  memcpy (out, self->data + self->position + ahead, size);
  return TRUE;
}

static inline guint16
pktmon_bytes_peek_be16 (const PktmonBytes *self, gsize ahead)
{
  guint16 value;

  return pktmon_bytes_peek_ (self, ahead, &value, sizeof value) ? GUINT16_FROM_BE (value) : 0;
}

static inline guint32
pktmon_bytes_peek_be32 (const PktmonBytes *self, gsize ahead)
{
  guint32 value;

  return pktmon_bytes_peek_ (self, ahead, &value, sizeof value) ? GUINT32_FROM_BE (value) : 0;
}

static inline guint32
pktmon_bytes_peek_u32 (const PktmonBytes *self, gsize ahead, gboolean big_endian)
{
  guint32 value = pktmon_bytes_peek_be32 (self, ahead);

  return big_endian ? value : GUINT32_SWAP_LE_BE (value);
}

/* How far ahead the first, or the last, byte @value is; as much as is left when there is none.
 * Never fails. */
static inline gsize
pktmon_bytes_find (const PktmonBytes *self, guint8 value)
{
  const guint8 *start = self->data + self->position;
  const guint8 *found = memchr (start, value, pktmon_bytes_left (self));

  return found != NULL ? (gsize) (found - start) : pktmon_bytes_left (self);
}

static inline gsize
pktmon_bytes_find_last (const PktmonBytes *self, guint8 value)
{
  const guint8 *start = self->data + self->position;
  const guint8 *found = memrchr (start, value, pktmon_bytes_left (self));

  return found != NULL ? (gsize) (found - start) : pktmon_bytes_left (self);
}

/* Takes what stands before the next byte @separator, and the separator; all that is left when there
 * is none. Never fails. */
static inline PktmonBytes
pktmon_bytes_split_before (PktmonBytes *self, guint8 separator)
{
  PktmonBytes part = *self;

  pktmon_bytes_limit (&part, pktmon_bytes_find (self, separator));
  self->position = MIN (part.end + 1, self->end);
  return part;
}

/* Takes a line with its end, \n or \r\n; gives it without. The last one may have no end; then
 * nothing is left. Never fails. */
static inline PktmonBytes
pktmon_bytes_split_line (PktmonBytes *self)
{
  PktmonBytes line = pktmon_bytes_split_before (self, '\n');

  if (line.end > line.position && line.data[line.end - 1] == '\r')
    line.end--;
  return line;
}

/* Whether the next bytes are those of `text` (without its final zero). Never fails. */
static inline gboolean
pktmon_bytes_starts_with (const PktmonBytes *self, const char *text)
{
  gsize size = strlen (text);

  return size <= pktmon_bytes_left (self) && memcmp (self->data + self->position, text, size) == 0;
}

G_END_DECLS
