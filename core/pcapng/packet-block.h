/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "base/bytes.h"
#include "pcapng/format.h"

G_BEGIN_DECLS

/* Enhanced packet blocks in the byte order of this machine, laid out in memory that the caller has;
 * for who writes millions a second. */
typedef struct {
  guint32 interface;     /* number in the section */
  guint64 ticks;         /* time in the interface's unit */
  guint32 captured;      /* bytes of data */
  guint32 length;        /* bytes the packet had on the wire */
  guint32 flags;         /* epb_flags; 0: none */
  guint64 lost;          /* epb_dropcount; 0: none */
  const guint8 *options; /* others, as they stand in the block; borrowed */
  guint32 options_size;  /* bytes of these, a multiple of 4 */
} PktmonPacketBlock;

#define PKTMON_PACKET_BLOCK_DATA 28u      /* offset of the data */
#define PKTMON_PACKET_BLOCK_INTERFACE 8u  /* of the interface's number */
#define PKTMON_PACKET_BLOCK_CAPTURED 20u  /* of the captured length */
#define PKTMON_PACKET_BLOCK_LENGTH 24u    /* of the length on the wire */
#define PKTMON_PACKET_BLOCK_MAX_EXTRA 60u /* bytes beyond the data at most */

/* epb_flags (pcapng, section 4.3.1). */
#define PKTMON_FLAGS_INBOUND 1u
#define PKTMON_FLAGS_OUTBOUND 2u
#define PKTMON_FLAGS_UNICAST (1u << 2)
#define PKTMON_FLAGS_MULTICAST (2u << 2)
#define PKTMON_FLAGS_BROADCAST (3u << 2)
#define PKTMON_FLAGS_PROMISCUOUS (4u << 2)

/* Bytes of the whole block. */
PKTMON_INLINE guint32
pktmon_packet_block_measure (const PktmonPacketBlock *self)
{
  guint32 options =
      (self->flags != 0 ? 8u : 0u) + (self->lost != 0 ? 12u : 0u) + self->options_size;

  return PKTMON_ENHANCED_PACKET_MIN_SIZE + ((self->captured + 3u) & ~3u) +
         (options > 0 ? options + 4u : 0u);
}

PKTMON_INLINE guint8 *
pktmon_packet_block_put_u32_ (guint8 *out, guint32 value)
{
  memcpy (out, &value, sizeof value);
  return out + sizeof value;
}

PKTMON_INLINE guint8 *
pktmon_packet_block_put_option_ (guint8 *out, guint16 code, guint16 size)
{
  memcpy (out, &code, sizeof code);
  memcpy (out + 2, &size, sizeof size);
  return out + 4;
}

/* Writes all of the block but the data to @out, which has room for as much as is measured.
 * Returns: where the data belong, within @out. */
PKTMON_INLINE guint8 *
pktmon_packet_block_put (const PktmonPacketBlock *self, guint8 *out)
{
  guint32 size = pktmon_packet_block_measure (self);
  guint32 padded = (self->captured + 3u) & ~3u;
  guint8 *data;

  out = pktmon_packet_block_put_u32_ (out, PKTMON_BLOCK_ENHANCED_PACKET);
  out = pktmon_packet_block_put_u32_ (out, size);
  out = pktmon_packet_block_put_u32_ (out, self->interface);
  out = pktmon_packet_block_put_u32_ (out, (guint32) (self->ticks >> 32));
  out = pktmon_packet_block_put_u32_ (out, (guint32) self->ticks);
  out = pktmon_packet_block_put_u32_ (out, self->captured);
  data = out = pktmon_packet_block_put_u32_ (out, self->length);
  if (padded != self->captured)
    pktmon_packet_block_put_u32_ (out + padded - 4, 0);
  out += padded;
  if (self->flags != 0) {
    out = pktmon_packet_block_put_option_ (out, PKTMON_OPTION_EPB_FLAGS, 4);
    out = pktmon_packet_block_put_u32_ (out, self->flags);
  }
  if (self->lost != 0) {
    out = pktmon_packet_block_put_option_ (out, PKTMON_OPTION_EPB_DROPCOUNT, 8);
    memcpy (out, &self->lost, sizeof self->lost);
    out += sizeof self->lost;
  }
  if (self->options_size != 0) {
    memcpy (out, self->options, self->options_size);
    out += self->options_size;
  }
  if (self->flags != 0 || self->lost != 0 || self->options_size != 0)
    out = pktmon_packet_block_put_u32_ (out, PKTMON_OPTION_END);
  pktmon_packet_block_put_u32_ (out, size);
  return data;
}

/* --- What was laid out so, again --- */

PKTMON_INLINE guint32
pktmon_packet_block_get_u32_ (const guint8 *block, gsize offset)
{
  guint32 value;

  memcpy (&value, block + offset, sizeof value);
  return value;
}

PKTMON_INLINE guint32
pktmon_packet_block_get_size (const guint8 *block)
{
  return pktmon_packet_block_get_u32_ (block, 4);
}

PKTMON_INLINE guint64
pktmon_packet_block_get_ticks (const guint8 *block)
{
  return (guint64) pktmon_packet_block_get_u32_ (block, 12) << 32 |
         pktmon_packet_block_get_u32_ (block, 16);
}

PKTMON_INLINE guint32
pktmon_packet_block_get_captured (const guint8 *block)
{
  return pktmon_packet_block_get_u32_ (block, PKTMON_PACKET_BLOCK_CAPTURED);
}

PKTMON_INLINE guint32
pktmon_packet_block_get_length (const guint8 *block)
{
  return pktmon_packet_block_get_u32_ (block, PKTMON_PACKET_BLOCK_LENGTH);
}

PKTMON_INLINE guint32
pktmon_packet_block_get_interface (const guint8 *block)
{
  return pktmon_packet_block_get_u32_ (block, PKTMON_PACKET_BLOCK_INTERFACE);
}

PKTMON_INLINE void
pktmon_packet_block_set_interface (guint8 *block, guint32 interface)
{
  memcpy (block + PKTMON_PACKET_BLOCK_INTERFACE, &interface, sizeof interface);
}

G_END_DECLS
