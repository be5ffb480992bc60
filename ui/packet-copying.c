/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-copying.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/steps.h"
#include "export/csv-line.h"
#include "export/json-line.h"
#include "export/text-line.h"
#include "store/cursor.h"
#include "ui/picked-packets.h"

/* Lines between two looks at the clock. */
#define BATCH 64u

typedef enum {
  FORM_TEXT,
  FORM_CSV,
  FORM_JSON,
} Form;

/* What a step works on. */
typedef struct {
  PktmonCursor *cursor;
  PktmonPositions *positions;
  Form form;
  PktmonTime start;
  PktmonTextLayout layout;
  PktmonLineBuffer lines;
  guint64 next; /* position; PKTMON_POSITION_NONE: all are there */
  guint64 done; /* packets */
  GError *error;
} Work;

struct _PktmonPacketCopying {
  GObject parent_instance;

  GtkWidget *widget;
  PktmonDocument *document;
  PktmonSteps *steps; /* NULL: nothing is copied */
  Work *work;         /* of the steps */
  PktmonPickedPackets *packets;
  GCancellable *writing; /* the capture; NULL: it is not its turn */
};

G_DEFINE_FINAL_TYPE (PktmonPacketCopying, pktmon_packet_copying, G_TYPE_OBJECT)

enum { PROP_0, PROP_FRACTION, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { ENDED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* The capture that is being written, whatever becomes of the copying. */
typedef struct {
  PktmonPacketCopying *copying;
  PktmonPickedPackets *packets;
  GCancellable *cancellable;
} Writing;

static void
writing_free (Writing *self)
{
  g_object_unref (self->copying);
  pktmon_picked_packets_free (self->packets);
  g_object_unref (self->cancellable);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

/* --- The work --- */

static void
free_work (gpointer data)
{
  Work *work = data;

  pktmon_cursor_free (work->cursor);
  pktmon_positions_free (work->positions);
  pktmon_line_buffer_clear (&work->lines);
  g_clear_error (&work->error);
  g_free (work);
}

static void
append_line (Work *work, const PktmonPacket *packet)
{
  PktmonSummary summary;
  PktmonLine line = {
    .number = work->next + 1,
    .time = pktmon_packet_get_time (packet),
    .packet = packet,
    .summary = &summary,
  };

  line.relative = pktmon_time_subtract (line.time, work->start);
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  switch (work->form) {
  case FORM_CSV:
    pktmon_csv_line_append (&work->lines, &line);
    break;
  case FORM_JSON:
    pktmon_json_line_append (&work->lines, &line);
    break;
  case FORM_TEXT:
  default:
    pktmon_text_line_append (&work->lines, &work->layout, &line);
    break;
  }
}

static gboolean
is_finished (const Work *work)
{
  return work->next == PKTMON_POSITION_NONE || work->error != NULL ||
         work->lines.length >= PKTMON_MAX_COPIED_LINES;
}

static gboolean
step_cb (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;
  PktmonPacket packet;

  while (!is_finished (work) && !pktmon_steps_is_over (steps))
    for (guint i = 0; i < BATCH && !is_finished (work); i++) {
      if (!pktmon_cursor_read (work->cursor, work->next, &packet, &work->error))
        break;
      append_line (work, &packet);
      work->done++;
      work->next = pktmon_positions_get_next (work->positions, work->next + 1);
    }
  return !is_finished (work);
}

/* --- The end --- */

/* (transfer full); NULL when all went as it should. */
static char *
dup_message (const Work *work)
{
  g_autofree char *count = pktmon_format_dup_count (work->done);

  if (work->error != NULL)
    return pktmon_error_dup_what (work->error);
  if (work->next == PKTMON_POSITION_NONE)
    return NULL;
  /* Translators: the clipboard holds no more than that. %s: a number, with separators. */
  return g_strdup_printf (ngettext ("Only the first packet was copied. Export the others.",
                                    "Only the first %s packets were copied. Export the others.",
                                    (gulong) work->done),
                          count);
}

/* What programs call captures: the last is what desktops have for pcap and pcapng alike. */
static const char *const capture_types[] = { "application/x-pcapng",
                                             "application/vnd.tcpdump.pcap" };

/* @capture: NULL: none. */
static void
finish (PktmonPacketCopying *self, GBytes *capture)
{
  g_autofree char *message = dup_message (self->work);
  g_autofree char *text = pktmon_line_buffer_dup_text (&self->work->lines);
  GdkContentProvider *providers[1 + G_N_ELEMENTS (capture_types)];
  g_autoptr (GdkContentProvider) all = NULL;
  gsize n = 0;

  providers[n++] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  for (gsize i = 0; capture != NULL && i < G_N_ELEMENTS (capture_types); i++)
    providers[n++] = gdk_content_provider_new_for_bytes (capture_types[i], capture);
  all = gdk_content_provider_new_union (providers, n);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (self->widget), all);
  pktmon_packet_copying_cancel (self);
  g_signal_emit (self, signals[ENDED], 0, message);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_file_delete_finish (G_FILE (source), result, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PktmonPacketCopying) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) capture = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  g_file_delete_async (G_FILE (source), G_PRIORITY_LOW, NULL, deleted_cb, NULL);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (self, capture);
}

/* Lines are better than nothing. */
static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Writing) writing = user_data;
  PktmonPacketCopying *self = writing->copying;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = pktmon_picked_packets_write_finish (result, &error);

  if (file != NULL)
    g_file_load_bytes_async (file, writing->cancellable, loaded_cb, g_object_ref (self));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (self, NULL);
}

