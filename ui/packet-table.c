/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-table.h"

struct _PktmonPacketTable {
  GtkWidget parent_instance;

  PktmonColumnLayout *layout;
  GArray *places; /* of PktmonPlace */

  GtkColumnView *header;
  GtkAdjustment *header_scrolling; /* borrowed from the header */
  GtkScrolledWindow *scrolled;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (PktmonPacketTable, pktmon_packet_table, GTK_TYPE_WIDGET)

enum { PLACES_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Places --- */

static int
compare_places (gconstpointer a, gconstpointer b)
{
  float left = ((const PktmonPlace *) a)->x, right = ((const PktmonPlace *) b)->x;

  return (left > right) - (left < right);
}

/* Of the titles of visible columns: column view → row of titles → title after title, in no certain
 * order once columns were moved. */
static GArray *
find_titles (PktmonPacketTable *self)
{
  GtkWidget *titles = gtk_widget_get_first_child (GTK_WIDGET (self->header));
  GArray *places = g_array_new (FALSE, TRUE, sizeof (PktmonPlace));

  for (GtkWidget *title = gtk_widget_get_first_child (titles); title != NULL;
       title = gtk_widget_get_next_sibling (title)) {
    graphene_rect_t bounds;

    if (gtk_widget_get_visible (title) && gtk_widget_compute_bounds (title, titles, &bounds)) {
      PktmonPlace place = { .x = bounds.origin.x, .width = bounds.size.width };

      g_array_append_val (places, place);
    }
  }
  g_array_sort (places, compare_places);
  return places;
}

/* Visible columns come in their order, from where rows begin. */
static GArray *
find_places (PktmonPacketTable *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GListModel *columns = gtk_column_view_get_columns (self->header);
  GArray *places = find_titles (self);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns) && n < places->len; i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
    guint place = mirrored ? places->len - 1 - n : n;

    if (!gtk_column_view_column_get_visible (column))
      continue;
    g_array_index (places, PktmonPlace, place).column =
        pktmon_column_layout_get_column (self->layout, column);
    n++;
  }
  if (n < places->len) /* the header still has to follow */
    g_array_set_size (places, 0);
  return places;
}

static gboolean
are_same (GArray *a, GArray *b)
{
  gboolean same = a->len == b->len;

  for (guint i = 0; i < a->len && same; i++) {
    const PktmonPlace *left = &g_array_index (a, PktmonPlace, i);
    const PktmonPlace *right = &g_array_index (b, PktmonPlace, i);

    same = left->column == right->column && (int) left->x == (int) right->x &&
           (int) left->width == (int) right->width;
  }
  return same;
}

static void
update_places (PktmonPacketTable *self)
{
  g_autoptr (GArray) before = g_steal_pointer (&self->places);

  self->places = find_places (self);
  if (!are_same (before, self->places))
    g_signal_emit (self, signals[PLACES_CHANGED], 0);
}

/* Rows have been asked for their widths before. */
static void
columns_changed_cb (PktmonPacketTable *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *child = gtk_widget_get_first_child (row);

    if (child != NULL)
      gtk_widget_queue_resize (child);
  }
}

/* --- Sizes --- */

static void
pktmon_packet_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  PktmonPacketTable *self = PKTMON_PACKET_TABLE (widget);
  int header = 0;

  gtk_widget_measure (GTK_WIDGET (self->scrolled), orientation, for_size, minimum, natural, NULL,
                      NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    gtk_widget_measure (GTK_WIDGET (self->header), orientation, -1, NULL, &header, NULL, NULL);
  *minimum += header;
  *natural += header;
}

static void
list_scrolled_cb (PktmonPacketTable *self)
{
  GtkAdjustment *list = gtk_scrolled_window_get_hadjustment (self->scrolled);

  gtk_adjustment_set_value (self->header_scrolling, gtk_adjustment_get_value (list));
}

/* A title has the keyboard focus. */
static void
header_scrolled_cb (PktmonPacketTable *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_hadjustment (self->scrolled),
                            gtk_adjustment_get_value (self->header_scrolling));
}

/* Before it gets its size, with which it looks where it is scrolled to. */
static void
scroll_header (PktmonPacketTable *self, double page)
{
  GtkAdjustment *list = gtk_scrolled_window_get_hadjustment (self->scrolled);

  g_signal_handlers_block_by_func (self->header_scrolling, header_scrolled_cb, self);
  gtk_adjustment_configure (self->header_scrolling, gtk_adjustment_get_value (list), 0,
                            MAX (page, pktmon_packet_table_get_width (self)), page / 10,
                            page * 9 / 10, page);
  g_signal_handlers_unblock_by_func (self->header_scrolling, header_scrolled_cb, self);
}

