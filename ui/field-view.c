/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field-view.h"

#include "export/field-filter.h"
#include "export/tree-text.h"
#include "ui/actions.h"
#include "ui/clipboard.h"
#include "ui/field-cell.h"
#include "ui/field-rows.h"

struct _PktmonFieldView {
  AdwBin parent_instance;

  PktmonFieldTree *tree; /* NULL: no packet */
  GBytes *bytes;         /* of the packet; NULL: none */
  PktmonFieldRows *rows;
  const char *wanted; /* name of the field that is to be selected; NULL: none */
  gboolean replacing; /* the packet is being replaced: nothing is the user's doing */

  GtkSingleSelection *selection;
  GtkListView *list;
  GtkPopover *menu;
};

G_DEFINE_FINAL_TYPE (PktmonFieldView, pktmon_field_view, ADW_TYPE_BIN)

enum { SELECTED, FILTER, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Rows and fields --- */

/* Borrowed; NULL: none. */
static GtkTreeListRow *
get_selected_row (PktmonFieldView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

const PktmonField *
pktmon_field_view_get_selected (PktmonFieldView *self)
{
  GtkTreeListRow *row;

  g_return_val_if_fail (PKTMON_IS_FIELD_VIEW (self), NULL);

  row = get_selected_row (self);
  return row != NULL ? pktmon_field_rows_get_field (self->rows, row) : NULL;
}

static void
select_row (PktmonFieldView *self, GtkTreeListRow *row)
{
  guint position = gtk_tree_list_row_get_position (row);

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

/* Selects a row with the keyboard focus on it. */
static void
go_to_row (PktmonFieldView *self, GtkTreeListRow *row)
{
  select_row (self, row);
  pktmon_field_cell_focus (self->list, gtk_tree_list_row_get_position (row));
}

/* Puts the keyboard focus on the selected row, or on the first. */
static gboolean
focus_selected (PktmonFieldView *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  return pktmon_field_cell_focus (self->list, selected) || pktmon_field_cell_focus (self->list, 0);
}

/* Whether the widget with the focus is none of the window any more. */
static gboolean
has_lost_focus (GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  return focus == NULL || gtk_widget_get_root (focus) != root;
}

static void
expanded_cb (GtkTreeListRow *row, GParamSpec *pspec, PktmonFieldView *self)
{
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* A row that goes away says that it is not expanded any more. */
  if (item == NULL || self->replacing)
    return;
  pktmon_field_rows_remember (self->rows, row);
  /* What was selected below it is gone, and so may be what had the focus. */
  if (get_selected_row (self) == NULL)
    gtk_single_selection_set_selected (self->selection, gtk_tree_list_row_get_position (row));
  if (root != NULL && has_lost_focus (root))
    focus_selected (self);
}

/* --- From packet to packet --- */

/* Selects the field that was selected in the packet before, where this one has it. */
static void
select_wanted (PktmonFieldView *self)
{
  const PktmonField *field = pktmon_field_view_get_selected (self);

  if (self->wanted != NULL &&
      (field == NULL || !g_str_equal (pktmon_field_rows_get_name (field), self->wanted)))
    gtk_single_selection_set_selected (self->selection,
                                       pktmon_field_rows_find (self->rows, self->wanted));
}

/* Lets @change work on the rows, with selection and keyboard focus kept. */
static void
change_rows (PktmonFieldView *self, void (*change) (PktmonFieldView *self))
{
  gboolean has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  self->replacing = TRUE;
  change (self);
  select_wanted (self);
  self->replacing = FALSE;
  if (has_focus && gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == NULL)
    focus_selected (self);
}

static void
set_tree (PktmonFieldView *self)
{
  pktmon_field_rows_set_tree (self->rows, self->tree);
  pktmon_field_cell_refresh (self->list, self->rows);
}

static void
replace_packet (PktmonFieldView *self, PktmonFieldTree *tree, GBytes *bytes)
{
  PktmonFieldTree *old = self->tree; /* until no row shows it any more */

  self->tree = tree;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  change_rows (self, set_tree);
  g_clear_pointer (&old, pktmon_field_tree_free);
}

/* --- Selection --- */

static void
update_actions (PktmonFieldView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkTreeListRow *row = get_selected_row (self);
  const PktmonField *field = pktmon_field_view_get_selected (self);
  g_autofree char *filter = NULL;

  if (row != NULL)
    filter = pktmon_field_filter_new (self->tree, pktmon_field_rows_get_position (row));
  gtk_widget_action_set_enabled (widget, "fields.copy-value", field != NULL);
  gtk_widget_action_set_enabled (widget, "fields.copy-field", field != NULL);
  gtk_widget_action_set_enabled (widget, "fields.copy-bytes", field != NULL && field->length > 0);
  gtk_widget_action_set_enabled (widget, "fields.copy-all", self->tree != NULL);
  gtk_widget_action_set_enabled (widget, "fields.filter", filter != NULL);
}

static void
selected_cb (PktmonFieldView *self)
{
  const PktmonField *field = pktmon_field_view_get_selected (self);

  if (self->replacing)
    return;
  self->wanted = field != NULL ? pktmon_field_rows_get_name (field) : NULL;
  update_actions (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

/* --- Cells --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, PktmonFieldView *self)
{
  gtk_list_item_set_child (item, pktmon_field_cell_new());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, PktmonFieldView *self)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);

  pktmon_field_cell_set (gtk_list_item_get_child (item), row,
                         pktmon_field_rows_get_field (self->rows, row));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, PktmonFieldView *self)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), expanded_cb, self);
}

/* --- Copying --- */

static void
copy_value_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const PktmonField *field = pktmon_field_view_get_selected (PKTMON_FIELD_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          field->text[0] != '\0' ? field->text : field->name);
}

static void
copy_field_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };

  pktmon_tree_text_append_field (&buffer,
                                 pktmon_field_view_get_selected (PKTMON_FIELD_VIEW (widget)));
  pktmon_clipboard_copy (widget, &buffer);
}

static void
copy_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };

