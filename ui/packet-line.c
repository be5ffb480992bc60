/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-line.h"

#include <adwaita.h>

#include "base/i18n.h"
#include "ui/protocol-colors.h"

/* Pixels around each text. */
#define PADDING_X 6
#define PADDING_Y 2

/* A colour is thin enough for texts of the light and of the dark style to be read on it. Where the
 * contrast is to be high, none lies below a text: a bar stands where the row begins. */
#define TINT 0.15f
#define BAR_WIDTH 6

/* Pixels of the line that stands where packets were lost. */
#define GAP_HEIGHT 2

/* Pixels of an icon. */
#define ICON_SIZE 16

struct _PktmonPacketLine {
  GtkWidget parent_instance;

  PktmonPacketLines *lines;
  GtkListItem *item; /* NULL once it is gone */
};

G_DEFINE_FINAL_TYPE (PktmonPacketLine, pktmon_packet_line, GTK_TYPE_WIDGET)

static gboolean
describe (PktmonPacketLine *self, PktmonCell *cell)
{
  return self->item != NULL && pktmon_packet_lines_get_table (self->lines) != NULL &&
         pktmon_packet_lines_describe (self->lines, self->item, cell);
}

/* What it says as a divider; NULL: it is none. (transfer full) */
static char *
dup_divider (PktmonPacketLine *self, gboolean *is_gap)
{
  if (self->item == NULL || pktmon_packet_lines_get_table (self->lines) == NULL)
    return NULL;
  return pktmon_packet_lines_dup_divider (self->lines, self->item, is_gap);
}

/* --- Painting --- */

static const char *
get_color (PktmonPacketLine *self, const PktmonCell *cell)
{
  if (!pktmon_packet_lines_get_colored (self->lines))
    return NULL;
  return pktmon_protocol_colors_find (cell->row->summary.protocol);
}

static void
paint_color (PktmonPacketLine *self, GtkSnapshot *snapshot, const PktmonCell *cell)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const char *name = get_color (self, cell);
  gboolean as_bar = adw_style_manager_get_high_contrast (adw_style_manager_get_default());
  graphene_rect_t place = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                              (float) gtk_widget_get_height (widget));
  GdkRGBA color;

  if (name == NULL || (gtk_list_item_get_selected (self->item) && !as_bar) ||
      !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color))
    return;
  if (as_bar) {
    if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
      place.origin.x = place.size.width - BAR_WIDTH;
    place.size.width = BAR_WIDTH;
  } else {
    color.alpha *= TINT;
  }
  gtk_snapshot_append_color (snapshot, &color, &place);
}

/* A part of the row, as wide as it is, in one of the style's colours. */
static void
paint_band (PktmonPacketLine *self, GtkSnapshot *snapshot, const char *name, float alpha, float y,
            float height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &color))
    return;
  color.alpha *= alpha;
  gtk_snapshot_append_color (
      snapshot, &color, &GRAPHENE_RECT_INIT (0, y, (float) gtk_widget_get_width (widget), height));
}

/* @place: where there is room for it. */
static void
paint_layout (PktmonPacketLine *self, GtkSnapshot *snapshot, PangoLayout *layout,
              const PktmonPlace *place, const GdkRGBA *color)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float alignment = mirrored ? 1 - place->column->alignment : place->column->alignment;
  int room = (int) place->width - 2 * PADDING_X;
  int ascent, descent, width, y;

  pktmon_packet_lines_get_height (self->lines, &ascent, &descent);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width > room) {
    pango_layout_set_width (layout, MAX (room, 0) * PANGO_SCALE);
    pango_layout_get_pixel_size (layout, &width, NULL);
  }
  if (width > room)
    return;
  y = (gtk_widget_get_height (GTK_WIDGET (self)) - ascent - descent) / 2 + ascent -
      PANGO_PIXELS (pango_layout_get_baseline (layout));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (
                    place->x + PADDING_X + floorf (alignment * (float) (room - width)), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
paint_icon (PktmonPacketLine *self, GtkSnapshot *snapshot, const char *name, float x,
            const GdkRGBA *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, name, NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
      gtk_widget_get_direction (widget), 0);
  int y = (gtk_widget_get_height (widget) - ICON_SIZE) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (float) y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, color, 1);
  gtk_snapshot_restore (snapshot);
}

/* The column that has the icon of a comment: the one with the most room, or the last one. */
static guint
find_comment_place (const PktmonPlace *places, guint n_places)
{
  for (guint i = 0; i < n_places; i++)
    if (places[i].column->expands)
      return i;
  return n_places - 1;
}

/* Paints an icon where the text of @place would begin, which keeps the rest. */
static void
paint_icon_before (PktmonPacketLine *self, GtkSnapshot *snapshot, const char *name,
                   PktmonPlace *place, const GdkRGBA *color)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  float room = MIN (ICON_SIZE + PADDING_X, place->width);

  paint_icon (self, snapshot, name,
              mirrored ? place->x + place->width - room : place->x + PADDING_X, color);
  place->width -= room;
  if (!mirrored)
    place->x += room;
}

