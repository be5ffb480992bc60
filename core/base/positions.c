/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/positions.h"

#include <string.h>

#define WORD_BITS 64u
#define BLOCK_WORDS 32u /* words that one running count covers */

struct _PktmonPositions {
  guint64 *words;
  gsize n_words;   /* of `words` that count; all later positions are absent */
  gsize allocated; /* a multiple of BLOCK_WORDS */
  guint64 count;
  guint64 *ranks; /* members before each block; valid below `ranked` */
  gsize ranked;   /* blocks whose running count is right */
};

PktmonPositions *
pktmon_positions_new (void)
{
  return g_new0 (PktmonPositions, 1);
}

PktmonPositions *
pktmon_positions_copy (const PktmonPositions *self)
{
  PktmonPositions *copy = pktmon_positions_new();

  pktmon_positions_unite (copy, self);
  return copy;
}

void
pktmon_positions_free (PktmonPositions *self)
{
  g_free (self->words);
  g_free (self->ranks);
  g_free (self);
}

/* A change at @word makes the counts of later blocks wrong. */
static void
touch (PktmonPositions *self, gsize word)
{
  self->ranked = MIN (self->ranked, word / BLOCK_WORDS + 1);
}

static void
reserve (PktmonPositions *self, gsize n_words)
{
  if (n_words > self->allocated) {
    gsize wanted = MAX (n_words, self->allocated + self->allocated / 2);

    wanted = (wanted + BLOCK_WORDS - 1) / BLOCK_WORDS * BLOCK_WORDS;
    self->words = g_renew (guint64, self->words, wanted);
    self->ranks = g_renew (guint64, self->ranks, wanted / BLOCK_WORDS);
    memset (self->words + self->allocated, 0, (wanted - self->allocated) * sizeof (guint64));
    self->allocated = wanted;
  }
  self->n_words = MAX (self->n_words, n_words);
}

static guint
members (guint64 word)
{
  return (guint) __builtin_popcountll (word);
}

static void
replace_word (PktmonPositions *self, gsize word, guint64 value)
{
  self->count += members (value);
  self->count -= members (self->words[word]);
  self->words[word] = value;
}

void
pktmon_positions_add (PktmonPositions *self, guint64 position)
{
  pktmon_positions_add_range (self, position, 1);
}

void
pktmon_positions_remove (PktmonPositions *self, guint64 position)
{
  pktmon_positions_remove_range (self, position, 1);
}

/* The bits of @word that lie in the range [first, end). */
static guint64
range_mask (gsize word, guint64 first, guint64 end)
{
  guint64 mask = G_MAXUINT64;
  guint64 start = (guint64) word * WORD_BITS;

  if (first > start)
    mask &= G_MAXUINT64 << (first - start);
  if (end < start + WORD_BITS)
    mask &= G_MAXUINT64 >> (start + WORD_BITS - end);
  return mask;
}

void
pktmon_positions_add_range (PktmonPositions *self, guint64 first, guint64 count)
{
  guint64 end = first + count;

  if (count == 0)
    return;
  reserve (self, (end - 1) / WORD_BITS + 1);
  touch (self, first / WORD_BITS);
  for (gsize word = first / WORD_BITS; word <= (end - 1) / WORD_BITS; word++)
    replace_word (self, word, self->words[word] | range_mask (word, first, end));
}

void
pktmon_positions_remove_range (PktmonPositions *self, guint64 first, guint64 count)
{
  guint64 all = (guint64) self->n_words * WORD_BITS;
  guint64 end = first < all ? first + MIN (count, all - first) : 0;

  if (first >= end)
    return;
  touch (self, first / WORD_BITS);
  for (gsize word = first / WORD_BITS; word <= (end - 1) / WORD_BITS; word++)
    replace_word (self, word, self->words[word] & ~range_mask (word, first, end));
}

void
pktmon_positions_unite (PktmonPositions *self, const PktmonPositions *other)
{
  pktmon_positions_unite_from (self, other, 0);
}

void
pktmon_positions_unite_from (PktmonPositions *self, const PktmonPositions *other, guint64 first)
{
  guint64 mask = G_MAXUINT64 << first % WORD_BITS;

  reserve (self, other->n_words);
  touch (self, first / WORD_BITS);
  for (gsize word = first / WORD_BITS; word < other->n_words; word++) {
    replace_word (self, word, self->words[word] | (other->words[word] & mask));
    mask = G_MAXUINT64;
  }
}

