/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/reader.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "pcapng/format.h"

struct _PktmonReader {
  PktmonDirectory *directory;
  PktmonPacketParser parser;
  guint64 offset;
  guint64 packets;
  gsize wanted;
  gsize kept; /* bytes of option lists in the directory */
  GError *damage;
};

PktmonReader *
pktmon_reader_new (PktmonDirectory *directory)
{
  PktmonReader *self = g_new0 (PktmonReader, 1);

  self->directory = pktmon_directory_ref (directory);
  self->parser.directory = directory;
  return self;
}

void
pktmon_reader_free (PktmonReader *self)
{
  g_clear_error (&self->damage);
  pktmon_directory_unref (self->directory);
  g_free (self);
}

void
pktmon_reader_begin_at (PktmonReader *self, guint64 offset, guint64 packets)
{
  self->offset = offset;
  self->packets = packets;
}

guint64
pktmon_reader_get_offset (const PktmonReader *self)
{
  return self->offset;
}

gsize
pktmon_reader_get_wanted (const PktmonReader *self)
{
  return self->wanted;
}

guint64
pktmon_reader_get_packets (const PktmonReader *self)
{
  return self->packets;
}

/* --- Errors --- */

void
pktmon_reader_set_cut_short (const PktmonReader *self, GError **error)
{
  g_autofree char *packets = NULL;
  g_autofree char *offset = NULL;
  g_autofree char *what = NULL;

  if (self->offset == 0) {
    pktmon_error_set (error, PKTMON_ERROR_NOT_A_CAPTURE, _ ("The file ends within its header."),
                      _ ("Nothing can be read from it: ask for the file again."));
    return;
  }
  packets = pktmon_format_dup_count (self->packets);
  offset = pktmon_format_dup_count (self->offset);
  what = g_strdup_printf (
      _ ("The file is cut short after packet %s: it ends in the middle of a block at byte %s."),
      packets, offset);
  pktmon_error_set (error, PKTMON_ERROR_DAMAGED, what,
                    _ ("The packets before that are whole and can be used."));
}

static PktmonReaderStep
fail (PktmonReader *self, GError **error)
{
  if (error != NULL)
    *error = g_error_copy (self->damage);
  return PKTMON_READER_DAMAGED;
}

static PktmonReaderStep
damage (PktmonReader *self, const char *reason, GError **error)
{
  g_autofree char *packets = pktmon_format_dup_count (self->packets);
  g_autofree char *offset = pktmon_format_dup_count (self->offset);
  g_autofree char *what = g_strdup_printf (
      _ ("The file is damaged after packet %s: at byte %s, %s."), packets, offset, reason);

  pktmon_error_set (&self->damage, PKTMON_ERROR_DAMAGED, what,
                    _ ("The packets before that are whole and can be used."));
  return fail (self, error);
}

static PktmonReaderStep
refuse (PktmonReader *self, PktmonError code, const char *what, GError **error)
{
  pktmon_error_set (&self->damage, code, what,
                    _ ("Open it with the program that wrote it, and save it as pcapng there."));
  return fail (self, error);
}

static PktmonReaderStep
more (PktmonReader *self, gsize wanted)
{
  self->wanted = wanted;
  return PKTMON_READER_MORE;
}

/* --- Headers --- */

static PktmonReaderStep
accept (PktmonReader *self, PktmonRecord *record, guint32 type, gsize size)
{
  record->offset = self->offset;
  record->type = type;
  record->size = size;
  self->offset += size;
  return PKTMON_READER_BLOCK;
}

static gboolean
may_keep (PktmonReader *self, const PktmonBytes *options)
{
  gsize size = pktmon_bytes_left (options);

  if (size > PKTMON_MAX_DESCRIPTIONS_SIZE - self->kept)
    return FALSE;
  self->kept += size;
  return TRUE;
}

