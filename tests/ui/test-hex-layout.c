/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/limits.h"
#include "ui/hex-layout.h"

#define CHAR_PIXELS 7.5
#define ROW_PIXELS 20.0
#define WIDE 10000
#define NARROW 300

static PktmonHexLayout
layout_of (gsize size, double width)
{
  PktmonHexLayout layout;

  pktmon_hex_layout_init (&layout, size, CHAR_PIXELS, ROW_PIXELS, width);
  return layout;
}

static void
check_row (const PktmonHexLayout *layout, const char *data, guint64 row, const char *expected)
{
  char text[PKTMON_HEX_ROW_SIZE];

  pktmon_hex_layout_write_row (layout, (const guint8 *) data, row, text);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpfloat (pktmon_hex_layout_get_width (layout), ==, strlen (text) * CHAR_PIXELS);
}

static void
test_rows (void)
{
  static const char data[] = "GET / HTTP/1.1\r\n\x01\xff";
  PktmonHexLayout wide = layout_of (18, WIDE);
  PktmonHexLayout narrow = layout_of (18, NARROW);

  check_row (&wide, data, 0,
             " 0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1.. ");
  check_row (&wide, data, 1,
             " 0010  01 ff                                             ..               ");
  check_row (&narrow, data, 0, " 0000 47 45 54 20 2f 20 48 54 GET / HT ");
  check_row (&narrow, data, 2, " 0010 01 ff                   ..       ");
  g_assert_cmpuint (pktmon_hex_layout_get_n_rows (&wide), ==, 2);
  g_assert_cmpuint (pktmon_hex_layout_get_n_rows (&narrow), ==, 3);
}

/* The digits and the text of every byte are where they are said to be, to the middle and to both
 * edges; places outside give the nearest byte. */
static void
check_finding (const PktmonHexLayout *layout)
{
  for (gsize i = 0; i < layout->size; i++) {
    guint column = (guint) (i % layout->columns);
    double y = (double) (i / layout->columns) * ROW_PIXELS;
    double digits = pktmon_hex_layout_get_digits_x (layout, column);
    double text = pktmon_hex_layout_get_text_x (layout, column);

    g_assert_cmpuint (pktmon_hex_layout_find (layout, digits, y), ==, i);
    g_assert_cmpuint (pktmon_hex_layout_find (layout, digits + 2 * CHAR_PIXELS, y + 19), ==, i);
    g_assert_cmpuint (pktmon_hex_layout_find (layout, text, y), ==, i);
    g_assert_cmpuint (pktmon_hex_layout_find (layout, text + 0.9 * CHAR_PIXELS, y + 19), ==, i);
  }
  g_assert_cmpuint (pktmon_hex_layout_find (layout, -50, -50), ==, 0);
  g_assert_cmpuint (pktmon_hex_layout_find (layout, 1e9, 1e9), ==, layout->size - 1);
}

static void
test_finding (void)
{
  for (gsize size = 1; size < 70; size++) {
    PktmonHexLayout wide = layout_of (size, WIDE);
    PktmonHexLayout narrow = layout_of (size, NARROW);

    check_finding (&wide);
    check_finding (&narrow);
  }
}

/* The farthest byte of the largest packet is found, too. */
static void
test_large (void)
{
  PktmonHexLayout layout = layout_of (PKTMON_MAX_PACKET_SIZE, NARROW);
  gsize last = PKTMON_MAX_PACKET_SIZE - 1;
  double y = (double) (last / layout.columns) * ROW_PIXELS;

  g_assert_cmpuint (layout.offset_digits, ==, 8);
  g_assert_cmpfloat (pktmon_hex_layout_get_height (&layout), ==, y + ROW_PIXELS);
  for (guint column = 0; column < layout.columns; column++)
    g_assert_cmpuint (
        pktmon_hex_layout_find (&layout, pktmon_hex_layout_get_digits_x (&layout, column), y), ==,
        last + 1 - layout.columns + column);
}

static void
test_moving (void)
{
  static const struct {
    gsize from;
    PktmonHexMove move;
    gint64 count;
    gsize to;
  } cases[] = {
    { 0, PKTMON_HEX_MOVE_BYTES, -1, 0 },     { 17, PKTMON_HEX_MOVE_BYTES, -2, 15 },
    { 39, PKTMON_HEX_MOVE_BYTES, 1, 39 },    { 5, PKTMON_HEX_MOVE_ROWS, -1, 5 },
    { 21, PKTMON_HEX_MOVE_ROWS, -5, 5 },     { 5, PKTMON_HEX_MOVE_ROWS, 2, 37 },
    { 12, PKTMON_HEX_MOVE_ROWS, 2, 39 },     { 12, PKTMON_HEX_MOVE_ROWS, G_MAXINT, 39 },
    { 20, PKTMON_HEX_MOVE_ROW_ENDS, 1, 31 }, { 20, PKTMON_HEX_MOVE_ROW_ENDS, -1, 16 },
    { 33, PKTMON_HEX_MOVE_ROW_ENDS, 1, 39 }, { 33, PKTMON_HEX_MOVE_ENDS, -1, 0 },
    { 33, PKTMON_HEX_MOVE_ENDS, 1, 39 },
  };
  PktmonHexLayout layout = layout_of (40, WIDE);
  PktmonHexLayout empty = layout_of (0, WIDE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (
        pktmon_hex_layout_move (&layout, cases[i].from, cases[i].move, cases[i].count), ==,
        cases[i].to);
    g_assert_cmpuint (pktmon_hex_layout_move (&empty, 0, cases[i].move, cases[i].count), ==, 0);
  }
  g_assert_cmpuint (pktmon_hex_layout_find (&empty, 100, 100), ==, 0);
  g_assert_cmpuint (pktmon_hex_layout_get_n_rows (&empty), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hex-layout/rows", test_rows);
  g_test_add_func ("/hex-layout/finding", test_finding);
  g_test_add_func ("/hex-layout/large", test_large);
  g_test_add_func ("/hex-layout/moving", test_moving);
  return g_test_run();
}
