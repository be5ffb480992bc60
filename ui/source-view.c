/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-view.h"

#include "ui/actions.h"
#include "ui/source-row.h"
#include "ui/source-rows.h"
#include "ui/source-text.h"

/* With more sources than this there is something to search. */
#define FEW_SOURCES 20
/* Rows cost time to make: the first ones come at once, the others some with each frame. */
#define FIRST_ROWS 16
#define ROWS_PER_FRAME 8

struct _PktmonSourceView {
  AdwBin parent_instance;

  PktmonSourceTree *tree;
  PktmonSourceTicks *ticks;
  PktmonLive *live;           /* NULL: none is watched */
  PktmonSourceCounts *counts; /* of it */
  PktmonSourceFilter *filter;
  PktmonSourceRows *rows;
  GPtrArray *shown;         /* (element-type PktmonSourceRow): those that show a source; borrowed */
  char *selected;           /* id of the source that is selected, be it there or not; NULL: none */
  gboolean following;       /* the selection follows what happens in the tree */
  GtkSliceListModel *slice; /* of the rows: those that have come */

  GtkSearchEntry *search;
  GtkStack *stack;
  GtkSingleSelection *selection;
  GtkListView *list;
  GtkPopover *menu;
};

G_DEFINE_FINAL_TYPE (PktmonSourceView, pktmon_source_view, ADW_TYPE_BIN)

enum { ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Rows --- */

/* Borrowed; NULL: none. */
static GtkTreeListRow *
get_selected_row (PktmonSourceView *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/* (transfer full); NULL: none. */
static PktmonDataSource *
dup_selected (PktmonSourceView *self)
{
  GtkTreeListRow *row = get_selected_row (self);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

/* The widget that shows @row; NULL: none. */
static PktmonSourceRow *
find_widget (PktmonSourceView *self, GtkTreeListRow *row)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (pktmon_source_row_get_row (g_ptr_array_index (self->shown, i)) == row)
      return g_ptr_array_index (self->shown, i);
  return NULL;
}

/* Selects a row with the keyboard focus on it. */
static void
go_to_row (PktmonSourceView *self, GtkTreeListRow *row)
{
  guint position = gtk_tree_list_row_get_position (row);
  PktmonSourceRow *widget;

  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  widget = find_widget (self, row);
  if (widget != NULL)
    pktmon_source_row_focus (widget);
}

static void
refresh_rows (PktmonSourceView *self)
{
  pktmon_source_counts_take (self->counts,
                             self->live != NULL ? pktmon_live_dup_status (self->live) : NULL,
                             g_get_monotonic_time());
  for (guint i = 0; i < self->shown->len; i++)
    pktmon_source_row_refresh (g_ptr_array_index (self->shown, i), self->counts);
}

static void
expanded_cb (GtkTreeListRow *row, GParamSpec *pspec, PktmonSourceView *self)
{
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (row);

  /* A row that goes away says that it is not expanded any more. */
  if (item == NULL || pktmon_source_rows_is_settling (self->rows))
    return;
  pktmon_source_rows_remember (self->rows, row);
  /* What was selected below it is gone. */
  if (get_selected_row (self) == NULL && self->selected != NULL)
    go_to_row (self, row);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, GTK_WIDGET (pktmon_source_row_new()));
}

static void
bind_cb (PktmonSourceView *self, GtkListItem *item)
{
  PktmonSourceRow *widget = PKTMON_SOURCE_ROW (gtk_list_item_get_child (item));
  GtkTreeListRow *row = gtk_list_item_get_item (item);

  pktmon_source_row_bind (widget, row, self->ticks);
  pktmon_source_row_refresh (widget, self->counts);
  g_ptr_array_add (self->shown, widget);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
}

static void
unbind_cb (PktmonSourceView *self, GtkListItem *item)
{
  PktmonSourceRow *widget = PKTMON_SOURCE_ROW (gtk_list_item_get_child (item));

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), expanded_cb, self);
  g_ptr_array_remove_fast (self->shown, widget);
  pktmon_source_row_unbind (widget);
}

