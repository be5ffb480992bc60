/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "session/capture-files.h"

G_BEGIN_DECLS

/* PktmonFileOutput: where a session writes its packets, as pcapng: one file, a ring of files, or
 * just so much that the newest packets can be looked at. Main thread. */
#define PKTMON_TYPE_FILE_OUTPUT (pktmon_file_output_get_type())
G_DECLARE_FINAL_TYPE (PktmonFileOutput, pktmon_file_output, PKTMON, FILE_OUTPUT, GObject)

/* One file; one that was there is written over when the session becomes active. */
PktmonFileOutput *pktmon_file_output_new (const char *path);
/* Files with a number in their names, "out_00001.pcapng" for "out.pcapng"; each is complete.
 * @file_size: bytes after which the next begins, at least PKTMON_MIN_FILE_SIZE.
 * @n: newest ones that are kept; 0: all.
 * Returns: NULL with PKTMON_ERROR_INVALID for a size that is too small. */
PktmonFileOutput *pktmon_file_output_new_ring (const char *path, guint64 file_size, guint n,
                                               GError **error);

/* No file with a name: the newest @size bytes are kept, in pieces that the session reads
 * (pktmon_session_get_stores); the oldest piece is dropped when another one begins.
 * @size: at least PKTMON_MIN_FILE_SIZE times the number of pieces.
 * Returns: NULL with PKTMON_ERROR_INVALID for a size that is too small. */
PktmonFileOutput *pktmon_file_output_new_bounded (guint64 size, GError **error);

/* Into how many pieces a bounded output is divided; 0 for others. */
guint pktmon_file_output_get_n_pieces (PktmonFileOutput *self);
/* Its files for one capture. (transfer full) */
PktmonCaptureFiles *pktmon_file_output_begin (PktmonFileOutput *self);

G_END_DECLS
