/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-view.h"

#include <string.h>

#include "base/i18n.h"
#include "probe/point.h"
#include "ui/actions.h"
#include "ui/handover.h"
#include "ui/new-button.h"
#include "ui/packet-copying.h"
#include "ui/packet-drag.h"
#include "ui/packet-line.h"
#include "ui/packet-menu.h"
#include "ui/packet-scroller.h"
#include "ui/work-bar.h"

/* Frames in which the list makes its first rows, and some more. */
#define MAX_ATTEMPTS 30u

struct _PktmonPacketView {
  AdwBin parent_instance;

  PktmonDocument *document;
  PktmonPacketLines *lines;
  PktmonPacketScroller *scroller;
  PktmonPacketCopying *copying;
  PktmonHandover *handover;
  guint n_interfaces;   /* that are known to have the name of the first */
  guint causes;         /* of columns, in these; bits of PktmonColumnCause */
  gulong focus_handler; /* of the root that the view is in */
  gboolean passing;     /* a key takes the focus across dividers */
  guint attempts;       /* to take the focus, in frames */
  char *value;          /* of the place that the menu is for; NULL: none */
  char *value_filter;   /* that has this value; NULL: none */

  PktmonPacketTable *table;
  GtkListView *list; /* of the table */
  PktmonNewButton *new_button;
  GtkPopover *menu;
  GMenu *menu_model;
  GMenu *filter_menu;
  GMenu *constrain_menu;
  GMenu *exclude_menu;
  GMenu *program_menu;
  PktmonWorkBar *copying_bar;
  PktmonWorkBar *handover_bar;
};

G_DEFINE_FINAL_TYPE (PktmonPacketView, pktmon_packet_view, ADW_TYPE_BIN)

/* --- The current packet: that of the row with the focus --- */

static void current_changed_cb (PktmonPacketView *self);

/* Of the packet in the line; PKTMON_POSITION_NONE: it is a divider's. */
static guint64
get_position (PktmonPacketLine *line)
{
  return pktmon_packet_item_get_position (
      gtk_list_item_get_item (pktmon_packet_line_get_item (line)));
}

static void
scroll_to_row (PktmonPacketView *self, guint row)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", row);
}

/* The focus has come to a divider, in @row: it goes on to the packet that is meant. Both are to be
 * in view. */
static void
leave_divider (PktmonPacketView *self, guint row)
{
  guint packet = pktmon_packet_list_get_packet_row (pktmon_document_get_list (self->document), row);
  GtkWidget *widget;

  if (packet == row || self->passing)
    return;
  scroll_to_row (self, packet); /* it has a widget then */
  widget = pktmon_packet_line_find_row (self->list, packet);
  if (widget != NULL)
    gtk_widget_grab_focus (widget);
  scroll_to_row (self, row);
}

/* Who looks at a packet does not want it to run away. */
static void
focus_changed_cb (PktmonPacketView *self, GParamSpec *pspec, GtkRoot *root)
{
  PktmonPacketLine *line = pktmon_packet_line_find (self->list, gtk_root_get_focus (root));
  guint64 position;

  if (line == NULL || pktmon_document_is_awaiting (self->document))
    return;
  position = get_position (line);
  if (position == PKTMON_POSITION_NONE) {
    leave_divider (self, gtk_list_item_get_position (pktmon_packet_line_get_item (line)));
    return;
  }
  if (position != pktmon_document_get_current (self->document))
    pktmon_packet_scroller_set_follow (self->scroller, FALSE);
  g_signal_handlers_block_by_func (self->document, current_changed_cb, self);
  pktmon_document_set_current (self->document, position);
  g_signal_handlers_unblock_by_func (self->document, current_changed_cb, self);
}

/* Somebody else has chosen a packet: it becomes the one that is selected. */
static void
current_changed_cb (PktmonPacketView *self)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint64 current = pktmon_document_get_current (self->document);
  guint row;

  if (!pktmon_packet_list_find (list, current, &row))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.select-item", "(ubb)", row, FALSE,
                              FALSE);
  pktmon_packet_scroller_show (self->scroller, current);
}

/* Returns: whether a row has it then. */
static gboolean
take_focus (PktmonPacketView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean follow = pktmon_packet_scroller_get_follow (self->scroller);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  focus_changed_cb (self, NULL, root); /* the toolkit may have put it there before */
  pktmon_packet_scroller_set_follow (self->scroller, follow);
  return pktmon_packet_line_find (self->list, gtk_root_get_focus (root)) != NULL;
}

/* The list may still have to make its rows. */
static gboolean
try_again_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);
  gboolean elsewhere = gtk_root_get_focus (gtk_widget_get_root (widget)) != NULL;

  if (elsewhere || take_focus (self) || ++self->attempts == MAX_ATTEMPTS)
    return G_SOURCE_REMOVE;
  return G_SOURCE_CONTINUE;
}