static void
activate_cb (PktmonSourceView *self, guint position)
{
  g_autoptr (GtkTreeListRow) row =
      gtk_tree_list_model_get_row (pktmon_source_rows_get_model (self->rows), position);
  g_autoptr (PktmonDataSource) source = gtk_tree_list_row_get_item (row);
  PktmonSourceRow *widget = find_widget (self, row);

  if (!pktmon_data_source_check_available (source, NULL)) {
    if (widget != NULL)
      pktmon_source_row_show_reason (widget);
  } else if (pktmon_data_source_is_group (source)) {
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  } else {
    g_signal_emit (self, signals[ACTIVATED], 0, source);
  }
}

/* --- What there is --- */

static void
count_cb (PktmonDataSource *source, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static guint
get_n_rows (PktmonSourceView *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (pktmon_source_rows_get_model (self->rows)));
}

static const char *
get_page (PktmonSourceView *self)
{
  if (get_n_rows (self) > 0)
    return "sources";
  if (!pktmon_source_tree_is_complete (self->tree))
    return "looking";
  return pktmon_source_filter_is_active (self->filter) ? "nothing-found" : "nothing";
}

/* A source that has come back is selected again. */
static void
restore_selection (PktmonSourceView *self)
{
  guint position;

  if (self->selected == NULL || get_selected_row (self) != NULL)
    return;
  position = pktmon_source_rows_find (self->rows, self->selected);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, position);
}

static void
begin_following (PktmonSourceView *self)
{
  self->following = TRUE;
}

static gboolean
more_rows_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);
  guint size = gtk_slice_list_model_get_size (self->slice) + ROWS_PER_FRAME;
  gboolean all = size >= get_n_rows (self);

  gtk_slice_list_model_set_size (self->slice, all ? G_MAXUINT : size);
  return all ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* The list does not see how rows come one below the other at first. */
static void
attach_rows (PktmonSourceView *self)
{
  GtkTreeListModel *model = pktmon_source_rows_get_model (self->rows);

  if (!pktmon_source_tree_is_complete (self->tree) || self->slice != NULL)
    return;
  self->slice = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (model)), 0, FIRST_ROWS);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->slice));
  gtk_widget_add_tick_callback (GTK_WIDGET (self), more_rows_cb, NULL, NULL);
}

static void
changed_cb (PktmonSourceView *self)
{
  guint n_sources = 0;

  attach_rows (self);
  restore_selection (self);
  self->following = FALSE;
  pktmon_source_tree_foreach (self->tree, count_cb, &n_sources);
  gtk_widget_set_visible (GTK_WIDGET (self->search),
                          n_sources > FEW_SOURCES || pktmon_source_filter_is_active (self->filter));
  gtk_stack_set_visible_child_name (self->stack, get_page (self));
  refresh_rows (self);
}

static void
search_changed_cb (PktmonSourceView *self)
{
  pktmon_source_filter_set_text (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
selected_cb (PktmonSourceView *self)
{
  g_autoptr (PktmonDataSource) source = dup_selected (self);
  GtkWidget *widget = GTK_WIDGET (self);

  if (source != NULL || !self->following) {
    g_free (self->selected);
    self->selected = source != NULL ? g_strdup (pktmon_data_source_get_id (source)) : NULL;
  }
  gtk_widget_action_set_enabled (widget, "sources.choose-only", source != NULL);
  gtk_widget_action_set_enabled (widget, "sources.copy-id", source != NULL);
  gtk_widget_action_set_enabled (widget, "sources.copy-details", source != NULL);
}

/* --- Actions --- */

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);
  g_autoptr (PktmonDataSource) source = dup_selected (self);

  if (source != NULL)
    pktmon_source_ticks_toggle (self->ticks, source);
}

