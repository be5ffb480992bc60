/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a window captures. */
#include "base/error.h"
#include "base/i18n.h"
#include "ui/actions.h"
#include "ui/capture-options-dialog.h"
#include "ui/constraint-dialog.h"
#include "ui/window-private.h"

gboolean
pktmon_window_is_capturing (PktmonWindow *self)
{
  return self->tree_handler != 0 || pktmon_live_get_state (self->live) != PKTMON_LIVE_IDLE;
}

PktmonCaptureFrame *
pktmon_window_get_live_frame (PktmonWindow *self)
{
  GtkWidget *frame = adw_bin_get_child (self->capture);

  if (frame == NULL || self->document == NULL ||
      pktmon_document_get_store (self->document) != pktmon_live_get_store (self->live))
    return NULL;
  return PKTMON_CAPTURE_FRAME (frame);
}

static PktmonPacketScroller *
get_scroller (PktmonWindow *self)
{
  PktmonCaptureFrame *frame = pktmon_window_get_live_frame (self);

  if (frame == NULL)
    return NULL;
  return pktmon_packet_view_get_scroller (
      pktmon_capture_page_get_packet_view (pktmon_capture_frame_get_page (frame)));
}

/* --- The button, and which actions there are --- */

typedef struct {
  const char *title; /* to be translated */
  const char *icon;
  const char *class; /* NULL: none */
} Button;

static const Button *
get_button (PktmonWindow *self)
{
  static const Button start_button = { N_ ("Start Capturing"), "media-record-symbolic",
                                       "suggested-action" };
  static const Button stop_button = { N_ ("Stop Capturing"), "media-playback-stop-symbolic",
                                      "destructive-action" };
  static const Button cancel_button = { N_ ("Cancel"), "media-playback-stop-symbolic", NULL };

  if (!pktmon_window_is_capturing (self))
    return &start_button;
  return pktmon_live_get_state (self->live) >= PKTMON_LIVE_ACTIVE ? &stop_button : &cancel_button;
}

static void
refresh_button (PktmonWindow *self)
{
  static const char *const classes[] = { "suggested-action", "destructive-action" };
  const Button *button = get_button (self);

  gtk_button_set_icon_name (self->capture_button, button->icon);
  pktmon_actions_describe_as (GTK_ACTIONABLE (self->capture_button), _ (button->title));
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_strcmp0 (classes[i], button->class) == 0)
      gtk_widget_add_css_class (GTK_WIDGET (self->capture_button), classes[i]);
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self->capture_button), classes[i]);
}

void
pktmon_window_refresh_live (PktmonWindow *self)
{
  PktmonLiveState state = pktmon_live_get_state (self->live);
  GtkWidget *widget = GTK_WIDGET (self);

  refresh_button (self);
  gtk_widget_action_set_enabled (widget, "win.capture", state != PKTMON_LIVE_STOPPING);
  gtk_widget_action_set_enabled (widget, "win.pause", state == PKTMON_LIVE_ACTIVE);
  gtk_widget_action_set_enabled (widget, "win.follow",
                                 state == PKTMON_LIVE_ACTIVE && get_scroller (self) != NULL);
  pktmon_window_refresh_save (self);
}

/* --- Starting --- */

static void
refuse_start (PktmonWindow *self, const GError *error)
{
  pktmon_window_show_error (self, self->refusal, error);
  pktmon_window_show_page (self, "refusal");
}

static void
refuse_no_source (PktmonWindow *self)
{
  g_autoptr (GError) error = NULL;

  pktmon_error_set (&error, PKTMON_ERROR_NOT_FOUND,
                    _ ("There is no data source that packets can be captured from."),
                    _ ("Bring an interface up, or choose another data source."));
  refuse_start (self, error);
}

static void start (PktmonWindow *self);

static void
tree_changed_cb (PktmonWindow *self)
{
  start (self);
}

static gboolean
wait_for_tree (PktmonWindow *self, PktmonSourceTree *tree)
{
  if (pktmon_source_tree_is_complete (tree)) {
    g_clear_signal_handler (&self->tree_handler, tree);
    return FALSE;
  }
  if (self->tree_handler == 0)
    self->tree_handler =
        g_signal_connect_swapped (tree, "changed", G_CALLBACK (tree_changed_cb), self);
  return TRUE;
}

/* The focus would go on to the filter, as if somebody typed there; it is for the packets to come.
 */
static void
start (PktmonWindow *self)
{
  PktmonSourceTree *tree = pktmon_monitor_get_source_tree (self->monitor);
  g_autoptr (GPtrArray) sources = NULL;

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  pktmon_window_show_page (self, "starting");
  if (!wait_for_tree (self, tree)) {
    sources = pktmon_source_ticks_list_chosen (self->ticks, tree);
    if (sources->len > 0)
      pktmon_live_start (self->live, sources);
    else
      refuse_no_source (self);
  }
  pktmon_window_refresh_live (self);
}