/* The first packets that are seen take the focus, unless somebody types. */
static void
take_focus_cb (PktmonPacketView *self)
{
  GListModel *rows = G_LIST_MODEL (pktmon_document_get_selection (self->document));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (g_list_model_get_n_items (rows) == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      GTK_IS_EDITABLE (gtk_root_get_focus (root)) || pktmon_document_is_awaiting (self->document))
    return;
  g_signal_handlers_disconnect_by_func (rows, take_focus_cb, self);
  g_signal_handlers_disconnect_by_func (self->document, take_focus_cb, self);
  g_signal_handlers_disconnect_by_func (self, take_focus_cb, NULL);
  if (!take_focus (self))
    gtk_widget_add_tick_callback (GTK_WIDGET (self), try_again_cb, NULL, NULL);
}

/* An arrow key goes to the next row. So that this is one with a packet, it starts from the last
 * divider before it. @row: the one with the focus; @step: 1 or -1. */
static void
pass_dividers (PktmonPacketView *self, guint row, int step)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint next = row + (guint) step;
  GtkWidget *last;

  while (next < n_rows && pktmon_packet_list_get_next_divider (list, next) == next)
    next += (guint) step;
  if (next >= n_rows || next == row + (guint) step)
    return;
  last = pktmon_packet_line_find_row (self->list, next - (guint) step);
  self->passing = TRUE;
  if (last != NULL)
    gtk_widget_grab_focus (last);
  self->passing = FALSE;
}

static gboolean
key_pressed_cb (PktmonPacketView *self, guint key, guint code, GdkModifierType state)
{
  gboolean up = key == GDK_KEY_Up || key == GDK_KEY_KP_Up;
  gboolean down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  PktmonPacketLine *line = pktmon_packet_line_find (self->list, focus);

  if ((up || down) && line != NULL)
    pass_dividers (self, gtk_list_item_get_position (pktmon_packet_line_get_item (line)),
                   down ? 1 : -1);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
pktmon_packet_view_grab_focus (GtkWidget *widget)
{
  return pktmon_packet_scroller_grab_focus (PKTMON_PACKET_VIEW (widget)->scroller);
}

static void
pktmon_packet_view_root (GtkWidget *widget)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);

  GTK_WIDGET_CLASS (pktmon_packet_view_parent_class)->root (widget);
  self->focus_handler = g_signal_connect_swapped (
      gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (focus_changed_cb), self);
}

static void
pktmon_packet_view_unroot (GtkWidget *widget)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);

  g_clear_signal_handler (&self->focus_handler, gtk_widget_get_root (widget));
  GTK_WIDGET_CLASS (pktmon_packet_view_parent_class)->unroot (widget);
}

/* --- Copying, and handing over --- */

static void
ended_cb (PktmonPacketView *self, const char *message)
{
  if (message != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);
  PktmonPacketRows *rows = pktmon_packet_lines_get_rows (self->lines);

  pktmon_packet_copying_start (self->copying, g_variant_get_string (parameter, NULL),
                               pktmon_packet_rows_get_start (rows));
}

static void
cancel_copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_packet_copying_cancel (PKTMON_PACKET_VIEW (widget)->copying);
}

static void
open_in_wireshark_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_handover_start (PKTMON_PACKET_VIEW (widget)->handover);
}

static void
cancel_handover_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_handover_cancel (PKTMON_PACKET_VIEW (widget)->handover);
}

static void
copy_value_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);

  if (self->value != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->value);
}

/* --- Other actions --- */

/* Selects the shown packet that is @offset packets from the current one. */
static void
move_by (PktmonPacketView *self, int offset)
{
  PktmonPacketList *list = pktmon_document_get_list (self->document);
  guint64 current = pktmon_document_get_current (self->document);
  gint64 count = (gint64) pktmon_packet_list_get_count (list);
  gint64 n = (gint64) pktmon_packet_list_get_rank (list, current);

  n = current != PKTMON_POSITION_NONE ? n + offset : 0;
  if (count > 0)
    pktmon_document_set_current (
        self->document, pktmon_packet_list_get_nth (list, (guint64) CLAMP (n, 0, count - 1)));
}

static void
next_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_by (PKTMON_PACKET_VIEW (widget), 1);
}

static void
previous_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  move_by (PKTMON_PACKET_VIEW (widget), -1);
}

static void
mark_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonDocument *document = PKTMON_PACKET_VIEW (widget)->document;
  g_autoptr (PktmonPositions) positions =
      pktmon_packet_selection_dup_positions (pktmon_document_get_selection (document));

  pktmon_notes_toggle_marks (pktmon_document_get_notes (document), positions);
}

