/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window-private.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "probe/point.h"
#include "ui/actions.h"
#include "ui/opening.h"
#include "ui/recent-list.h"
#include "ui/settings.h"
#include "ui/shortcuts-window.h"

/* What takes longer says that it is loading. */
#define PATIENCE_MS 300

G_DEFINE_FINAL_TYPE (PktmonWindow, pktmon_window, ADW_TYPE_APPLICATION_WINDOW)

enum { PROP_0, PROP_PAUSED, PROP_FOLLOWING, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

/* --- What the window shows --- */

static gboolean
is_on_page (PktmonWindow *self, const char *name)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), name);
}

void
pktmon_window_show_page (PktmonWindow *self, const char *name)
{
  gboolean is_capture = g_str_equal (name, "capture");

  gtk_stack_set_visible_child_name (self->stack, name);
  /* It would turn where nobody sees it, too, and have every frame painted. */
  gtk_spinner_set_spinning (self->spinner, is_on_page (self, "loading"));
  gtk_spinner_set_spinning (self->starting_spinner, is_on_page (self, "starting"));
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button),
                          is_capture || g_str_equal (name, "start"));
  gtk_widget_set_visible (GTK_WIDGET (self->find_button), is_capture);
}

void
pktmon_window_show_error (PktmonWindow *self, AdwStatusPage *page, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);
  const char *advice = pktmon_error_get_advice (error);
  g_autofree char *text = g_strjoin ("\n\n", what, advice, NULL);
  g_autofree char *description = g_markup_escape_text (text, -1);

  adw_status_page_set_description (page, description);
}

static void
show_failure (PktmonWindow *self, const GError *error)
{
  pktmon_window_show_error (self, self->failure, error);
  pktmon_window_show_page (self, "failure");
}

static gboolean
patience_cb (gpointer user_data)
{
  PktmonWindow *self = user_data;

  self->patience = 0;
  if (is_on_page (self, "opening"))
    pktmon_window_show_page (self, "loading");
  return G_SOURCE_REMOVE;
}

/* --- The capture --- */

/* The page for the packets that there are: while they are captured, none is no reason for another.
 */
static void
show_packets (PktmonWindow *self)
{
  PktmonStore *store = pktmon_document_get_store (self->document);
  g_autoptr (GError) error = pktmon_store_dup_error (store);
  gboolean complete = pktmon_store_is_complete (store);

  if (pktmon_store_get_count (store) > 0 || (self->file == NULL && !complete))
    pktmon_window_show_page (self, "capture");
  else if (error != NULL)
    show_failure (self, error);
  else if (complete)
    pktmon_window_show_page (self, "no-packets");
}

void
pktmon_window_show_content (PktmonWindow *self)
{
  if (self->document != NULL)
    show_packets (self);
  else
    pktmon_window_show_page (self, self->file != NULL ? "failure" : "start");
}

/* More packets, other packets that are shown, or the end of loading. */
static void
refresh (PktmonWindow *self)
{
  gboolean first = !is_on_page (self, "capture");

  if (is_on_page (self, "starting") || is_on_page (self, "refusal") || self->file == NULL)
    return;
  show_packets (self);
  if (!is_on_page (self, "capture"))
    return;
  pktmon_window_show_count (self);
  if (first)
    pktmon_recent_list_add (self->file);
}

/* Whoever calls for the journey wants to see the details, which it is a part of. */
static void
journey_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PktmonWindow *self = user_data;

  g_settings_set_value (self->settings, PKTMON_SETTING_JOURNEY_VISIBLE, state);
  if (g_variant_get_boolean (state))
    g_settings_set_boolean (self->settings, PKTMON_SETTING_DETAILS_VISIBLE, TRUE);
}

static void
journey_visible_cb (PktmonWindow *self)
{
  g_simple_action_set_state (self->journey,
                             g_settings_get_value (self->settings, PKTMON_SETTING_JOURNEY_VISIBLE));
}