void
pktmon_window_stop_capturing (PktmonWindow *self)
{
  PktmonSourceTree *tree;

  if (self->tree_handler == 0) {
    pktmon_live_stop (self->live);
    return;
  }
  tree = pktmon_monitor_get_source_tree (self->monitor);
  g_clear_signal_handler (&self->tree_handler, tree);
  pktmon_window_show_content (self);
  pktmon_window_refresh_live (self);
  pktmon_window_proceed (self);
}

/* --- What is captured from --- */

static void
ticks_changed_cb (PktmonWindow *self)
{
  PktmonSourceTree *tree;
  g_autoptr (GPtrArray) sources = NULL;

  /* Without a tick, what is captured from stays. */
  if (pktmon_live_get_state (self->live) != PKTMON_LIVE_ACTIVE ||
      pktmon_source_ticks_is_empty (self->ticks))
    return;
  tree = pktmon_monitor_get_source_tree (self->monitor);
  sources = pktmon_source_ticks_list_chosen (self->ticks, tree);
  pktmon_live_set_sources (self->live, sources, self->ticks);
}

static void
activated_cb (PktmonWindow *self, PktmonDataSource *source)
{
  pktmon_source_ticks_choose_only (self->ticks, source);
  if (!pktmon_window_is_capturing (self))
    pktmon_window_settle (self, start);
}

static PktmonSourceView *
make_source_view (PktmonWindow *self)
{
  PktmonSourceView *view =
      pktmon_source_view_new (pktmon_monitor_get_source_tree (self->monitor), self->ticks);

  g_signal_connect_object (view, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  return view;
}

/* --- What the capture tells --- */

static void
notify_follow (PktmonWindow *self)
{
  g_object_notify (G_OBJECT (self), "following");
}

static PktmonDocument *
make_document (PktmonWindow *self, PktmonStore *store)
{
  g_autofree char *time = NULL;
  g_autofree char *title = NULL;

  g_clear_pointer (&self->begun, g_date_time_unref);
  self->begun = g_date_time_new_now_local();
  time = g_date_time_format (self->begun, "%H:%M:%S");
  /* Translators: what a capture is called before it is saved; %s: when it began. */
  title = g_strdup_printf (_ ("Capture %s"), time);
  return pktmon_document_new_unsaved (store, title);
}

static void
began_cb (PktmonWindow *self, PktmonStore *store)
{
  PktmonDocument *document = make_document (self, store);
  PktmonSourceView *sources = make_source_view (self);
  PktmonCaptureFrame *frame;

  pktmon_window_leave_document (self);
  g_clear_object (&self->file);
  pktmon_source_view_watch (sources, self->live);
  frame = pktmon_capture_frame_new_live (document, self->live, GTK_WIDGET (sources));
  self->unsaved = !pktmon_live_has_own_files (self->live);
  pktmon_window_take_document (self, document, frame);
  pktmon_window_begin_with_preset (self, document);
  g_signal_connect_object (get_scroller (self), "notify::follow", G_CALLBACK (notify_follow), self,
                           G_CONNECT_SWAPPED);
  notify_follow (self);
  pktmon_window_show_title (self);
  pktmon_document_set_capture_constraints (document, pktmon_live_get_constraints (self->live));
  pktmon_window_refresh_live (self);
}

static void
failed_cb (PktmonWindow *self, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->then != NULL)
    pktmon_window_show_content (self);
  else
    refuse_start (self, error);
  pktmon_window_refresh_live (self);
  pktmon_window_proceed (self);
}

static void
warned_cb (PktmonWindow *self, const GError *error)
{
  PktmonCaptureFrame *frame = pktmon_window_get_live_frame (self);

  if (frame != NULL)
    pktmon_capture_frame_add_notice (frame, GTK_MESSAGE_WARNING, error);
}

/* One file, under a name of its own all the time. */
static void
take_autosaved (PktmonWindow *self)
{
  const char *path = pktmon_live_get_path (self->live);
  g_autoptr (GFile) file = NULL;

  if (self->document == NULL || path == NULL || !pktmon_live_has_own_files (self->live))
    return;
  file = g_file_new_for_path (path);
  pktmon_window_take_saved (self, file);
}

static void
returned_cb (PktmonWindow *self, const char *id)
{
  PktmonCaptureFrame *frame = pktmon_window_get_live_frame (self);
  g_autofree char *what = g_strdup_printf (_ ("“%s” is there again, and captured from."), id);

  if (frame != NULL)
    pktmon_capture_frame_add_message (frame, what);
}

