/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/capture-builder.h"

#include <string.h>

TestBuilder *
test_builder_new (gboolean big_endian)
{
  TestBuilder *self = g_new0 (TestBuilder, 1);

  self->bytes = g_byte_array_new();
  self->big_endian = big_endian;
  return self;
}

void
test_builder_free (TestBuilder *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/* --- Raw values --- */

void
test_builder_data (TestBuilder *self, gconstpointer data, gsize size)
{
  if (size > 0)
    g_byte_array_append (self->bytes, data, (guint) size);
}

void
test_builder_u8 (TestBuilder *self, guint8 value)
{
  test_builder_data (self, &value, sizeof value);
}

void
test_builder_u16 (TestBuilder *self, guint16 value)
{
  value = self->big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);
  test_builder_data (self, &value, sizeof value);
}

static guint32
order_u32 (const TestBuilder *self, guint32 value)
{
  return self->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
}

void
test_builder_u32 (TestBuilder *self, guint32 value)
{
  value = order_u32 (self, value);
  test_builder_data (self, &value, sizeof value);
}

void
test_builder_u64 (TestBuilder *self, guint64 value)
{
  value = self->big_endian ? GUINT64_TO_BE (value) : GUINT64_TO_LE (value);
  test_builder_data (self, &value, sizeof value);
}

void
test_builder_ticks (TestBuilder *self, guint64 ticks)
{
  test_builder_u32 (self, (guint32) (ticks >> 32));
  test_builder_u32 (self, (guint32) ticks);
}

static void
pad (TestBuilder *self, gsize size)
{
  static const guint8 zeros[3];

  test_builder_data (self, zeros, -size & 3);
}

void
test_builder_padded (TestBuilder *self, gconstpointer data, gsize size)
{
  test_builder_data (self, data, size);
  pad (self, size);
}

void
test_builder_pattern (TestBuilder *self, guint8 first, gsize size)
{
  guint start = self->bytes->len;

  g_byte_array_set_size (self->bytes, start + (guint) size);
  for (gsize i = 0; i < size; i++)
    self->bytes->data[start + i] = (guint8) (first + i);
}

/* --- pcapng --- */

void
test_builder_begin (TestBuilder *self, guint32 type)
{
  self->block = self->bytes->len;
  test_builder_u32 (self, type);
  test_builder_u32 (self, 0);
}

void
test_builder_begin_section (TestBuilder *self)
{
  test_builder_begin (self, PKTMON_BLOCK_SECTION_HEADER);
  test_builder_u32 (self, PKTMON_BYTE_ORDER_MAGIC);
  test_builder_u16 (self, 1);
  test_builder_u16 (self, 0);
  test_builder_u64 (self, G_MAXUINT64);
}

void
test_builder_begin_interface (TestBuilder *self, guint16 link_type, guint32 snap_length)
{
  test_builder_begin (self, PKTMON_BLOCK_INTERFACE_DESCRIPTION);
  test_builder_u16 (self, link_type);
  test_builder_u16 (self, 0);
  test_builder_u32 (self, snap_length);
}