static void
paint_text (PktmonPacketLine *self, GtkSnapshot *snapshot, const PktmonCell *cell,
            const PktmonPlace *place, const GdkRGBA *color)
{
  char buffer[PKTMON_CELL_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  place->column->append (&text, cell);
  if (buffer[0] != '\0')
    paint_layout (self, snapshot,
                  pktmon_packet_lines_get_layout (self->lines, buffer, cell->marked), place, color);
}

static void
paint_background (PktmonPacketLine *self, GtkSnapshot *snapshot, gboolean is_gap)
{
  const char *color = is_gap ? "error_color" : "accent_color";
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default())) {
    paint_band (self, snapshot, color, 1, 0, GAP_HEIGHT);
    paint_band (self, snapshot, color, 1, height - GAP_HEIGHT, GAP_HEIGHT);
  } else {
    paint_band (self, snapshot, color, TINT, 0, height);
  }
}

/* Over all columns: an icon, and the text behind it. */
static void
paint_divider (PktmonPacketLine *self, GtkSnapshot *snapshot, const char *text, gboolean is_gap,
               const GdkRGBA *color)
{
  static const PktmonListColumn all = { .alignment = 0 };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float width = (float) gtk_widget_get_width (widget);
  float behind = PADDING_X + ICON_SIZE;
  PktmonPlace place = { &all, mirrored ? 0 : behind, width - behind };

  paint_background (self, snapshot, is_gap);
  paint_icon (self, snapshot, is_gap ? "dialog-warning-symbolic" : "dialog-information-symbolic",
              mirrored ? width - behind : PADDING_X, color);
  paint_layout (self, snapshot, pktmon_packet_lines_get_layout (self->lines, text, FALSE), &place,
                color);
}

/* Where packets were lost before this one, and no row says so, a line stands, which the text
 * explains. */
static void
paint_packet (PktmonPacketLine *self, GtkSnapshot *snapshot, const PktmonCell *cell,
              const GdkRGBA *color)
{
  const PktmonPlace *places;
  guint n_places;

  places = pktmon_packet_table_get_places (pktmon_packet_lines_get_table (self->lines), &n_places);
  paint_color (self, snapshot, cell);
  for (guint i = 0; i < n_places; i++) {
    PktmonPlace place = places[i];
    const char *icon;

    if (cell->commented && i == find_comment_place (places, n_places))
      paint_icon_before (self, snapshot, "comment-symbolic", &place, color);
    icon = place.column->get_icon != NULL ? place.column->get_icon (cell) : NULL;
    if (icon != NULL)
      paint_icon_before (self, snapshot, icon, &place, color);
    paint_text (self, snapshot, cell, &place, color);
  }
  if (cell->row->lost > 0 && !cell->divided)
    paint_band (self, snapshot, "error_color", 1, 0, GAP_HEIGHT);
}

static void
pktmon_packet_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PktmonPacketLine *self = PKTMON_PACKET_LINE (widget);
  gboolean is_gap = FALSE;
  g_autofree char *divider = dup_divider (self, &is_gap);
  PktmonCell cell;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  if (divider != NULL)
    paint_divider (self, snapshot, divider, is_gap, &color);
  else if (describe (self, &cell))
    paint_packet (self, snapshot, &cell, &color);
}

static void
pktmon_packet_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  PktmonPacketLine *self = PKTMON_PACKET_LINE (widget);
  PktmonPacketTable *table = pktmon_packet_lines_get_table (self->lines);
  int ascent, descent;

  if (orientation == GTK_ORIENTATION_VERTICAL) {
    pktmon_packet_lines_get_height (self->lines, &ascent, &descent);
    *minimum = *natural = ascent + descent + 2 * PADDING_Y;
  } else {
    *minimum = *natural = table != NULL ? pktmon_packet_table_get_width (table) : 0;
  }
}

/* --- Life --- */

static void
pktmon_packet_line_finalize (GObject *object)
{
  PktmonPacketLine *self = PKTMON_PACKET_LINE (object);

  g_clear_weak_pointer (&self->item);
  g_object_unref (self->lines);
  G_OBJECT_CLASS (pktmon_packet_line_parent_class)->finalize (object);
}

