/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/packet.h"

#include <stdarg.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "pcapng/format.h"
#include "pcapng/option.h"

/* What is at the end of each pcapng block: its length again. */
#define TRAILER_SIZE 4u
/* Fixed fields of enhanced and obsolete packet blocks, behind type and length. */
#define TIMED_FIXED_SIZE 20u

PktmonTime
pktmon_packet_get_time (const PktmonPacket *self)
{
  return self->has_time ? pktmon_interface_get_time (self->interface, self->ticks)
                        : PKTMON_TIME_NONE;
}

PktmonNanoseconds
pktmon_packet_get_nanoseconds (const PktmonPacket *self)
{
  return self->has_time ? pktmon_interface_get_nanoseconds (self->interface, self->ticks)
                        : PKTMON_NANOSECONDS_NONE;
}

guint64
pktmon_packet_get_id (const PktmonPacket *self)
{
  gboolean big_endian = self->interface->section->big_endian;
  PktmonOption option;
  PktmonBytes value;

  if (self->block_type != PKTMON_BLOCK_ENHANCED_PACKET ||
      !pktmon_option_find (self->options, big_endian, PKTMON_OPTION_EPB_PACKETID, &option) ||
      option.size != 8)
    return 0;
  value = pktmon_bytes_new (option.value, option.size);
  return pktmon_bytes_u64 (&value, big_endian);
}

