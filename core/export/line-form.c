/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-form.h"

#include "export/line-printer.h"

/* Lines gather up to this size, and go out together. */
#define FLUSH_SIZE (512u * 1024)

typedef struct {
  PktmonExportForm form;
  PktmonLinePrinter printer;
  PktmonLineBuffer lines; /* to be written */
  PktmonLineBuffer line;  /* of the packet that is measured; empty: none is */
  guint64 size;           /* of the present file */
} LineForm;

static PktmonLinesFormat
get_lines_format (PktmonExportFormat format)
{
  return format == PKTMON_EXPORT_CSV    ? PKTMON_LINES_CSV
         : format == PKTMON_EXPORT_JSON ? PKTMON_LINES_JSON
         : format == PKTMON_EXPORT_C    ? PKTMON_LINES_C
                                        : PKTMON_LINES_TEXT;
}

static gboolean
begin (PktmonExportForm *form, GError **error)
{
  LineForm *self = (LineForm *) form;

  self->printer.buffer = &self->lines;
  pktmon_line_printer_append_header (&self->printer);
  self->size = self->lines.length;
  return TRUE;
}

static void
see_packet (PktmonExportForm *form, const PktmonPacket *packet)
{
  LineForm *self = (LineForm *) form;

  pktmon_line_printer_see (&self->printer, packet);
}

static void
print (LineForm *self, PktmonLineBuffer *buffer, guint64 position, const PktmonPacket *packet)
{
  PktmonPacket cut = *packet;

  cut.captured = MIN (packet->captured, pktmon_export_form_get_max_captured (&self->form));
  self->printer.buffer = buffer;
  pktmon_line_printer_append (&self->printer, position + 1, &cut);
}

static gsize
measure (PktmonExportForm *form, guint64 position, const PktmonRecord *record)
{
  LineForm *self = (LineForm *) form;

  self->line.length = 0;
  print (self, &self->line, position, &record->packet);
  return self->line.length;
}

static gboolean
flush (PktmonExportForm *form, gboolean end, GError **error)
{
  LineForm *self = (LineForm *) form;
  gboolean success = pktmon_export_target_write (form->target, (const guint8 *) self->lines.data,
                                                 self->lines.length, error);

  self->lines.length = 0;
  return success;
}

static gboolean
add_packet (PktmonExportForm *form, guint64 position, const PktmonRecord *record,
            const guint8 *data, GError **error)
{
  LineForm *self = (LineForm *) form;
  gsize before = self->lines.length;

  if (self->line.length > 0)
    pktmon_line_buffer_append_sized (&self->lines, self->line.data, self->line.length);
  else
    print (self, &self->lines, position, &record->packet);
  self->line.length = 0;
  self->size += self->lines.length - before;
  return self->lines.length < FLUSH_SIZE || flush (form, FALSE, error);
}

static guint64
get_added (const PktmonExportForm *form)
{
  const LineForm *self = (const LineForm *) form;

  return self->size;
}

static void
form_free (PktmonExportForm *form)
{
  LineForm *self = (LineForm *) form;

  pktmon_line_buffer_clear (&self->lines);
  pktmon_line_buffer_clear (&self->line);
  g_free (self);
}

PktmonExportForm *
pktmon_line_form_new (PktmonExportFormat format)
{
  static const PktmonExportFormClass klass = {
    .begin = begin,
    .add_packet = add_packet,
    .see_packet = see_packet,
    .measure = measure,
    .flush = flush,
    .get_added = get_added,
    .free = form_free,
  };
  LineForm *self = g_new0 (LineForm, 1);

  self->form.klass = &klass;
  pktmon_line_printer_init (&self->printer, &self->lines, get_lines_format (format));
  return &self->form;
}
