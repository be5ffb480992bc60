/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/leftover-list.h"

#include "base/error.h"
#include "base/i18n.h"
#include "session/leftover.h"
#include "ui/save-dialog.h"

struct _PktmonLeftoverList {
  AdwBin parent_instance;

  GtkListBox *rows;
  gboolean empty;
};

G_DEFINE_FINAL_TYPE (PktmonLeftoverList, pktmon_leftover_list, ADW_TYPE_BIN)

enum { PROP_0, PROP_EMPTY, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- What is done with one --- */

static void
show_failure (PktmonLeftoverList *self, const char *what, const char *advice)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, what, advice);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* The row in which @widget is. */
static const char *
get_path (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

  return g_object_get_data (G_OBJECT (row), "path");
}

static void
discard_cb (GtkButton *button, PktmonLeftoverList *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;

  if (!pktmon_leftover_discard (get_path (GTK_WIDGET (button)), &error)) {
    what = pktmon_error_dup_what (error);
    show_failure (self, what, pktmon_error_get_advice (error));
  }
  pktmon_leftover_list_refresh (self);
}

static void
moved_cb (GObject *file, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonLeftoverList) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_move_finish (G_FILE (file), result, &error))
    show_failure (self, error->message, _ ("Choose another place; the capture is still here."));
  pktmon_leftover_list_refresh (self);
}

/* A row that is to be saved. */
typedef struct {
  PktmonLeftoverList *list;
  GFile *from;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->list);
  g_object_unref (saving->from);
  g_free (saving);
}

static void
chosen_cb (GtkWindow *parent, GFile *to, gpointer user_data)
{
  Saving *saving = user_data;

  if (to != NULL)
    g_file_move_async (saving->from, to, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT, NULL, NULL,
                       NULL, moved_cb, g_object_ref (saving->list));
}

static void
save_cb (GtkButton *button, PktmonLeftoverList *self)
{
  Saving *saving = g_new (Saving, 1);
  g_autofree char *name = g_path_get_basename (get_path (GTK_WIDGET (button)));

  saving->list = g_object_ref (self);
  saving->from = g_file_new_for_path (get_path (GTK_WIDGET (button)));
  pktmon_save_dialog_show (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), name, chosen_cb,
                           saving, saving_free);
}

/* --- Rows --- */

static void
add_button (PktmonLeftoverList *self, AdwActionRow *row, const char *icon, const char *tooltip,
            GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  g_signal_connect_object (button, "clicked", clicked, self, 0);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
row_new (PktmonLeftoverList *self, const PktmonLeftover *leftover)
{
  GtkWidget *row = adw_action_row_new();
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (leftover->modified);
  g_autofree char *title = g_date_time_format (time, _ ("Capture %Y-%m-%d %H.%M.%S"));
  g_autofree char *size = g_format_size (leftover->size);
  g_autofree char *uri = g_filename_to_uri (leftover->path, NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  gtk_widget_set_tooltip_text (row, leftover->path);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (leftover->path), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", uri);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  add_button (self, ADW_ACTION_ROW (row), "document-save-symbolic", _ ("Save…"),
              G_CALLBACK (save_cb));
  add_button (self, ADW_ACTION_ROW (row), "user-trash-symbolic", _ ("Move to Trash"),
              G_CALLBACK (discard_cb));
  return row;
}

void
pktmon_leftover_list_refresh (PktmonLeftoverList *self)
{
  g_autoptr (GPtrArray) found = pktmon_leftovers_find();
  GtkListBoxRow *row;

  g_return_if_fail (PKTMON_IS_LEFTOVER_LIST (self));

  while ((row = gtk_list_box_get_row_at_index (self->rows, 0)) != NULL)
    gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->rows, row_new (self, g_ptr_array_index (found, i)));
  self->empty = found->len == 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
}

/* --- Life --- */

static void
pktmon_leftover_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonLeftoverList *self = PKTMON_LEFTOVER_LIST (object);

  switch (id) {
  case PROP_EMPTY:
    g_value_set_boolean (value, self->empty);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_leftover_list_class_init (PktmonLeftoverListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = pktmon_leftover_list_get_property;

  properties[PROP_EMPTY] =
      g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/leftover-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonLeftoverList, rows);
}

static void
pktmon_leftover_list_init (PktmonLeftoverList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_leftover_list_refresh (self);
}
