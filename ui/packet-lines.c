/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-lines.h"

#include "ui/divider-text.h"
#include "ui/packet-line.h"

struct _PktmonPacketLines {
  GObject parent_instance;

  PktmonPacketTable *table; /* weak */
  PktmonDocument *document;
  GSettings *settings;
  PktmonPacketRows *rows;
  PktmonTimeStyle time_style;
  PktmonFoldedJourney journey; /* of the row that was described last */
  gboolean colored;

  PangoLayout *layout; /* of the text that was painted last; NULL: none yet */
  PangoAttrList *plain, *marked;
  guint serial; /* of the font that is measured */
  int ascent, descent;
};

G_DEFINE_FINAL_TYPE (PktmonPacketLines, pktmon_packet_lines, G_TYPE_OBJECT)

/* --- Texts --- */

static PktmonTime
get_time_before (PktmonPacketLines *self, guint row)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint64 rank;

  if (self->time_style.format != PKTMON_TIME_FORMAT_DELTA)
    return PKTMON_TIME_NONE;
  rank = pktmon_packet_list_get_row_rank (list, row);
  if (rank == 0)
    return PKTMON_TIME_NONE;
  return pktmon_packet_rows_get (self->rows, pktmon_packet_list_get_nth (list, rank - 1))->time;
}

static gboolean
is_divider (PktmonPacketLines *self, guint row)
{
  return pktmon_packet_list_get_next_divider (pktmon_document_get_list (self->document), row) ==
         row;
}

gboolean
pktmon_packet_lines_describe (PktmonPacketLines *self, GtkListItem *item, PktmonCell *cell)
{
  PktmonPacketItem *packet;
  PktmonNotes *notes;
  guint64 position;
  guint row;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self), FALSE);

  notes = pktmon_document_get_notes (self->document);
  packet = gtk_list_item_get_item (item);
  row = gtk_list_item_get_position (item);
  if (packet == NULL)
    return FALSE;
  position = pktmon_packet_item_get_position (packet);
  if (position == PKTMON_POSITION_NONE)
    return FALSE;
  cell->time_style = &self->time_style;
  cell->marked = pktmon_positions_contains (pktmon_notes_get_marked (notes), position);
  cell->commented = pktmon_positions_contains (pktmon_notes_get_commented (notes), position);
  cell->start = pktmon_packet_rows_get_start (self->rows);
  cell->previous = get_time_before (self, row);
  cell->row = pktmon_packet_rows_get (self->rows, position);
  cell->journey = cell->row->stack.is_known &&
                          pktmon_document_find_journey (self->document, cell->row->stack.journey,
                                                        &self->journey)
                      ? &self->journey
                      : NULL;
  cell->divided = cell->row->lost > 0 && row > 0 && is_divider (self, row - 1);
  return TRUE;
}

char *
pktmon_packet_lines_dup_divider (PktmonPacketLines *self, GtkListItem *item, gboolean *is_gap)
{
  PktmonDirectory *directory;
  PktmonPacketList *list;
  PktmonDividerRow divider;

  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self), NULL);

  list = pktmon_document_get_list (self->document);
  directory = pktmon_store_get_directory (pktmon_document_get_store (self->document));
  if (gtk_list_item_get_item (item) == NULL ||
      !pktmon_packet_list_get_divider (list, gtk_list_item_get_position (item), &divider))
    return NULL;
  *is_gap = divider.change == NULL;
  return pktmon_divider_text_dup (&divider, directory);
}

/* --- Fonts --- */

static void
measure_font (PktmonPacketLines *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->table));
  PangoFontMetrics *metrics;

  if (self->serial == pango_context_get_serial (context))
    return;
  self->serial = pango_context_get_serial (context);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->ascent = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics));
  self->descent = PANGO_PIXELS_CEIL (pango_font_metrics_get_descent (metrics));
  pango_font_metrics_unref (metrics);
}

void
pktmon_packet_lines_get_height (PktmonPacketLines *self, int *ascent, int *descent)
{
  *ascent = *descent = 0;
  g_return_if_fail (PKTMON_IS_PACKET_LINES (self));

  if (self->table != NULL)
    measure_font (self);
  *ascent = self->ascent;
  *descent = self->descent;
}

static PangoAttrList *
new_attributes (PangoWeight weight)
{
  PangoAttrList *attributes = pango_attr_list_new();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  return attributes;
}