static void
add_journey (PktmonWindow *self)
{
  g_autoptr (GVariant) state =
      g_settings_get_value (self->settings, PKTMON_SETTING_JOURNEY_VISIBLE);

  self->journey = g_simple_action_new_stateful ("journey", NULL, state);
  g_simple_action_set_enabled (self->journey, FALSE);
  g_signal_connect (self->journey, "change-state", G_CALLBACK (journey_cb), self);
  g_signal_connect_swapped (self->settings, "changed::" PKTMON_SETTING_JOURNEY_VISIBLE,
                            G_CALLBACK (journey_visible_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (self->journey));
}

/* Packets have journeys where points of the network stack were watched. */
static void
offer_journey (PktmonWindow *self)
{
  PktmonDirectory *directory =
      pktmon_store_get_directory (pktmon_document_get_store (self->document));
  guint n = pktmon_directory_get_n_interfaces (directory);

  while (self->n_interfaces < n &&
         pktmon_point_find_source (
             pktmon_directory_get_interface (directory, self->n_interfaces)->name) ==
             PKTMON_N_POINTS)
    self->n_interfaces++;
  g_simple_action_set_enabled (self->journey, self->n_interfaces < n);
}

/* An action whose state is a property of something that the document is shown in. */
static void
add_toggle (PktmonWindow *self, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
pktmon_window_take_document (PktmonWindow *self, PktmonDocument *document,
                             PktmonCaptureFrame *frame)
{
  PktmonStore *store = pktmon_document_get_store (document);
  g_autoptr (GAction) details = NULL;

  self->document = document;
  adw_bin_set_child (self->capture, GTK_WIDGET (frame));
  add_toggle (self, "sidebar", pktmon_capture_frame_get_flap (frame), "reveal-flap");
  add_toggle (self, "find",
              pktmon_capture_page_get_find_bar (pktmon_capture_frame_get_page (frame)), "open");
  details = g_settings_create_action (self->settings, PKTMON_SETTING_DETAILS_VISIBLE);
  g_action_map_add_action (G_ACTION_MAP (self), details);
  g_signal_connect_swapped (store, "changed", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (store, "changed", G_CALLBACK (offer_journey), self);
  offer_journey (self);
  g_signal_connect_swapped (pktmon_document_get_list (document), "items-changed",
                            G_CALLBACK (refresh), self);
  pktmon_window_watch_notes (self);
  pktmon_window_refresh_export (self);
  if (self->file == NULL)
    pktmon_window_show_content (self);
  refresh (self);
}

static void
framed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonWindow) self = user_data;
  g_autoptr (PktmonCaptureFrame) frame = pktmon_capture_frame_new_finish (result, NULL);
  PktmonDocument *document;

  if (frame == NULL)
    return;
  g_clear_object (&self->opening);
  document = pktmon_capture_frame_get_document (frame);
  if (self->choices != NULL)
    pktmon_choices_apply (self->choices, document);
  g_clear_pointer (&self->choices, pktmon_choices_free);
  pktmon_window_take_document (self, g_object_ref (document), frame);
}

static void
show_document (PktmonWindow *self, PktmonStore *store)
{
  g_autoptr (PktmonDocument) document = pktmon_document_new (store, self->file);

  pktmon_capture_frame_new_async (document, self->opening, framed_cb, g_object_ref (self));
}

void
pktmon_window_close_document (PktmonWindow *self)
{
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_action_map_remove_action (G_ACTION_MAP (self), "sidebar");
  if (self->document == NULL)
    return;
  g_signal_handlers_disconnect_by_data (pktmon_document_get_store (self->document), self);
  g_signal_handlers_disconnect_by_data (pktmon_document_get_list (self->document), self);
  pktmon_window_close_notes (self);
  g_action_map_remove_action (G_ACTION_MAP (self), "find");
  g_action_map_remove_action (G_ACTION_MAP (self), PKTMON_SETTING_DETAILS_VISIBLE);
  g_simple_action_set_enabled (self->journey, FALSE);
  self->n_interfaces = 0;
  adw_bin_set_child (self->capture, NULL);
  pktmon_document_close (self->document);
  g_clear_object (&self->document);
  pktmon_window_refresh_notes (self);
  pktmon_window_refresh_export (self);
}

void
pktmon_window_leave_document (PktmonWindow *self)
{
  GtkWidget *frame = adw_bin_get_child (self->capture);

  if (frame != NULL)
    pktmon_capture_frame_take_apart (PKTMON_CAPTURE_FRAME (frame));
  pktmon_window_close_document (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonStore) store = pktmon_opening_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (store != NULL) {
    show_document (self, store);
    return;
  }
  g_clear_object (&self->opening);
  show_failure (self, error);
}

/* What was captured is saved, or not wanted. */
static void
open_file (PktmonWindow *self, GFile *file)
{
  pktmon_window_leave_document (self);
  pktmon_live_forget (self->live);
  self->unsaved = FALSE;
  g_set_object (&self->file, file);
  pktmon_window_refresh_live (self);
  pktmon_window_show_title (self);
  pktmon_window_show_page (self, "opening");
  self->patience = g_timeout_add (PATIENCE_MS, patience_cb, self);
  self->opening = g_cancellable_new();
  pktmon_opening_start (file, self->opening, opened_cb, g_object_ref (self));
}

static void
open_then (PktmonWindow *self)
{
  g_autoptr (GFile) file = g_steal_pointer (&self->then_file);

  g_clear_pointer (&self->choices, pktmon_choices_free);
  open_file (self, file);
}

void
pktmon_window_open (PktmonWindow *self, GFile *file)
{
  g_return_if_fail (PKTMON_IS_WINDOW (self));

  g_set_object (&self->then_file, file);
  pktmon_window_settle (self, open_then);
}

/* --- Actions --- */

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

static void
close_then (PktmonWindow *self)
{
  pktmon_window_discard (self);
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
close_request_cb (PktmonWindow *self)
{
  int width, height;

  if (!pktmon_window_is_settled (self)) {
    pktmon_window_settle (self, close_then);
    return GDK_EVENT_STOP;
  }

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

  pktmon_window_close_document (self);
  pktmon_window_clear_save (self);
  pktmon_window_clear_export (self);
  pktmon_window_clear_presets (self);
  pktmon_window_clear_live (self);
  g_clear_pointer (&self->choices, pktmon_choices_free);
  g_clear_object (&self->file);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->journey);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pktmon_window_parent_class)->dispose (object);
}

