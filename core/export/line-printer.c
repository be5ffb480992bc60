/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/line-printer.h"

#include "export/bytes-text.h"
#include "export/csv-line.h"
#include "export/json-line.h"

void
pktmon_line_printer_init (PktmonLinePrinter *self, PktmonLineBuffer *buffer,
                          PktmonLinesFormat format)
{
  self->buffer = buffer;
  self->format = format;
  self->start = PKTMON_TIME_NONE;
  pktmon_text_layout_init (&self->layout);
}

void
pktmon_line_printer_append_header (PktmonLinePrinter *self)
{
  if (self->format == PKTMON_LINES_CSV)
    pktmon_csv_line_append_header (self->buffer);
}

void
pktmon_line_printer_see (PktmonLinePrinter *self, const PktmonPacket *packet)
{
  if (G_UNLIKELY (!pktmon_time_is_known (self->start)))
    self->start = pktmon_packet_get_time (packet);
}

/* Nothing in the text from @start on begins or ends a comment. */
static void
hide_comment_marks (PktmonLineBuffer *buffer, gsize start)
{
  for (char *c = buffer->data + start; c + 1 < buffer->data + buffer->length; c++)
    if (c[0] == '*' && c[1] == '/')
      c[1] = '|';
    else if (c[0] == '/' && c[1] == '*')
      c[0] = '|';
}

static void
append_comment (PktmonLinePrinter *self, const PktmonLine *line)
{
  gsize start;

  pktmon_line_buffer_append (self->buffer, "/* ");
  start = self->buffer->length;
  pktmon_text_line_append (self->buffer, &self->layout, line);
  self->buffer->length--; /* the end of the line */
  hide_comment_marks (self->buffer, start);
  pktmon_line_buffer_append (self->buffer, " */\n");
}

/* An array of nothing is no C. */
static void
append_c (PktmonLinePrinter *self, const PktmonLine *line)
{
  g_autofree char *name = g_strdup_printf ("packet_%" G_GUINT64_FORMAT, line->number);

  append_comment (self, line);
  if (line->packet->captured > 0)
    pktmon_bytes_text_append_array (self->buffer, name, line->packet->data, line->packet->captured);
  pktmon_line_buffer_append_char (self->buffer, '\n');
}

void
pktmon_line_printer_append (PktmonLinePrinter *self, guint64 number, const PktmonPacket *packet)
{
  PktmonSummary summary;
  PktmonLine line = {
    .number = number,
    .time = pktmon_packet_get_time (packet),
    .packet = packet,
    .summary = &summary,
  };

  pktmon_line_printer_see (self, packet);
  line.relative = pktmon_time_subtract (line.time, self->start);
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  switch (self->format) {
  case PKTMON_LINES_JSON:
    pktmon_json_line_append (self->buffer, &line);
    break;
  case PKTMON_LINES_CSV:
    pktmon_csv_line_append (self->buffer, &line);
    break;
  case PKTMON_LINES_C:
    append_c (self, &line);
    break;
  case PKTMON_LINES_TEXT:
  default:
    pktmon_text_line_append (self->buffer, &self->layout, &line);
    break;
  }
}
