/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-form.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "pcapng/format.h"
#include "pcapng/link-type.h"

/* Records gather up to this size, and go out together. */
#define FLUSH_SIZE (512u * 1024)
#define ETHERNET 1u
/* The finest unit of time that a file of the usual kind has, in digits. */
#define MICROSECONDS 6u

typedef struct {
  PktmonExportForm form;
  GByteArray *buffer;
  guint64 size;      /* of the present file */
  gboolean begun;    /* its header is written */
  guint16 link_type; /* that it says */
  gboolean nanoseconds;
} PcapForm;

/* --- The header --- */

/* Whether any interface that packets may come from counts finer than microseconds. */
static gboolean
is_fine (const PcapForm *self)
{
  for (guint i = 0; i < self->form.interfaces->len; i++) {
    guint8 resolution = pktmon_directory_get_interface (self->form.directory, i)->resolution;

    if (pktmon_export_form_get_interface (&self->form, i)->kept &&
        ((resolution & 0x80) != 0 || resolution > MICROSECONDS))
      return TRUE;
  }
  return FALSE;
}

/* At least the usual one: some programs cut what is longer. */
static guint32
find_snap_length (const PcapForm *self)
{
  guint32 longest = PKTMON_PCAP_USUAL_SNAP_LENGTH;

  if (self->form.options->max_captured > 0)
    return self->form.options->max_captured;
  for (guint i = 0; i < self->form.interfaces->len; i++)
    longest = MAX (longest, pktmon_directory_get_interface (self->form.directory, i)->snap_length);
  return MIN (longest, PKTMON_MAX_PACKET_SIZE);
}

static void
put_u32 (PcapForm *self, guint32 value)
{
  g_byte_array_append (self->buffer, (const guint8 *) &value, sizeof value);
  self->size += sizeof value;
}

static void
put_u16 (PcapForm *self, guint16 value)
{
  g_byte_array_append (self->buffer, (const guint8 *) &value, sizeof value);
  self->size += sizeof value;
}

static void
put_header (PcapForm *self, guint16 link_type, guint8 fcs_length)
{
  guint32 fcs = fcs_length == 0
                    ? 0
                    : PKTMON_PCAP_FCS_PRESENT | (guint32) (fcs_length / 2) << PKTMON_PCAP_FCS_SHIFT;

  self->begun = TRUE;
  self->link_type = link_type;
  self->nanoseconds = is_fine (self);
  put_u32 (self,
           self->nanoseconds ? PKTMON_PCAP_MAGIC_NANOSECONDS : PKTMON_PCAP_MAGIC_MICROSECONDS);
  put_u16 (self, PKTMON_PCAP_MAJOR);
  put_u16 (self, PKTMON_PCAP_MINOR);
  put_u32 (self, 0);
  put_u32 (self, 0);
  put_u32 (self, find_snap_length (self));
  put_u32 (self, link_type | fcs);
}

/* Without packets, any of the interfaces that are there will do. */
static void
put_empty_header (PcapForm *self)
{
  for (guint i = 0; i < self->form.interfaces->len; i++)
    if (pktmon_export_form_get_interface (&self->form, i)->kept) {
      put_header (self, pktmon_directory_get_interface (self->form.directory, i)->link_type, 0);
      return;
    }
  put_header (self, ETHERNET, 0);
}

static gboolean
begin (PktmonExportForm *form, GError **error)
{
  PcapForm *self = (PcapForm *) form;

  self->begun = FALSE;
  self->size = 0;
  return TRUE;
}

/* --- Packets --- */

static gboolean
refuse_link_type (const PcapForm *self, guint16 link_type, GError **error)
{
  char first[64], second[64];
  g_autofree char *what = NULL;
  PktmonText text;

  pktmon_text_init (&text, first, sizeof first);
  pktmon_link_type_append_name (&text, self->link_type);
  pktmon_text_init (&text, second, sizeof second);
  pktmon_link_type_append_name (&text, link_type);
  what = g_strdup_printf (
      _ ("The packets have different link types, %s and %s, and a pcap file has only one."), first,
      second);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Export them as pcapng, or only those of one source."));
  return FALSE;
}

/* What 32 bits cannot hold is the nearest that they can. */
static void
put_time (PcapForm *self, const PktmonPacket *packet)
{
  PktmonTime time = pktmon_packet_get_time (packet);

  if (!pktmon_time_is_known (time))
    time = (PktmonTime){ 0 };
  if (time.seconds < 0)
    time = (PktmonTime){ 0 };
  put_u32 (self, (guint32) MIN (time.seconds, (gint64) G_MAXUINT32));
  put_u32 (self, self->nanoseconds ? time.nanoseconds : time.nanoseconds / 1000);
}

static gboolean
flush (PktmonExportForm *form, gboolean end, GError **error)
{
  PcapForm *self = (PcapForm *) form;
  gboolean success;

  if (end && !self->begun)
    put_empty_header (self);
  success = pktmon_export_target_write (form->target, self->buffer->data, self->buffer->len, error);
  g_byte_array_set_size (self->buffer, 0);
  return success;
}

static gboolean
add_packet (PktmonExportForm *form, guint64 position, const PktmonRecord *record,
            const guint8 *data, GError **error)
{
  PcapForm *self = (PcapForm *) form;
  const PktmonPacket *packet = &record->packet;
  guint32 captured = MIN (packet->captured, pktmon_export_form_get_max_captured (form));

  if (!self->begun)
    put_header (self, packet->interface->link_type, packet->interface->fcs_length);
  if (packet->interface->link_type != self->link_type)
    return refuse_link_type (self, packet->interface->link_type, error);
  put_time (self, packet);
  put_u32 (self, captured);
  put_u32 (self, packet->length);
  g_byte_array_append (self->buffer, packet->data, captured);
  self->size += captured;
  return self->buffer->len < FLUSH_SIZE || flush (form, FALSE, error);
}

static gsize
measure (PktmonExportForm *form, guint64 position, const PktmonRecord *record)
{
  return PKTMON_PCAP_RECORD_SIZE +
         MIN (record->packet.captured, pktmon_export_form_get_max_captured (form));
}

static guint64
get_added (const PktmonExportForm *form)
{
  const PcapForm *self = (const PcapForm *) form;

  return self->size;
}

static void
form_free (PktmonExportForm *form)
{
  PcapForm *self = (PcapForm *) form;

  g_byte_array_unref (self->buffer);
  g_free (self);
}

PktmonExportForm *
pktmon_pcap_form_new (void)
{
  static const PktmonExportFormClass klass = {
    .begin = begin,
    .add_packet = add_packet,
    .measure = measure,
    .flush = flush,
    .get_added = get_added,
    .free = form_free,
  };
  PcapForm *self = g_new0 (PcapForm, 1);

  self->form.klass = &klass;
  self->buffer = g_byte_array_sized_new (FLUSH_SIZE);
  return &self->form;
}
