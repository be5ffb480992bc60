/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonCaptureFiles: the files that a capture is written to, one after the other. One thread at a
 * time. */
typedef struct _PktmonCaptureFiles PktmonCaptureFiles;

/* When the next file begins, and which are kept; each 0: nothing of that kind. */
typedef struct {
  guint64 file_size;      /* bytes of a file */
  guint64 file_packets;   /* packets of a file */
  guint64 file_duration;  /* milliseconds since a file's first packet was written */
  guint files;            /* newest ones that are kept, with the one that is being written */
  guint64 total_size;     /* bytes of all that are kept; wants a `file_size` */
  guint64 total_duration; /* milliseconds for which a file is kept when it is complete */
} PktmonRing;

/* One file in the user's cache folder, with a name that begins with @name; it stays there when the
 * program dies, and goes when the object does, unless it was kept. */
PktmonCaptureFiles *pktmon_capture_files_new_spool (const char *name);
/* The same in pieces without names, which are gone when nobody reads them any more.
 * @ring: copied. */
PktmonCaptureFiles *pktmon_capture_files_new_pieces (const PktmonRing *ring);
/* One file of the user's; one that was there is written over. */
PktmonCaptureFiles *pktmon_capture_files_new_single (const char *path);
/* "out_00001.pcapng", "out_00002.pcapng"… for "out.pcapng": numbers only grow, and begin behind
 * those of an earlier capture, which stay. @ring: copied. */
PktmonCaptureFiles *pktmon_capture_files_new_ring (const char *path, const PktmonRing *ring);
/* Closes and removes what was not to stay. */
void pktmon_capture_files_free (PktmonCaptureFiles *self);

/* Makes the next file.
 * Returns: its descriptor, to read and write (transfer full); -1 with an error of
 *   pktmon_error_set_errno, or PKTMON_ERROR_INVALID for what is no regular file. */
int pktmon_capture_files_open_next (PktmonCaptureFiles *self, GError **error);

/* The oldest file that was not complete is, and the next one is written now; those that are too old
 * are removed. */
void pktmon_capture_files_complete (PktmonCaptureFiles *self, guint64 packets, guint64 size);
/* How many were removed so, and the packets in them. @packets: (out). */
guint pktmon_capture_files_get_n_removed (const PktmonCaptureFiles *self, guint64 *packets);
/* Removes the file that was opened last, as nothing was written to it. */
void pktmon_capture_files_remove_last (PktmonCaptureFiles *self);

/* All 0 for one file. Borrowed. */
const PktmonRing *pktmon_capture_files_get_ring (const PktmonCaptureFiles *self);
/* Whether one file follows the other. */
gboolean pktmon_capture_files_are_many (const PktmonCaptureFiles *self);
/* Name of the file opened last; NULL when it has none. Borrowed. */
const char *pktmon_capture_files_get_path (const PktmonCaptureFiles *self);
/* The folder of spools in the user's cache. (transfer full) */
char *pktmon_capture_files_dup_folder (void);
/* The spool's file is not removed any more. */
void pktmon_capture_files_keep (PktmonCaptureFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCaptureFiles, pktmon_capture_files_free)

G_END_DECLS