static void
pktmon_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonWindow *self = PKTMON_WINDOW (object);

  switch (id) {
  case PROP_PAUSED:
    g_object_get_property (G_OBJECT (self->live), "paused", value);
    break;
  case PROP_FOLLOWING:
    g_value_set_boolean (value, pktmon_window_get_following (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PktmonWindow *self = PKTMON_WINDOW (object);

  switch (id) {
  case PROP_PAUSED:
    g_object_set_property (G_OBJECT (self->live), "paused", value);
    break;
  case PROP_FOLLOWING:
    pktmon_window_set_following (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  klass->get_property = pktmon_window_get_property;
  klass->set_property = pktmon_window_set_property;
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_FOLLOWING] = g_param_spec_boolean ("following", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (klass, N_PROPERTIES, properties);
}

static void
pktmon_window_class_init (PktmonWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_RECENT_LIST);
  g_type_ensure (PKTMON_TYPE_START_PAGE);
  g_type_ensure (PKTMON_TYPE_WORK_BAR);
  G_OBJECT_CLASS (klass)->dispose = pktmon_window_dispose;
  install_properties (G_OBJECT_CLASS (klass));

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/packetmonitor/PacketMonitor/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, find_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, only_open_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, capture_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, recent_button);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, start);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, starting_spinner);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, refusal);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, capture);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, saving_bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonWindow, export_bar);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  pktmon_window_install_open_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "win.reload", NULL, reload_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_property_action (widget_class, "win.fullscreen", "fullscreened");
  pktmon_window_install_live_actions (widget_class);
  pktmon_window_install_preset_actions (widget_class);
  pktmon_window_install_save_actions (widget_class);
  pktmon_window_install_note_actions (widget_class);
  pktmon_window_install_export_actions (widget_class);
}

static void
pktmon_window_init (PktmonWindow *self)
{
  self->settings = pktmon_settings_new();
  add_journey (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_actions_describe (GTK_ACTIONABLE (self->open_button));
  pktmon_actions_describe (GTK_ACTIONABLE (self->only_open_button));
  pktmon_actions_describe (GTK_ACTIONABLE (self->sidebar_button));
  add_toggle (self, "sidebar", pktmon_start_page_get_flap (self->start), "reveal-flap");
  pktmon_window_accept_files (self);
  pktmon_window_refresh_notes (self);
  restore_state (self);
}

PktmonWindow *
pktmon_window_new (GtkApplication *application, PktmonMonitor *monitor, PktmonPresetStore *presets)
{
  PktmonWindow *self = g_object_new (PKTMON_TYPE_WINDOW, "application", application, NULL);

  self->monitor = g_object_ref (monitor);
  pktmon_window_init_save (self);
  pktmon_window_init_export (self);
  pktmon_window_init_live (self);
  pktmon_window_init_presets (self, presets);
  return self;
}

gboolean
pktmon_window_is_empty (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), FALSE);

  return self->file == NULL && self->document == NULL && !pktmon_window_is_capturing (self);
}

PktmonDocument *
pktmon_window_get_document (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), NULL);

  return self->document;
}

PktmonLive *
pktmon_window_get_live (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), NULL);

  return self->live;
}

GFile *
pktmon_window_get_file (PktmonWindow *self)
{
  g_return_val_if_fail (PKTMON_IS_WINDOW (self), NULL);

  return self->file;
}
