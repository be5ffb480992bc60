/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/block-change.h"

#include "pcapng/format.h"

/* Offsets in blocks. */
#define BODY 8u
#define INTERFACE_ID 8u /* of packets and statistics */
#define CAPTURED 20u    /* of enhanced and obsolete packets */
#define SECTION_LENGTH 16u
#define SNAP_LENGTH 12u
#define SECRETS_LENGTH 12u

#define TRAILER_SIZE 4u

/* The part of a block that stays as it is, but for one number in it. */
typedef struct {
  gsize end;  /* offset at which the options begin */
  gsize at;   /* offset of the number; 0: none */
  gsize size; /* of the number: 2, 4 or 8 bytes */
  guint64 value;
} Fixed;

/* --- Options --- */

static gboolean
is_dropped (const PktmonBlockChange *self, guint32 block_type, guint16 code)
{
  return (self->strip_comments && code == PKTMON_OPTION_COMMENT) ||
         (self->delivered != PKTMON_SAME_COUNT && code == PKTMON_OPTION_ISB_USRDELIV &&
          block_type == PKTMON_BLOCK_INTERFACE_STATISTICS);
}

static void
put_delivered (const PktmonBlockChange *self, PktmonWriter *writer)
{
  pktmon_writer_put_u16 (writer, PKTMON_OPTION_ISB_USRDELIV);
  pktmon_writer_put_u16 (writer, sizeof self->delivered);
  pktmon_writer_put_u64 (writer, self->delivered);
}

/* Copies the options that stay, and what is behind the last that can be read: the end of the list,
 * or damage. A list that became empty needs no end. */
static void
put_options (const PktmonBlockChange *self, PktmonWriter *writer, guint32 block_type,
             PktmonBytes options, gboolean big_endian)
{
  gboolean adds =
      block_type == PKTMON_BLOCK_INTERFACE_STATISTICS && self->delivered != PKTMON_SAME_COUNT;
  gboolean kept = FALSE, dropped = FALSE;
  PktmonOption option;
  PktmonBytes rest = options;
  const guint8 *data;
  gsize size;

  while (pktmon_option_next (&options, big_endian, &option)) {
    if (is_dropped (self, block_type, option.code))
      dropped = TRUE;
    else {
      kept = TRUE;
      pktmon_writer_put_padded (writer, rest.data + rest.position,
                                options.position - rest.position);
    }
    rest = options;
  }
  if (adds)
    put_delivered (self, writer);
  data = pktmon_bytes_take_rest (&rest, &size);
  if (kept || adds || !dropped || options.failed)
    pktmon_writer_put_padded (writer, data, size);
  if (adds && size == 0)
    pktmon_writer_put_u32 (writer, PKTMON_OPTION_END);
}

/* --- Fixed parts --- */

static void
put_number (PktmonWriter *writer, const Fixed *fixed)
{
  if (fixed->size == 2)
    pktmon_writer_put_u16 (writer, (guint16) fixed->value);
  else if (fixed->size == 4)
    pktmon_writer_put_u32 (writer, (guint32) fixed->value);
  else
    pktmon_writer_put_u64 (writer, fixed->value);
}

/* From @from up to the end of the fixed part. */
static void
put_fixed (PktmonWriter *writer, const guint8 *block, gsize from, const Fixed *fixed)
{
  gsize behind = fixed->at + fixed->size;

  if (fixed->at > 0) {
    pktmon_writer_put_bytes (writer, block + from, fixed->at - from);
    put_number (writer, fixed);
    from = behind;
  }
  pktmon_writer_put_bytes (writer, block + from, fixed->end - from);
}

/* Length of names and their records, with the end of the list; all there is where that is damaged.
 */
static gsize
measure_names (const guint8 *block, gsize end, gboolean big_endian)
{
  PktmonBytes records = pktmon_bytes_new (block, end);
  PktmonOption record;

  pktmon_bytes_skip (&records, BODY);
  /* Records are laid out as options are, and end as they do. */
  while (pktmon_option_next (&records, big_endian, &record))
    ;
  return records.failed ? end : records.position;
}

static gsize
measure_secrets (const guint8 *block, gsize end, gboolean big_endian)
{
  PktmonBytes bytes = pktmon_bytes_new (block, end);
  guint32 length;

  pktmon_bytes_skip (&bytes, SECRETS_LENGTH);
  length = pktmon_bytes_u32 (&bytes, big_endian);
  pktmon_bytes_skip (&bytes, length);
  pktmon_bytes_skip (&bytes, MIN (-length & 3u, pktmon_bytes_left (&bytes)));
  return bytes.failed ? end : bytes.position;
}

