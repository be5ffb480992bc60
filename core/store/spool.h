/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonSpool: the bytes of one capture, as a file that may still grow.
 *
 * A plain file is its own spool. What cannot be read at any place (a pipe), or is compressed, is
 * copied or unpacked into an unnamed temporary file by a thread of the spool's own, and can be read
 * as far as that has come. Bytes are always fetched by read calls, never through a mapping: a file
 * that somebody else makes shorter gives an error, not a signal. Any thread. */
typedef struct _PktmonSpool PktmonSpool;

/* @path: a file's name, or "-" for standard input.
 * Returns: (transfer full): NULL with PKTMON_ERROR_NOT_FOUND, _PERMISSION, _INVALID or _IO. */
PktmonSpool *pktmon_spool_new (const char *path, GError **error);
/* Takes a file that another process or thread still appends to; its size grows by
 * pktmon_spool_grow. Keeps a duplicate of @descriptor. */
PktmonSpool *pktmon_spool_new_growing (int descriptor, GError **error);
PktmonSpool *pktmon_spool_ref (PktmonSpool *self);
void pktmon_spool_unref (PktmonSpool *self);

/* One that is made of others (pktmon_spool_join), one after the other; each may still grow while it
 * is the last one that is not empty. The oldest may be dropped; offsets stay what they were. */
PktmonSpool *pktmon_spool_new_joined (void);
/* Appends a growing spool; its bytes are announced by its own growth. */
void pktmon_spool_join (PktmonSpool *self, PktmonSpool *part);
/* The first @n parts that ever were are not kept any more, with @packets in all of them; each is
 * let go when pktmon_spool_release has passed it. */
void pktmon_spool_drop (PktmonSpool *self, guint n, guint64 packets);
/* What lies before @offset was read by who has to read all. Nothing happens for plain ones. */
void pktmon_spool_release (PktmonSpool *self, guint64 offset);
/* Where what is kept begins: at the start of a section. 0 when all is.
 * @packets: (out): that were before it. */
guint64 pktmon_spool_get_start (PktmonSpool *self, guint64 *packets);

/* Announces that @size bytes are there now, and whether those are all. */
void pktmon_spool_grow (PktmonSpool *self, guint64 size, gboolean complete);
/* Ends every wait, and the spool's own thread; for who does not want the rest. */
void pktmon_spool_cancel (PktmonSpool *self);

/* Bytes that can be read now; they never become fewer. */
guint64 pktmon_spool_get_size (PktmonSpool *self);
/* How much of what is to come is there: 0 to 1, or -1 when nobody knows. */
double pktmon_spool_get_fraction (PktmonSpool *self);
/* How the source is compressed, "gzip"; NULL when it is not, or nothing of it was read yet. */
const char *pktmon_spool_get_compression (PktmonSpool *self);
/* Blocks until there are more than @known bytes, or until it is sure that there never will be.
 * Returns: whether there are more. FALSE without @error: all was read. */
gboolean pktmon_spool_wait (PktmonSpool *self, guint64 known, GError **error);

/* The file that has the byte at @offset, to be copied by the file system.
 * @base: (out): offset of its first byte. @end: (out): behind its last one that is there.
 * Returns: a descriptor (transfer full); -1 when it is not there, or none can be had. */
int pktmon_spool_dup_file (PktmonSpool *self, guint64 offset, guint64 *base, guint64 *end);

/* Reads up to @size bytes from @offset; fewer only where the spool ends.
 * Returns: their number; -1 with PKTMON_ERROR_CHANGED when the file has become shorter than it was,
 * or they are not kept any more, or with PKTMON_ERROR_IO. */
gssize pktmon_spool_read (PktmonSpool *self, guint64 offset, guint8 *buffer, gsize size,
                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSpool, pktmon_spool_unref)

G_END_DECLS
