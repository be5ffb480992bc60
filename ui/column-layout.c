/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/column-layout.h"

#include <string.h>

#include "base/i18n.h"

/* A column that is dragged wider says so in every frame. */
#define SAVE_DELAY_MS 300
/* Space beside the text of a cell. */
#define PADDING 16

struct _PktmonColumnLayout {
  GObject parent_instance;

  GtkColumnView *view; /* weak */
  GSettings *settings;
  GPtrArray *columns; /* of GtkColumnViewColumn, as in the table */
  int *widths;        /* of those that are hidden, by the same numbers */
  GSimpleActionGroup *actions;
  GMenu *menu;
  guint save;         /* source that is due; 0: none */
  gboolean *chosen;   /* the user has decided on an automatic one; by the same numbers */
  guint wanted;       /* bits of PktmonColumnCause: why automatic ones are shown */
  gboolean adjusting; /* what changes is not the user's doing */
};

G_DEFINE_FINAL_TYPE (PktmonColumnLayout, pktmon_column_layout, G_TYPE_OBJECT)

/* One column in the settings. */
#define ENTRY_TYPE "(sib)"
#define USUAL_WIDTH (-1)

static guint
find_column (PktmonColumnLayout *self, const char *id)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);
  guint i = 0;

  while (i < n_columns && !g_str_equal (columns[i].id, id))
    i++;
  return i;
}

static int
usual_width (PktmonColumnLayout *self, guint i)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->view));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int digit = pango_font_metrics_get_approximate_digit_width (metrics);
  int characters =
      MAX ((int) columns[i].characters, (int) g_utf8_strlen (_ (columns[i].title), -1));

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (characters * digit) + PADDING;
}

/* Why it is shown by itself; 0: the user decides. */
static guint
get_cause (PktmonColumnLayout *self, guint i)
{
  guint n_columns;

  return self->chosen[i] ? 0 : pktmon_columns_get_all (&n_columns)[i].automatic;
}

/* --- From the settings --- */

/* Shows or hides what the user has not decided on. */
static void
adjust (PktmonColumnLayout *self)
{
  self->adjusting = TRUE;
  for (guint i = 0; i < self->columns->len; i++)
    if (get_cause (self, i) != 0)
      gtk_column_view_column_set_visible (g_ptr_array_index (self->columns, i),
                                          (self->wanted & get_cause (self, i)) != 0);
  self->adjusting = FALSE;
}

/* Hidden columns would take their part of the room in GTK 4.8. */
static void
set_width (PktmonColumnLayout *self, guint i, int width)
{
  GtkColumnViewColumn *column = g_ptr_array_index (self->columns, i);
  gboolean adjusting = self->adjusting;

  self->widths[i] = width;
  self->adjusting = TRUE;
  gtk_column_view_column_set_fixed_width (column,
                                          gtk_column_view_column_get_visible (column) ? width : 0);
  self->adjusting = adjusting;
}

static int
get_width (PktmonColumnLayout *self, guint i)
{
  int width = gtk_column_view_column_get_fixed_width (g_ptr_array_index (self->columns, i));

  return width > 0 ? width : self->widths[i];
}

static void
apply_entry (PktmonColumnLayout *self, guint i, int width, gboolean visible)
{
  gtk_column_view_column_set_visible (g_ptr_array_index (self->columns, i), visible);
  set_width (self, i, width > 0 ? width : usual_width (self, i));
}

static void
move_column (PktmonColumnLayout *self, guint place, GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GtkColumnViewColumn) there = g_list_model_get_item (columns, place);

  if (there != column)
    gtk_column_view_insert_column (self->view, place, column);
}

/* Columns that the settings do not know stay where they are, behind those that they do. */
static void
apply (PktmonColumnLayout *self)
{
  g_autoptr (GVariant) value = g_settings_get_value (self->settings, PKTMON_SETTING_COLUMNS);
  GVariantIter iterator;
  const char *id;
  gboolean visible;
  guint place = 0;
  int width;

  self->adjusting = TRUE;
  memset (self->chosen, 0, self->columns->len * sizeof *self->chosen);
  g_variant_iter_init (&iterator, value);
  while (g_variant_iter_next (&iterator, "(&sib)", &id, &width, &visible)) {
    guint i = find_column (self, id);

    if (i == self->columns->len)
      continue;
    apply_entry (self, i, width, visible);
    move_column (self, place++, g_ptr_array_index (self->columns, i));
    self->chosen[i] = TRUE;
  }
  adjust (self);
}

/* --- To the settings --- */

static void
add_entry (PktmonColumnLayout *self, GVariantBuilder *builder, GtkColumnViewColumn *column)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);
  guint i;
  int width;

  if (!g_ptr_array_find (self->columns, column, &i) || get_cause (self, i) != 0)
    return;
  width = get_width (self, i);
  g_variant_builder_add (builder, ENTRY_TYPE, columns[i].id,
                         width == usual_width (self, i) ? USUAL_WIDTH : width,
                         gtk_column_view_column_get_visible (column));
}

static void
save (PktmonColumnLayout *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a" ENTRY_TYPE));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    add_entry (self, &builder, column);
  }
  g_settings_set_value (self->settings, PKTMON_SETTING_COLUMNS, g_variant_builder_end (&builder));
}

