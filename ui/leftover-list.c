/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/leftover-list.h"

#include <glib/gstdio.h>

#include "base/format.h"
#include "base/i18n.h"
#include "session/leftover.h"
#include "ui/failure-dialog.h"
#include "ui/save-dialog.h"
#include "ui/saving.h"
#include "ui/work-bar.h"

struct _PktmonLeftoverList {
  AdwBin parent_instance;

  GtkListBox *rows;
  PktmonWorkBar *bar;
  PktmonSaving *saving; /* NULL once it is disposed of */
  char *saved;          /* path of what is being saved; NULL: nothing is */
  gboolean empty;
};

G_DEFINE_FINAL_TYPE (PktmonLeftoverList, pktmon_leftover_list, ADW_TYPE_BIN)

enum { PROP_0, PROP_EMPTY, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static GtkWindow *
get_window (PktmonLeftoverList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Of the row in which @widget is. */
static const char *
get_path (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);

  return g_object_get_data (G_OBJECT (row), "path");
}

/* --- What is done with one --- */

static void
discard (PktmonLeftoverList *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (!pktmon_leftover_discard (path, &error))
    pktmon_failure_dialog_show (get_window (self), error);
  pktmon_leftover_list_refresh (self);
}

static void
discard_cb (GtkButton *button, PktmonLeftoverList *self)
{
  g_autofree char *path = g_strdup (get_path (GTK_WIDGET (button)));

  discard (self, path);
}

/* What was saved elsewhere is not needed here any more. */
static void
saved_cb (PktmonLeftoverList *self, GFile *file, const GError *error)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->rows), TRUE);
  if (error == NULL)
    g_unlink (self->saved);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pktmon_failure_dialog_show (get_window (self), error);
  g_clear_pointer (&self->saved, g_free);
  pktmon_leftover_list_refresh (self);
}

void
pktmon_leftover_list_save (PktmonLeftoverList *self, const char *path, GFile *file)
{
  g_return_if_fail (PKTMON_IS_LEFTOVER_LIST (self));

  if (self->saving == NULL || pktmon_saving_is_busy (self->saving))
    return;
  self->saved = g_strdup (path);
  gtk_widget_set_sensitive (GTK_WIDGET (self->rows), FALSE);
  pktmon_saving_start (self->saving, path, file);
}

/* What is to be saved, while its user chooses where. */
typedef struct {
  PktmonLeftoverList *list;
  char *path;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->list);
  g_free (choice->path);
  g_free (choice);
}

static void
chosen_cb (GtkWindow *parent, GFile *file, gpointer user_data)
{
  Choice *choice = user_data;

  if (file != NULL)
    pktmon_leftover_list_save (choice->list, choice->path, file);
}

static void
save_cb (GtkButton *button, PktmonLeftoverList *self)
{
  Choice *choice = g_new (Choice, 1);
  g_autofree char *name = g_path_get_basename (get_path (GTK_WIDGET (button)));

  choice->list = g_object_ref (self);
  choice->path = g_strdup (get_path (GTK_WIDGET (button)));
  pktmon_save_dialog_show (get_window (self), name, chosen_cb, choice, choice_free);
}

/* In the window of captures, which may be another one than that of the list. */
static void
activated_cb (PktmonLeftoverList *self, GtkListBoxRow *row)
{
  GtkWindow *window = get_window (self);
  g_autofree char *uri = g_filename_to_uri (get_path (GTK_WIDGET (row)), NULL, NULL);

  if (window != NULL && gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-uri", "s", uri);
}

static void
cancel_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  pktmon_saving_cancel (PKTMON_LEFTOVER_LIST (widget)->saving);
}

/* --- How many packets --- */

static void
measure_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guint64 packets;
  GError *error = NULL;

  if (pktmon_leftover_mend (data, &packets, &error))
    g_task_return_int (task, (gssize) packets);
  else
    g_task_return_error (task, error);
}

static void
measured_cb (GObject *row, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gssize packets = g_task_propagate_int (G_TASK (result), &error);
  g_autofree char *count = pktmon_format_dup_count ((guint64) MAX (0, packets));
  g_autofree char *text = NULL;

  if (error != NULL)
    return;
  /* Translators: size of a file, and packets in it. */
  text = g_strdup_printf (ngettext ("%s · %s packet", "%s · %s packets", (gulong) packets),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), count);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
}

/* Also cuts a file behind its last whole block, for who saves it. */
static void
measure (GtkWidget *row, const char *path)
{
  g_autoptr (GTask) task = g_task_new (row, NULL, measured_cb, NULL);

  g_task_set_source_tag (task, measure);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, measure_in_thread);
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

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), size);
  gtk_widget_set_tooltip_text (row, leftover->path);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (leftover->path), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  measure (row, leftover->path);
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
pktmon_leftover_list_dispose (GObject *object)
{
  PktmonLeftoverList *self = PKTMON_LEFTOVER_LIST (object);

  if (self->saving != NULL)
    pktmon_saving_cancel (self->saving);
  g_clear_object (&self->saving);
  g_clear_pointer (&self->saved, g_free);
  G_OBJECT_CLASS (pktmon_leftover_list_parent_class)->dispose (object);
}

static void
pktmon_leftover_list_class_init (PktmonLeftoverListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_WORK_BAR);
  G_OBJECT_CLASS (klass)->dispose = pktmon_leftover_list_dispose;
  G_OBJECT_CLASS (klass)->get_property = pktmon_leftover_list_get_property;

  properties[PROP_EMPTY] =
      g_param_spec_boolean ("empty", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/leftover-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonLeftoverList, bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonLeftoverList, rows);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "leftovers.cancel", NULL, cancel_cb);
}

static void
pktmon_leftover_list_init (PktmonLeftoverList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->saving = pktmon_saving_new();
  g_signal_connect_object (self->saving, "ended", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  pktmon_work_bar_follow (self->bar, self->saving);
  pktmon_leftover_list_refresh (self);
}
