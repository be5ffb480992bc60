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
 * @ring: copied. A total size without that of a file makes files of an eighth of it at most.
 * Returns: NULL with PKTMON_ERROR_INVALID when it does not say when a file begins, or for a size
 * that is too small. */
PktmonFileOutput *pktmon_file_output_new_ring (const char *path, const PktmonRing *ring,
                                               GError **error);

/* No file with a name: the newest packets are kept, in pieces that are one store
 * (pktmon_session_get_store); the oldest piece is dropped when another one begins, and the
 * session's status says so.
 * @size: bytes at most, at least PKTMON_MIN_FILE_SIZE times the number of pieces; 0: any.
 * @duration: milliseconds that are kept at least; 0: any.
 * Returns: NULL with PKTMON_ERROR_INVALID for a size that is too small, or without any of both. */
PktmonFileOutput *pktmon_file_output_new_bounded (guint64 size, guint64 duration, GError **error);
gboolean pktmon_file_output_is_bounded (PktmonFileOutput *self);

/* Its files for one capture. (transfer full) */
PktmonCaptureFiles *pktmon_file_output_begin (PktmonFileOutput *self);

G_END_DECLS
