/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ways to compress a file. */
typedef enum {
  PKTMON_COMPRESSION_NONE,
  PKTMON_COMPRESSION_GZIP, /* RFC 1952 */
  PKTMON_COMPRESSION_ZSTD, /* RFC 8878 */
  PKTMON_COMPRESSION_LZ4,  /* lz4 frames */
  PKTMON_N_COMPRESSIONS
} PktmonCompression;

/* PktmonEncoder: compresses a stream piece by piece into one member with check sums, at each
 * library's usual level. Memory of its own is bounded. One thread at a time. */
typedef struct _PktmonEncoder PktmonEncoder;

/* @compression: not PKTMON_COMPRESSION_NONE. */
PktmonEncoder *pktmon_encoder_new (PktmonCompression compression);
void pktmon_encoder_free (PktmonEncoder *self);

/* Takes all of @data, and appends to @output what comes out, which may be nothing yet. */
void pktmon_encoder_add (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output);
/* Appends the rest. Nothing may be added after that. */
void pktmon_encoder_finish (PktmonEncoder *self, GByteArray *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonEncoder, pktmon_encoder_free)

G_END_DECLS