static gboolean
save_cb (gpointer user_data)
{
  PktmonColumnLayout *self = user_data;

  self->save = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PktmonColumnLayout *self)
{
  if (self->save == 0 && !self->adjusting)
    self->save = g_timeout_add (SAVE_DELAY_MS, save_cb, self);
}

/* Who changes a column wants it to be so. */
static void
column_changed_cb (PktmonColumnLayout *self, GParamSpec *pspec, GtkColumnViewColumn *column)
{
  guint i;

  if (!self->adjusting && g_ptr_array_find (self->columns, column, &i))
    self->chosen[i] = TRUE;
  changed_cb (self);
}

/* A list without any column would have no header to bring one back with. */
static void
visible_cb (PktmonColumnLayout *self, GParamSpec *pspec, GtkColumnViewColumn *column)
{
  guint which;

  if (g_ptr_array_find (self->columns, column, &which))
    set_width (self, which, get_width (self, which));
  for (guint i = 0; i < self->columns->len; i++)
    if (gtk_column_view_column_get_visible (g_ptr_array_index (self->columns, i))) {
      column_changed_cb (self, pspec, column);
      return;
    }
  gtk_column_view_column_set_visible (column, TRUE);
}

/* --- Life --- */

static void
add_action (PktmonColumnLayout *self, GtkColumnViewColumn *column, const PktmonListColumn *what)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (what->id, column, "visible");
  g_autofree char *name = g_strconcat ("column.", what->id, NULL);

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_menu_append (self->menu, _ (what->title), name);
}

static void
add_column (PktmonColumnLayout *self, const PktmonListColumn *what)
{
  GtkColumnViewColumn *column = gtk_column_view_column_new (_ (what->title), NULL);

  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, what->expands);
  gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->menu));
  g_ptr_array_add (self->columns, column);
  gtk_column_view_append_column (self->view, column);
  apply_entry (self, self->columns->len - 1, USUAL_WIDTH, TRUE);
  add_action (self, column, what);
  g_signal_connect_object (column, "notify::visible", G_CALLBACK (visible_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (column_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
pktmon_column_layout_dispose (GObject *object)
{
  PktmonColumnLayout *self = PKTMON_COLUMN_LAYOUT (object);

  if (self->save != 0) {
    g_clear_handle_id (&self->save, g_source_remove);
    if (self->view != NULL)
      save (self);
  }
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_object (&self->settings);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  G_OBJECT_CLASS (pktmon_column_layout_parent_class)->dispose (object);
}

static void
pktmon_column_layout_finalize (GObject *object)
{
  g_free (PKTMON_COLUMN_LAYOUT (object)->widths);
  g_free (PKTMON_COLUMN_LAYOUT (object)->chosen);
  G_OBJECT_CLASS (pktmon_column_layout_parent_class)->finalize (object);
}

static void
pktmon_column_layout_class_init (PktmonColumnLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pktmon_column_layout_dispose;
  G_OBJECT_CLASS (klass)->finalize = pktmon_column_layout_finalize;
}

static void
pktmon_column_layout_init (PktmonColumnLayout *self)
{
  guint n_columns;

  self->settings = pktmon_settings_new();
  pktmon_columns_get_all (&n_columns);
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->widths = g_new0 (int, n_columns);
  self->chosen = g_new0 (gboolean, n_columns);
  self->actions = g_simple_action_group_new();
  self->menu = g_menu_new();
}

PktmonColumnLayout *
pktmon_column_layout_new (GtkColumnView *view)
{
  PktmonColumnLayout *self = g_object_new (PKTMON_TYPE_COLUMN_LAYOUT, NULL);
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  g_set_weak_pointer (&self->view, view);
  for (guint i = 0; i < n_columns; i++)
    add_column (self, &columns[i]);
  apply (self);
  g_signal_connect_object (gtk_column_view_get_columns (view), "items-changed",
                           G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::" PKTMON_SETTING_COLUMNS, G_CALLBACK (apply),
                           self, G_CONNECT_SWAPPED);
  return self;
}

const PktmonListColumn *
pktmon_column_layout_get_column (PktmonColumnLayout *self, GtkColumnViewColumn *column)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);
  guint i = 0;

  g_return_val_if_fail (PKTMON_IS_COLUMN_LAYOUT (self), NULL);
  g_return_val_if_fail (g_ptr_array_find (self->columns, column, &i), NULL);

  return &columns[i];
}

void
pktmon_column_layout_set_causes (PktmonColumnLayout *self, guint causes)
{
  g_return_if_fail (PKTMON_IS_COLUMN_LAYOUT (self));

  if (self->wanted == causes)
    return;
  self->wanted = causes;
  adjust (self);
}

GActionGroup *
pktmon_column_layout_get_actions (PktmonColumnLayout *self)
{
  g_return_val_if_fail (PKTMON_IS_COLUMN_LAYOUT (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
pktmon_column_layout_get_menu (PktmonColumnLayout *self)
{
  g_return_val_if_fail (PKTMON_IS_COLUMN_LAYOUT (self), NULL);

  return G_MENU_MODEL (self->menu);
}
