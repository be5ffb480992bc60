/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/capture-frame.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "ui/flap-state.h"
#include "ui/live-bar.h"
#include "ui/live-sidebar.h"
#include "ui/load-bar.h"
#include "ui/notice-bar.h"
#include "ui/settings.h"
#include "ui/sidebar.h"

/* Then the oldest ones go. */
#define MAX_NOTICES 3u

struct _PktmonCaptureFrame {
  AdwBin parent_instance;

  PktmonDocument *document;
  GFileMonitor *monitor; /* NULL: the file cannot change */
  char *saved;           /* what tells the file that was saved here from others; NULL: none was */
  gboolean is_cut;       /* the list ends before its packets do */

  AdwFlap *flap;
  AdwBin *sidebar;
  PktmonLoadBar *load_bar;
  PktmonNoticeBar *damage;
  PktmonNoticeBar *change;
  PktmonNoticeBar *cut;
  GtkBox *notices;
  guint n_notices;
  AdwBin *page;
  AdwBin *status;
};

G_DEFINE_FINAL_TYPE (PktmonCaptureFrame, pktmon_capture_frame, ADW_TYPE_BIN)

/* --- Notices --- */

static void
show_damage (PktmonCaptureFrame *self)
{
  g_autoptr (GError) error = pktmon_store_dup_error (pktmon_document_get_store (self->document));
  g_autofree char *what = NULL;

  if (error == NULL)
    return;
  what = pktmon_error_dup_what (error);
  pktmon_notice_bar_show (self->damage, GTK_MESSAGE_WARNING, what, pktmon_error_get_advice (error));
}

static void
store_changed_cb (PktmonCaptureFrame *self)
{
  PktmonStore *store = pktmon_document_get_store (self->document);

  if (!pktmon_store_is_complete (store))
    return;
  g_signal_handlers_disconnect_by_func (store, store_changed_cb, self);
  show_damage (self);
}

/* What is another whenever the file is, or has other contents. (transfer full); NULL: there is
 * none.
 */
static char *
dup_state (GFile *file)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_UNIX_INODE "," G_FILE_ATTRIBUTE_ETAG_VALUE,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (info == NULL)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s",
                          g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_UNIX_INODE),
                          g_file_info_get_etag (info));
}

static void
file_changed_cb (PktmonCaptureFrame *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
  g_autofree char *state = self->saved != NULL ? dup_state (file) : NULL;

  /* What was done to save it may be told late. */
  if (state != NULL && g_str_equal (state, self->saved))
    return;
  if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_CREATED)
    pktmon_notice_bar_show (self->change, GTK_MESSAGE_INFO,
                            _ ("The file has changed since it was opened."),
                            _ ("Reload it to see what is in it now."));
}

static void
add_notice (PktmonCaptureFrame *self, GtkMessageType type, const char *what, const char *advice)
{
  PktmonNoticeBar *notice = g_object_new (PKTMON_TYPE_NOTICE_BAR, NULL);

  if (self->n_notices == MAX_NOTICES)
    gtk_box_remove (self->notices, gtk_widget_get_first_child (GTK_WIDGET (self->notices)));
  else
    self->n_notices++;
  gtk_box_append (self->notices, GTK_WIDGET (notice));
  pktmon_notice_bar_set_reloadable (notice, FALSE);
  pktmon_notice_bar_show (notice, type, what, advice);
}

void
pktmon_capture_frame_add_notice (PktmonCaptureFrame *self, GtkMessageType type, const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);

  g_return_if_fail (PKTMON_IS_CAPTURE_FRAME (self));

  add_notice (self, type, what, pktmon_error_get_advice (error));
}

void
pktmon_capture_frame_add_message (PktmonCaptureFrame *self, const char *message)
{
  g_return_if_fail (PKTMON_IS_CAPTURE_FRAME (self));

  add_notice (self, GTK_MESSAGE_INFO, message, NULL);
}