void
pktmon_positions_intersect (PktmonPositions *self, const PktmonPositions *other)
{
  touch (self, 0);
  for (gsize word = 0; word < self->n_words; word++)
    replace_word (self, word, word < other->n_words ? self->words[word] & other->words[word] : 0);
}

void
pktmon_positions_subtract (PktmonPositions *self, const PktmonPositions *other)
{
  touch (self, 0);
  for (gsize word = 0; word < MIN (self->n_words, other->n_words); word++)
    replace_word (self, word, self->words[word] & ~other->words[word]);
}

gboolean
pktmon_positions_contains (const PktmonPositions *self, guint64 position)
{
  return position / WORD_BITS < self->n_words &&
         (self->words[position / WORD_BITS] >> position % WORD_BITS & 1) != 0;
}

guint64
pktmon_positions_get_count (const PktmonPositions *self)
{
  return self->count;
}

static guint
block_members (const PktmonPositions *self, gsize block)
{
  guint sum = 0;

  for (gsize word = block * BLOCK_WORDS; word < (block + 1) * BLOCK_WORDS; word++)
    sum += members (self->words[word]);
  return sum;
}

/* Makes the running counts right up to @block. */
static void
rank_blocks (PktmonPositions *self, gsize block)
{
  for (; self->ranked <= block; self->ranked++)
    self->ranks[self->ranked] =
        self->ranked == 0 ? 0
                          : self->ranks[self->ranked - 1] + block_members (self, self->ranked - 1);
}

/* The position of the @n-th set bit of @word, which has more than @n. */
static guint
nth_bit (guint64 word, guint n)
{
  while (n-- > 0)
    word &= word - 1;
  return (guint) __builtin_ctzll (word);
}

guint64
pktmon_positions_get_nth (PktmonPositions *self, guint64 n)
{
  gsize low = 0, high;
  gsize word;

  if (n >= self->count)
    return PKTMON_POSITION_NONE;
  high = (self->n_words - 1) / BLOCK_WORDS;
  rank_blocks (self, high);
  while (low < high) {
    gsize middle = low + (high - low + 1) / 2;

    if (self->ranks[middle] <= n)
      low = middle;
    else
      high = middle - 1;
  }
  n -= self->ranks[low];
  for (word = low * BLOCK_WORDS; n >= members (self->words[word]); word++)
    n -= members (self->words[word]);
  return (guint64) word * WORD_BITS + nth_bit (self->words[word], (guint) n);
}

guint64
pktmon_positions_get_rank (PktmonPositions *self, guint64 position)
{
  gsize last = position / WORD_BITS;
  guint64 rank;

  if (last >= self->n_words)
    return self->count;
  rank_blocks (self, last / BLOCK_WORDS);
  rank = self->ranks[last / BLOCK_WORDS];
  for (gsize word = last / BLOCK_WORDS * BLOCK_WORDS; word < last; word++)
    rank += members (self->words[word]);
  return rank +
         members (self->words[last] & ((G_GUINT64_CONSTANT (1) << position % WORD_BITS) - 1));
}

guint64
pktmon_positions_get_next (const PktmonPositions *self, guint64 position)
{
  gsize word = position / WORD_BITS;
  guint64 bits;

  if (word >= self->n_words)
    return PKTMON_POSITION_NONE;
  bits = self->words[word] & G_MAXUINT64 << position % WORD_BITS;
  while (bits == 0) {
    if (++word == self->n_words)
      return PKTMON_POSITION_NONE;
    bits = self->words[word];
  }
  return (guint64) word * WORD_BITS + (guint) __builtin_ctzll (bits);
}

guint64
pktmon_positions_get_previous (const PktmonPositions *self, guint64 position)
{
  gsize word = position / WORD_BITS;
  guint64 bits;

  if (self->n_words == 0)
    return PKTMON_POSITION_NONE;
  if (word >= self->n_words) {
    word = self->n_words - 1;
    bits = self->words[word];
  } else
    bits = self->words[word] & G_MAXUINT64 >> (WORD_BITS - 1 - position % WORD_BITS);
  while (bits == 0) {
    if (word-- == 0)
      return PKTMON_POSITION_NONE;
    bits = self->words[word];
  }
  return (guint64) word * WORD_BITS + (WORD_BITS - 1 - (guint) __builtin_clzll (bits));
}