/* @end: offset behind the last byte before the trailer. */
static Fixed
find_fixed (const PktmonBlockChange *self, const guint8 *block, const PktmonRecord *record,
            gsize end, gboolean big_endian)
{
  switch (record->type) {
  case PKTMON_BLOCK_SECTION_HEADER:
    return (Fixed){ .end = PKTMON_SECTION_HEADER_MIN_SIZE - TRAILER_SIZE,
                    .at = self->unknown_length ? SECTION_LENGTH : 0,
                    .size = 8,
                    .value = G_MAXUINT64 };
  case PKTMON_BLOCK_INTERFACE_DESCRIPTION:
    return (Fixed){ .end = PKTMON_INTERFACE_DESCRIPTION_MIN_SIZE - TRAILER_SIZE,
                    .at = self->snap_length != PKTMON_SAME_NUMBER ? SNAP_LENGTH : 0,
                    .size = 4,
                    .value = self->snap_length };
  case PKTMON_BLOCK_INTERFACE_STATISTICS:
    return (Fixed){ .end = PKTMON_INTERFACE_STATISTICS_MIN_SIZE - TRAILER_SIZE,
                    .at = self->interface != PKTMON_SAME_NUMBER ? INTERFACE_ID : 0,
                    .size = 4,
                    .value = self->interface };
  case PKTMON_BLOCK_NAME_RESOLUTION:
    return (Fixed){ .end = measure_names (block, end, big_endian) };
  case PKTMON_BLOCK_DECRYPTION_SECRETS:
    return (Fixed){ .end = measure_secrets (block, end, big_endian) };
  default:
    return (Fixed){ .end = end };
  }
}

gboolean
pktmon_block_change_add_block (const PktmonBlockChange *self, PktmonWriter *writer,
                               const guint8 *block, const PktmonRecord *record, gboolean big_endian,
                               GError **error)
{
  gsize end = record->size - TRAILER_SIZE;
  Fixed fixed = find_fixed (self, block, record, end, big_endian);
  PktmonBytes options = pktmon_bytes_new (block, end);

  pktmon_writer_begin (writer, record->type);
  if (fixed.end <= end && fixed.at + fixed.size <= end) {
    put_fixed (writer, block, BODY, &fixed);
    pktmon_bytes_skip (&options, fixed.end);
    put_options (self, writer, record->type, options, big_endian);
  } else /* too short for what it should hold */
    pktmon_writer_put_padded (writer, block + BODY, end - BODY);
  return pktmon_writer_end (writer, error);
}

/* --- Packets --- */

gboolean
pktmon_block_change_spares_packet (const PktmonBlockChange *self, const PktmonPacket *packet)
{
  PktmonOption option;

  return packet->captured <= self->max_captured && self->interface == PKTMON_SAME_NUMBER &&
         !(self->strip_comments && pktmon_bytes_left (&packet->options) > 0 &&
           pktmon_option_find (packet->options, packet->interface->section->big_endian,
                               PKTMON_OPTION_COMMENT, &option));
}

/* The fixed fields of enhanced and obsolete packets, which have the captured length at the same
 * place. */
static void
put_timed (const PktmonBlockChange *self, PktmonWriter *writer, const guint8 *block,
           const PktmonPacket *packet, guint32 captured)
{
  Fixed fixed = {
    .end = CAPTURED,
    .at = self->interface != PKTMON_SAME_NUMBER ? INTERFACE_ID : 0,
    .size = packet->block_type == PKTMON_BLOCK_PACKET ? 2 : 4,
    .value = self->interface,
  };

  put_fixed (writer, block, BODY, &fixed);
  pktmon_writer_put_u32 (writer, captured);
  pktmon_writer_put_u32 (writer, packet->length);
}

/* A simple packet block says only the length on the wire, and captures up to the interface's snap
 * length: only the data are shortened. */
gboolean
pktmon_block_change_add_packet (const PktmonBlockChange *self, PktmonWriter *writer,
                                const guint8 *block, const PktmonPacket *packet, GError **error)
{
  guint32 captured = MIN (packet->captured, self->max_captured);

  pktmon_writer_begin (writer, packet->block_type);
  if (packet->block_type == PKTMON_BLOCK_SIMPLE_PACKET)
    pktmon_writer_put_u32 (writer, packet->length);
  else
    put_timed (self, writer, block, packet, captured);
  pktmon_writer_put_padded (writer, packet->data, captured);
  put_options (self, writer, packet->block_type, packet->options,
               packet->interface->section->big_endian);
  return pktmon_writer_end (writer, error);
}

guint32
pktmon_block_change_get_interface (const guint8 *block, gsize size, gboolean big_endian)
{
  PktmonBytes bytes = pktmon_bytes_new (block, size);

  return pktmon_bytes_peek_u32 (&bytes, INTERFACE_ID, big_endian);
}
