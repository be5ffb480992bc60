/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-form.h"

#include "base/error.h"
#include "base/i18n.h"
#include "config.h"
#include "pcapng/block-change.h"
#include "pcapng/format.h"
#include "store/block-list.h"

/* Offsets in blocks. */
#define LENGTH_OFFSET 4u
#define SECTION_LENGTH_OFFSET 16u
#define SECTION_OPTIONS_OFFSET 24u
#define LENGTH_SIZE 4u

/* What a record of pcap grows by at most when it becomes a block, padding included. */
#define RECORD_GROWTH 20u

typedef struct {
  PktmonExportForm form;
  PktmonWriter *writer; /* of the present file */
  const PktmonSection *section;
  guint next_interface; /* number of the next that is described */
  GArray *heads;        /* of PktmonBlockRun: what each file of this section begins with */
  const guint8 *run;    /* blocks that follow each other and are to be copied as they are */
  gsize run_size;
  GByteArray *noted; /* options, or a section header, with other notes than the capture's */
} PcapngForm;

/* --- Runs --- */

static gboolean
end_run (PcapngForm *self, GError **error)
{
  gsize size = self->run_size;

  self->run_size = 0;
  return size == 0 || pktmon_writer_add_blocks (self->writer, self->run, size, error);
}

static gboolean
add_to_run (PcapngForm *self, const guint8 *data, gsize size, GError **error)
{
  if (self->run_size > 0 && self->run + self->run_size != data && !end_run (self, error))
    return FALSE;
  if (self->run_size == 0)
    self->run = data;
  self->run_size += size;
  return TRUE;
}

/* Old writers did not count the padding in a block's length, and not all programs read that. */
static gboolean
counts_padding (const PcapngForm *self, const guint8 *data, const PktmonRecord *record)
{
  guint32 size = (guint32) record->size;
  guint32 length = self->section->big_endian ? GUINT32_TO_BE (size) : GUINT32_TO_LE (size);

  return memcmp (data + LENGTH_OFFSET, &length, sizeof length) == 0;
}

/* --- Blocks --- */

static guint32
limit_snap_length (const PcapngForm *self, guint32 snap_length)
{
  guint32 limit = self->form.options->max_captured;

  return limit == 0 ? snap_length : snap_length == 0 ? limit : MIN (snap_length, limit);
}

/* How notes differ from those of the capture; NULL: not at all. */
static const PktmonNoteEdits *
get_notes (const PcapngForm *self)
{
  return self->form.options->strip_comments ? NULL : self->form.options->notes;
}

/* What stands before the records of a pcap file. */
static gboolean
add_pcap_header (PcapngForm *self, GError **error)
{
  const PktmonInterface *interface = pktmon_directory_get_interface (self->form.directory, 0);
  const PktmonNoteEdits *notes = get_notes (self);
  const char *comment = notes != NULL ? pktmon_note_edits_get_capture_comment (notes) : NULL;

  return pktmon_writer_add_section (self->writer, "Packet Monitor " PACKAGE_VERSION, comment,
                                    error) &&
         pktmon_writer_add_interface (self->writer, interface,
                                      limit_snap_length (self, interface->snap_length), error);
}

/* The length that a section header may give is no longer true. */
static gboolean
has_unknown_length (const guint8 *data)
{
  static const guint64 unknown = G_MAXUINT64;

  return memcmp (data + SECTION_LENGTH_OFFSET, &unknown, sizeof unknown) == 0;
}

/* The interface that a statistics block is about; NULL when there is none. */
static const PktmonExportInterface *
find_statistics_interface (PcapngForm *self, const PktmonRecord *record, const guint8 *data)
{
  guint64 number =
      (guint64) self->section->first_interface +
      pktmon_block_change_get_interface (data, record->size, self->section->big_endian);

  if (record->size < PKTMON_INTERFACE_STATISTICS_MIN_SIZE || number >= self->next_interface)
    return NULL;
  return pktmon_export_form_get_interface (&self->form, (guint) number);
}

/* What is to be changed in a block.
 * Returns: FALSE when it is left out. */
static gboolean
find_change (PcapngForm *self, const PktmonRecord *record, const guint8 *data,
             PktmonBlockChange *change, gboolean *changed)
{
  const PktmonExportInterface *interface;
  guint32 snap_length;

  *changed = change->strip_comments || !counts_padding (self, data, record);
  switch (record->type) {
  case PKTMON_BLOCK_SECTION_HEADER:
    change->unknown_length = !has_unknown_length (data);
    *changed |= change->unknown_length;
    return TRUE;
  case PKTMON_BLOCK_INTERFACE_DESCRIPTION:
    snap_length =
        pktmon_directory_get_interface (self->form.directory, self->next_interface)->snap_length;
    interface = pktmon_export_form_get_interface (&self->form, self->next_interface++);
    if (limit_snap_length (self, snap_length) != snap_length) {
      change->snap_length = limit_snap_length (self, snap_length);
      *changed = TRUE;
    }
    return interface->kept;
  case PKTMON_BLOCK_INTERFACE_STATISTICS:
    interface = find_statistics_interface (self, record, data);
    if (interface == NULL)
      return TRUE;
    change->interface = interface->id;
    if (self->form.partial)
      change->delivered = interface->packets;
    *changed |= self->form.partial;
    return interface->kept;
  default:
    return TRUE;
  }
}