static void
filter_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPacketView) self = user_data;
  g_autoptr (GError) error = NULL;

  pktmon_document_set_filter_finish (PKTMON_DOCUMENT (source), result, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static void
set_filter (PktmonPacketView *self, const char *filter)
{
  pktmon_document_set_filter (self->document, filter, filter_set_cb, g_object_ref (self));
}

static void
filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_filter (PKTMON_PACKET_VIEW (widget), g_variant_get_string (parameter, NULL));
}

static void
filter_value_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);

  if (self->value_filter != NULL)
    set_filter (self, self->value_filter);
}

/* --- The menu --- */

/* What the menu is opened for: the current packet's @value (transfer full) in @column; NULL: all of
 * the packet. */
static void
set_value (PktmonPacketView *self, char *value, const PktmonListColumn *column)
{
  guint64 current = pktmon_document_get_current (self->document);

  g_free (self->value);
  g_free (self->value_filter);
  self->value = value;
  self->value_filter =
      column != NULL ? pktmon_packet_menu_dup_filter (self->document, current, column) : NULL;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "packets.copy-value",
                                 value != NULL && value[0] != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "packets.filter-value",
                                 self->value_filter != NULL);
}

static void
fill_menu (PktmonPacketView *self)
{
  guint64 current = pktmon_document_get_current (self->document);

  pktmon_packet_menu_set_filters (self->filter_menu, self->document, current);
  pktmon_packet_menu_set_constraints (self->constrain_menu, self->document, current, FALSE);
  pktmon_packet_menu_set_constraints (self->exclude_menu, self->document, current, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "packets.open-in-wireshark",
                                 pktmon_packet_menu_set_programs (self->program_menu));
}

/* @value, @column: as above; @x, @y: in @widget. */
static void
open_menu (PktmonPacketView *self, char *value, const PktmonListColumn *column, GtkWidget *widget,
           double x, double y)
{
  set_value (self, value, column);
  fill_menu (self);
  gtk_widget_translate_coordinates (widget, GTK_WIDGET (self), x, y, &x, &y);
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* A row that is not selected becomes the only one that is. */
static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PktmonPacketView *self)
{
  GtkWidget *list = GTK_WIDGET (self->list);
  const PktmonListColumn *column;
  PktmonPacketLine *line;
  double line_x, line_y;
  guint row;

  gtk_widget_translate_coordinates (GTK_WIDGET (self->table), list, x, y, &x, &y);
  line = y >= 0 ? pktmon_packet_line_pick (self->list, x, y) : NULL;
  if (line == NULL || get_position (line) == PKTMON_POSITION_NONE)
    return;
  row = gtk_list_item_get_position (pktmon_packet_line_get_item (line));
  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (line)));
  if (!gtk_selection_model_is_selected (gtk_list_view_get_model (self->list), row))
    gtk_widget_activate_action (list, "list.select-item", "(ubb)", row, FALSE, FALSE);
  gtk_widget_translate_coordinates (list, GTK_WIDGET (line), x, y, &line_x, &line_y);
  column = pktmon_packet_table_pick_column (self->table, line_x);
  open_menu (self, column != NULL ? pktmon_packet_line_dup_text (line, column) : NULL, column, list,
             x, y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (pktmon_packet_line_find (self->list, focus) != NULL)
    open_menu (self, NULL, NULL, focus, 0, gtk_widget_get_height (focus));
}

static const struct {
  const char *name;
  const char *type;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "packet.next", NULL, next_cb },
  { "packet.previous", NULL, previous_cb },
  { "packet.mark", NULL, mark_cb },
  { "packets.copy", "s", copy_cb },
  { "packets.copy-value", NULL, copy_value_cb },
  { "packets.cancel-copy", NULL, cancel_copy_cb },
  { "packets.open-in-wireshark", NULL, open_in_wireshark_cb },
  { "packets.cancel-handover", NULL, cancel_handover_cb },
  { "packets.filter", "s", filter_cb },
  { "packets.filter-value", NULL, filter_value_cb },
  { "packets.menu", NULL, menu_cb },
};

/* --- Life --- */

static void
pktmon_packet_view_dispose (GObject *object)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (object);

  if (self->scroller != NULL)
    g_object_run_dispose (G_OBJECT (self->scroller));
  g_clear_object (&self->scroller);
  g_clear_object (&self->copying);
  if (self->handover != NULL)
    pktmon_handover_cancel (self->handover);
  g_clear_object (&self->handover);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->lines);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_packet_view_parent_class)->dispose (object);
}

