/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonHexLayout: where each byte stands when they are shown in rows of hexadecimal digits with
 * their text behind, all in characters of one width:
 *
 *   0010  00 3c 1c 46 40 00 40 06  b1 e6 c0 a8 00 68 c0 a8   .<.F@.@......h..
 *
 * Plain value, pure. Places are in pixels from the upper left corner of the first row, and exact
 * for any number of bytes. */
typedef struct {
  gsize size;          /* bytes that are shown */
  guint columns;       /* bytes a row: PKTMON_HEX_COLUMNS, or half of them */
  guint gap;           /* characters between offset, digits and text */
  guint offset_digits; /* of the number at the start of each row */
  double char_width;
  double row_height;
} PktmonHexLayout;

#define PKTMON_HEX_COLUMNS 16u
/* Characters of the longest row, with a final zero. */
#define PKTMON_HEX_ROW_SIZE 128u

/* Half the columns where @width has no room for all. */
void pktmon_hex_layout_init (PktmonHexLayout *self, gsize size, double char_width,
                             double row_height, double width);

guint64 pktmon_hex_layout_get_n_rows (const PktmonHexLayout *self);
double pktmon_hex_layout_get_width (const PktmonHexLayout *self);
double pktmon_hex_layout_get_height (const PktmonHexLayout *self);

/* Left edge of the digits, and of the text, of the byte in @column. */
double pktmon_hex_layout_get_digits_x (const PktmonHexLayout *self, guint column);
double pktmon_hex_layout_get_text_x (const PktmonHexLayout *self, guint column);
/* The byte nearest to a place; 0 when there is none at all. */
gsize pktmon_hex_layout_find (const PktmonHexLayout *self, double x, double y);

/* Writes the characters of @row; @data has all bytes. */
void pktmon_hex_layout_write_row (const PktmonHexLayout *self, const guint8 *data, guint64 row,
                                  char text[PKTMON_HEX_ROW_SIZE]);

/* How many of those come before the first byte: the offset and the space around it. */
guint pktmon_hex_layout_get_offset_length (const PktmonHexLayout *self);

/* Where a key leads to. */
typedef enum {
  PKTMON_HEX_MOVE_BYTES,
  PKTMON_HEX_MOVE_ROWS,
  PKTMON_HEX_MOVE_ROW_ENDS, /* start of the row (count < 0), or its end */
  PKTMON_HEX_MOVE_ENDS,     /* first byte, or the last */
} PktmonHexMove;

/* The byte that is @count steps from @offset, within the bytes there are. */
gsize pktmon_hex_layout_move (const PktmonHexLayout *self, gsize offset, PktmonHexMove move,
                              gint64 count);

G_END_DECLS
