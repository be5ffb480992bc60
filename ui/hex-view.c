/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hex-view.h"

#include <math.h>

#include "base/i18n.h"
#include "export/bytes-text.h"
#include "ui/actions.h"
#include "ui/byte-font.h"
#include "ui/clipboard.h"
#include "ui/scrolling.h"

struct _PktmonHexView {
  GtkWidget parent_instance;

  GBytes *bytes; /* NULL: none */
  const guint8 *data;
  gsize size;

  PktmonHexLayout layout;
  PangoLayout *text;
  PktmonByteFont *font;

  PktmonScrolling scrolling;
  PktmonHexRange wanted; /* to be brought into sight when there is a size */

  PktmonHexRange highlight;
  PktmonHexCursor cursor;

  GtkPopover *menu;
};

/* Behind it come the properties of GtkScrollable. */
enum { PROP_0, PROP_SCROLLING };

enum { PICKED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonHexView, pktmon_hex_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* --- Ranges --- */

PktmonHexRange
pktmon_hex_view_get_chosen (PktmonHexView *self)
{
  PktmonHexRange selection;

  g_return_val_if_fail (PKTMON_IS_HEX_VIEW (self), (PktmonHexRange){ 0 });

  selection = pktmon_hex_cursor_get_selection (&self->cursor);
  if (selection.length > 0)
    return selection;
  return self->highlight.length > 0 ? self->highlight : (PktmonHexRange){ 0, self->size };
}

static gboolean
holds (PktmonHexRange range, gsize offset)
{
  return offset >= range.offset && offset - range.offset < range.length;
}

/* --- Scrolling --- */

/* Makes the rows of the range seen, the first of them at least. */
static void
reveal (PktmonHexView *self, PktmonHexRange range)
{
  gsize columns = self->layout.columns;
  gsize first = range.offset / columns;
  gsize last = (range.offset + MAX (range.length, 1) - 1) / columns;

  pktmon_scrolling_reveal (&self->scrolling, GTK_ORIENTATION_VERTICAL,
                           (double) first * self->layout.row_height,
                           (double) (last + 1) * self->layout.row_height);
}

static PangoLayout *
get_text (PktmonHexView *self)
{
  PangoFontDescription *description;

  if (self->text != NULL)
    return self->text;
  self->text = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  description =
      pktmon_byte_font_dup_description (self->font, pango_layout_get_context (self->text));
  pango_layout_set_font_description (self->text, description);
  pango_font_description_free (description);
  return self->text;
}

/* The layout for @width pixels. */
static PktmonHexLayout
make_layout (PktmonHexView *self, double width)
{
  static const char sample[] = "0000000000000000";
  PangoLayout *text = get_text (self);
  PktmonHexLayout layout;
  PangoRectangle area;

  pango_layout_set_attributes (text, NULL);
  pango_layout_set_text (text, sample, -1);
  pango_layout_get_extents (text, NULL, &area);
  pktmon_hex_layout_init (&layout, self->size,
                          (double) area.width / PANGO_SCALE / (double) strlen (sample),
                          ceil ((double) area.height / PANGO_SCALE), width);
  return layout;
}

static void
update_layout (PktmonHexView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);

  self->layout = make_layout (self, width);
  pktmon_scrolling_configure (&self->scrolling, GTK_ORIENTATION_HORIZONTAL,
                              pktmon_hex_layout_get_width (&self->layout), width,
                              self->layout.char_width);
  pktmon_scrolling_configure (&self->scrolling, GTK_ORIENTATION_VERTICAL,
                              pktmon_hex_layout_get_height (&self->layout), height,
                              self->layout.row_height);
  if (height > 0) {
    if (self->wanted.length > 0)
      reveal (self, self->wanted);
    self->wanted.length = 0;
  }
  gtk_widget_queue_draw (widget);
}

/* --- The cursor --- */

static void
describe_cursor (PktmonHexView *self)
{
  g_autofree char *text = NULL;

  if (self->size > 0)
    text = g_strdup_printf (_ ("Byte %u of %u: %02x, “%c”"), (guint) self->cursor.offset,
                            (guint) self->size, self->data[self->cursor.offset],
                            pktmon_bytes_text_get_char (self->data[self->cursor.offset]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : _ ("No bytes"), -1);
}

static void
cursor_moved (PktmonHexView *self)
{
  reveal (self, (PktmonHexRange){ self->cursor.offset, 1 });
  describe_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!self->cursor.selecting)
    g_signal_emit (self, signals[PICKED], 0, (guint64) self->cursor.offset);
}

