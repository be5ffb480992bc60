/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonCaptureFiles: the files that a capture is written to, one after the other. One thread at a
 * time. */
typedef struct _PktmonCaptureFiles PktmonCaptureFiles;

/* One file in the user's cache folder, with a name that begins with @name; it stays there when the
 * program dies, and goes when the object does, unless it was kept. */
PktmonCaptureFiles *pktmon_capture_files_new_spool (const char *name);
/* The same in pieces without names, which are gone when nobody reads them any more.
 * @size: of a piece in bytes. */
PktmonCaptureFiles *pktmon_capture_files_new_pieces (guint64 size);
/* One file of the user's; one that was there is written over. */
PktmonCaptureFiles *pktmon_capture_files_new_single (const char *path);
/* "out_00001.pcapng", "out_00002.pcapng"… for "out.pcapng": numbers only grow, and begin behind
 * those of an earlier capture, which stay.
 * @file_size: bytes at which the next begins. @n: newest files that are kept; 0: all. */
PktmonCaptureFiles *pktmon_capture_files_new_ring (const char *path, guint64 file_size, guint n);
/* Closes and removes what was not to stay. */
void pktmon_capture_files_free (PktmonCaptureFiles *self);

/* Makes the next file, and removes those that are too old.
 * Returns: its descriptor, to read and write (transfer full); -1 with an error of
 *   pktmon_error_set_errno, or PKTMON_ERROR_INVALID for what is no regular file. */
int pktmon_capture_files_open_next (PktmonCaptureFiles *self, GError **error);

/* Removes the file of a ring that was opened last, as nothing was written to it. */
void pktmon_capture_files_remove_last (PktmonCaptureFiles *self);

/* Bytes at which the next file takes over; 0: never. */
guint64 pktmon_capture_files_get_file_size (const PktmonCaptureFiles *self);
/* Name of the file opened last; NULL when it has none. Borrowed. */
const char *pktmon_capture_files_get_path (const PktmonCaptureFiles *self);
/* The folder of spools in the user's cache. (transfer full) */
char *pktmon_capture_files_dup_folder (void);
/* The spool's file is not removed any more. */
void pktmon_capture_files_keep (PktmonCaptureFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCaptureFiles, pktmon_capture_files_free)

G_END_DECLS
