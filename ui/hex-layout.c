/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hex-layout.h"

#include <string.h>

#include "export/bytes-text.h"

/* Characters between the edges and what is shown. */
#define MARGIN 1u
/* Bytes that stand closer together. */
#define GROUP 8u

static const char hex_digits[] = "0123456789abcdef";

/* --- In characters --- */

static guint
digits_start (const PktmonHexLayout *self, guint column)
{
  return MARGIN + self->offset_digits + self->gap + 3 * column + column / GROUP;
}

static guint
text_start (const PktmonHexLayout *self, guint column)
{
  return digits_start (self, self->columns - 1) + 2 + self->gap + column;
}

static guint
row_length (const PktmonHexLayout *self)
{
  return text_start (self, self->columns) + MARGIN;
}

/* --- In pixels --- */

void
pktmon_hex_layout_init (PktmonHexLayout *self, gsize size, double char_width, double row_height,
                        double width)
{
  *self = (PktmonHexLayout){
    .size = size,
    .columns = PKTMON_HEX_COLUMNS,
    .gap = 2,
    .offset_digits = size > 0x10000 ? 8 : 4,
    .char_width = char_width,
    .row_height = row_height,
  };
  if (pktmon_hex_layout_get_width (self) > width) {
    self->columns = PKTMON_HEX_COLUMNS / 2;
    self->gap = 1;
  }
}

guint64
pktmon_hex_layout_get_n_rows (const PktmonHexLayout *self)
{
  return self->size / self->columns + (self->size % self->columns != 0);
}

double
pktmon_hex_layout_get_width (const PktmonHexLayout *self)
{
  return row_length (self) * self->char_width;
}

double
pktmon_hex_layout_get_height (const PktmonHexLayout *self)
{
  return (double) pktmon_hex_layout_get_n_rows (self) * self->row_height;
}

double
pktmon_hex_layout_get_digits_x (const PktmonHexLayout *self, guint column)
{
  return digits_start (self, column) * self->char_width;
}

double
pktmon_hex_layout_get_text_x (const PktmonHexLayout *self, guint column)
{
  return text_start (self, column) * self->char_width;
}

/* The column whose digits, or text, are nearest to @x. */
static guint
find_column (const PktmonHexLayout *self, double x)
{
  gboolean in_text = x >= pktmon_hex_layout_get_text_x (self, 0) - self->gap * self->char_width / 2;
  guint column = 0;

  while (column + 1 < self->columns) {
    /* The space between two bytes belongs half to each. */
    double next = in_text
                      ? pktmon_hex_layout_get_text_x (self, column + 1)
                      : pktmon_hex_layout_get_digits_x (self, column + 1) - self->char_width / 2;

    if (x < next)
      break;
    column++;
  }
  return column;
}

gsize
pktmon_hex_layout_find (const PktmonHexLayout *self, double x, double y)
{
  guint64 n_rows = pktmon_hex_layout_get_n_rows (self);
  gsize row;

  if (self->size == 0)
    return 0;
  row = (gsize) CLAMP (y / self->row_height, 0, (double) (n_rows - 1));
  return MIN (row * self->columns + find_column (self, x), self->size - 1);
}

/* --- Text --- */

void
pktmon_hex_layout_write_row (const PktmonHexLayout *self, const guint8 *data, guint64 row,
                             char text[PKTMON_HEX_ROW_SIZE])
{
  gsize offset = (gsize) row * self->columns;

  memset (text, ' ', row_length (self));
  text[row_length (self)] = '\0';
  for (guint i = 0; i < self->offset_digits; i++)
    text[MARGIN + i] = hex_digits[offset >> 4 * (self->offset_digits - 1 - i) & 15];
  for (guint i = 0; i < self->columns && offset + i < self->size; i++) {
    char *digits = text + digits_start (self, i);

    digits[0] = hex_digits[data[offset + i] >> 4];
    digits[1] = hex_digits[data[offset + i] & 15];
    text[text_start (self, i)] = pktmon_bytes_text_get_char (data[offset + i]);
  }
}

guint
pktmon_hex_layout_get_offset_length (const PktmonHexLayout *self)
{
  return digits_start (self, 0);
}

/* --- Moving --- */

static gsize
clamp (const PktmonHexLayout *self, gint64 offset)
{
  return (gsize) CLAMP (offset, 0, (gint64) self->size - 1);
}

/* Stays in its column, and where it is when there is no such row. */
static gsize
move_rows (const PktmonHexLayout *self, gsize offset, gint64 count)
{
  gint64 row = (gint64) (offset / self->columns);
  gint64 last = (gint64) pktmon_hex_layout_get_n_rows (self) - 1;

  count = CLAMP (count, -row, last - row);
  return clamp (self, (gint64) offset + count * self->columns);
}

gsize
pktmon_hex_layout_move (const PktmonHexLayout *self, gsize offset, PktmonHexMove move, gint64 count)
{
  gsize start = offset - offset % self->columns;

  if (self->size == 0)
    return 0;
  switch (move) {
  case PKTMON_HEX_MOVE_BYTES:
    return clamp (self, (gint64) offset + count);
  case PKTMON_HEX_MOVE_ROWS:
    return move_rows (self, offset, count);
  case PKTMON_HEX_MOVE_ROW_ENDS:
    return clamp (self, (gint64) (count < 0 ? start : start + self->columns - 1));
  case PKTMON_HEX_MOVE_ENDS:
    return count < 0 ? 0 : self->size - 1;
  default:
    g_return_val_if_reached (offset);
  }
}