static void
ended_cb (PktmonWindow *self, const GError *error)
{
  PktmonCaptureFrame *frame = pktmon_window_get_live_frame (self);

  if (frame != NULL)
    pktmon_document_set_capture_constraints (self->document, NULL);
  if (error != NULL && frame != NULL)
    pktmon_capture_frame_add_notice (frame, GTK_MESSAGE_ERROR, error);
  take_autosaved (self);
  pktmon_window_show_content (self);
  pktmon_window_refresh_live (self);
  pktmon_window_proceed (self);
}

static void
state_changed_cb (PktmonWindow *self)
{
  if (self->document != NULL)
    pktmon_window_show_title (self);
  pktmon_window_refresh_live (self);
}

const char *
pktmon_window_get_live_title (PktmonWindow *self)
{
  gboolean paused;

  if (pktmon_live_get_state (self->live) < PKTMON_LIVE_ACTIVE)
    return self->unsaved ? _ ("Not saved") : _ ("Saved");
  g_object_get (self->live, "paused", &paused, NULL);
  return paused ? _ ("Paused") : _ ("Capturing");
}

static void
notify_paused (PktmonWindow *self)
{
  if (self->document != NULL)
    pktmon_window_show_title (self);
  g_object_notify (G_OBJECT (self), "paused");
}

/* --- Actions --- */

static void
constrain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);
  PktmonConstraintList *constraints = pktmon_live_get_constraints (self->live);
  g_autoptr (GError) error = NULL;

  if (pktmon_constraint_list_check_room (constraints, &error))
    gtk_window_present (GTK_WINDOW (pktmon_constraint_dialog_new (
        GTK_WINDOW (self), constraints, NULL, pktmon_live_get_store (self->live))));
  else
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static void
capture_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PktmonWindow *self = PKTMON_WINDOW (widget);

  if (pktmon_window_is_capturing (self))
    pktmon_window_stop_capturing (self);
  else
    pktmon_window_settle (self, start);
}

static void
options_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (pktmon_capture_options_dialog_new (GTK_WINDOW (widget))));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pktmon_window_show_content (PKTMON_WINDOW (widget));
}

gboolean
pktmon_window_get_following (PktmonWindow *self)
{
  PktmonPacketScroller *scroller = get_scroller (self);

  return scroller != NULL && pktmon_packet_scroller_get_follow (scroller);
}

void
pktmon_window_set_following (PktmonWindow *self, gboolean following)
{
  PktmonPacketScroller *scroller = get_scroller (self);

  if (scroller != NULL)
    pktmon_packet_scroller_set_follow (scroller, following);
}

void
pktmon_window_install_live_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.constrain", NULL, constrain_cb);
  gtk_widget_class_install_action (klass, "win.capture", NULL, capture_cb);
  gtk_widget_class_install_action (klass, "win.capture-options", NULL, options_cb);
  gtk_widget_class_install_action (klass, "win.back", NULL, back_cb);
  gtk_widget_class_install_property_action (klass, "win.pause", "paused");
  gtk_widget_class_install_property_action (klass, "win.follow", "following");
}

/* --- Life --- */

static void
follow_live (PktmonWindow *self)
{
  const struct {
    const char *signal;
    GCallback callback;
  } handlers[] = {
    { "state-changed", G_CALLBACK (state_changed_cb) },
    { "began", G_CALLBACK (began_cb) },
    { "failed", G_CALLBACK (failed_cb) },
    { "warned", G_CALLBACK (warned_cb) },
    { "returned", G_CALLBACK (returned_cb) },
    { "ended", G_CALLBACK (ended_cb) },
    { "notify::paused", G_CALLBACK (notify_paused) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->live, handlers[i].signal, handlers[i].callback, self,
                             G_CONNECT_SWAPPED);
}

static void
start_page_mapped_cb (PktmonWindow *self)
{
  if (pktmon_start_page_get_source_view (self->start) == NULL)
    pktmon_start_page_take_source_view (self->start, make_source_view (self));
}

void
pktmon_window_init_live (PktmonWindow *self)
{
  self->live = pktmon_live_new (self->monitor);
  self->ticks = pktmon_source_ticks_new();
  follow_live (self);
  g_signal_connect_object (self->ticks, "changed", G_CALLBACK (ticks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start, "map", G_CALLBACK (start_page_mapped_cb), self,
                           G_CONNECT_SWAPPED);
  pktmon_start_page_set_constraints (self->start, pktmon_live_get_constraints (self->live));
  pktmon_window_refresh_live (self);
}

void
pktmon_window_clear_live (PktmonWindow *self)
{
  if (self->tree_handler != 0)
    g_clear_signal_handler (&self->tree_handler, pktmon_monitor_get_source_tree (self->monitor));
  if (self->live != NULL)
    g_signal_handlers_disconnect_by_data (self->live, self);
  g_clear_object (&self->live);
  g_clear_object (&self->ticks);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->begun, g_date_time_unref);
}
