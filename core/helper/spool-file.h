/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/divider-queue.h"

G_BEGIN_DECLS

/* PktmonSpoolFile: one file of a capture: a section with the interfaces of all lanes, their
 * packets, and their statistics. One thread; where lanes are used, under their lock. */
typedef struct _PktmonSpoolFile PktmonSpoolFile;

/* Bytes that the statistics of one lane take. */
#define PKTMON_STATISTICS_SIZE 100u

/* @descriptor: to append to; taken, also on failure.
 * @number: of the file in its capture.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when it is not a regular file that is
 * open for writing. */
PktmonSpoolFile *pktmon_spool_file_new (int descriptor, guint32 number, GError **error);
void pktmon_spool_file_free (PktmonSpoolFile *self);

guint32 pktmon_spool_file_get_number (const PktmonSpoolFile *self);
/* Bytes up to the last whole block that was written. */
guint64 pktmon_spool_file_get_size (const PktmonSpoolFile *self);
/* Packets in it. */
guint64 pktmon_spool_file_get_packets (const PktmonSpoolFile *self);

/* The lane that has number @interface in it. Borrowed. */
PktmonLane *pktmon_spool_file_get_lane (const PktmonSpoolFile *self, guint32 interface);
/* The lane of each of some packet blocks for it. (transfer full) */
GPtrArray *pktmon_spool_file_list_lanes (const PktmonSpoolFile *self, const guint8 *data,
                                         gsize size);
/* Gives the same blocks the numbers that their lanes have now. */
void pktmon_spool_file_rename_blocks (guint8 *data, GPtrArray *lanes);

/* Begins the section, in which no lane has a number yet. */
gboolean pktmon_spool_file_begin_locked (PktmonSpoolFile *self, GPtrArray *lanes, GError **error);
/* Gives those lanes a number, and describes them, that have none; a number also when that fails. */
gboolean pktmon_spool_file_name_locked (PktmonSpoolFile *self, GPtrArray *lanes, GError **error);
/* Adds a lane's statistics. */
gboolean pktmon_spool_file_add_statistics_locked (PktmonSpoolFile *self, const PktmonLane *lane,
                                                  GError **error);
/* Adds the oldest divider of @dividers, which forgets it. */
gboolean pktmon_spool_file_add_divider_locked (PktmonSpoolFile *self, PktmonDividerQueue *dividers,
                                               GError **error);

/* Writes packet blocks, and what was added before.
 * Returns: bytes of @data that are in the file as whole blocks: fewer than @size with @error. */
gsize pktmon_spool_file_write (PktmonSpoolFile *self, const guint8 *data, gsize size,
                               GError **error);
/* Counts the packets of blocks that were written, or were not: then as lost. */
void pktmon_spool_file_count_locked (PktmonSpoolFile *self, const guint8 *data, gsize size,
                                     gboolean written);
/* The same for written blocks of one lane, without looking at them. */
void pktmon_spool_file_count_all_locked (PktmonSpoolFile *self, PktmonLane *lane, guint64 packets,
                                         guint64 bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSpoolFile, pktmon_spool_file_free)

G_END_DECLS
