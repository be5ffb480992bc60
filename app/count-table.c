/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "count-table.h"

#include "base/format.h"
#include "base/text.h"

/* Columns between two columns. */
#define GAP 2

struct _PktmonCountTable {
  guint n_columns;
  GPtrArray *cells; /* of char: titles, then row after row */
};

PktmonCountTable *
pktmon_count_table_new (const char *const *titles)
{
  PktmonCountTable *self = g_new0 (PktmonCountTable, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  for (; *titles != NULL; titles++)
    g_ptr_array_add (self->cells, g_strdup (*titles));
  self->n_columns = self->cells->len;
  return self;
}

void
pktmon_count_table_free (PktmonCountTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
pktmon_count_table_begin_row (PktmonCountTable *self, const char *name)
{
  g_ptr_array_add (self->cells, pktmon_text_dup_foreign (name));
}

void
pktmon_count_table_add (PktmonCountTable *self, guint64 count)
{
  g_ptr_array_add (self->cells, pktmon_format_dup_count (count));
}

void
pktmon_count_table_add_unknown (PktmonCountTable *self)
{
  g_ptr_array_add (self->cells, g_strdup ("–"));
}

static guint
measure (PktmonCountTable *self, guint column)
{
  guint width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, (guint) g_utf8_strlen (g_ptr_array_index (self->cells, i), -1));
  return width;
}

/* Names stand at the left, numbers at the right of their column. */
static void
append_cell (PktmonLineBuffer *buffer, const char *text, guint width, gboolean left)
{
  guint rest = width - (guint) g_utf8_strlen (text, -1);

  if (!left)
    pktmon_line_buffer_append_spaces (buffer, GAP + rest);
  pktmon_line_buffer_append (buffer, text);
  if (left)
    pktmon_line_buffer_append_spaces (buffer, rest);
}

guint
pktmon_count_table_append (PktmonCountTable *self, PktmonLineBuffer *buffer)
{
  g_autofree guint *widths = g_new (guint, self->n_columns);
  guint lines = self->cells->len / self->n_columns;

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = measure (self, i);
  for (guint i = 0; i < self->cells->len; i++) {
    guint column = i % self->n_columns;

    append_cell (buffer, g_ptr_array_index (self->cells, i), widths[column], column == 0);
    if (column == self->n_columns - 1)
      pktmon_line_buffer_append_char (buffer, '\n');
  }
  g_ptr_array_set_size (self->cells, (gint) self->n_columns);
  return lines;
}