static gboolean
write_block (PcapngForm *self, const PktmonRecord *record, const guint8 *data, GError **error)
{
  PktmonBlockChange change = PKTMON_NO_BLOCK_CHANGE;
  gboolean changed;

  change.strip_comments = self->form.options->strip_comments;
  if (!find_change (self, record, data, &change, &changed))
    return TRUE;
  if (!changed)
    return add_to_run (self, data, record->size, error);
  return end_run (self, error) &&
         pktmon_block_change_add_block (&change, self->writer, data, record,
                                        self->section->big_endian, error);
}

/* The first section header with another comment. */
static gboolean
write_noted_section (PcapngForm *self, const PktmonRecord *record, const guint8 *data,
                     PktmonBytes *options, GError **error)
{
  g_autoptr (GByteArray) block = g_byte_array_new();
  PktmonRecord noted = *record;
  gsize size;
  const guint8 *list = pktmon_bytes_take_rest (options, &size);

  g_byte_array_append (block, data, SECTION_OPTIONS_OFFSET);
  if (size > 0)
    g_byte_array_append (block, list, (guint) size);
  g_byte_array_append (block, data + LENGTH_OFFSET, LENGTH_SIZE); /* is written anew */
  noted.size = block->len;
  return write_block (self, &noted, block->data, error) && end_run (self, error);
}

static gboolean
write_section (PcapngForm *self, const PktmonRecord *record, const guint8 *data, GError **error)
{
  const PktmonNoteEdits *notes = record->offset == 0 ? get_notes (self) : NULL;
  PktmonBytes options = pktmon_bytes_new (self->section->options, self->section->options_size);

  if (notes != NULL &&
      pktmon_note_edits_apply_to_capture (notes, self->section->big_endian, &options, self->noted))
    return write_noted_section (self, record, data, &options, error);
  return write_block (self, record, data, error);
}

/* --- What each file begins with --- */

/* Sections, interfaces, names and secrets are needed by all packets that follow. */
static void
note_head (PcapngForm *self, const PktmonRecord *record)
{
  PktmonBlockRun run = { record->offset, record->size };

  if (pktmon_export_options_is_split (self->form.options) &&
      (record->type == PKTMON_BLOCK_SECTION_HEADER ||
       record->type == PKTMON_BLOCK_INTERFACE_DESCRIPTION ||
       record->type == PKTMON_BLOCK_NAME_RESOLUTION ||
       record->type == PKTMON_BLOCK_DECRYPTION_SECRETS))
    g_array_append_val (self->heads, run);
}

static gboolean
enter_section (PcapngForm *self, const PktmonRecord *record, GError **error)
{
  guint64 end;

  if (!end_run (self, error))
    return FALSE;
  self->section = pktmon_directory_find_section (self->form.directory, record->offset, &end);
  self->next_interface = self->section->first_interface;
  if (self->section->format == PKTMON_FORMAT_PCAPNG)
    pktmon_writer_set_big_endian (self->writer, self->section->big_endian);
  g_array_set_size (self->heads, 0);
  return TRUE;
}

static gboolean
read_head (PcapngForm *self, const PktmonBlockRun *run, GByteArray *buffer, GError **error)
{
  gssize got;

  g_byte_array_set_size (buffer, (guint) run->size);
  got = pktmon_spool_read (self->form.spool, run->offset, buffer->data, run->size, error);
  if (got < 0 || (guint64) got == run->size)
    return got >= 0;
  pktmon_error_set (error, PKTMON_ERROR_CHANGED,
                    _ ("The file was changed by another program while it was open."),
                    _ ("Open it again to see what it holds now."));
  return FALSE;
}

static gboolean
repeat_head (PcapngForm *self, const PktmonBlockRun *run, GByteArray *buffer, GError **error)
{
  PktmonRecord record = { .offset = run->offset, .size = run->size };
  PktmonBytes bytes;

  if (!read_head (self, run, buffer, error))
    return FALSE;
  bytes = pktmon_bytes_new (buffer->data, buffer->len);
  record.type = pktmon_bytes_u32 (&bytes, self->section->big_endian);
  if (record.type == PKTMON_BLOCK_SECTION_HEADER)
    return write_section (self, &record, buffer->data, error) && end_run (self, error);
  return write_block (self, &record, buffer->data, error) && end_run (self, error);
}

static gboolean
repeat_heads (PcapngForm *self, GError **error)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new();
  gboolean success = TRUE;

  self->next_interface = self->section->first_interface;
  for (guint i = 0; success && i < self->heads->len; i++)
    success = repeat_head (self, &g_array_index (self->heads, PktmonBlockRun, i), buffer, error);
  return success;
}

static gboolean
write_cb (gpointer user_data, const guint8 *data, gsize size, GError **error)
{
  return pktmon_export_target_write (user_data, data, size, error);
}