  pktmon_tree_text_append (&buffer, PKTMON_FIELD_VIEW (widget)->tree);
  pktmon_clipboard_copy (widget, &buffer);
}

static void
copy_bytes_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonFieldView *self = PKTMON_FIELD_VIEW (widget);
  const PktmonField *field = pktmon_field_view_get_selected (self);

  pktmon_clipboard_copy_bytes (widget, "hex", self->bytes,
                               (PktmonHexRange){ field->offset, field->length });
}

static void
filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonFieldView *self = PKTMON_FIELD_VIEW (widget);
  g_autofree char *filter = pktmon_field_filter_new (
      self->tree, pktmon_field_rows_get_position (get_selected_row (self)));

  g_signal_emit (self, signals[FILTER], 0, filter);
}

/* --- Expanding and collapsing --- */

static void
collapse (PktmonFieldView *self, GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) parent = NULL;

  if (gtk_tree_list_row_get_expanded (row)) {
    gtk_tree_list_row_set_expanded (row, FALSE);
    return;
  }
  parent = gtk_tree_list_row_get_parent (row);
  if (parent != NULL)
    go_to_row (self, parent);
}

static void
expand (PktmonFieldView *self, GtkTreeListRow *row)
{
  g_autoptr (GtkTreeListRow) child = NULL;

  if (!gtk_tree_list_row_get_expanded (row)) {
    gtk_tree_list_row_set_expanded (row, TRUE);
    return;
  }
  child = gtk_tree_list_row_get_child_row (row, 0);
  if (child != NULL)
    go_to_row (self, child);
}

static void
turn (PktmonFieldView *self, gboolean open)
{
  GtkTreeListRow *selected = get_selected_row (self);
  g_autoptr (GtkTreeListRow) row = NULL;

  if (selected == NULL)
    return;
  row = g_object_ref (selected);
  if (open)
    expand (self, row);
  else
    collapse (self, row);
}

/* Whether the way to the right, or to the left, leads in. */
static gboolean
leads_in (GtkWidget *widget, GVariant *to_the_right)
{
  return g_variant_get_boolean (to_the_right) ==
         (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL);
}

static void
turn_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  turn (PKTMON_FIELD_VIEW (widget), leads_in (widget, parameter));
}

static void
activate_cb (GtkListView *list, guint position, PktmonFieldView *self)
{
  g_autoptr (GtkTreeListRow) row =
      gtk_tree_list_model_get_row (pktmon_field_rows_get_model (self->rows), position);

  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static void
expand_all (PktmonFieldView *self)
{
  pktmon_field_rows_expand_all (self->rows);
}

static void
expand_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  change_rows (PKTMON_FIELD_VIEW (widget), expand_all);
}

/* What is selected goes out of sight: its layer is selected then. */
static void
collapse_all (PktmonFieldView *self)
{
  g_autoptr (GtkTreeListRow) row = NULL;

  g_set_object (&row, get_selected_row (self));
  while (row != NULL && gtk_tree_list_row_get_depth (row) > 0) {
    GtkTreeListRow *parent = gtk_tree_list_row_get_parent (row);

    g_object_unref (row);
    row = parent;
  }
  if (row != NULL)
    self->wanted = pktmon_field_rows_get_name (pktmon_field_rows_get_field (self->rows, row));
  pktmon_field_rows_collapse_all (self->rows);
}

