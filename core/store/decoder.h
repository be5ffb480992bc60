/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonDecoder: unpacks a compressed stream piece by piece: gzip (RFC 1952), zstd (RFC 8878), lz4
 * frames, each also as several members one after the other. One thread at a time. */
typedef struct _PktmonDecoder PktmonDecoder;

/* Bytes that pktmon_decoder_new wants to see to decide. */
#define PKTMON_DECODER_MAGIC_SIZE 4

/* Returns: (transfer full): NULL when bytes that begin with @data are not compressed in a way that
 * is known. */
PktmonDecoder *pktmon_decoder_new (const guint8 *data, gsize size);
/* "gzip"; static. */
const char *pktmon_decoder_get_name (const PktmonDecoder *self);
void pktmon_decoder_free (PktmonDecoder *self);

/* Takes bytes from @input and writes unpacked ones to @output, as far as both reach.
 * @consumed, @produced: (out): how many of each.
 * Returns: FALSE with PKTMON_ERROR_DAMAGED when @input is not what it should be; what was produced
 *   until then is good. */
gboolean pktmon_decoder_decode (PktmonDecoder *self, const guint8 *input, gsize input_size,
                                gsize *consumed, guint8 *output, gsize output_size, gsize *produced,
                                GError **error);
/* Whether the stream may end after what was taken so far. */
gboolean pktmon_decoder_is_at_end (const PktmonDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonDecoder, pktmon_decoder_free)

G_END_DECLS