static PktmonWriter *
make_writer (PktmonExportTarget *target)
{
  int descriptor = pktmon_export_target_get_descriptor (target);

  if (descriptor >= 0)
    return pktmon_writer_new (descriptor, pktmon_export_target_get_name (target));
  return pktmon_writer_new_for_func (write_cb, target);
}

static gboolean
begin (PktmonExportForm *form, GError **error)
{
  PcapngForm *self = (PcapngForm *) form;

  g_clear_pointer (&self->writer, pktmon_writer_free);
  self->writer = make_writer (form->target);
  if (self->section == NULL)
    return TRUE;
  if (self->section->format != PKTMON_FORMAT_PCAPNG)
    return add_pcap_header (self, error);
  pktmon_writer_set_big_endian (self->writer, self->section->big_endian);
  return repeat_heads (self, error);
}

/* --- The capture --- */

static gboolean
add_block (PktmonExportForm *form, const PktmonRecord *record, const guint8 *data, GError **error)
{
  PcapngForm *self = (PcapngForm *) form;

  if (record->offset == 0 || record->type == PKTMON_BLOCK_SECTION_HEADER) {
    if (!enter_section (self, record, error))
      return FALSE;
    if (self->section->format != PKTMON_FORMAT_PCAPNG)
      return add_pcap_header (self, error);
  }
  note_head (self, record);
  if (record->type == PKTMON_BLOCK_SECTION_HEADER)
    return write_section (self, record, data, error);
  return write_block (self, record, data, error);
}

/* Gives @packet the options that it is to have.
 * Returns: whether they are others. */
static gboolean
apply_notes (PcapngForm *self, guint64 position, PktmonPacket *packet)
{
  const PktmonNoteEdits *notes = get_notes (self);
  gboolean big_endian = packet->block_type == 0 ? G_BYTE_ORDER == G_BIG_ENDIAN
                                                : packet->interface->section->big_endian;

  return notes != NULL &&
         pktmon_note_edits_apply (notes, position, big_endian, &packet->options, self->noted);
}

/* Records, and blocks that have no place for notes, become blocks that do. */
static gboolean
is_made_anew (guint32 type, gboolean noted)
{
  return type == 0 || (noted && type == PKTMON_BLOCK_SIMPLE_PACKET);
}

static gboolean
add_packet (PktmonExportForm *form, guint64 position, const PktmonRecord *record,
            const guint8 *data, GError **error)
{
  PcapngForm *self = (PcapngForm *) form;
  PktmonBlockChange change = PKTMON_NO_BLOCK_CHANGE;
  PktmonPacket packet = record->packet;
  gboolean noted = apply_notes (self, position, &packet);
  guint32 id;

  change.max_captured = pktmon_export_form_get_max_captured (form);
  change.strip_comments = form->options->strip_comments;
  id =
      record->type == 0 ? 0 : pktmon_export_form_get_interface (form, packet.interface->number)->id;
  if (is_made_anew (record->type, noted))
    return end_run (self, error) &&
           pktmon_writer_add_packet (self->writer, &packet, id, change.max_captured, error);
  if (id != packet.interface->number - self->section->first_interface)
    change.interface = id;
  if (!noted && pktmon_block_change_spares_packet (&change, &packet) &&
      counts_padding (self, data, record))
    return add_to_run (self, data, record->size, error);
  return end_run (self, error) &&
         pktmon_block_change_add_packet (&change, self->writer, data, &packet, error);
}

static gsize
measure (PktmonExportForm *form, guint64 position, const PktmonRecord *record)
{
  const PktmonNoteEdits *notes = get_notes ((PcapngForm *) form);
  gsize size = record->size + (is_made_anew (record->type, notes != NULL) ? RECORD_GROWTH : 0);

  return notes != NULL ? size + pktmon_note_edits_measure (notes, position) : size;
}

static gboolean
release (PktmonExportForm *form, GError **error)
{
  return end_run ((PcapngForm *) form, error);
}

static gboolean
flush (PktmonExportForm *form, gboolean end, GError **error)
{
  PcapngForm *self = (PcapngForm *) form;

  return end_run (self, error) && pktmon_writer_flush (self->writer, error);
}

static guint64
get_added (const PktmonExportForm *form)
{
  const PcapngForm *self = (const PcapngForm *) form;

  return pktmon_writer_get_size (self->writer) + self->run_size;
}

static void
form_free (PktmonExportForm *form)
{
  PcapngForm *self = (PcapngForm *) form;

  g_clear_pointer (&self->writer, pktmon_writer_free);
  g_array_unref (self->heads);
  g_byte_array_unref (self->noted);
  g_free (self);
}

PktmonExportForm *
pktmon_pcapng_form_new (void)
{
  static const PktmonExportFormClass klass = {
    .begin = begin,
    .add_block = add_block,
    .add_packet = add_packet,
    .measure = measure,
    .release = release,
    .flush = flush,
    .get_added = get_added,
    .free = form_free,
  };
  PcapngForm *self = g_new0 (PcapngForm, 1);

  self->form.klass = &klass;
  self->heads = g_array_new (FALSE, FALSE, sizeof (PktmonBlockRun));
  self->noted = g_byte_array_new();
  return &self->form;
}
