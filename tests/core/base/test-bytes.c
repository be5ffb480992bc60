/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/bytes.h"

/* The cursor against a model of it, with any reads in any order: it gives what is there, zeros
 * where it is not, and never looks beyond the end. */

#define ROUNDS 2000
#define MAX_SIZE 40u

/* The bytes alone in memory, so that the sanitizers notice a look beyond them. */
typedef struct {
  guint8 *data;
  gsize position, end;
  gboolean failed;
} Model;

static guint64
model_take (Model *self, guint size, gboolean big_endian)
{
  guint64 value = 0;

  if (size > self->end - self->position) {
    self->position = self->end;
    self->failed = TRUE;
    return 0;
  }
  for (guint i = 0; i < size; i++) {
    guint64 byte = self->data[self->position + (big_endian ? i : size - 1 - i)];

    value = value << 8 | byte;
  }
  self->position += size;
  return value;
}

static guint64
model_peek (const Model *self, gsize ahead, guint size, gboolean big_endian)
{
  Model copy = *self;

  if (ahead > copy.end - copy.position)
    return 0;
  copy.position += ahead;
  return model_take (&copy, size, big_endian);
}

/* --- Reads --- */

typedef void (*Read) (PktmonBytes *bytes, Model *model);

#define READER(name, size, big_endian)                                                             \
  static void read_##name (PktmonBytes *bytes, Model *model)                                       \
  {                                                                                                \
    g_assert_cmphex (pktmon_bytes_##name (bytes), ==, model_take (model, size, big_endian));       \
  }
READER (u8, 1, TRUE)
READER (be16, 2, TRUE)
READER (be24, 3, TRUE)
READER (be32, 4, TRUE)
READER (be64, 8, TRUE)
READER (le16, 2, FALSE)
READER (le32, 4, FALSE)
READER (le64, 8, FALSE)
#undef READER

#define ORDERED(bits)                                                                              \
  static void read_u##bits (PktmonBytes *bytes, Model *model)                                      \
  {                                                                                                \
    gboolean big_endian = g_test_rand_bit();                                                       \
                                                                                                   \
    g_assert_cmphex (pktmon_bytes_u##bits (bytes, big_endian), ==,                                 \
                     model_take (model, bits / 8, big_endian));                                    \
  }
ORDERED (16)
ORDERED (32)
ORDERED (64)
#undef ORDERED

static gsize
any_size (void)
{
  return g_test_rand_int_range (0, 20) == 0 ? G_MAXSIZE : (gsize) g_test_rand_int_range (0, 12);
}

static void
model_skip (Model *model, gsize size)
{
  if (size > model->end - model->position) {
    model->failed = TRUE;
    size = model->end - model->position;
  }
  model->position += size;
}

static void
read_skip (PktmonBytes *bytes, Model *model)
{
  gsize size = any_size();
  gboolean there = size <= model->end - model->position;

  model_skip (model, size);
  g_assert_cmpint (pktmon_bytes_skip (bytes, size), ==, there);
}

static void
read_take (PktmonBytes *bytes, Model *model)
{
  gsize size = any_size();
  const guint8 *expected =
      size <= model->end - model->position ? model->data + model->position : NULL;

  model_skip (model, size);
  g_assert_true (pktmon_bytes_take (bytes, size) == expected);
}

static void
read_copy (PktmonBytes *bytes, Model *model)
{
  guint8 expected[12] = { 0 }, got[12];
  gsize size = (gsize) g_test_rand_int_range (0, sizeof got);
  gboolean there = size <= model->end - model->position;

  memset (got, 0xaa, sizeof got);
  if (there)
    memcpy (expected, model->data + model->position, size);
  model_skip (model, size);
  g_assert_cmpint (pktmon_bytes_copy (bytes, got, size), ==, there);
  g_assert_cmpmem (got, size, expected, size);
  g_assert_cmphex (got[size], ==, 0xaa);
}

static void
read_limit (PktmonBytes *bytes, Model *model)
{
  gsize size = any_size();

  pktmon_bytes_limit (bytes, size);
  if (size < model->end - model->position)
    model->end = model->position + size;
}

/* The part has the bytes, and counts from the same place. */
static void
read_split (PktmonBytes *bytes, Model *model)
{
  gsize size = any_size();
  gsize there = MIN (size, model->end - model->position);
  PktmonBytes part = pktmon_bytes_split (bytes, size);

  g_assert_true (part.data == model->data);
  g_assert_cmpuint (part.position, ==, model->position);
  g_assert_cmpuint (part.end, ==, model->position + there);
  g_assert_cmpint (part.failed, ==, model->failed || there < size);
  model_skip (model, size);
}

static void
read_peek (PktmonBytes *bytes, Model *model)
{
  gsize ahead = any_size();
  gboolean big_endian = g_test_rand_bit();

  g_assert_cmphex (pktmon_bytes_peek_u8 (bytes, ahead), ==, model_peek (model, ahead, 1, TRUE));
  g_assert_cmphex (pktmon_bytes_peek_be16 (bytes, ahead), ==, model_peek (model, ahead, 2, TRUE));
  g_assert_cmphex (pktmon_bytes_peek_be32 (bytes, ahead), ==, model_peek (model, ahead, 4, TRUE));
  g_assert_cmphex (pktmon_bytes_peek_u32 (bytes, ahead, big_endian), ==,
                   model_peek (model, ahead, 4, big_endian));
}

static const Read reads[] = {
  read_u8,  read_be16, read_be24, read_be32, read_be64, read_le16,  read_le32,  read_le64, read_u16,
  read_u32, read_u64,  read_skip, read_take, read_copy, read_limit, read_split, read_peek,
};

static void
check_round (void)
{
  gsize size = (gsize) g_test_rand_int_range (0, MAX_SIZE);
  g_autofree guint8 *data = g_malloc (MAX (size, 1));
  Model model = { .data = data, .end = size };
  PktmonBytes bytes = pktmon_bytes_new (data, size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) g_test_rand_int();
  for (guint i = 0; i < 30; i++) {
    reads[g_test_rand_int_range (0, G_N_ELEMENTS (reads))](&bytes, &model);
    g_assert_cmpuint (bytes.position, ==, model.position);
    g_assert_cmpuint (bytes.end, ==, model.end);
    g_assert_cmpint (bytes.failed, ==, model.failed);
    g_assert_cmpuint (pktmon_bytes_left (&bytes), ==, model.end - model.position);
  }
}

static void
test_model (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    check_round();
}

static void
test_rest (void)
{
  static const guint8 data[] = { 1, 2, 3 };
  PktmonBytes bytes = pktmon_bytes_new (data, sizeof data);
  gsize size;

  pktmon_bytes_skip (&bytes, 1);
  g_assert_true (pktmon_bytes_take_rest (&bytes, &size) == data + 1);
  g_assert_cmpuint (size, ==, 2);
  g_assert_true (pktmon_bytes_take_rest (&bytes, &size) == data + 3);
  g_assert_cmpuint (size, ==, 0);
  g_assert_false (bytes.failed);
}

static void
test_starts_with (void)
{
  static const guint8 data[] = { 'x', 'G', 'E', 'T', 0 };
  PktmonBytes bytes = pktmon_bytes_new (data, 4);

  g_assert_true (pktmon_bytes_starts_with (&bytes, ""));
  g_assert_false (pktmon_bytes_starts_with (&bytes, "GET"));
  pktmon_bytes_skip (&bytes, 1);
  g_assert_true (pktmon_bytes_starts_with (&bytes, "GET"));
  g_assert_false (pktmon_bytes_starts_with (&bytes, "GET "));
  pktmon_bytes_limit (&bytes, 2);
  g_assert_true (pktmon_bytes_starts_with (&bytes, "GE"));
  g_assert_false (pktmon_bytes_starts_with (&bytes, "GET"));
  g_assert_false (bytes.failed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bytes/model", test_model);
  g_test_add_func ("/bytes/rest", test_rest);
  g_test_add_func ("/bytes/starts-with", test_starts_with);
  return g_test_run();
}