static void
activate_selected_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);

  if (get_selected_row (self) != NULL)
    activate_cb (self, gtk_single_selection_get_selected (self->selection));
}

static void
choose_only_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);
  g_autoptr (PktmonDataSource) source = dup_selected (self);

  pktmon_source_ticks_choose_only (self->ticks, source);
}

static void
choose_none_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_source_ticks_clear (PKTMON_SOURCE_VIEW (widget)->ticks);
}

static void
copy_id_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (PktmonDataSource) source = dup_selected (PKTMON_SOURCE_VIEW (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pktmon_data_source_get_id (source));
}

static void
copy_details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (PktmonDataSource) source = dup_selected (PKTMON_SOURCE_VIEW (widget));
  g_autofree char *details = pktmon_source_dup_details (source);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), details);
}

static void
expand_all (PktmonSourceView *self, gboolean expanded)
{
  begin_following (self);
  pktmon_source_rows_expand_all (self->rows, expanded);
  changed_cb (self);
}

static void
expand_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  expand_all (PKTMON_SOURCE_VIEW (widget), g_variant_get_boolean (parameter));
}

/* Whether the way to the right, or to the left, leads in. */
static gboolean
leads_in (GtkWidget *widget, GVariant *to_the_right)
{
  return g_variant_get_boolean (to_the_right) ==
         (gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL);
}

/* Expands @row, or goes to the first row below it; or collapses it, or goes to the one above. */
static void
turn (PktmonSourceView *self, GtkTreeListRow *row, gboolean in)
{
  g_autoptr (GtkTreeListRow) next = NULL;

  if (gtk_tree_list_row_is_expandable (row) && gtk_tree_list_row_get_expanded (row) != in) {
    gtk_tree_list_row_set_expanded (row, in);
    return;
  }
  next = in ? gtk_tree_list_row_get_child_row (row, 0) : gtk_tree_list_row_get_parent (row);
  if (next != NULL)
    go_to_row (self, next);
}

static void
turn_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);
  g_autoptr (GtkTreeListRow) row = NULL;

  g_set_object (&row, get_selected_row (self));
  if (row != NULL)
    turn (self, row, leads_in (widget, parameter));
}

static void
turn_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  expand_all (PKTMON_SOURCE_VIEW (widget), leads_in (widget, parameter));
}

/* --- The menu --- */

static void
open_menu (PktmonSourceView *self, double x, double y)
{
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

static void
menu_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, PktmonSourceView *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = gtk_widget_get_ancestor (widget, PKTMON_TYPE_SOURCE_ROW);

  if (row != NULL)
    go_to_row (self, pktmon_source_row_get_row (PKTMON_SOURCE_ROW (row)));
  open_menu (self, x, y);
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  double x = 0, y = 0;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    gtk_widget_translate_coordinates (focus, GTK_WIDGET (self->list), 0,
                                      gtk_widget_get_height (focus), &x, &y);
  open_menu (self, x, y);
}

/* --- Object --- */

static void
pktmon_source_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pktmon_source_view_parent_class)->map (widget);
  pktmon_source_tree_begin_measuring (PKTMON_SOURCE_VIEW (widget)->tree);
}

static void
pktmon_source_view_unmap (GtkWidget *widget)
{
  pktmon_source_tree_end_measuring (PKTMON_SOURCE_VIEW (widget)->tree);
  GTK_WIDGET_CLASS (pktmon_source_view_parent_class)->unmap (widget);
}

static void
pktmon_source_view_dispose (GObject *object)
{
  PktmonSourceView *self = PKTMON_SOURCE_VIEW (object);

  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  if (self->filter != NULL)
    g_signal_handlers_disconnect_by_data (self->filter, self);
  g_clear_object (&self->slice);
  g_clear_pointer (&self->rows, pktmon_source_rows_free);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PKTMON_TYPE_SOURCE_VIEW);
  g_clear_object (&self->filter);
  g_clear_object (&self->ticks);
  g_clear_object (&self->live);
  g_clear_object (&self->tree);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->counts, pktmon_source_counts_free);
  g_clear_pointer (&self->selected, g_free);
  G_OBJECT_CLASS (pktmon_source_view_parent_class)->dispose (object);
}