/* Only plain files change: what came through a pipe is all there is. */
static void
watch_file (PktmonCaptureFrame *self)
{
  GFile *file = pktmon_document_get_file (self->document);

  if (file == NULL ||
      g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) != G_FILE_TYPE_REGULAR)
    return;
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (file_changed_cb), self);
}

void
pktmon_capture_frame_take_file (PktmonCaptureFrame *self)
{
  g_return_if_fail (PKTMON_IS_CAPTURE_FRAME (self));

  g_clear_object (&self->monitor);
  g_free (self->saved);
  self->saved = dup_state (pktmon_document_get_file (self->document));
  pktmon_notice_bar_hide (self->change);
  watch_file (self);
}

/* GTK can only lay out so many rows. */
static void
rows_changed_cb (PktmonCaptureFrame *self)
{
  PktmonPacketSelection *selection = pktmon_document_get_selection (self->document);
  gboolean is_cut = pktmon_packet_selection_is_cut (selection);
  g_autofree char *count = NULL;
  g_autofree char *what = NULL;

  if (is_cut == self->is_cut)
    return;
  self->is_cut = is_cut;
  if (!is_cut) {
    pktmon_notice_bar_hide (self->cut);
    return;
  }
  count = pktmon_format_dup_count (pktmon_packet_selection_count_rows (selection));
  /* Translators: %s: a number of many millions, with separators. */
  what = g_strdup_printf (_ ("The list ends after %s packets, as it can hold no more."), count);
  pktmon_notice_bar_show (self->cut, GTK_MESSAGE_INFO, what,
                          _ ("Filter the packets to see the others."));
}

static void
watch_rows (PktmonCaptureFrame *self)
{
  g_signal_connect_object (pktmon_document_get_selection (self->document), "items-changed",
                           G_CALLBACK (rows_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->document, "shown-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* --- Parts --- */

/* Its first layout and painting are most of the work for a part, so that one frame has no time for
 * all of them. */
static gboolean
show_part_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PktmonCaptureFrame *self = PKTMON_CAPTURE_FRAME (widget);
  GtkWidget *sidebar = adw_bin_get_child (self->sidebar);

  if (pktmon_capture_page_show_part (pktmon_capture_frame_get_page (self)))
    return G_SOURCE_CONTINUE;
  if (gtk_widget_get_visible (sidebar))
    return G_SOURCE_REMOVE;
  gtk_widget_set_visible (sidebar, TRUE);
  return G_SOURCE_CONTINUE;
}

static void
set_sidebar (PktmonCaptureFrame *self, GtkWidget *sidebar)
{
  gtk_widget_set_visible (sidebar, FALSE);
  adw_bin_set_child (self->sidebar, sidebar);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), show_part_cb, NULL, NULL);
}

/* Lets go of one part. Returns: whether there was one. */
static gboolean
remove_part (PktmonCaptureFrame *self)
{
  if (adw_bin_get_child (self->sidebar) == NULL)
    return FALSE;
  if (!pktmon_capture_page_remove_part (pktmon_capture_frame_get_page (self)))
    adw_bin_set_child (self->sidebar, NULL);
  return TRUE;
}

static gboolean
take_apart_cb (gpointer user_data)
{
  return remove_part (user_data) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
pktmon_capture_frame_take_apart (PktmonCaptureFrame *self)
{
  g_return_if_fail (PKTMON_IS_CAPTURE_FRAME (self));

  adw_bin_set_child (self->status, NULL);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_apart_cb, g_object_ref (self), g_object_unref);
}

/* --- Life --- */

static void
pktmon_capture_frame_dispose (GObject *object)
{
  PktmonCaptureFrame *self = PKTMON_CAPTURE_FRAME (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (pktmon_document_get_store (self->document), self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->saved, g_free);
  g_clear_object (&self->document);
  adw_bin_set_child (ADW_BIN (self), NULL);
  G_OBJECT_CLASS (pktmon_capture_frame_parent_class)->dispose (object);
}

static void
pktmon_capture_frame_class_init (PktmonCaptureFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PKTMON_TYPE_LOAD_BAR);
  g_type_ensure (PKTMON_TYPE_NOTICE_BAR);
  G_OBJECT_CLASS (klass)->dispose = pktmon_capture_frame_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/packetmonitor/PacketMonitor/ui/capture-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, flap);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, load_bar);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, damage);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, change);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, cut);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, notices);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, page);
  gtk_widget_class_bind_template_child (widget_class, PktmonCaptureFrame, status);
}

