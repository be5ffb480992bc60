/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hex-painter.h"

#include <adwaita.h>

#define HIGHLIGHT_OPACITY 0.3f
#define SELECTION_OPACITY 0.5f
#define OFFSET_OPACITY 0.6
#define BORDER 1.0f

typedef struct {
  const PktmonHexPicture *picture;
  GtkSnapshot *snapshot;
  GdkRGBA text_color;
  GdkRGBA accent_color;
  gboolean high_contrast;
  gboolean focus;
  guint64 row; /* that is drawn now */
  double y;    /* its upper edge in the widget */
} Painter;

/* --- Ranges --- */

static void
fill (Painter *self, double x, double width, float opacity)
{
  double height = self->picture->layout->row_height;
  graphene_rect_t area =
      GRAPHENE_RECT_INIT ((float) x, (float) self->y, (float) width, (float) height);
  GdkRGBA color = self->accent_color;

  color.alpha = opacity;
  gtk_snapshot_append_color (self->snapshot, &color, &area);
}

static void
outline (Painter *self, double x, double width, const GdkRGBA *color, float border)
{
  double height = self->picture->layout->row_height;
  GskRoundedRect area =
      GSK_ROUNDED_RECT_INIT ((float) x, (float) self->y, (float) width, (float) height);
  const float widths[4] = { border, border, border, border };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  gtk_snapshot_append_border (self->snapshot, &area, widths, colors);
}

/* Columns of the row that a range covers; FALSE: none. */
static gboolean
find_columns (const Painter *self, const PktmonHexRange *range, guint *first, guint *last)
{
  gsize columns = self->picture->layout->columns;
  gsize start = (gsize) self->row * columns;
  gsize end = range->offset + range->length;

  if (range->length == 0 || end <= start || range->offset >= start + columns)
    return FALSE;
  *first = (guint) (MAX (range->offset, start) - start);
  *last = (guint) (MIN (end - start, columns) - 1);
  return TRUE;
}

/* Calls @draw for the digits and for the text of what a range covers in the row. */
static void
draw_range (Painter *self, const PktmonHexRange *range, float opacity)
{
  const PktmonHexLayout *layout = self->picture->layout;
  double char_width = layout->char_width;
  guint first, last;
  double starts[2], ends[2];

  if (!find_columns (self, range, &first, &last))
    return;
  starts[0] = pktmon_hex_layout_get_digits_x (layout, first) - char_width / 2;
  ends[0] = pktmon_hex_layout_get_digits_x (layout, last) + 2.5 * char_width;
  starts[1] = pktmon_hex_layout_get_text_x (layout, first);
  ends[1] = pktmon_hex_layout_get_text_x (layout, last) + char_width;
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++) {
    fill (self, starts[i], ends[i] - starts[i], opacity);
    /* Colour alone is not enough there. */
    if (self->high_contrast)
      outline (self, starts[i], ends[i] - starts[i], &self->text_color, BORDER);
  }
}

static void
draw_cursor (Painter *self)
{
  const PktmonHexLayout *layout = self->picture->layout;
  PktmonHexRange range = { .offset = self->picture->cursor, .length = 1 };
  double char_width = layout->char_width;
  float border = self->focus ? 2 * BORDER : BORDER;
  const GdkRGBA *color = self->focus ? &self->accent_color : &self->text_color;
  guint column, last;

  if (!find_columns (self, &range, &column, &last))
    return;
  outline (self, pktmon_hex_layout_get_digits_x (layout, column) - char_width / 2, 3 * char_width,
           color, border);
  outline (self, pktmon_hex_layout_get_text_x (layout, column), char_width, color, border);
}

/* --- Rows --- */

static void
draw_text (Painter *self)
{
  const PktmonHexPicture *picture = self->picture;
  char text[PKTMON_HEX_ROW_SIZE];

  pktmon_hex_layout_write_row (picture->layout, picture->data, self->row, text);
  pango_layout_set_text (picture->text, text, -1);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT (0, (float) self->y));
  gtk_snapshot_append_layout (self->snapshot, picture->text, &self->text_color);
  gtk_snapshot_restore (self->snapshot);
}

/* The offsets at the start of each row are paler, where nobody needs them to stand out. */
static PangoAttrList *
make_attributes (const Painter *self)
{
  PangoAttrList *attributes = pango_attr_list_new();
  PangoAttribute *pale;

  if (self->high_contrast)
    return attributes;
  pale = pango_attr_foreground_alpha_new ((guint16) (G_MAXUINT16 * OFFSET_OPACITY));
  pale->start_index = 0;
  pale->end_index = pktmon_hex_layout_get_offset_length (self->picture->layout);
  pango_attr_list_insert (attributes, pale);
  return attributes;
}

static void
draw_rows (Painter *self, double y, double height)
{
  const PktmonHexLayout *layout = self->picture->layout;
  guint64 n_rows = pktmon_hex_layout_get_n_rows (layout);
  PangoAttrList *attributes = make_attributes (self);

  pango_layout_set_attributes (self->picture->text, attributes);
  for (self->row = (guint64) (y / layout->row_height); self->row < n_rows; self->row++) {
    self->y = (double) self->row * layout->row_height - y;
    if (self->y >= height)
      break;
    draw_range (self, &self->picture->highlight, HIGHLIGHT_OPACITY);
    draw_range (self, &self->picture->selection, SELECTION_OPACITY);
    draw_cursor (self);
    draw_text (self);
  }
  pango_attr_list_unref (attributes);
}

void
pktmon_hex_painter_draw (const PktmonHexPicture *picture, GtkWidget *widget, GtkSnapshot *snapshot,
                         double x, double y)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  Painter self = {
    .picture = picture,
    .snapshot = snapshot,
    .high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default()),
    .focus = gtk_widget_has_focus (widget),
  };

  gtk_style_context_get_color (style, &self.text_color);
  if (!gtk_style_context_lookup_color (style, "accent_bg_color", &self.accent_color))
    self.accent_color = self.text_color;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -x, 0));
  draw_rows (&self, y, height);
  gtk_snapshot_pop (snapshot);
}