PangoLayout *
pktmon_packet_lines_get_layout (PktmonPacketLines *self, const char *text, gboolean marked)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self) && self->table != NULL, NULL);

  if (self->layout == NULL) {
    self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->table), NULL);
    pango_layout_set_single_paragraph_mode (self->layout, TRUE);
    pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  }
  pango_layout_set_attributes (self->layout, marked ? self->marked : self->plain);
  pango_layout_set_width (self->layout, -1);
  pango_layout_set_text (self->layout, text, -1);
  return self->layout;
}

/* --- Changes --- */

static void
refresh (PktmonPacketLines *self)
{
  if (self->table != NULL)
    pktmon_packet_line_refresh_all (pktmon_packet_table_get_list (self->table));
}

/* What a row says of a journey changes as more of that is found. */
static void
shown_changed_cb (PktmonPacketLines *self)
{
  if (pktmon_document_get_journeys_folded (self->document))
    refresh (self);
}

static void
style_changed_cb (PktmonPacketLines *self)
{
  PktmonTimeStyle *style = &self->time_style;

  style->format =
      (PktmonTimeFormat) g_settings_get_enum (self->settings, PKTMON_SETTING_TIME_FORMAT);
  style->digits = (guint) g_settings_get_int (self->settings, PKTMON_SETTING_TIME_PRECISION);
  self->colored = g_settings_get_boolean (self->settings, PKTMON_SETTING_COLOR_ROWS);
  refresh (self);
}

/* --- Life --- */

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, pktmon_packet_line_new (user_data, item));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  pktmon_packet_line_refresh (PKTMON_PACKET_LINE (gtk_list_item_get_child (item)));
}

static void
pktmon_packet_lines_dispose (GObject *object)
{
  PktmonPacketLines *self = PKTMON_PACKET_LINES (object);

  g_clear_weak_pointer (&self->table);
  g_clear_object (&self->layout);
  g_clear_object (&self->settings);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_packet_lines_parent_class)->dispose (object);
}

static void
pktmon_packet_lines_finalize (GObject *object)
{
  PktmonPacketLines *self = PKTMON_PACKET_LINES (object);

  g_clear_pointer (&self->rows, pktmon_packet_rows_free);
  g_time_zone_unref (self->time_style.zone);
  pango_attr_list_unref (self->plain);
  pango_attr_list_unref (self->marked);
  G_OBJECT_CLASS (pktmon_packet_lines_parent_class)->finalize (object);
}

static void
pktmon_packet_lines_class_init (PktmonPacketLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_packet_lines_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_lines_finalize;
}

static void
pktmon_packet_lines_init (PktmonPacketLines *self)
{
  self->settings = pktmon_settings_new();
  self->time_style.zone = g_time_zone_new_local();
  self->plain = new_attributes (PANGO_WEIGHT_NORMAL);
  self->marked = new_attributes (PANGO_WEIGHT_BOLD);
}

static void
follow_settings (PktmonPacketLines *self)
{
  static const char *const signals[] = {
    "changed::" PKTMON_SETTING_TIME_FORMAT,
    "changed::" PKTMON_SETTING_TIME_PRECISION,
    "changed::" PKTMON_SETTING_COLOR_ROWS,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->settings, signals[i], G_CALLBACK (style_changed_cb), self,
                             G_CONNECT_SWAPPED);
  style_changed_cb (self);
}

PktmonPacketLines *
pktmon_packet_lines_new (PktmonPacketTable *table, PktmonDocument *document)
{
  PktmonPacketLines *self = g_object_new (PKTMON_TYPE_PACKET_LINES, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new();

  g_set_weak_pointer (&self->table, table);
  self->document = g_object_ref (document);
  self->rows = pktmon_packet_rows_new (pktmon_document_get_store (document));
  follow_settings (self);
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (pktmon_packet_table_get_list (table), factory);
  g_signal_connect_object (table, "places-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (shown_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (pktmon_document_get_notes (document), "changed", G_CALLBACK (refresh),
                           self, G_CONNECT_SWAPPED);
  return self;
}

PktmonPacketTable *
pktmon_packet_lines_get_table (PktmonPacketLines *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self), NULL);

  return self->table;
}

PktmonPacketRows *
pktmon_packet_lines_get_rows (PktmonPacketLines *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self), NULL);

  return self->rows;
}

gboolean
pktmon_packet_lines_get_colored (PktmonPacketLines *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_LINES (self), FALSE);

  return self->colored;
}
