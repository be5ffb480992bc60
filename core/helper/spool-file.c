/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/spool-file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

struct _PktmonSpoolFile {
  int descriptor;
  guint32 number;
  guint64 base; /* bytes that were there before */
  guint64 packets;
  PktmonWriter *writer;
  GPtrArray *lanes; /* borrowed; by their numbers in the section */
};

/* Whether this process may append to it by writing, and only that. */
static gboolean
is_fit (int descriptor, off_t *end)
{
  struct stat status;
  int flags = fcntl (descriptor, F_GETFL);

  *end = lseek (descriptor, 0, SEEK_END);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0 &&
         fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) && *end >= 0;
}

PktmonSpoolFile *
pktmon_spool_file_new (int descriptor, guint32 number, GError **error)
{
  PktmonSpoolFile *self;
  off_t end;

  if (!is_fit (descriptor, &end)) {
    if (descriptor >= 0)
      close (descriptor);
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The capture can only be written to a file."),
                      _ ("Choose a file that can be written to."));
    return NULL;
  }
  self = g_new0 (PktmonSpoolFile, 1);
  self->descriptor = descriptor;
  self->number = number;
  self->base = (guint64) end;
  self->writer = pktmon_writer_new (descriptor, NULL);
  self->lanes = g_ptr_array_new();
  return self;
}

void
pktmon_spool_file_free (PktmonSpoolFile *self)
{
  pktmon_writer_free (self->writer);
  g_ptr_array_unref (self->lanes);
  close (self->descriptor);
  g_free (self);
}

guint32
pktmon_spool_file_get_number (const PktmonSpoolFile *self)
{
  return self->number;
}

guint64
pktmon_spool_file_get_size (const PktmonSpoolFile *self)
{
  return self->base + pktmon_writer_get_size (self->writer);
}

guint64
pktmon_spool_file_get_packets (const PktmonSpoolFile *self)
{
  return self->packets;
}

PktmonLane *
pktmon_spool_file_get_lane (const PktmonSpoolFile *self, guint32 interface)
{
  return g_ptr_array_index (self->lanes, interface);
}

GPtrArray *
pktmon_spool_file_list_lanes (const PktmonSpoolFile *self, const guint8 *data, gsize size)
{
  GPtrArray *lanes = g_ptr_array_new();

  for (const guint8 *block = data; block < data + size;
       block += pktmon_packet_block_get_size (block))
    g_ptr_array_add (lanes,
                     pktmon_spool_file_get_lane (self, pktmon_packet_block_get_interface (block)));
  return lanes;
}

void
pktmon_spool_file_rename_blocks (guint8 *data, GPtrArray *lanes)
{
  for (guint i = 0; i < lanes->len; i++) {
    const PktmonLane *lane = g_ptr_array_index (lanes, i);

    pktmon_packet_block_set_interface (data, lane->interface);
    data += pktmon_packet_block_get_size (data);
  }
}

/* --- Blocks --- */

gboolean
pktmon_spool_file_begin_locked (PktmonSpoolFile *self, GPtrArray *lanes, GError **error)
{
  for (guint i = 0; i < lanes->len; i++)
    ((PktmonLane *) g_ptr_array_index (lanes, i))->interface = PKTMON_LANE_UNNAMED;
  return pktmon_writer_add_section (self->writer, "Packet Monitor " PACKAGE_VERSION, NULL, error);
}

gboolean
pktmon_spool_file_name_locked (PktmonSpoolFile *self, GPtrArray *lanes, GError **error)
{
  gboolean good = TRUE;

  for (guint i = 0; i < lanes->len; i++) {
    PktmonLane *lane = g_ptr_array_index (lanes, i);

    if (lane->interface != PKTMON_LANE_UNNAMED)
      continue;
    lane->interface = self->lanes->len;
    g_ptr_array_add (self->lanes, lane);
    good = good && pktmon_source_block_write_description (&lane->description, self->writer, error);
  }
  return good;
}

gboolean
pktmon_spool_file_add_statistics_locked (PktmonSpoolFile *self, const PktmonLane *lane,
                                         GError **error)
{
  return pktmon_source_block_write_statistics (&lane->description, lane->interface, &lane->counters,
                                               self->writer, error);
}

gboolean
pktmon_spool_file_add_divider_locked (PktmonSpoolFile *self, PktmonDividerQueue *dividers,
                                      GError **error)
{
  return pktmon_divider_queue_write (dividers, self->writer, error);
}

gsize
pktmon_spool_file_write (PktmonSpoolFile *self, const guint8 *data, gsize size, GError **error)
{
  guint64 before, after;

  if (!pktmon_writer_flush (self->writer, error))
    return 0;
  before = pktmon_writer_get_size (self->writer);
  if (!pktmon_writer_add_blocks (self->writer, data, size, error) ||
      !pktmon_writer_flush (self->writer, error)) {
    after = pktmon_writer_get_size (self->writer);
    return (gsize) (after - MIN (before, after));
  }
  return size;
}

void
pktmon_spool_file_count_locked (PktmonSpoolFile *self, const guint8 *data, gsize size,
                                gboolean written)
{
  const guint8 *end = data + size;

  for (; data < end; data += pktmon_packet_block_get_size (data)) {
    guint32 interface = pktmon_packet_block_get_interface (data);
    PktmonLane *lane = g_ptr_array_index (self->lanes, interface);

    if (written) {
      lane->counters.packets++;
      lane->counters.bytes += pktmon_packet_block_get_captured (data);
      self->packets++;
    } else
      lane->counters.unwritten++;
  }
}

void
pktmon_spool_file_count_all_locked (PktmonSpoolFile *self, PktmonLane *lane, guint64 packets,
                                    guint64 bytes)
{
  lane->counters.packets += packets;
  lane->counters.bytes += bytes;
  self->packets += packets;
}