static void G_GNUC_PRINTF (2, 3) set_reason (char **reason, const char *format, ...)
{
  va_list arguments;

  if (reason == NULL)
    return;
  va_start (arguments, format);
  *reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* --- Framing --- */

static gboolean
holds_records (const PktmonPacketParser *self)
{
  return self->section != NULL && self->section->format != PKTMON_FORMAT_PCAPNG;
}

static PktmonParse
need (PktmonFrame *frame, gsize wanted)
{
  frame->size = wanted;
  return PKTMON_PARSE_MORE;
}

/* Byte order of the section header that @bytes, which has at least 12 left, begins with. */
static gboolean
read_byte_order (const PktmonBytes *bytes, gboolean *big_endian)
{
  guint32 magic = pktmon_bytes_peek_be32 (bytes, 8);

  *big_endian = magic == PKTMON_BYTE_ORDER_MAGIC;
  return *big_endian || magic == GUINT32_SWAP_LE_BE (PKTMON_BYTE_ORDER_MAGIC);
}

/* The length field counts bytes; blocks begin at multiples of four. Old writers left the padding
 * out of the count, so it is rounded up. */
static PktmonParse
frame_block (PktmonPacketParser *self, PktmonBytes bytes, PktmonFrame *frame, char **reason)
{
  gsize available = pktmon_bytes_left (&bytes);
  gboolean big_endian = self->section != NULL && self->section->big_endian;
  guint32 length, trailer;

  if (available < 8)
    return need (frame, 8);
  frame->type = pktmon_bytes_peek_u32 (&bytes, 0, big_endian);
  if (G_UNLIKELY (frame->type == PKTMON_BLOCK_SECTION_HEADER)) {
    if (available < 12)
      return need (frame, 12);
    if (!read_byte_order (&bytes, &big_endian)) {
      set_reason (reason, _ ("a section header has no valid byte-order magic"));
      return PKTMON_PARSE_DAMAGED;
    }
  }
  length = pktmon_bytes_peek_u32 (&bytes, 4, big_endian);
  if (G_UNLIKELY (length < PKTMON_BLOCK_MIN_SIZE || length > PKTMON_MAX_BLOCK_SIZE)) {
    set_reason (reason, _ ("a block of type 0x%08x claims a length of %u bytes"), frame->type,
                length);
    return PKTMON_PARSE_DAMAGED;
  }
  frame->size = (length + 3) & ~3u;
  if (available < frame->size)
    return PKTMON_PARSE_MORE;
  trailer = pktmon_bytes_peek_u32 (&bytes, frame->size - TRAILER_SIZE, big_endian);
  if (G_UNLIKELY (trailer != length)) {
    set_reason (reason, _ ("a block of type 0x%08x has two different lengths, %u and %u bytes"),
                frame->type, length, trailer);
    return PKTMON_PARSE_DAMAGED;
  }
  return PKTMON_PARSE_DONE;
}

static gsize
record_header_size (const PktmonSection *section)
{
  return section->format == PKTMON_FORMAT_PCAP_MODIFIED ? PKTMON_PCAP_MODIFIED_RECORD_SIZE
                                                        : PKTMON_PCAP_RECORD_SIZE;
}

typedef struct {
  guint32 seconds, fraction, captured, length;
} RecordHeader;

static RecordHeader
read_record_header (const PktmonSection *section, PktmonBytes *bytes)
{
  RecordHeader header;
  gboolean big_endian = section->big_endian;

  header.seconds = pktmon_bytes_u32 (bytes, big_endian);
  header.fraction = pktmon_bytes_u32 (bytes, big_endian);
  header.captured = pktmon_bytes_u32 (bytes, big_endian);
  header.length = pktmon_bytes_u32 (bytes, big_endian);
  pktmon_bytes_skip (bytes, record_header_size (section) - PKTMON_PCAP_RECORD_SIZE);
  /* Up to version 2.2 the two lengths stood the other way round, in 2.3 in either
   * (libpcap, sf-pcap.c). */
  if (section->minor < 3 || (section->minor == 3 && header.captured > header.length)) {
    guint32 captured = header.length;

    header.length = header.captured;
    header.captured = captured;
  }
  return header;
}

static PktmonParse
frame_record (PktmonPacketParser *self, PktmonBytes bytes, PktmonFrame *frame, char **reason)
{
  const PktmonInterface *interface =
      pktmon_directory_get_interface (self->directory, self->section->first_interface);
  gsize header_size = record_header_size (self->section);
  gsize available = pktmon_bytes_left (&bytes);
  guint32 captured, limit;

  if (available < header_size)
    return need (frame, header_size);
  frame->type = 0;
  captured = read_record_header (self->section, &bytes).captured;
  limit = CLAMP (interface->snap_length, PKTMON_PCAP_USUAL_SNAP_LENGTH, PKTMON_MAX_PACKET_SIZE);
  if (captured > limit) {
    set_reason (reason, _ ("a packet claims %u captured bytes, more than the file allows"),
                captured);
    return PKTMON_PARSE_DAMAGED;
  }
  frame->size = header_size + captured;
  return available < frame->size ? PKTMON_PARSE_MORE : PKTMON_PARSE_DONE;
}

PktmonParse
pktmon_packet_parser_frame (PktmonPacketParser *self, const guint8 *data, gsize available,
                            PktmonFrame *frame, char **reason)
{
  PktmonBytes bytes = pktmon_bytes_new (data, available);

  return holds_records (self) ? frame_record (self, bytes, frame, reason)
                              : frame_block (self, bytes, frame, reason);
}

/* --- Packets --- */

gboolean
pktmon_packet_parser_is_packet (const PktmonPacketParser *self, guint32 type)
{
  return holds_records (self) || type == PKTMON_BLOCK_ENHANCED_PACKET ||
         type == PKTMON_BLOCK_SIMPLE_PACKET || type == PKTMON_BLOCK_PACKET;
}

/* Interface @id of the current section. */
static const PktmonInterface *
find_interface (PktmonPacketParser *self, guint32 id, char **reason)
{
  guint64 number = (guint64) self->section->first_interface + id;
  const PktmonInterface *interface = self->interface;

  if (G_LIKELY (interface != NULL && interface->number == number &&
                interface->section == self->section))
    return interface;
  interface =
      number <= G_MAXUINT ? pktmon_directory_get_interface (self->directory, (guint) number) : NULL;
  if (interface == NULL || interface->section != self->section) {
    set_reason (reason, _ ("a packet names interface %u, which the file does not describe"), id);
    return NULL;
  }
  self->interface = interface;
  return interface;
}

/* The captured bytes, their padding and the options behind them. */
static gboolean
take_data (PktmonBytes *body, PktmonPacket *packet, char **reason)
{
  gsize left = pktmon_bytes_left (body);

  if (packet->captured > left) {
    set_reason (reason, _ ("a packet claims %u captured bytes, but its block has only room for %u"),
                packet->captured, (guint) left);
    return FALSE;
  }
  packet->data = pktmon_bytes_take (body, packet->captured);
  pktmon_bytes_skip (body, MIN (-packet->captured & 3, pktmon_bytes_left (body)));
  packet->options = *body;
  return TRUE;
}

static gboolean
too_short (guint32 type, char **reason)
{
  set_reason (reason, _ ("a block of type 0x%08x is too short for its fixed fields"), type);
  return FALSE;
}

/* Enhanced (section 4.3) and obsolete (appendix A) packet blocks. */
static gboolean
parse_timed (PktmonPacketParser *self, PktmonBytes body, PktmonPacket *packet, char **reason)
{
  gboolean big_endian = self->section->big_endian;
  const guint8 *start = pktmon_bytes_take (&body, TIMED_FIXED_SIZE);
  PktmonBytes fixed = pktmon_bytes_new (start, TIMED_FIXED_SIZE);
  guint32 id;
  guint64 high;

  if (start == NULL)
    return too_short (packet->block_type, reason);
  if (packet->block_type == PKTMON_BLOCK_ENHANCED_PACKET)
    id = pktmon_bytes_u32 (&fixed, big_endian);
  else {
    id = pktmon_bytes_u16 (&fixed, big_endian);
    pktmon_bytes_skip (&fixed, 2); /* drops count */
  }
  high = pktmon_bytes_u32 (&fixed, big_endian);
  packet->ticks = high << 32 | pktmon_bytes_u32 (&fixed, big_endian);
  packet->has_time = TRUE;
  packet->captured = pktmon_bytes_u32 (&fixed, big_endian);
  packet->length = pktmon_bytes_u32 (&fixed, big_endian);
  packet->interface = find_interface (self, id, reason);
  return packet->interface != NULL && take_data (&body, packet, reason);
}

/* Simple packet blocks (section 4.4). */
static gboolean
parse_simple (PktmonPacketParser *self, PktmonBytes body, PktmonPacket *packet, char **reason)
{
  packet->length = pktmon_bytes_u32 (&body, self->section->big_endian);
  packet->has_time = FALSE;
  packet->ticks = 0;
  if (body.failed)
    return too_short (packet->block_type, reason);
  packet->interface = find_interface (self, 0, reason);
  if (packet->interface == NULL)
    return FALSE;
  packet->captured = packet->length;
  if (packet->interface->snap_length != 0)
    packet->captured = MIN (packet->captured, packet->interface->snap_length);
  if (!take_data (&body, packet, reason))
    return FALSE;
  packet->options = pktmon_bytes_new (packet->data, 0);
  return TRUE;
}

static gboolean
parse_record (PktmonPacketParser *self, PktmonBytes record, PktmonPacket *packet, char **reason)
{
  RecordHeader header = read_record_header (self->section, &record);

  packet->interface = find_interface (self, 0, reason);
  if (packet->interface == NULL)
    return FALSE;
  packet->ticks =
      header.seconds * (packet->interface->resolution == 9 ? G_GUINT64_CONSTANT (1000000000)
                                                           : G_GUINT64_CONSTANT (1000000)) +
      header.fraction;
  packet->has_time = TRUE;
  packet->captured = header.captured;
  packet->length = header.length;
  if (!take_data (&record, packet, reason))
    return FALSE;
  packet->options = pktmon_bytes_new (packet->data, 0);
  return TRUE;
}

gboolean
pktmon_packet_parser_parse (PktmonPacketParser *self, const guint8 *data, const PktmonFrame *frame,
                            PktmonPacket *packet, char **reason)
{
  PktmonBytes block = pktmon_bytes_new (data, frame->size);

  packet->block_type = frame->type;
  if (holds_records (self))
    return parse_record (self, block, packet, reason);
  pktmon_bytes_skip (&block, 8);
  pktmon_bytes_limit (&block, frame->size - 8 - TRAILER_SIZE);
  if (packet->block_type == PKTMON_BLOCK_SIMPLE_PACKET)
    return parse_simple (self, block, packet, reason);
  return parse_timed (self, block, packet, reason);
}