static const struct {
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc function;
} actions[] = {
  { "sources.toggle", NULL, toggle_cb },
  { "sources.activate", NULL, activate_selected_cb },
  { "sources.choose-only", NULL, choose_only_cb },
  { "sources.choose-none", NULL, choose_none_cb },
  { "sources.copy-id", NULL, copy_id_cb },
  { "sources.copy-details", NULL, copy_details_cb },
  { "sources.turn", "b", turn_cb },
  { "sources.turn-all", "b", turn_all_cb },
  { "sources.expand-all", "b", expand_all_cb },
  { "sources.menu", NULL, menu_cb },
};

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (
      klass, "/org/packetmonitor/PacketMonitor/ui/source-view.ui");
  gtk_widget_class_bind_template_child (klass, PktmonSourceView, search);
  gtk_widget_class_bind_template_child (klass, PktmonSourceView, stack);
  gtk_widget_class_bind_template_child (klass, PktmonSourceView, selection);
  gtk_widget_class_bind_template_child (klass, PktmonSourceView, list);
  gtk_widget_class_bind_template_child (klass, PktmonSourceView, menu);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, selected_cb);
  gtk_widget_class_bind_template_callback (klass, setup_cb);
  gtk_widget_class_bind_template_callback (klass, bind_cb);
  gtk_widget_class_bind_template_callback (klass, unbind_cb);
  gtk_widget_class_bind_template_callback (klass, activate_cb);
  gtk_widget_class_bind_template_callback (klass, menu_pressed_cb);
}

static void
pktmon_source_view_class_init (PktmonSourceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pktmon_source_view_dispose;
  widget_class->map = pktmon_source_view_map;
  widget_class->unmap = pktmon_source_view_unmap;

  signals[ACTIVATED] = g_signal_new ("activated", PKTMON_TYPE_SOURCE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, PKTMON_TYPE_DATA_SOURCE);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].function);
  pktmon_actions_bind_class (widget_class, "sources.");
  bind_template (widget_class);
}

static void
pktmon_source_view_init (PktmonSourceView *self)
{
  self->counts = pktmon_source_counts_new();
  self->shown = g_ptr_array_new();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self->list));
  selected_cb (self);
}

PktmonSourceView *
pktmon_source_view_new (PktmonSourceTree *tree, PktmonSourceTicks *ticks)
{
  PktmonSourceView *self = g_object_new (PKTMON_TYPE_SOURCE_VIEW, NULL);

  self->tree = g_object_ref (tree);
  self->ticks = g_object_ref (ticks);
  self->filter = pktmon_source_filter_new (tree);
  /* Around what the rows do with it. */
  g_signal_connect_swapped (self->filter, "changed", G_CALLBACK (begin_following), self);
  self->rows = pktmon_source_rows_new (self->filter);
  g_signal_connect_data (self->filter, "changed", G_CALLBACK (changed_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (ticks, "changed", G_CALLBACK (refresh_rows), self, G_CONNECT_SWAPPED);
  changed_cb (self);
  return self;
}

void
pktmon_source_view_watch (PktmonSourceView *self, PktmonLive *live)
{
  g_return_if_fail (PKTMON_IS_SOURCE_VIEW (self));

  g_set_object (&self->live, live);
  refresh_rows (self);
}

PktmonSourceTree *
pktmon_source_view_get_tree (PktmonSourceView *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_VIEW (self), NULL);

  return self->tree;
}

PktmonSourceTicks *
pktmon_source_view_get_ticks (PktmonSourceView *self)
{
  g_return_val_if_fail (PKTMON_IS_SOURCE_VIEW (self), NULL);

  return self->ticks;
}
