/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/capture-frame.h"
#include "ui/choices.h"
#include "ui/open-dialog.h"
#include "ui/opening.h"
#include "ui/recent-list.h"
#include "ui/settings.h"
#include "ui/shortcuts-window.h"
#include "ui/start-page.h"

/* What takes longer says that it is loading. */
#define PATIENCE_MS 300

struct _PktmonWindow {
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  GFile *file;              /* what is shown or opened, or could not be; NULL: nothing */
  GCancellable *opening;    /* NULL: nothing is being opened */
  guint patience;           /* timeout until the window says that it is loading */
  PktmonDocument *document; /* NULL: nothing is open */
  PktmonChoices *choices;   /* for the document that is to come; NULL: none */

  GtkToggleButton *sidebar_button;
  GtkToggleButton *find_button;
  GtkButton *open_button;
  GtkButton *only_open_button;
  GtkMenuButton *recent_button;
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  PktmonStartPage *start;
  GtkSpinner *spinner;
  AdwStatusPage *failure;
  AdwBin *capture;
};

G_DEFINE_FINAL_TYPE (PktmonWindow, pktmon_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- What the window shows --- */

static gboolean
is_on_page (PktmonWindow *self, const char *name)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), name);
}

static void
show_page (PktmonWindow *self, const char *name)
{
  gboolean is_capture = g_str_equal (name, "capture");

  gtk_stack_set_visible_child_name (self->stack, name);
  /* It would turn where nobody sees it, too, and have every frame painted. */
  gtk_spinner_set_spinning (self->spinner, is_on_page (self, "loading"));
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button),
                          is_capture || g_str_equal (name, "start"));
  gtk_widget_set_visible (GTK_WIDGET (self->find_button), is_capture);
}

static void
show_file (PktmonWindow *self)
{
  g_autofree char *path = g_file_get_parse_name (self->file);
  g_autofree char *name = g_path_get_basename (path);

  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), path);
}

static void
show_count (PktmonWindow *self)
{
  guint64 count = pktmon_store_get_count (pktmon_document_get_store (self->document));
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (pktmon_document_get_list (self->document)));
  g_autofree char *all = pktmon_format_dup_count (count);
  g_autofree char *some = pktmon_format_dup_count (shown);
  g_autofree char *text = NULL;

  if (shown == count)
    text = g_strdup_printf (ngettext ("%s packet", "%s packets", count), all);
  else
    text = g_strdup_printf (ngettext ("%s of %s packet", "%s of %s packets", count), some, all);
  adw_window_title_set_subtitle (self->title, text);
}

static void
show_failure (PktmonWindow *self, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);
  const char *advice = pktmon_error_get_advice (error);
  g_autofree char *text = g_strjoin ("\n\n", what, advice, NULL);
  g_autofree char *description = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->failure, description);
  show_page (self, "failure");
}

static gboolean
patience_cb (gpointer user_data)
{
  PktmonWindow *self = user_data;

  self->patience = 0;
  if (is_on_page (self, "opening"))
    show_page (self, "loading");
  return G_SOURCE_REMOVE;
}

/* --- The capture --- */

/* More packets, other packets that are shown, or the end of loading. */
static void
refresh (PktmonWindow *self)
{
  PktmonStore *store = pktmon_document_get_store (self->document);
  g_autoptr (GError) error = pktmon_store_dup_error (store);
  gboolean complete = pktmon_store_is_complete (store);

  if (pktmon_store_get_count (store) > 0) {
    show_count (self);
    if (!is_on_page (self, "capture"))
      pktmon_recent_list_add (self->file);
    show_page (self, "capture");
  } else if (error != NULL) {
    show_failure (self, error);
  } else if (complete) {
    show_page (self, "no-packets");
  }
}

