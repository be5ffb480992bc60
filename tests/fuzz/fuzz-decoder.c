/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/error.h"
#include "store/decoder.h"

/* The input is a compressed file. */

#define OUTPUT_SIZE (64u * 1024)
/* What is unpacked of one input at most: a few bytes stand for gigabytes. */
#define MAX_UNPACKED (2u * 1024 * 1024)

typedef struct {
  gsize consumed;
  GByteArray *unpacked;
  gboolean good;
  gboolean at_end;
} Result;

/* One call with buffers of exactly these sizes.
 * Returns: whether it moved anything. */
static gboolean
step (PktmonDecoder *decoder, const guint8 *input, gsize input_size, gsize output_size,
      Result *result)
{
  g_autofree guint8 *alone = g_memdup2 (input, input_size);
  g_autofree guint8 *output = g_malloc (output_size);
  g_autoptr (GError) error = NULL;
  gsize consumed, produced;

  result->good = pktmon_decoder_decode (decoder, alone, input_size, &consumed, output, output_size,
                                        &produced, &error);
  g_assert_cmpuint (consumed, <=, input_size);
  g_assert_cmpuint (produced, <=, output_size);
  g_assert_cmpint (result->good, ==, error == NULL);
  if (error != NULL)
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
  g_byte_array_append (result->unpacked, output, (guint) produced);
  result->consumed += consumed;
  if (consumed + produced > 0)
    result->at_end = pktmon_decoder_is_at_end (decoder);
  return consumed + produced > 0;
}

static Result
unpack (const guint8 *data, gsize size, gsize input_size, gsize output_size)
{
  g_autoptr (PktmonDecoder) decoder = pktmon_decoder_new (data, size);
  Result result = { .unpacked = g_byte_array_new(), .good = TRUE };
  gboolean moved = TRUE;

  while (decoder != NULL && moved && result.good && result.unpacked->len < MAX_UNPACKED)
    moved = step (decoder, data + result.consumed, MIN (input_size, size - result.consumed),
                  output_size, &result);
  return result;
}

/* Damage may be noticed earlier or later, but what comes before it is the same. */
static void
compare (const Result *a, const Result *b)
{
  guint common = MIN (a->unpacked->len, b->unpacked->len);

  g_assert_cmpmem (a->unpacked->data, common, b->unpacked->data, common);
  if (a->unpacked->len >= MAX_UNPACKED || b->unpacked->len >= MAX_UNPACKED)
    return;
  g_assert_cmpint (a->good, ==, b->good);
  g_assert_cmpint (a->at_end, ==, b->at_end);
  if (a->good)
    g_assert_cmpuint (a->unpacked->len, ==, b->unpacked->len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Result whole = unpack (data, size, size, OUTPUT_SIZE);
  Result pieces = unpack (data, size, 1 + size % 61, 1 + size % 4093);

  compare (&whole, &pieces);
  g_byte_array_unref (whole.unpacked);
  g_byte_array_unref (pieces.unpacked);
  return 0;
}
