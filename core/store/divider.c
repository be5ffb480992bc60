/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/divider.h"

#include "base/limits.h"
#include "pcapng/format.h"

struct _PktmonDividers {
  GMutex lock;
  GPtrArray *dividers; /* of PktmonDivider; under the lock */
};

static void
divider_free (gpointer data)
{
  PktmonDivider *divider = data;

  g_free (divider->text);
  g_free (divider);
}

PktmonDividers *
pktmon_dividers_new (void)
{
  PktmonDividers *self = g_new0 (PktmonDividers, 1);

  g_mutex_init (&self->lock);
  self->dividers = g_ptr_array_new_with_free_func (divider_free);
  return self;
}

void
pktmon_dividers_free (PktmonDividers *self)
{
  g_ptr_array_unref (self->dividers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Everything but line feeds as bytes from outside are shown. (transfer full) */
static char *
dup_lines (const guint8 *data, gsize size)
{
  PktmonBytes bytes = pktmon_bytes_new (data, MIN (size, PKTMON_MAX_DIVIDER_TEXT));
  gsize room = pktmon_bytes_left (&bytes) * PKTMON_TEXT_ESCAPED_SIZE + 4;
  g_autofree char *buffer = g_malloc (room);
  GString *lines = g_string_new (NULL);

  while (pktmon_bytes_left (&bytes) > 0) {
    PktmonText line;

    pktmon_text_init (&line, buffer, room);
    pktmon_text_append_rest (&line, pktmon_bytes_split_before (&bytes, '\n'));
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", buffer);
  }
  return g_string_free (lines, FALSE);
}

void
pktmon_dividers_add_block (PktmonDividers *self, PktmonDirectory *directory,
                           const PktmonRecord *record, const guint8 *data, guint64 position)
{
  const PktmonSection *section;
  PktmonDividerBlock block;
  PktmonDivider *divider;
  guint64 end;

  if (record->type != PKTMON_BLOCK_CUSTOM)
    return;
  section = pktmon_directory_find_section (directory, record->offset, &end);
  if (!pktmon_divider_block_parse (&block, pktmon_bytes_new (data, record->size),
                                   section->big_endian) ||
      pktmon_dividers_count_until (self, G_MAXUINT64) == PKTMON_MAX_DIVIDERS)
    return;
  divider = g_new (PktmonDivider, 1);
  *divider = (PktmonDivider){
    .position = position,
    .kind = block.kind,
    .number = block.number,
    .time = block.time,
    .text = dup_lines (block.text, block.text_size),
  };
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->dividers, divider);
  g_mutex_unlock (&self->lock);
}

static guint
count_until_locked (PktmonDividers *self, guint64 position)
{
  guint low = 0, high = self->dividers->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const PktmonDivider *divider = g_ptr_array_index (self->dividers, middle);

    if (divider->position <= position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint
pktmon_dividers_count_until (PktmonDividers *self, guint64 position)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = count_until_locked (self, position);
  g_mutex_unlock (&self->lock);
  return count;
}

const PktmonDivider *
pktmon_dividers_get (PktmonDividers *self, guint i)
{
  const PktmonDivider *divider;

  g_mutex_lock (&self->lock);
  divider = g_ptr_array_index (self->dividers, i);
  g_mutex_unlock (&self->lock);
  return divider;
}