static void
pktmon_capture_frame_init (PktmonCaptureFrame *self)
{
  g_autoptr (GSettings) settings = pktmon_settings_new();

  gtk_widget_init_template (GTK_WIDGET (self));
  pktmon_notice_bar_set_reloadable (self->cut, FALSE);
  pktmon_flap_state_remember (self->flap, settings, PKTMON_SETTING_SIDEBAR_VISIBLE);
}

static void
watch (PktmonCaptureFrame *self)
{
  PktmonStore *store = pktmon_document_get_store (self->document);

  watch_file (self);
  watch_rows (self);
  g_signal_connect_swapped (store, "changed", G_CALLBACK (store_changed_cb), self);
  store_changed_cb (self);
}

static PktmonCaptureFrame *
frame_new (PktmonDocument *document)
{
  PktmonCaptureFrame *self = g_object_new (PKTMON_TYPE_CAPTURE_FRAME, NULL);

  self->document = g_object_ref (document);
  return self;
}

/* Makes the next part of the page. Returns: whether it has all now. */
static gboolean
fill_page (PktmonCaptureFrame *self)
{
  if (adw_bin_get_child (self->page) != NULL)
    return pktmon_capture_page_fill (pktmon_capture_frame_get_page (self));
  adw_bin_set_child (self->page, GTK_WIDGET (pktmon_capture_page_new (self->document)));
  return FALSE;
}

static gboolean
fill_cb (gpointer user_data)
{
  GTask *task = user_data;
  PktmonCaptureFrame *self = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (!fill_page (self))
    return G_SOURCE_CONTINUE;
  set_sidebar (self, GTK_WIDGET (pktmon_sidebar_new (self->document)));
  pktmon_load_bar_set_document (self->load_bar, self->document);
  watch (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  return G_SOURCE_REMOVE;
}

void
pktmon_capture_frame_new_async (PktmonDocument *document, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pktmon_capture_frame_new_async);
  g_task_set_task_data (task, g_object_ref_sink (frame_new (document)), g_object_unref);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, fill_cb, task, g_object_unref);
}

PktmonCaptureFrame *
pktmon_capture_frame_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

PktmonCaptureFrame *
pktmon_capture_frame_new_live (PktmonDocument *document, PktmonLive *live, GtkWidget *sources)
{
  PktmonLiveBar *bar = g_object_new (PKTMON_TYPE_LIVE_BAR, NULL);
  PktmonCaptureFrame *self = frame_new (document);
  PktmonPacketView *view;

  while (!fill_page (self))
    continue;
  pktmon_capture_page_set_captured (pktmon_capture_frame_get_page (self),
                                    pktmon_live_get_constraints (live));
  set_sidebar (self, GTK_WIDGET (pktmon_live_sidebar_new (document, sources)));
  watch (self);
  view = pktmon_capture_page_get_packet_view (pktmon_capture_frame_get_page (self));
  pktmon_packet_scroller_set_follow (pktmon_packet_view_get_scroller (view), TRUE);
  adw_bin_set_child (self->status, GTK_WIDGET (bar));
  pktmon_live_bar_watch (bar, live, document);
  return self;
}

PktmonDocument *
pktmon_capture_frame_get_document (PktmonCaptureFrame *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_FRAME (self), NULL);

  return self->document;
}

PktmonCapturePage *
pktmon_capture_frame_get_page (PktmonCaptureFrame *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_FRAME (self), NULL);

  return PKTMON_CAPTURE_PAGE (adw_bin_get_child (self->page));
}

AdwFlap *
pktmon_capture_frame_get_flap (PktmonCaptureFrame *self)
{
  g_return_val_if_fail (PKTMON_IS_CAPTURE_FRAME (self), NULL);

  return self->flap;
}
