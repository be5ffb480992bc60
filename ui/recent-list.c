/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/recent-list.h"

#include "config.h"
#include "ui/recent-file.h"

/* As many as stand on a page without scrolling. */
#define MAX_ROWS 6

struct _PktmonRecentList {
  AdwBin parent_instance;

  GtkListBox *rows;
  GList *items;   /* of GtkRecentInfo: what the rows are to show */
  gboolean stale; /* they do not yet */
  gboolean empty;
};

G_DEFINE_FINAL_TYPE (PktmonRecentList, pktmon_recent_list, ADW_TYPE_BIN)

enum { PROP_0, PROP_EMPTY, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- Rows --- */

static GtkWidget *
row_new (GtkRecentInfo *info)
{
  GtkWidget *row = adw_action_row_new();
  g_autofree char *path = gtk_recent_info_get_uri_display (info);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *title = g_markup_escape_text (gtk_recent_info_get_display_name (info), -1);
  g_autofree char *subtitle = g_markup_escape_text (folder, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (row, path);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", gtk_recent_info_get_uri (info));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  return row;
}

static gboolean
is_ours (GtkRecentInfo *info)
{
  return gtk_recent_info_has_application (info, GETTEXT_PACKAGE) &&
         gtk_recent_info_is_local (info) && gtk_recent_info_exists (info);
}

static gint
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

/* Rows are made once somebody looks. */
static void
make_rows (PktmonRecentList *self)
{
  GtkListBoxRow *row;

  if (!self->stale || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->stale = FALSE;
  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  for (GList *item = self->items; item != NULL; item = item->next)
    gtk_list_box_append (self->rows, row_new (item->data));
}

static void
clear (PktmonRecentList *self)
{
  g_list_free_full (g_steal_pointer (&self->items), (GDestroyNotify) gtk_recent_info_unref);
}

static void
refresh (PktmonRecentList *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default());
  guint shown = 0;

  clear (self);
  items = g_list_sort (items, compare_newest_first);
  for (GList *item = items; item != NULL && shown < MAX_ROWS; item = item->next)
    if (is_ours (item->data)) {
      self->items = g_list_append (self->items, gtk_recent_info_ref (item->data));
      shown++;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  self->stale = TRUE;
  make_rows (self);
  self->empty = shown == 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

/* --- Life --- */

static void
pktmon_recent_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonRecentList *self = PKTMON_RECENT_LIST (object);

  switch (id) {
  case PROP_EMPTY:
    g_value_set_boolean (value, self->empty);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_recent_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pktmon_recent_list_parent_class)->map (widget);
  make_rows (PKTMON_RECENT_LIST (widget));
}

static void
pktmon_recent_list_finalize (GObject *object)
{
  clear (PKTMON_RECENT_LIST (object));
  G_OBJECT_CLASS (pktmon_recent_list_parent_class)->finalize (object);
}

static void
pktmon_recent_list_class_init (PktmonRecentListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = pktmon_recent_list_get_property;
  G_OBJECT_CLASS (klass)->finalize = pktmon_recent_list_finalize;
  widget_class->map = pktmon_recent_list_map;

  properties[PROP_EMPTY] =
      g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/recent-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonRecentList, rows);
}

static void
pktmon_recent_list_init (PktmonRecentList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_recent_file_prepare();
  g_signal_connect_object (gtk_recent_manager_get_default(), "changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  refresh (self);
}

void
pktmon_recent_list_add (GFile *file)
{
  gboolean wanted;

  g_object_get (gtk_settings_get_default(), "gtk-recent-files-enabled", &wanted, NULL);
  if (wanted)
    pktmon_recent_file_add (file);
}