static void
move_cursor (PktmonHexView *self, gsize offset, gboolean extend)
{
  if (self->size == 0)
    return;
  pktmon_hex_cursor_move (&self->cursor, offset, extend);
  cursor_moved (self);
}

static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);
  gint64 page = (gint64) (gtk_widget_get_height (widget) / self->layout.row_height) - 1;

  if (self->size == 0)
    return FALSE;
  pktmon_hex_cursor_follow_key (&self->cursor, &self->layout, MAX (page, 1), arguments);
  cursor_moved (self);
  return TRUE;
}

/* --- The mouse --- */

static double
get_scroll (const PktmonHexView *self, GtkOrientation orientation)
{
  return pktmon_scrolling_get_value (&self->scrolling, orientation);
}

static gsize
find_byte (PktmonHexView *self, double x, double y)
{
  return pktmon_hex_layout_find (&self->layout, x + get_scroll (self, GTK_ORIENTATION_HORIZONTAL),
                                 y + get_scroll (self, GTK_ORIENTATION_VERTICAL));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, PktmonHexView *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  move_cursor (self, find_byte (self, x, y), (state & GDK_SHIFT_MASK) != 0);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, PktmonHexView *self)
{
  double start_x, start_y;
  gsize offset;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  offset = find_byte (self, start_x + x, start_y + y);
  if (offset != self->cursor.offset)
    move_cursor (self, offset, TRUE);
}

/* --- Actions --- */

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);

  pktmon_clipboard_copy_bytes (widget, g_variant_get_string (parameter, NULL), self->bytes,
                               pktmon_hex_view_get_chosen (self));
}

static void
select_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);

  pktmon_hex_cursor_move (&self->cursor, 0, FALSE);
  pktmon_hex_cursor_move (&self->cursor, self->size - 1, TRUE);
  describe_cursor (self);
  gtk_widget_queue_draw (widget);
}

static void
open_menu (PktmonHexView *self, double x, double y)
{
  if (self->size == 0)
    return;
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* A byte outside of what is chosen is chosen first. */
static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PktmonHexView *self)
{
  gsize offset = find_byte (self, x, y);
  PktmonHexRange chosen = pktmon_hex_view_get_chosen (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!holds (chosen, offset))
    move_cursor (self, offset, FALSE);
  open_menu (self, x, y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);
  GdkRectangle area;

  pktmon_hex_view_get_area (self, self->cursor.offset, &area);
  open_menu (self, area.x, area.y + area.height);
}

/* --- Widget --- */

static void
pktmon_hex_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);
  PktmonHexLayout smallest = make_layout (self, 0);
  PktmonHexLayout usual = make_layout (self, G_MAXINT);

  *minimum = *natural = (int) ceil (usual.row_height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = (int) ceil (pktmon_hex_layout_get_width (&smallest));
    *natural = (int) ceil (pktmon_hex_layout_get_width (&usual));
  }
}

static void
pktmon_hex_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);

  update_layout (self);
  gtk_popover_present (self->menu);
}

static void
pktmon_hex_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (widget);
  PktmonHexPicture picture = {
    .layout = &self->layout,
    .text = get_text (self),
    .data = self->data,
    .highlight = self->highlight,
    .selection = pktmon_hex_cursor_get_selection (&self->cursor),
    .cursor = self->cursor.offset,
  };

  if (self->size > 0)
    pktmon_hex_painter_draw (&picture, widget, snapshot,
                             get_scroll (self, GTK_ORIENTATION_HORIZONTAL),
                             get_scroll (self, GTK_ORIENTATION_VERTICAL));
}

static void
font_changed_cb (PktmonHexView *self)
{
  g_clear_object (&self->text);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
pktmon_hex_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (pktmon_hex_view_parent_class)->system_setting_changed (widget, setting);
  font_changed_cb (PKTMON_HEX_VIEW (widget));
}

/* --- Object --- */

static void
pktmon_hex_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  pktmon_scrolling_get_property (&PKTMON_HEX_VIEW (object)->scrolling, id - PROP_SCROLLING, value);
}

