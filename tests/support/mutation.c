/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/mutation.h"

#include "pcapng/format.h"
#include "support/reading.h"
#include "support/samples.h"

#define MAX_CHANGES 4

/* What is changed, and where its blocks or records were before. */
typedef struct {
  GRand *random;
  GByteArray *bytes;
  TestReading *reading;
  gboolean big_endian; /* of the place that is changed */
} Mutation;

static guint
pick (Mutation *self, guint below)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) below);
}

/* Any record, and its byte order. */
static const PktmonRecord *
pick_record (Mutation *self)
{
  const TestRecord *record =
      test_reading_get_record (self->reading, pick (self, self->reading->records->len));
  guint64 end;

  self->big_endian =
      pktmon_directory_find_section (self->reading->directory, record->record.offset, &end)
          ->big_endian;
  return &record->record;
}

static guint32
pick_number (Mutation *self)
{
  static const guint32 numbers[] = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    11,
    12,
    15,
    16,
    20,
    28,
    32,
    0x7f,
    0x80,
    0xff,
    0xffff,
    0x10000,
    0x7fffffff,
    0x80000000,
    0xfffffff0,
    0xfffffffd,
    0xffffffff,
    PKTMON_BLOCK_SECTION_HEADER,
    PKTMON_BLOCK_INTERFACE_DESCRIPTION,
    PKTMON_BLOCK_ENHANCED_PACKET,
    PKTMON_BLOCK_CUSTOM,
    PKTMON_BYTE_ORDER_MAGIC,
    PKTMON_PCAP_MAGIC_MODIFIED,
    136u * 1024 * 1024 + 4,
  };

  return numbers[pick (self, G_N_ELEMENTS (numbers))];
}

static guint32
order_u32 (const Mutation *self, guint32 value)
{
  return self->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
}

static guint32
get_u32 (const Mutation *self, gsize offset)
{
  guint32 value;

  memcpy (&value, self->bytes->data + offset, sizeof value);
  return order_u32 (self, value);
}

static void
set_u32 (Mutation *self, gsize offset, guint32 value)
{
  value = order_u32 (self, value);
  memcpy (self->bytes->data + offset, &value, sizeof value);
}

/* --- The changes --- */

/* Any field of 32 bits, mostly one of the fixed ones: another number, or a near one. */
static void
change_word (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  guint words = (guint) record->size / 4;
  gsize offset = record->offset + 4 * pick (self, MIN (words, pick (self, 4) > 0 ? 8 : words));
  guint32 near = get_u32 (self, offset) + (guint32) pick (self, 17) - 8;

  set_u32 (self, offset, pick (self, 2) == 0 ? near : pick_number (self));
}

/* Any field of 16 bits: versions, link types, codes and lengths of options. */
static void
change_half (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  gsize offset = record->offset + 2 * pick (self, (guint) record->size / 2);
  guint16 value = (guint16) pick_number (self);

  value = self->big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);
  memcpy (self->bytes->data + offset, &value, sizeof value);
}

static void
change_byte (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);

  self->bytes->data[record->offset + pick (self, (guint) record->size)] = (guint8) pick (self, 256);
}

/* Both lengths of a block, which stay the same. */
static void
change_lengths (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  guint32 length = (guint32) record->size + 4 * pick (self, 9) - 16;

  set_u32 (self, record->offset + 4, length);
  set_u32 (self, record->offset + record->size - 4, length);
}

static void
reverse_word (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  gsize offset = record->offset + 4 * pick (self, MIN ((guint) record->size / 4, 8));

  set_u32 (self, offset, GUINT32_SWAP_LE_BE (get_u32 (self, offset)));
}

static void
insert (Mutation *self, gsize offset, const guint8 *data, gsize size)
{
  g_autofree guint8 *rest = g_memdup2 (self->bytes->data + offset, self->bytes->len - offset);
  guint rest_size = self->bytes->len - (guint) offset;

  g_byte_array_set_size (self->bytes, (guint) offset);
  g_byte_array_append (self->bytes, data, (guint) size);
  g_byte_array_append (self->bytes, rest, rest_size);
}

/* A block stays right, with more in it. */
static void
lengthen_block (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  guint8 more[32];
  gsize size = 4 * (1 + pick (self, sizeof more / 4));

  for (gsize i = 0; i < size; i++)
    more[i] = (guint8) pick (self, 256);
  set_u32 (self, record->offset + 4, (guint32) (record->size + size));
  set_u32 (self, record->offset + record->size - 4, (guint32) (record->size + size));
  insert (self, record->offset + record->size - 4, more, size);
}

static void
drop_record (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);

  g_byte_array_remove_range (self->bytes, (guint) record->offset, (guint) record->size);
}

/* The same block once more, anywhere. */
static void
repeat_record (Mutation *self)
{
  const PktmonRecord *record = pick_record (self);
  g_autofree guint8 *copy = g_memdup2 (self->bytes->data + record->offset, record->size);

  insert (self, pick_record (self)->offset, copy, record->size);
}

/* All of another capture, between two blocks. */
static void
insert_capture (Mutation *self)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);
  g_autoptr (TestBuilder) other =
      test_sample_build (&samples[pick (self, n_samples)], (gboolean) pick (self, 2));

  insert (self, pick_record (self)->offset, other->bytes->data, other->bytes->len);
}

static void
insert_noise (Mutation *self)
{
  guint8 noise[3];

  for (gsize i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) pick (self, 256);
  insert (self, pick_record (self)->offset, noise, 1 + pick (self, sizeof noise));
}

static void
cut_end (Mutation *self)
{
  g_byte_array_set_size (self->bytes, pick (self, self->bytes->len) + 1);
}

typedef void (*Change) (Mutation *self);

/* Those that stand here more often come more often. */
static const Change changes[] = {
  change_word,    change_word, change_word,   change_word,    change_half,  change_half,
  change_byte,    change_byte, reverse_word,  change_lengths, insert_noise, lengthen_block,
  lengthen_block, drop_record, repeat_record, insert_capture, cut_end,
};

GByteArray *
test_mutate (const guint8 *data, gsize size, guint32 seed)
{
  Mutation self = {
    .random = g_rand_new_with_seed (seed),
    .bytes = g_byte_array_append (g_byte_array_new(), data, (guint) size),
  };
  guint n_changes = 1 + pick (&self, MAX_CHANGES);

  for (guint i = 0; i < n_changes; i++) {
    self.reading = test_reading_new (self.bytes->data, self.bytes->len);
    /* What cannot be read at all any more is changed enough. */
    if (self.reading->records->len > 0)
      changes[pick (&self, G_N_ELEMENTS (changes))](&self);
    test_reading_free (self.reading);
  }
  g_rand_free (self.random);
  return self.bytes;
}
