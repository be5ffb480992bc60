/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/encoder.h"

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

/* Room for what comes out of one call, and for what goes into one of lz4. */
#define ROOM (128u * 1024)

typedef struct {
  gboolean (*open) (PktmonEncoder *self);
  void (*add) (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output);
  void (*finish) (PktmonEncoder *self, GByteArray *output);
  void (*close) (PktmonEncoder *self);
} Method;

struct _PktmonEncoder {
  const Method *method;
  z_stream gzip;
  ZSTD_CCtx *zstd;
  LZ4F_cctx *lz4;
  gboolean begun; /* the header of lz4 is written */
};

/* Room for @size bytes at the end of @output, which has @length already. */
static guint8 *
make_room (GByteArray *output, guint length, gsize size)
{
  g_byte_array_set_size (output, length + (guint) size);
  return output->data + length;
}

/* Only memory can be short here, and that ends the program everywhere. */
static void
check (gboolean good)
{
  if (G_UNLIKELY (!good))
    g_error ("Compressing failed");
}

/* --- gzip --- */

static gboolean
gzip_open (PktmonEncoder *self)
{
  return deflateInit2 (&self->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8,
                       Z_DEFAULT_STRATEGY) == Z_OK;
}

static void
gzip_run (PktmonEncoder *self, int flush, GByteArray *output)
{
  do {
    guint length = output->len;

    self->gzip.next_out = make_room (output, length, ROOM);
    self->gzip.avail_out = ROOM;
    check (deflate (&self->gzip, flush) != Z_STREAM_ERROR);
    g_byte_array_set_size (output, length + ROOM - self->gzip.avail_out);
  } while (self->gzip.avail_out == 0);
}

static void
gzip_add (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output)
{
  while (size > 0) {
    gsize piece = MIN (size, G_MAXINT);

    self->gzip.next_in = (Bytef *) data;
    self->gzip.avail_in = (uInt) piece;
    gzip_run (self, Z_NO_FLUSH, output);
    data += piece;
    size -= piece;
  }
}

static void
gzip_finish (PktmonEncoder *self, GByteArray *output)
{
  self->gzip.avail_in = 0;
  gzip_run (self, Z_FINISH, output);
}

static void
gzip_close (PktmonEncoder *self)
{
  deflateEnd (&self->gzip);
}

/* --- zstd --- */

static gboolean
zstd_open (PktmonEncoder *self)
{
  self->zstd = ZSTD_createCCtx();
  return self->zstd != NULL &&
         !ZSTD_isError (ZSTD_CCtx_setParameter (self->zstd, ZSTD_c_checksumFlag, 1));
}

/* Returns: what zstd still holds back. */
static gsize
zstd_run (PktmonEncoder *self, ZSTD_inBuffer *input, ZSTD_EndDirective end, GByteArray *output)
{
  guint length = output->len;
  ZSTD_outBuffer room = { .dst = make_room (output, length, ROOM), .size = ROOM };
  gsize left = ZSTD_compressStream2 (self->zstd, &room, input, end);

  check (!ZSTD_isError (left));
  g_byte_array_set_size (output, length + (guint) room.pos);
  return left;
}

static void
zstd_add (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output)
{
  ZSTD_inBuffer input = { .src = data, .size = size };

  while (input.pos < input.size)
    zstd_run (self, &input, ZSTD_e_continue, output);
}

static void
zstd_finish (PktmonEncoder *self, GByteArray *output)
{
  ZSTD_inBuffer input = { 0 };

  while (zstd_run (self, &input, ZSTD_e_end, output) > 0)
    ;
}

static void
zstd_close (PktmonEncoder *self)
{
  ZSTD_freeCCtx (self->zstd);
}

/* --- lz4 --- */

static const LZ4F_preferences_t lz4_preferences = {
  .frameInfo.blockSizeID = LZ4F_max256KB,
  .frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled,
};

static gboolean
lz4_open (PktmonEncoder *self)
{
  return !LZ4F_isError (LZ4F_createCompressionContext (&self->lz4, LZ4F_VERSION));
}

static void
lz4_take (GByteArray *output, guint length, gsize written)
{
  check (!LZ4F_isError (written));
  g_byte_array_set_size (output, length + (guint) written);
}

static void
lz4_begin (PktmonEncoder *self, GByteArray *output)
{
  guint length = output->len;
  guint8 *room = make_room (output, length, LZ4F_HEADER_SIZE_MAX);

  if (!self->begun)
    lz4_take (output, length,
              LZ4F_compressBegin (self->lz4, room, LZ4F_HEADER_SIZE_MAX, &lz4_preferences));
  else
    g_byte_array_set_size (output, length);
  self->begun = TRUE;
}

static void
lz4_add (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output)
{
  lz4_begin (self, output);
  while (size > 0) {
    gsize piece = MIN (size, ROOM);
    gsize bound = LZ4F_compressBound (piece, &lz4_preferences);
    guint length = output->len;
    guint8 *room = make_room (output, length, bound);

    lz4_take (output, length, LZ4F_compressUpdate (self->lz4, room, bound, data, piece, NULL));
    data += piece;
    size -= piece;
  }
}

static void
lz4_finish (PktmonEncoder *self, GByteArray *output)
{
  gsize bound = LZ4F_compressBound (0, &lz4_preferences);
  guint length;
  guint8 *room;

  lz4_begin (self, output);
  length = output->len;
  room = make_room (output, length, bound);
  lz4_take (output, length, LZ4F_compressEnd (self->lz4, room, bound, NULL));
}

static void
lz4_close (PktmonEncoder *self)
{
  LZ4F_freeCompressionContext (self->lz4);
}

/* --- Which one --- */

static const Method methods[PKTMON_N_COMPRESSIONS] = {
  [PKTMON_COMPRESSION_GZIP] = { gzip_open, gzip_add, gzip_finish, gzip_close },
  [PKTMON_COMPRESSION_ZSTD] = { zstd_open, zstd_add, zstd_finish, zstd_close },
  [PKTMON_COMPRESSION_LZ4] = { lz4_open, lz4_add, lz4_finish, lz4_close },
};

PktmonEncoder *
pktmon_encoder_new (PktmonCompression compression)
{
  PktmonEncoder *self;

  g_return_val_if_fail (compression > PKTMON_COMPRESSION_NONE, NULL);
  g_return_val_if_fail (compression < PKTMON_N_COMPRESSIONS, NULL);

  self = g_new0 (PktmonEncoder, 1);
  self->method = &methods[compression];
  check (self->method->open (self));
  return self;
}

void
pktmon_encoder_free (PktmonEncoder *self)
{
  self->method->close (self);
  g_free (self);
}

void
pktmon_encoder_add (PktmonEncoder *self, const guint8 *data, gsize size, GByteArray *output)
{
  self->method->add (self, data, size, output);
}

void
pktmon_encoder_finish (PktmonEncoder *self, GByteArray *output)
{
  self->method->finish (self, output);
}
