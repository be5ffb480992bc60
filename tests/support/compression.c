/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/compression.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

static GByteArray *
compress_gzip (const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new();
  z_stream stream = { 0 };

  g_byte_array_set_size (out, (guint) (size + size / 1000 + 64));
  g_assert_cmpint (deflateInit2 (&stream, 1, Z_DEFLATED, MAX_WBITS + 16, 8, 0), ==, Z_OK);
  stream.next_in = (guint8 *) data;
  stream.avail_in = (guint) size;
  stream.next_out = out->data;
  stream.avail_out = out->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (out, (guint) stream.total_out);
  deflateEnd (&stream);
  return out;
}

static GByteArray *
compress_zstd (const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new();
  ZSTD_CCtx *context = ZSTD_createCCtx();

  ZSTD_CCtx_setParameter (context, ZSTD_c_checksumFlag, 1);
  g_byte_array_set_size (out, (guint) ZSTD_compressBound (size));
  g_byte_array_set_size (out, (guint) ZSTD_compress2 (context, out->data, out->len, data, size));
  ZSTD_freeCCtx (context);
  return out;
}

static GByteArray *
compress_lz4 (const guint8 *data, gsize size)
{
  GByteArray *out = g_byte_array_new();
  LZ4F_preferences_t preferences = {
    .frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled,
    .frameInfo.blockChecksumFlag = LZ4F_blockChecksumEnabled,
  };

  g_byte_array_set_size (out, (guint) LZ4F_compressFrameBound (size, &preferences));
  g_byte_array_set_size (
      out, (guint) LZ4F_compressFrame (out->data, out->len, data, size, &preferences));
  return out;
}

static const TestCompression compressions[] = {
  { "gzip", compress_gzip },
  { "zstd", compress_zstd },
  { "lz4", compress_lz4 },
};

const TestCompression *
test_compressions_get_all (guint *n_compressions)
{
  *n_compressions = G_N_ELEMENTS (compressions);
  return compressions;
}
