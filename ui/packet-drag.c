/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-drag.h"

#include "base/i18n.h"
#include "ui/packet-line.h"
#include "ui/picked-packets.h"

#define URI_LIST "text/uri-list"

/* --- Content --- */

#define PKTMON_TYPE_PACKET_CONTENT (pktmon_packet_content_get_type())
G_DECLARE_FINAL_TYPE (PktmonPacketContent, pktmon_packet_content, PKTMON, PACKET_CONTENT,
                      GdkContentProvider)

struct _PktmonPacketContent {
  GdkContentProvider parent_instance;

  PktmonPickedPackets *packets; /* NULL: nobody will ask for them any more */
  guint writing;                /* files that are being written */
  gboolean over;                /* the drag */
  GFile *file;                  /* NULL: nobody has asked for it yet */
};

G_DEFINE_FINAL_TYPE (PktmonPacketContent, pktmon_packet_content, GDK_TYPE_CONTENT_PROVIDER)

static GdkContentFormats *
pktmon_packet_content_ref_formats (GdkContentProvider *provider)
{
  static const char *const types[] = { URI_LIST };

  return gdk_content_formats_new ((const char **) types, G_N_ELEMENTS (types));
}

/* GDK may keep the content for long after the drag. */
static void
let_go_of_packets (PktmonPacketContent *self)
{
  if (self->over && self->writing == 0)
    g_clear_pointer (&self->packets, pktmon_picked_packets_free);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @task: (transfer full) */
static void
send (GTask *task)
{
  PktmonPacketContent *self = g_task_get_source_object (task);
  g_autofree char *uri = g_file_get_uri (self->file);
  char *line = g_strconcat (uri, "\r\n", NULL);

  g_object_set_data_full (G_OBJECT (task), "line", line, g_free);
  g_output_stream_write_all_async (g_task_get_task_data (task), line, strlen (line),
                                   g_task_get_priority (task), g_task_get_cancellable (task),
                                   sent_cb, task);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  PktmonPacketContent *self = g_task_get_source_object (task);
  GError *error = NULL;
  GFile *file = pktmon_picked_packets_write_finish (result, &error);

  self->writing--;
  let_go_of_packets (self);
  if (file == NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_clear_object (&self->file);
  self->file = file;
  send (g_steal_pointer (&task));
}

static void
pktmon_packet_content_write_async (GdkContentProvider *provider, const char *mime_type,
                                   GOutputStream *stream, int io_priority,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  PktmonPacketContent *self = PKTMON_PACKET_CONTENT (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, pktmon_packet_content_write_async);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, g_object_ref (stream), g_object_unref);
  if (self->file != NULL)
    send (task);
  else if (self->packets != NULL) {
    self->writing++;
    pktmon_picked_packets_write_async (self->packets, 0, NULL, NULL, cancellable, written_cb, task);
  } else {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                             _ ("The packets are not offered any more."));
    g_object_unref (task);
  }
}

static gboolean
pktmon_packet_content_write_finish (GdkContentProvider *provider, GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pktmon_packet_content_finalize (GObject *object)
{

  PktmonPacketContent *self = PKTMON_PACKET_CONTENT (object);

  g_clear_pointer (&self->packets, pktmon_picked_packets_free);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (pktmon_packet_content_parent_class)->finalize (object);
}

static void
pktmon_packet_content_class_init (PktmonPacketContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pktmon_packet_content_finalize;
  provider_class->ref_formats = pktmon_packet_content_ref_formats;
  provider_class->write_mime_type_async = pktmon_packet_content_write_async;
  provider_class->write_mime_type_finish = pktmon_packet_content_write_finish;
}

static void
pktmon_packet_content_init (PktmonPacketContent *self)
{
}

GdkContentProvider *
pktmon_packet_drag_new_content (PktmonDocument *document)
{
  PktmonPickedPackets *packets = pktmon_picked_packets_new (document);
  PktmonPacketContent *self;

  if (packets == NULL)
    return NULL;
  self = g_object_new (PKTMON_TYPE_PACKET_CONTENT, NULL);
  self->packets = packets;
  return GDK_CONTENT_PROVIDER (self);
}

/* --- Dragging --- */

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, PktmonDocument *document)
{
  GtkListView *list =
      GTK_LIST_VIEW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  PktmonPacketLine *line = pktmon_packet_line_pick (list, x, y);
  GtkListItem *item = line != NULL ? pktmon_packet_line_get_item (line) : NULL;

  if (item == NULL)
    return NULL;
  if (!gtk_list_item_get_selected (item))
    gtk_widget_activate_action (GTK_WIDGET (list), "list.select-item", "(ubb)",
                                gtk_list_item_get_position (item), FALSE, FALSE);
  return pktmon_packet_drag_new_content (document);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag)
{
  g_object_set_data_full (G_OBJECT (source), "content", g_object_ref (gdk_drag_get_content (drag)),
                          g_object_unref);
}

static void
drag_end_cb (GtkDragSource *source)
{
  PktmonPacketContent *content = g_object_get_data (G_OBJECT (source), "content");

  content->over = TRUE;
  let_go_of_packets (content);
  g_object_set_data (G_OBJECT (source), "content", NULL);
}

void
pktmon_packet_drag_install (GtkListView *list, PktmonDocument *document)
{
  GtkDragSource *source = gtk_drag_source_new();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (prepare_cb), document, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
  g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (source));
}