static PktmonReaderStep
read_section_header (PktmonReader *self, PktmonBytes block, PktmonRecord *record, GError **error)
{
  gsize size = pktmon_bytes_left (&block);
  gboolean big_endian;
  PktmonSection *section;
  guint16 major, minor;

  pktmon_bytes_skip (&block, 8);
  big_endian = pktmon_bytes_be32 (&block) == PKTMON_BYTE_ORDER_MAGIC;
  major = pktmon_bytes_u16 (&block, big_endian);
  minor = pktmon_bytes_u16 (&block, big_endian);
  pktmon_bytes_skip (&block, 8); /* section length: often wrong, never needed */
  pktmon_bytes_limit (&block, pktmon_bytes_left (&block) - MIN (4, pktmon_bytes_left (&block)));
  if (block.failed || size < PKTMON_SECTION_HEADER_MIN_SIZE)
    return damage (self, _ ("a section header is too short"), error);
  /* 1.2 is the same as 1.0 (section 4.1). */
  if (major != 1 || (minor != 0 && minor != 2)) {
    g_autofree char *packets = pktmon_format_dup_count (self->packets);
    g_autofree char *what =
        g_strdup_printf (_ ("The part of the file after packet %s is written in pcapng version "
                            "%u.%u, which this program does not know."),
                         packets, major, minor);

    return refuse (self, PKTMON_ERROR_UNSUPPORTED, what, error);
  }
  if (pktmon_directory_get_n_sections (self->directory) >= PKTMON_MAX_SECTIONS)
    return damage (self, _ ("there are too many sections"), error);
  if (!may_keep (self, &block))
    return damage (self, _ ("the descriptions of sections and interfaces are too long"), error);
  section = pktmon_section_new (PKTMON_FORMAT_PCAPNG, big_endian, self->offset);
  section->major = major;
  section->minor = minor;
  pktmon_section_take_options (section, &block);
  pktmon_directory_take_section (self->directory, section);
  self->parser.section = section;
  self->parser.interface = NULL;
  return accept (self, record, PKTMON_BLOCK_SECTION_HEADER, size);
}

static PktmonReaderStep
read_interface (PktmonReader *self, PktmonBytes block, PktmonRecord *record, GError **error)
{
  gboolean big_endian = self->parser.section->big_endian;
  gsize size = pktmon_bytes_left (&block);
  PktmonInterface *interface;
  guint16 link_type;
  guint32 snap_length;

  pktmon_bytes_skip (&block, 8);
  link_type = pktmon_bytes_u16 (&block, big_endian);
  pktmon_bytes_skip (&block, 2);
  snap_length = pktmon_bytes_u32 (&block, big_endian);
  if (size < PKTMON_INTERFACE_DESCRIPTION_MIN_SIZE)
    return damage (self, _ ("an interface description is too short"), error);
  if (pktmon_directory_get_n_interfaces (self->directory) >= PKTMON_MAX_INTERFACES)
    return damage (self, _ ("there are too many interfaces"), error);
  pktmon_bytes_limit (&block, pktmon_bytes_left (&block) - 4);
  if (!may_keep (self, &block))
    return damage (self, _ ("the descriptions of sections and interfaces are too long"), error);
  interface = pktmon_interface_new (self->parser.section, link_type, snap_length);
  pktmon_interface_take_options (interface, &block);
  pktmon_directory_take_interface (self->directory, interface);
  return accept (self, record, PKTMON_BLOCK_INTERFACE_DESCRIPTION, size);
}

/* The kinds of pcap file, by the first four bytes. */
typedef struct {
  guint32 magic;
  PktmonFormat format;
  guint8 resolution;
} PcapKind;

static const PcapKind pcap_kinds[] = {
  { PKTMON_PCAP_MAGIC_MICROSECONDS, PKTMON_FORMAT_PCAP, 6 },
  { PKTMON_PCAP_MAGIC_NANOSECONDS, PKTMON_FORMAT_PCAP, 9 },
  { PKTMON_PCAP_MAGIC_MODIFIED, PKTMON_FORMAT_PCAP_MODIFIED, 6 },
};

static const PcapKind *
find_pcap_kind (guint32 magic)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pcap_kinds); i++)
    if (pcap_kinds[i].magic == magic)
      return &pcap_kinds[i];
  return NULL;
}

static void
add_pcap_interface (PktmonReader *self, const PcapKind *kind, PktmonSection *section,
                    guint32 link_type, guint32 snap_length)
{
  PktmonInterface *interface = pktmon_interface_new (
      section, (guint16) (link_type & PKTMON_PCAP_LINK_TYPE_MASK), snap_length);

  interface->resolution = kind->resolution;
  if (link_type & PKTMON_PCAP_FCS_PRESENT)
    /* The field counts 16-bit words. */
    interface->fcs_length = (guint8) (2 * (link_type >> PKTMON_PCAP_FCS_SHIFT));
  pktmon_directory_take_section (self->directory, section);
  pktmon_directory_take_interface (self->directory, interface);
  self->parser.section = section;
}

