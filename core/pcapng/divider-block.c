/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/divider-block.h"

#include "pcapng/format.h"

#define VERSION 1u

static const char magic[] = "PktmonDv";
#define MAGIC_SIZE (sizeof magic - 1)

gboolean
pktmon_divider_block_write (const PktmonDividerBlock *self, PktmonWriter *writer, GError **error)
{
  pktmon_writer_begin (writer, PKTMON_BLOCK_CUSTOM);
  pktmon_writer_put_u32 (writer, PKTMON_ENTERPRISE_NUMBER);
  pktmon_writer_put_padded (writer, (const guint8 *) magic, MAGIC_SIZE);
  pktmon_writer_put_u16 (writer, VERSION);
  pktmon_writer_put_u16 (writer, (guint16) self->kind);
  pktmon_writer_put_u32 (writer, self->number);
  pktmon_writer_put_u64 (writer, (guint64) self->time);
  pktmon_writer_put_u32 (writer, (guint32) self->text_size);
  pktmon_writer_put_padded (writer, self->text, self->text_size);
  return pktmon_writer_end (writer, error);
}

gboolean
pktmon_divider_block_parse (PktmonDividerBlock *self, PktmonBytes block, gboolean big_endian)
{
  gboolean ours = pktmon_bytes_u32 (&block, big_endian) == PKTMON_BLOCK_CUSTOM;

  pktmon_bytes_skip (&block, 4);
  ours = ours && pktmon_bytes_u32 (&block, big_endian) == PKTMON_ENTERPRISE_NUMBER &&
         pktmon_bytes_starts_with (&block, magic);
  pktmon_bytes_skip (&block, MAGIC_SIZE);
  ours = ours && pktmon_bytes_u16 (&block, big_endian) == VERSION;
  if (!ours)
    return FALSE;
  self->kind = pktmon_bytes_u16 (&block, big_endian);
  self->number = pktmon_bytes_u32 (&block, big_endian);
  self->time = (PktmonNanoseconds) pktmon_bytes_u64 (&block, big_endian);
  self->text_size = pktmon_bytes_u32 (&block, big_endian);
  self->text = pktmon_bytes_take (&block, self->text_size);
  return !block.failed && pktmon_bytes_left (&block) >= 4;
}