static void
begin_enhanced (TestBuilder *self, guint32 interface, guint64 ticks, guint32 captured,
                guint32 length)
{
  test_builder_begin (self, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_u32 (self, interface);
  test_builder_ticks (self, ticks);
  test_builder_u32 (self, captured);
  test_builder_u32 (self, length);
}

void
test_builder_begin_enhanced (TestBuilder *self, guint32 interface, guint64 ticks,
                             gconstpointer data, guint32 captured, guint32 length)
{
  begin_enhanced (self, interface, ticks, captured, length);
  test_builder_padded (self, data, captured);
}

void
test_builder_begin_statistics (TestBuilder *self, guint32 interface, guint64 ticks)
{
  test_builder_begin (self, PKTMON_BLOCK_INTERFACE_STATISTICS);
  test_builder_u32 (self, interface);
  test_builder_ticks (self, ticks);
}

void
test_builder_option (TestBuilder *self, guint16 code, gconstpointer data, gsize size)
{
  test_builder_u16 (self, code);
  test_builder_u16 (self, (guint16) size);
  test_builder_padded (self, data, size);
}

void
test_builder_option_text (TestBuilder *self, guint16 code, const char *text)
{
  test_builder_option (self, code, text, strlen (text));
}

void
test_builder_option_u8 (TestBuilder *self, guint16 code, guint8 value)
{
  test_builder_option (self, code, &value, sizeof value);
}

void
test_builder_option_u32 (TestBuilder *self, guint16 code, guint32 value)
{
  value = order_u32 (self, value);
  test_builder_option (self, code, &value, sizeof value);
}

void
test_builder_option_u64 (TestBuilder *self, guint16 code, guint64 value)
{
  value = self->big_endian ? GUINT64_TO_BE (value) : GUINT64_TO_LE (value);
  test_builder_option (self, code, &value, sizeof value);
}

void
test_builder_option_end (TestBuilder *self)
{
  test_builder_option (self, PKTMON_OPTION_END, NULL, 0);
}

void
test_builder_end_lying (TestBuilder *self, guint32 length, guint32 trailer)
{
  length = order_u32 (self, length);
  memcpy (self->bytes->data + self->block + 4, &length, sizeof length);
  test_builder_u32 (self, trailer);
}

void
test_builder_end (TestBuilder *self)
{
  guint32 length = (guint32) (self->bytes->len - self->block) + 4;

  test_builder_end_lying (self, length, length);
}

void
test_builder_section (TestBuilder *self)
{
  test_builder_begin_section (self);
  test_builder_end (self);
}

void
test_builder_interface (TestBuilder *self, guint16 link_type, guint32 snap_length)
{
  test_builder_begin_interface (self, link_type, snap_length);
  test_builder_end (self);
}

void
test_builder_clocked_interface (TestBuilder *self, guint8 resolution, gint64 offset)
{
  test_builder_begin_interface (self, 1, 0);
  test_builder_option_u8 (self, PKTMON_OPTION_IF_TSRESOL, resolution);
  if (offset != 0)
    test_builder_option_u64 (self, PKTMON_OPTION_IF_TSOFFSET, (guint64) offset);
  test_builder_option_end (self);
  test_builder_end (self);
}

static void
put_packet_data (TestBuilder *self, guint32 captured)
{
  test_builder_pattern (self, 0, captured);
  pad (self, captured);
}

void
test_builder_enhanced (TestBuilder *self, guint32 interface, guint64 ticks, guint32 captured,
                       guint32 length)
{
  begin_enhanced (self, interface, ticks, captured, length);
  put_packet_data (self, captured);
  test_builder_end (self);
}

void
test_builder_simple (TestBuilder *self, guint32 captured, guint32 length)
{
  test_builder_begin (self, PKTMON_BLOCK_SIMPLE_PACKET);
  test_builder_u32 (self, length);
  put_packet_data (self, captured);
  test_builder_end (self);
}

void
test_builder_obsolete (TestBuilder *self, guint16 interface, guint64 ticks, guint32 captured,
                       guint32 length)
{
  test_builder_begin (self, PKTMON_BLOCK_PACKET);
  test_builder_u16 (self, interface);
  test_builder_u16 (self, 0);
  test_builder_ticks (self, ticks);
  test_builder_u32 (self, captured);
  test_builder_u32 (self, length);
  put_packet_data (self, captured);
  test_builder_end (self);
}

void
test_builder_block (TestBuilder *self, guint32 type, gsize size)
{
  test_builder_begin (self, type);
  test_builder_pattern (self, 0, size);
  test_builder_end (self);
}

void
test_builder_divider (TestBuilder *self, guint16 kind, guint32 number, gint64 time,
                      const char *text, guint32 text_size)
{
  test_builder_begin (self, PKTMON_BLOCK_CUSTOM);
  test_builder_u32 (self, 32473);
  test_builder_data (self, "PktmonDv", 8);
  test_builder_u16 (self, 1);
  test_builder_u16 (self, kind);
  test_builder_u32 (self, number);
  test_builder_u64 (self, (guint64) time);
  test_builder_u32 (self, text_size);
  test_builder_padded (self, text, strlen (text));
  test_builder_end (self);
}

/* --- pcap --- */

void
test_builder_pcap_header (TestBuilder *self, guint32 magic, guint32 snap_length, guint32 link_type)
{
  test_builder_u32 (self, magic);
  test_builder_u16 (self, 2);
  test_builder_u16 (self, 4);
  test_builder_u64 (self, 0);
  test_builder_u32 (self, snap_length);
  test_builder_u32 (self, link_type);
}

void
test_builder_pcap_record (TestBuilder *self, guint32 seconds, guint32 fraction, guint32 captured,
                          guint32 length, gsize extra)
{
  test_builder_u32 (self, seconds);
  test_builder_u32 (self, fraction);
  test_builder_u32 (self, captured);
  test_builder_u32 (self, length);
  test_builder_pattern (self, 0x80, extra);
  test_builder_pattern (self, 0, captured);
}

/* --- Frames --- */

void
test_frame_make (guint8 frame[TEST_FRAME_SIZE], guint8 protocol, guint16 source,
                 guint16 destination)
{
  static const guint8 headers[] = {
    0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0,  0, 0x01, 0x08, 0,  0x45, 0, 0,
    32,   0, 1, 0, 0, 64,   0,    0, 0, 10, 0, 0,    1,    10, 0,    0, 2,
  };
  guint16 ports[] = { GUINT16_TO_BE (source), GUINT16_TO_BE (destination) };

  memset (frame, 0, TEST_FRAME_SIZE);
  memcpy (frame, headers, sizeof headers);
  frame[23] = protocol;
  memcpy (frame + 34, ports, sizeof ports);
  frame[39] = 12; /* UDP length; TCP: sequence number */
}

void
test_builder_frame (TestBuilder *self, guint64 ticks, guint8 protocol, guint16 source,
                    guint16 destination)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, protocol, source, destination);
  test_builder_begin_enhanced (self, 0, ticks, frame, sizeof frame, sizeof frame);
  test_builder_end (self);
}

/* --- Results --- */

void
test_builder_save (const TestBuilder *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) self->bytes->data, (gssize) self->bytes->len, &error);
  g_assert_no_error (error);
}