/* The header is as wide as the list, which the scroll bar stands beside. */
static void
pktmon_packet_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PktmonPacketTable *self = PKTMON_PACKET_TABLE (widget);
  GtkAllocation below = { 0, 0, width, height };
  graphene_rect_t list = GRAPHENE_RECT_INIT (0, 0, (float) width, 0);
  GtkAllocation above;

  gtk_widget_measure (GTK_WIDGET (self->header), GTK_ORIENTATION_VERTICAL, -1, NULL, &below.y, NULL,
                      NULL);
  below.height = MAX (0, height - below.y);
  gtk_widget_size_allocate (GTK_WIDGET (self->scrolled), &below, -1);
  if (!gtk_widget_compute_bounds (GTK_WIDGET (self->list), widget, &list))
    list.size.width = (float) width;
  above = (GtkAllocation){ (int) list.origin.x, 0, (int) list.size.width, below.y };
  scroll_header (self, above.width);
  gtk_widget_size_allocate (GTK_WIDGET (self->header), &above, -1);
  update_places (self);
}

/* A scroll bar that fades has the window painted for a second after each move. One that does not is
 * outside of it where rows begin at the right, in GTK 4.8. */
static void
choose_scroll_bar (PktmonPacketTable *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  gtk_scrolled_window_set_overlay_scrolling (self->scrolled, mirrored);
}

static void
pktmon_packet_table_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  GTK_WIDGET_CLASS (pktmon_packet_table_parent_class)->direction_changed (widget, before);
  choose_scroll_bar (PKTMON_PACKET_TABLE (widget));
}

/* --- Life --- */

static void
pktmon_packet_table_dispose (GObject *object)
{
  PktmonPacketTable *self = PKTMON_PACKET_TABLE (object);

  g_clear_object (&self->layout);
  g_clear_pointer ((GtkWidget **) &self->header, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (pktmon_packet_table_parent_class)->dispose (object);
}

static void
pktmon_packet_table_finalize (GObject *object)
{
  g_array_unref (PKTMON_PACKET_TABLE (object)->places);
  G_OBJECT_CLASS (pktmon_packet_table_parent_class)->finalize (object);
}

static void
pktmon_packet_table_class_init (PktmonPacketTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_packet_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_table_finalize;
  widget_class->measure = pktmon_packet_table_measure;
  widget_class->size_allocate = pktmon_packet_table_size_allocate;
  widget_class->direction_changed = pktmon_packet_table_direction_changed;

  signals[PLACES_CHANGED] = g_signal_new ("places-changed", PKTMON_TYPE_PACKET_TABLE,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/packet-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketTable, header);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketTable, scrolled);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketTable, list);
}

static void
follow_columns (PktmonPacketTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->header);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (columns_changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (column, "notify::visible", G_CALLBACK (columns_changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
}

/* Not one adjustment for both: the header has its size only after the list has. */
static void
bind_scrolling (PktmonPacketTable *self)
{
  GtkAdjustment *list = gtk_scrolled_window_get_hadjustment (self->scrolled);

  self->header_scrolling = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  gtk_scrollable_set_hadjustment (GTK_SCROLLABLE (self->header), self->header_scrolling);
  g_signal_connect_object (list, "value-changed", G_CALLBACK (list_scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->header_scrolling, "value-changed", G_CALLBACK (header_scrolled_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
pktmon_packet_table_init (PktmonPacketTable *self)
{
  GtkWidget *rows;

  self->places = g_array_new (FALSE, TRUE, sizeof (PktmonPlace));
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The column view's own rows, of which there are none. */
  rows = gtk_widget_get_last_child (GTK_WIDGET (self->header));
  gtk_widget_set_visible (rows, FALSE);
  bind_scrolling (self);
  choose_scroll_bar (self);
  self->layout = pktmon_column_layout_new (self->header);
  follow_columns (self);
}

PktmonColumnLayout *
pktmon_packet_table_get_layout (PktmonPacketTable *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_TABLE (self), NULL);

  return self->layout;
}

GtkListView *
pktmon_packet_table_get_list (PktmonPacketTable *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_TABLE (self), NULL);

  return self->list;
}

const PktmonPlace *
pktmon_packet_table_get_places (PktmonPacketTable *self, guint *n_places)
{
  *n_places = 0;
  g_return_val_if_fail (PKTMON_IS_PACKET_TABLE (self), NULL);

  *n_places = self->places->len;
  return (const PktmonPlace *) (gpointer) self->places->data;
}

const PktmonListColumn *
pktmon_packet_table_pick_column (PktmonPacketTable *self, double x)
{
  guint n_places;
  const PktmonPlace *places = pktmon_packet_table_get_places (self, &n_places);

  for (guint i = 0; i < n_places; i++)
    if (x >= (double) places[i].x && x < (double) (places[i].x + places[i].width))
      return places[i].column;
  return NULL;
}

int
pktmon_packet_table_get_width (PktmonPacketTable *self)
{
  int width = 0;

  g_return_val_if_fail (PKTMON_IS_PACKET_TABLE (self), 0);

  if (self->header != NULL)
    gtk_widget_measure (GTK_WIDGET (self->header), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                        NULL, NULL);
  return width;
}