/* All lines are there. Packets that were too many for them are so for a capture. */
static void
write_capture (PktmonPacketCopying *self)
{
  Writing *writing;

  if (self->work->next != PKTMON_POSITION_NONE) {
    finish (self, NULL);
    return;
  }
  writing = g_new (Writing, 1);
  self->writing = g_cancellable_new();
  *writing = (Writing){ g_object_ref (self), g_steal_pointer (&self->packets),
                        g_object_ref (self->writing) };
  pktmon_picked_packets_write_async (writing->packets, PKTMON_MAX_COPIED_LINES, NULL, NULL,
                                     self->writing, written_cb, writing);
}

static void
done_cb (gpointer user_data)
{
  PktmonPacketCopying *self = user_data;

  if (is_finished (self->work))
    write_capture (self);
  else
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static double
get_fraction (PktmonPacketCopying *self)
{
  if (self->steps == NULL)
    return -1;
  return (double) self->work->done / (double) pktmon_positions_get_count (self->work->positions);
}

void
pktmon_packet_copying_start (PktmonPacketCopying *self, const char *form, PktmonTime start)
{
  Work *work;

  g_return_if_fail (PKTMON_IS_PACKET_COPYING (self));

  pktmon_packet_copying_cancel (self);
  work = self->work = g_new0 (Work, 1);
  work->positions =
      pktmon_packet_selection_dup_positions (pktmon_document_get_selection (self->document));
  work->cursor =
      pktmon_cursor_new (pktmon_document_get_store (self->document), PKTMON_CURSOR_SEQUENTIAL);
  work->form =
      g_str_equal (form, "csv") ? FORM_CSV : (g_str_equal (form, "json") ? FORM_JSON : FORM_TEXT);
  work->start = start;
  work->next = pktmon_positions_get_next (work->positions, 0);
  pktmon_text_layout_init (&work->layout);
  if (work->form == FORM_CSV)
    pktmon_csv_line_append_header (&work->lines);
  self->steps = pktmon_steps_new (step_cb, work, free_work, done_cb, self);
  self->packets = pktmon_picked_packets_new (self->document);
  if (work->next == PKTMON_POSITION_NONE)
    pktmon_packet_copying_cancel (self);
  else
    pktmon_steps_run (self->steps);
}

static void
stop (PktmonPacketCopying *self)
{
  g_cancellable_cancel (self->writing);
  g_clear_object (&self->writing);
  g_clear_pointer (&self->packets, pktmon_picked_packets_free);
  g_clear_pointer (&self->steps, pktmon_steps_free);
  self->work = NULL;
}

void
pktmon_packet_copying_cancel (PktmonPacketCopying *self)
{
  g_return_if_fail (PKTMON_IS_PACKET_COPYING (self));

  if (self->steps == NULL)
    return;
  stop (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

/* --- Life --- */

static void
pktmon_packet_copying_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FRACTION:
    g_value_set_double (value, get_fraction (PKTMON_PACKET_COPYING (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_packet_copying_dispose (GObject *object)
{
  PktmonPacketCopying *self = PKTMON_PACKET_COPYING (object);

  stop (self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pktmon_packet_copying_parent_class)->dispose (object);
}

static void
pktmon_packet_copying_class_init (PktmonPacketCopyingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_packet_copying_get_property;
  object_class->dispose = pktmon_packet_copying_dispose;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ENDED] = g_signal_new ("ended", PKTMON_TYPE_PACKET_COPYING, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pktmon_packet_copying_init (PktmonPacketCopying *self)
{
}

PktmonPacketCopying *
pktmon_packet_copying_new (GtkWidget *widget, PktmonDocument *document)
{
  PktmonPacketCopying *self = g_object_new (PKTMON_TYPE_PACKET_COPYING, NULL);

  self->widget = widget;
  self->document = g_object_ref (document);
  return self;
}