static void
pktmon_hex_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  pktmon_scrolling_set_property (&PKTMON_HEX_VIEW (object)->scrolling, GTK_WIDGET (object),
                                 id - PROP_SCROLLING, value);
}

static void
pktmon_hex_view_dispose (GObject *object)
{
  PktmonHexView *self = PKTMON_HEX_VIEW (object);

  pktmon_scrolling_clear (&self->scrolling, GTK_WIDGET (self));
  if (self->menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->menu));
  self->menu = NULL;
  g_clear_object (&self->text);
  g_clear_object (&self->font);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  G_OBJECT_CLASS (pktmon_hex_view_parent_class)->dispose (object);
}

static void
pktmon_hex_view_class_init (PktmonHexViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pktmon_hex_view_get_property;
  object_class->set_property = pktmon_hex_view_set_property;
  object_class->dispose = pktmon_hex_view_dispose;
  widget_class->measure = pktmon_hex_view_measure;
  widget_class->size_allocate = pktmon_hex_view_size_allocate;
  widget_class->snapshot = pktmon_hex_view_snapshot;
  widget_class->system_setting_changed = pktmon_hex_view_system_setting_changed;

  pktmon_scrolling_override_properties (object_class, PROP_SCROLLING);
  signals[PICKED] = g_signal_new ("picked", PKTMON_TYPE_HEX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_set_css_name (widget_class, "hexview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_widget_class_install_action (widget_class, "bytes.copy", "s", copy_cb);
  gtk_widget_class_install_action (widget_class, "bytes.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (widget_class, "bytes.menu", NULL, menu_cb);
  pktmon_actions_bind_class (widget_class, "bytes.");
  pktmon_hex_cursor_bind_keys (widget_class, key_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/hex-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonHexView, menu);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_update_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
}

static void
pktmon_hex_view_init (PktmonHexView *self)
{
  self->font = pktmon_byte_font_new();
  g_signal_connect_object (self->font, "changed", G_CALLBACK (font_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Bytes have one order, whatever the language. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  pktmon_hex_view_set_bytes (self, NULL);
}

PktmonHexView *
pktmon_hex_view_new (void)
{
  return g_object_new (PKTMON_TYPE_HEX_VIEW, NULL);
}

void
pktmon_hex_view_set_bytes (PktmonHexView *self, GBytes *bytes)
{
  g_return_if_fail (PKTMON_IS_HEX_VIEW (self));

  if (bytes != NULL)
    g_bytes_ref (bytes);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  self->size = 0;
  self->data = bytes != NULL ? g_bytes_get_data (bytes, &self->size) : NULL;
  self->cursor = (PktmonHexCursor){ 0 };
  self->highlight.length = 0;
  self->wanted = (PktmonHexRange){ 0, 1 };
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bytes.copy", self->size > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "bytes.select-all", self->size > 0);
  describe_cursor (self);
  update_layout (self);
}

void
pktmon_hex_view_set_highlight (PktmonHexView *self, PktmonHexRange range)
{
  g_return_if_fail (PKTMON_IS_HEX_VIEW (self));

  if (range.offset >= self->size)
    range.length = 0;
  range.length = MIN (range.length, self->size - range.offset);
  self->highlight = range;
  self->cursor.selecting = FALSE;
  if (range.length > 0 && !holds (range, self->cursor.offset)) {
    self->cursor.offset = range.offset;
    self->wanted = range;
    describe_cursor (self);
    update_layout (self);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gsize
pktmon_hex_view_get_cursor (PktmonHexView *self)
{
  g_return_val_if_fail (PKTMON_IS_HEX_VIEW (self), 0);

  return self->cursor.offset;
}

void
pktmon_hex_view_get_area (PktmonHexView *self, gsize offset, GdkRectangle *area)
{
  guint column = (guint) (offset % self->layout.columns);
  gsize row = offset / self->layout.columns;

  g_return_if_fail (PKTMON_IS_HEX_VIEW (self));

  *area = (GdkRectangle){
    .x = (int) (pktmon_hex_layout_get_digits_x (&self->layout, column) -
                get_scroll (self, GTK_ORIENTATION_HORIZONTAL)),
    .y = (int) ((double) row * self->layout.row_height -
                get_scroll (self, GTK_ORIENTATION_VERTICAL)),
    .width = (int) (2 * self->layout.char_width),
    .height = (int) self->layout.row_height,
  };
}