/* An action whose state is a property of something that the document is shown in. */
static void
add_toggle (PktmonWindow *self, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

static void
show_document (PktmonWindow *self, PktmonStore *store)
{
  g_autoptr (GAction) details = NULL;
  PktmonCaptureFrame *frame;

  self->document = pktmon_document_new (store, self->file);
  if (self->choices != NULL)
    pktmon_choices_apply (self->choices, self->document);
  g_clear_pointer (&self->choices, pktmon_choices_free);
  frame = pktmon_capture_frame_new (self->document);
  adw_bin_set_child (self->capture, GTK_WIDGET (frame));
  add_toggle (self, "sidebar", pktmon_capture_frame_get_flap (frame), "reveal-flap");
  add_toggle (self, "find",
              pktmon_capture_page_get_find_bar (pktmon_capture_frame_get_page (frame)), "open");
  details = g_settings_create_action (self->settings, PKTMON_SETTING_DETAILS_VISIBLE);
  g_action_map_add_action (G_ACTION_MAP (self), details);
  g_signal_connect_swapped (store, "changed", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (pktmon_document_get_list (self->document), "items-changed",
                            G_CALLBACK (refresh), self);
  refresh (self);
}

static void
close_document (PktmonWindow *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_action_map_remove_action (G_ACTION_MAP (self), "sidebar");
  if (self->document == NULL)
    return;
  g_signal_handlers_disconnect_by_data (pktmon_document_get_store (self->document), self);
  g_signal_handlers_disconnect_by_data (pktmon_document_get_list (self->document), self);
  g_action_map_remove_action (G_ACTION_MAP (self), "find");
  g_action_map_remove_action (G_ACTION_MAP (self), PKTMON_SETTING_DETAILS_VISIBLE);
  adw_bin_set_child (self->capture, NULL);
  pktmon_document_close (self->document);
  g_clear_object (&self->document);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonStore) store = pktmon_opening_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (store != NULL)
    show_document (self, store);
  else
    show_failure (self, error);
}

static void
open_file (PktmonWindow *self, GFile *file)
{
  close_document (self);
  g_set_object (&self->file, file);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reload", TRUE);
  show_file (self);
  show_page (self, "opening");
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  self->opening = g_cancellable_new();
  pktmon_opening_start (file, self->opening, opened_cb, g_object_ref (self));
}

void
pktmon_window_open (PktmonWindow *self, GFile *file)
{
  g_return_if_fail (PKTMON_IS_WINDOW (self));

  g_clear_pointer (&self->choices, pktmon_choices_free);
  open_file (self, file);
}

/* --- Actions --- */

/* The first one in this window, the others in windows of their own. */
static void
open_files_cb (GtkWindow *window, GListModel *files)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));
  guint n_files = g_list_model_get_n_items (files);

  for (guint i = 0; i < n_files; i++) {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);

    if (i == 0)
      pktmon_window_open (PKTMON_WINDOW (window), file);
    else
      g_application_open (application, &file, 1, "");
  }
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_open_dialog_show (GTK_WINDOW (widget), open_files_cb);
}

static void
open_uri_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  gtk_menu_button_popdown (self->recent_button);
  pktmon_window_open (self, file);
}

static void
reload_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  g_autoptr (GFile) file = g_object_ref (self->file);

  if (self->document != NULL) {
    g_clear_pointer (&self->choices, pktmon_choices_free);
    self->choices = pktmon_choices_new (self->document);
  }
  open_file (self, file);
}

static void
toast_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  g_autofree char *title = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

static void
shortcuts_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *shortcuts = pktmon_shortcuts_window_new();

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static gboolean
drop_cb (PktmonWindow *self, const GValue *value)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *item = g_value_get_boxed (value); item != NULL; item = item->next)
    g_list_store_append (files, item->data);
  if (g_list_model_get_n_items (G_LIST_MODEL (files)) == 0)
    return FALSE;
  open_files_cb (GTK_WINDOW (self), G_LIST_MODEL (files));
  return TRUE;
}

/* --- Life --- */

static void
restore_state (PktmonWindow *self)
{
  int width, height;

  g_settings_get (self->settings, PKTMON_SETTING_WINDOW_SIZE, "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, PKTMON_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
close_request_cb (PktmonWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set (self->settings, PKTMON_SETTING_WINDOW_SIZE, "(ii)", width, height);
  g_settings_set_boolean (self->settings, PKTMON_SETTING_WINDOW_MAXIMIZED,
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  return GDK_EVENT_PROPAGATE;
}

static void
pktmon_window_dispose (GObject *object)
{
  PktmonWindow *self = PKTMON_WINDOW (object);

  close_document (self);
  g_clear_pointer (&self->choices, pktmon_choices_free);
  g_clear_object (&self->file);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pktmon_window_parent_class)->dispose (object);
}

static void
pktmon_window_class_init (PktmonWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_RECENT_LIST);
  g_type_ensure (PKTMON_TYPE_START_PAGE);
  G_OBJECT_CLASS (klass)->dispose = pktmon_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, only_open_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, recent_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, start);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, capture);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_cb);
  gtk_widget_class_install_action (widget_class, "win.reload", NULL, reload_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_property_action (widget_class, "win.fullscreen", "fullscreened");
}

static void
pktmon_window_init (PktmonWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->settings = pktmon_settings_new();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reload", FALSE);
  pktmon_actions_describe (GTK_ACTIONABLE (self->open_button));
  pktmon_actions_describe (GTK_ACTIONABLE (self->only_open_button));
  pktmon_actions_describe (GTK_ACTIONABLE (self->sidebar_button));
  add_toggle (self, "sidebar", pktmon_start_page_get_flap (self->start), "reveal-flap");
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  restore_state (self);
}

PktmonWindow *
pktmon_window_new (GtkApplication *application)
{
  return g_object_new (PKTMON_TYPE_WINDOW, "application", application, NULL);
}

PktmonDocument *
pktmon_window_get_document (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), NULL);

  return self->document;
}

GFile *
pktmon_window_get_file (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), NULL);

  return self->file;
}