static void
pktmon_packet_line_class_init (PktmonPacketLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_line_finalize;
  widget_class->snapshot = pktmon_packet_line_snapshot;
  widget_class->measure = pktmon_packet_line_measure;
  /* It is the row that assistive technology meets. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pktmon_packet_line_init (PktmonPacketLine *self)
{
}

GtkWidget *
pktmon_packet_line_new (PktmonPacketLines *lines, GtkListItem *item)
{
  PktmonPacketLine *self = g_object_new (PKTMON_TYPE_PACKET_LINE, NULL);

  self->lines = g_object_ref (lines);
  g_set_weak_pointer (&self->item, item);
  g_signal_connect_object (item, "notify::selected", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

GtkListItem *
pktmon_packet_line_get_item (PktmonPacketLine *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), NULL);

  return self->item;
}

char *
pktmon_packet_line_dup_text (PktmonPacketLine *self, const PktmonListColumn *column)
{
  char buffer[PKTMON_CELL_TEXT_SIZE];
  PktmonText text;
  PktmonCell cell;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), NULL);

  pktmon_text_init (&text, buffer, sizeof buffer);
  if (describe (self, &cell))
    column->append (&text, &cell);
  return g_strdup (buffer);
}

char *
pktmon_packet_line_dup_divider (PktmonPacketLine *self)
{
  gboolean is_gap;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), NULL);

  return dup_divider (self, &is_gap);
}

const char *
pktmon_packet_line_get_color (PktmonPacketLine *self)
{
  PktmonCell cell;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), NULL);

  return describe (self, &cell) ? get_color (self, &cell) : NULL;
}

gboolean
pktmon_packet_line_get_commented (PktmonPacketLine *self)
{
  PktmonCell cell;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), FALSE);

  return describe (self, &cell) && cell.commented;
}

gboolean
pktmon_packet_line_get_marked (PktmonPacketLine *self)
{
  PktmonCell cell;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINE (self), FALSE);

  return describe (self, &cell) && cell.marked;
}

/* --- What assistive technology reads --- */

static void
append_spoken (PktmonText *text, const PktmonListColumn *column, const PktmonCell *cell)
{
  gsize before = text->length;
  gsize begin;

  if (before > 0)
    pktmon_text_append (text, ", ");
  begin = text->length;
  if (column->append_spoken != NULL)
    column->append_spoken (text, cell);
  else
    column->append (text, cell);
  if (text->length > begin)
    return;
  text->length = before;
  text->data[before] = '\0';
}

static void
set_label (PktmonPacketLine *self, const char *text)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
say (PktmonPacketLine *self, const PktmonCell *cell)
{
  char buffer[2 * PKTMON_CELL_TEXT_SIZE];
  const PktmonPlace *places;
  guint n_places;
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  places = pktmon_packet_table_get_places (pktmon_packet_lines_get_table (self->lines), &n_places);
  for (guint i = 0; i < n_places; i++)
    append_spoken (&text, places[i].column, cell);
  if (cell->commented) {
    pktmon_text_append (&text, ", ");
    /* Translators: a packet that somebody has written a comment on. */
    pktmon_text_append (&text, _ ("commented"));
  }
  set_label (self, buffer);
}

void
pktmon_packet_line_refresh (PktmonPacketLine *self)
{
  g_autofree char *divider = NULL;
  PktmonCell cell;

  g_return_if_fail (PKTMON_IS_PACKET_LINE (self));

  divider = pktmon_packet_line_dup_divider (self);
  if (divider != NULL)
    set_label (self, divider);
  else if (describe (self, &cell))
    say (self, &cell);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- In a list --- */

/* Of a row; NULL when it has none. */
static PktmonPacketLine *
get_line (GtkWidget *row)
{
  GtkWidget *child = row != NULL ? gtk_widget_get_first_child (row) : NULL;

  return child != NULL && PKTMON_IS_PACKET_LINE (child) ? PKTMON_PACKET_LINE (child) : NULL;
}

static guint
get_position (GtkWidget *row)
{
  PktmonPacketLine *line = get_line (row);

  return line != NULL && line->item != NULL ? gtk_list_item_get_position (line->item)
                                            : GTK_INVALID_LIST_POSITION;
}

void
pktmon_packet_line_refresh_all (GtkListView *list)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (get_line (row) != NULL)
      pktmon_packet_line_refresh (get_line (row));
}

PktmonPacketLine *
pktmon_packet_line_find (GtkListView *list, GtkWidget *widget)
{
  while (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (list))
    widget = gtk_widget_get_parent (widget);
  return get_line (widget);
}

PktmonPacketLine *
pktmon_packet_line_pick (GtkListView *list, double x, double y)
{
  return pktmon_packet_line_find (list,
                                  gtk_widget_pick (GTK_WIDGET (list), x, y, GTK_PICK_DEFAULT));
}

GtkWidget *
pktmon_packet_line_find_row (GtkListView *list, guint row)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (get_position (child) == row)
      return child;
  return NULL;
}

guint
pktmon_packet_line_get_last_row (GtkListView *list)
{
  guint last = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (list)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    guint row = get_position (child);

    if (row != GTK_INVALID_LIST_POSITION)
      last = MAX (last, row);
  }
  return last;
}