static void
pktmon_packet_view_finalize (GObject *object)
{
  PktmonPacketView *self = PKTMON_PACKET_VIEW (object);

  g_free (self->value);
  g_free (self->value_filter);
  G_OBJECT_CLASS (pktmon_packet_view_parent_class)->finalize (object);
}

static void
pktmon_packet_view_class_init (PktmonPacketViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_NEW_BUTTON);
  g_type_ensure (PKTMON_TYPE_PACKET_TABLE);
  g_type_ensure (PKTMON_TYPE_WORK_BAR);
  G_OBJECT_CLASS (klass)->dispose = pktmon_packet_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_view_finalize;
  widget_class->grab_focus = pktmon_packet_view_grab_focus;
  widget_class->root = pktmon_packet_view_root;
  widget_class->unroot = pktmon_packet_view_unroot;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/packet-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, table);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, new_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, menu_model);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, filter_menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, constrain_menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, exclude_menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, program_menu);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, copying_bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonPacketView, handover_bar);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
  pktmon_actions_bind_class (widget_class, "packets.");
  pktmon_actions_bind_class (widget_class, "packet.");
}

static void
pktmon_packet_view_init (PktmonPacketView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  self->list = pktmon_packet_table_get_list (self->table);
  pktmon_actions_bind_elsewhere (GTK_WIDGET (self), "packet.");
}

/* Whether two are to be told apart: not by their points, which have a column of their own. */
static gboolean
is_other (const char *one, const char *other)
{
  guint a = pktmon_point_find_source (one), b = pktmon_point_find_source (other);

  if (a == PKTMON_N_POINTS || b == PKTMON_N_POINTS)
    return g_strcmp0 (one, other) != 0;
  return strlen (one) - strlen (pktmon_point_get_name (a)) !=
             strlen (other) - strlen (pktmon_point_get_name (b)) ||
         strncmp (one, other, strlen (one) - strlen (pktmon_point_get_name (a))) != 0;
}

static void
look_at_interfaces (PktmonPacketView *self)
{
  PktmonDirectory *directory =
      pktmon_store_get_directory (pktmon_document_get_store (self->document));
  guint n = pktmon_directory_get_n_interfaces (directory);

  for (; self->n_interfaces < n; self->n_interfaces++) {
    const char *name = pktmon_directory_get_interface (directory, self->n_interfaces)->name;

    if (is_other (pktmon_directory_get_interface (directory, 0)->name, name))
      self->causes |= PKTMON_COLUMN_INTERFACES;
    if (pktmon_point_find_source (name) != PKTMON_N_POINTS)
      self->causes |= PKTMON_COLUMN_STACK;
  }
  pktmon_column_layout_set_causes (pktmon_packet_table_get_layout (self->table), self->causes);
}

static void
add_column_menu (PktmonPacketView *self)
{
  PktmonColumnLayout *layout = pktmon_packet_table_get_layout (self->table);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "column",
                                  pktmon_column_layout_get_actions (layout));
  g_menu_append_submenu (self->menu_model, _ ("C_olumns"), pktmon_column_layout_get_menu (layout));
}

PktmonPacketView *
pktmon_packet_view_new (PktmonDocument *document)
{
  PktmonPacketView *self = g_object_new (PKTMON_TYPE_PACKET_VIEW, NULL);
  PktmonPacketSelection *selection = pktmon_document_get_selection (document);

  self->document = g_object_ref (document);
  self->lines = pktmon_packet_lines_new (self->table, document);
  add_column_menu (self);
  look_at_interfaces (self);
  g_signal_connect_object (document, "shown-changed", G_CALLBACK (look_at_interfaces), self,
                           G_CONNECT_SWAPPED);
  self->copying = pktmon_packet_copying_new (GTK_WIDGET (self), document);
  pktmon_work_bar_follow (self->copying_bar, self->copying);
  g_signal_connect_object (self->copying, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  self->handover = pktmon_handover_new (GTK_WIDGET (self), document);
  pktmon_work_bar_follow (self->handover_bar, self->handover);
  g_signal_connect_object (self->handover, "ended", G_CALLBACK (ended_cb), self, G_CONNECT_SWAPPED);
  self->scroller = pktmon_packet_scroller_new (self->list, document);
  pktmon_packet_drag_install (self->list, document);
  pktmon_new_button_watch (self->new_button, self->scroller, document);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (current_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::current", G_CALLBACK (take_focus_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (take_focus_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_after (self, "map", G_CALLBACK (take_focus_cb), NULL);
  return self;
}

PktmonPacketScroller *
pktmon_packet_view_get_scroller (PktmonPacketView *self)
{
  g_return_val_if_fail (PKTMON_IS_PACKET_VIEW (self), NULL);

  return self->scroller;
}