static PktmonReaderStep
read_pcap_header (PktmonReader *self, const PcapKind *kind, gboolean big_endian, PktmonBytes bytes,
                  PktmonRecord *record, GError **error)
{
  PktmonSection *section;
  guint16 major, minor;
  guint32 snap_length, link_type;

  if (pktmon_bytes_left (&bytes) < PKTMON_PCAP_HEADER_SIZE)
    return more (self, PKTMON_PCAP_HEADER_SIZE);
  pktmon_bytes_skip (&bytes, 4);
  major = pktmon_bytes_u16 (&bytes, big_endian);
  minor = pktmon_bytes_u16 (&bytes, big_endian);
  pktmon_bytes_skip (&bytes, 8); /* time zone and accuracy: always 0 */
  snap_length = pktmon_bytes_u32 (&bytes, big_endian);
  link_type = pktmon_bytes_u32 (&bytes, big_endian);
  if (major != PKTMON_PCAP_MAJOR) {
    g_autofree char *what = g_strdup_printf (
        _ ("The file is written in pcap version %u.%u, which this program does not know."), major,
        minor);

    return refuse (self, PKTMON_ERROR_UNSUPPORTED, what, error);
  }
  if ((link_type & PKTMON_PCAP_RESERVED_MASK) != 0) {
    g_autofree char *what = g_strdup_printf (
        _ ("The file's link type 0x%08x uses bits whose meaning is not defined."), link_type);

    return refuse (self, PKTMON_ERROR_UNSUPPORTED, what, error);
  }
  section = pktmon_section_new (kind->format, big_endian, 0);
  section->major = major;
  section->minor = minor;
  add_pcap_interface (self, kind, section, link_type, snap_length);
  return accept (self, record, 0, PKTMON_PCAP_HEADER_SIZE);
}

/* --- The walk --- */

static PktmonReaderStep
damage_take (PktmonReader *self, char *reason, GError **error)
{
  g_autofree char *own = reason;

  return damage (self, own, error);
}

static PktmonReaderStep
read_block (PktmonReader *self, const guint8 *data, const PktmonFrame *frame, PktmonRecord *record,
            GError **error)
{
  PktmonBytes block = pktmon_bytes_new (data, frame->size);

  if (frame->type == PKTMON_BLOCK_SECTION_HEADER)
    return read_section_header (self, block, record, error);
  if (frame->type == PKTMON_BLOCK_INTERFACE_DESCRIPTION)
    return read_interface (self, block, record, error);
  return accept (self, record, frame->type, frame->size);
}

static PktmonReaderStep
read_record (PktmonReader *self, const guint8 *data, gsize size, PktmonRecord *record,
             GError **error)
{
  char *reason = NULL;
  PktmonFrame frame;

  switch (pktmon_packet_parser_frame (&self->parser, data, size, &frame, &reason)) {
  case PKTMON_PARSE_MORE:
    return more (self, frame.size);
  case PKTMON_PARSE_DAMAGED:
    return damage_take (self, reason, error);
  case PKTMON_PARSE_DONE:
  default:
    break;
  }
  if (!pktmon_packet_parser_is_packet (&self->parser, frame.type))
    return read_block (self, data, &frame, record, error);
  if (!pktmon_packet_parser_parse (&self->parser, data, &frame, &record->packet, &reason))
    return damage_take (self, reason, error);
  accept (self, record, frame.type, frame.size);
  self->packets++;
  return PKTMON_READER_PACKET;
}

/* The first bytes say what the file is. */
static PktmonReaderStep
read_first (PktmonReader *self, const guint8 *data, gsize size, PktmonRecord *record,
            GError **error)
{
  PktmonBytes bytes = pktmon_bytes_new (data, size);
  guint32 magic = pktmon_bytes_peek_be32 (&bytes, 0);
  const PcapKind *kind = find_pcap_kind (magic);
  const PcapKind *swapped = find_pcap_kind (GUINT32_SWAP_LE_BE (magic));

  if (size < 4)
    return more (self, 4);
  if (kind != NULL || swapped != NULL)
    return read_pcap_header (self, kind != NULL ? kind : swapped, kind != NULL, bytes, record,
                             error);
  if (magic != PKTMON_BLOCK_SECTION_HEADER)
    return refuse (self, PKTMON_ERROR_NOT_A_CAPTURE,
                   _ ("This is not a capture file: it begins neither like pcapng nor like pcap."),
                   error);
  return read_record (self, data, size, record, error);
}

PktmonReaderStep
pktmon_reader_next (PktmonReader *self, const guint8 *data, gsize size, PktmonRecord *record,
                    GError **error)
{
  if (G_UNLIKELY (self->damage != NULL))
    return fail (self, error);
  if (G_UNLIKELY (self->parser.section == NULL))
    return read_first (self, data, size, record, error);
  return read_record (self, data, size, record, error);
}