static void
collapse_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  change_rows (PKTMON_FIELD_VIEW (widget), collapse_all);
  selected_cb (PKTMON_FIELD_VIEW (widget));
}

static void
turn_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (
      widget, leads_in (widget, parameter) ? "fields.expand-all" : "fields.collapse-all", NULL);
}

/* --- The menu --- */

static void
open_menu (PktmonFieldView *self, double x, double y)
{
  if (self->tree == NULL)
    return;
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PktmonFieldView *self)
{
  GtkTreeListRow *row = pktmon_field_cell_pick (self->list, x, y);

  if (row != NULL)
    go_to_row (self, row);
  open_menu (self, x, y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonFieldView *self = PKTMON_FIELD_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x = 0, y = 0;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    gtk_widget_translate_coordinates (focus, GTK_WIDGET (self->list), 0,
                                      gtk_widget_get_height (focus), &x, &y);
  open_menu (self, x, y);
}

/* --- Object --- */

/* The focus comes to the row that is selected. */
static gboolean
pktmon_field_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  PktmonFieldView *self = PKTMON_FIELD_VIEW (widget);

  return (gtk_widget_get_focus_child (widget) == NULL && focus_selected (self)) ||
         GTK_WIDGET_CLASS (pktmon_field_view_parent_class)->focus (widget, direction);
}

static void
pktmon_field_view_dispose (GObject *object)
{
  PktmonFieldView *self = PKTMON_FIELD_VIEW (object);

  if (self->selection != NULL) {
    replace_packet (self, NULL, NULL);
    gtk_single_selection_set_model (self->selection, NULL);
  }
  g_clear_pointer (&self->rows, pktmon_field_rows_free);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PKTMON_TYPE_FIELD_VIEW);
  G_OBJECT_CLASS (pktmon_field_view_parent_class)->dispose (object);
}

static const struct {
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc function;
} actions[] = {
  { "fields.copy-value", NULL, copy_value_cb },
  { "fields.copy-field", NULL, copy_field_cb },
  { "fields.copy-bytes", NULL, copy_bytes_cb },
  { "fields.copy-all", NULL, copy_all_cb },
  { "fields.filter", NULL, filter_cb },
  { "fields.turn", "b", turn_cb },
  { "fields.turn-all", "b", turn_all_cb },
  { "fields.expand-all", NULL, expand_all_cb },
  { "fields.collapse-all", NULL, collapse_all_cb },
  { "fields.menu", NULL, menu_cb },
};

static void
pktmon_field_view_class_init (PktmonFieldViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_field_view_dispose;
  widget_class->focus = pktmon_field_view_focus;

  signals[SELECTED] = g_signal_new ("selected", PKTMON_TYPE_FIELD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[FILTER] = g_signal_new ("filter", PKTMON_TYPE_FIELD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].function);
  pktmon_actions_bind_class (widget_class, "fields.");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/field-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonFieldView, selection);
  gtk_widget_class_bind_template_child (widget_class, PktmonFieldView, list);
  gtk_widget_class_bind_template_child (widget_class, PktmonFieldView, menu);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_pressed_cb);
}

static void
pktmon_field_view_init (PktmonFieldView *self)
{
  self->rows = pktmon_field_rows_new();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_single_selection_set_model (self->selection,
                                  G_LIST_MODEL (pktmon_field_rows_get_model (self->rows)));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self->list));
  update_actions (self);
}

PktmonFieldView *
pktmon_field_view_new (void)
{
  return g_object_new (PKTMON_TYPE_FIELD_VIEW, NULL);
}

void
pktmon_field_view_take_packet (PktmonFieldView *self, PktmonFieldTree *tree, GBytes *bytes)
{
  g_return_if_fail (PKTMON_IS_FIELD_VIEW (self));

  replace_packet (self, tree, bytes);
  update_actions (self);
  g_signal_emit (self, signals[SELECTED], 0);
}

void
pktmon_field_view_select_byte (PktmonFieldView *self, gsize offset)
{
  g_autoptr (GtkTreeListRow) row = NULL;
  int position;

  g_return_if_fail (PKTMON_IS_FIELD_VIEW (self));
  g_return_if_fail (self->tree != NULL);

  position = pktmon_field_tree_find (self->tree, offset);
  if (position < 0) {
    gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
    return;
  }
  row = pktmon_field_rows_reveal (self->rows, (guint) position);
  select_row (self, row);
}
