/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/decoder.h"

#include <lz4frame.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/error.h"
#include "base/i18n.h"

/* Bytes of a zstd or lz4 member that are taken first: no more than the smallest header. */
#define MEMBER_START_SIZE 6
/* Headers of their blocks. */
#define ZSTD_BLOCK_HEADER_SIZE 3
#define LZ4_BLOCK_HEADER_SIZE 4

/* What one call to a library did. */
typedef struct {
  const guint8 *input;
  gsize input_size;
  guint8 *output;
  gsize output_size;
  gsize consumed, produced;
} Step;

/* How one compression is undone. `step` sets self->at_end and returns FALSE for bad input. */
typedef struct {
  const char *name;
  guint8 magic[PKTMON_DECODER_MAGIC_SIZE];
  gsize magic_size;
  gboolean (*open) (PktmonDecoder *self);
  gboolean (*step) (PktmonDecoder *self, Step *step);
  void (*close) (PktmonDecoder *self);
} Method;

struct _PktmonDecoder {
  const Method *method;
  gboolean at_end; /* between two members */
  gboolean held;   /* there may be unpacked bytes that the output had no room for */
  gsize wanted;    /* bytes that zstd or lz4 takes next; 0: not known */
  z_stream gzip;
  ZSTD_DStream *zstd;
  LZ4F_dctx *lz4;
};

/* --- gzip --- */

static gboolean
gzip_open (PktmonDecoder *self)
{
  return inflateInit2 (&self->gzip, MAX_WBITS + 16) == Z_OK;
}

static gboolean
gzip_step (PktmonDecoder *self, Step *step)
{
  int result;

  if (self->at_end)
    inflateReset (&self->gzip);
  self->gzip.next_in = (Bytef *) step->input;
  self->gzip.avail_in = (uInt) MIN (step->input_size, G_MAXUINT);
  self->gzip.next_out = step->output;
  self->gzip.avail_out = (uInt) MIN (step->output_size, G_MAXUINT);
  result = inflate (&self->gzip, Z_NO_FLUSH);
  step->consumed = (gsize) (self->gzip.next_in - step->input);
  step->produced = (gsize) (self->gzip.next_out - step->output);
  self->at_end = result == Z_STREAM_END;
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

static void
gzip_close (PktmonDecoder *self)
{
  inflateEnd (&self->gzip);
}

/* zstd and lz4 give nothing of what one call unpacked before it met damage: they get the bytes of
 * one block at a time, as the library asks for them, but without the next block's header, which it
 * asks for along with them. */
static gsize
limit_input (const PktmonDecoder *self, const Step *step, gsize header_size)
{
  gsize wanted = self->wanted > 0 ? self->wanted : MEMBER_START_SIZE;

  return MIN (step->input_size, wanted > header_size ? wanted - header_size : wanted);
}

/* --- zstd --- */

static gboolean
zstd_open (PktmonDecoder *self)
{
  self->zstd = ZSTD_createDStream();
  return self->zstd != NULL;
}

static gboolean
zstd_step (PktmonDecoder *self, Step *step)
{
  ZSTD_inBuffer input = {
    .src = step->input,
    .size = limit_input (self, step, ZSTD_BLOCK_HEADER_SIZE),
  };
  ZSTD_outBuffer output = { .dst = step->output, .size = step->output_size };
  size_t result = ZSTD_decompressStream (self->zstd, &output, &input);

  step->consumed = input.pos;
  step->produced = output.pos;
  self->at_end = result == 0;
  self->wanted = result;
  return !ZSTD_isError (result);
}

static void
zstd_close (PktmonDecoder *self)
{
  ZSTD_freeDStream (self->zstd);
}

/* --- lz4 --- */

static gboolean
lz4_open (PktmonDecoder *self)
{
  return !LZ4F_isError (LZ4F_createDecompressionContext (&self->lz4, LZ4F_VERSION));
}

static gboolean
lz4_step (PktmonDecoder *self, Step *step)
{
  size_t consumed = limit_input (self, step, LZ4_BLOCK_HEADER_SIZE);
  size_t produced = step->output_size;
  size_t result =
      LZ4F_decompress (self->lz4, step->output, &produced, step->input, &consumed, NULL);

  if (LZ4F_isError (result))
    return FALSE;
  step->consumed = consumed;
  step->produced = produced;
  self->at_end = result == 0;
  self->wanted = result;
  return TRUE;
}

static void
lz4_close (PktmonDecoder *self)
{
  LZ4F_freeDecompressionContext (self->lz4);
}

/* --- Which one --- */

static const Method methods[] = {
  { "gzip", { 0x1f, 0x8b }, 2, gzip_open, gzip_step, gzip_close },
  { "zstd", { 0x28, 0xb5, 0x2f, 0xfd }, 4, zstd_open, zstd_step, zstd_close },
  { "lz4", { 0x04, 0x22, 0x4d, 0x18 }, 4, lz4_open, lz4_step, lz4_close },
};

PktmonDecoder *
pktmon_decoder_new (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    const Method *method = &methods[i];
    PktmonDecoder *self;

    if (size < method->magic_size || memcmp (data, method->magic, method->magic_size) != 0)
      continue;
    self = g_new0 (PktmonDecoder, 1);
    self->method = method;
    if (!method->open (self))
      g_error ("%s: out of memory", method->name);
    return self;
  }
  return NULL;
}

const char *
pktmon_decoder_get_name (const PktmonDecoder *self)
{
  return self->method->name;
}

void
pktmon_decoder_free (PktmonDecoder *self)
{
  self->method->close (self);
  g_free (self);
}

/* What was held back comes out alone: it would be lost if damage followed in the same call. */
static gboolean
run_step (PktmonDecoder *self, Step *step)
{
  gsize input_size = step->input_size;
  gboolean good = TRUE;

  if (self->held) {
    step->input_size = 0;
    good = self->method->step (self, step);
    step->input_size = input_size;
  }
  if (good && step->produced == 0)
    good = self->method->step (self, step);
  self->held = step->produced == step->output_size && !self->at_end;
  return good;
}

gboolean
pktmon_decoder_decode (PktmonDecoder *self, const guint8 *input, gsize input_size, gsize *consumed,
                       guint8 *output, gsize output_size, gsize *produced, GError **error)
{
  Step step = {
    .input = input,
    .input_size = input_size,
    .output = output,
    .output_size = output_size,
  };
  gboolean good = run_step (self, &step);

  *consumed = step.consumed;
  *produced = step.produced;
  if (!good) {
    g_autofree char *what =
        g_strdup_printf (_ ("The %s compression of the file is damaged."), self->method->name);

    pktmon_error_set (error, PKTMON_ERROR_DAMAGED, what,
                      _ ("What could be unpacked before that can be used."));
  }
  return good;
}

gboolean
pktmon_decoder_is_at_end (const PktmonDecoder *self)
{
  return self->at_end;
}
