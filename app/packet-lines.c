/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packet-lines.h"

#include "export/csv-line.h"
#include "export/json-line.h"

void
pktmon_packet_lines_init (PktmonPacketLines *self, PktmonOutput *output, PktmonLinesFormat format)
{
  self->output = output;
  self->format = format;
  self->start = PKTMON_TIME_NONE;
  pktmon_text_layout_init (&self->layout);
}

void
pktmon_packet_lines_append_header (PktmonPacketLines *self)
{
  if (self->format == PKTMON_LINES_CSV)
    pktmon_csv_line_append_header (&self->output->buffer);
}

void
pktmon_packet_lines_see (PktmonPacketLines *self, const PktmonPacket *packet)
{
  if (G_UNLIKELY (!pktmon_time_is_known (self->start)))
    self->start = pktmon_packet_get_time (packet);
}

void
pktmon_packet_lines_append (PktmonPacketLines *self, guint64 number, const PktmonPacket *packet)
{
  PktmonLineBuffer *buffer = &self->output->buffer;
  PktmonSummary summary;
  PktmonLine line = {
    .number = number,
    .time = pktmon_packet_get_time (packet),
    .packet = packet,
    .summary = &summary,
  };

  pktmon_packet_lines_see (self, packet);
  line.relative = pktmon_time_subtract (line.time, self->start);
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  if (self->format == PKTMON_LINES_JSON)
    pktmon_json_line_append (buffer, &line);
  else if (self->format == PKTMON_LINES_CSV)
    pktmon_csv_line_append (buffer, &line);
  else
    pktmon_text_line_append (buffer, &self->layout, &line);
}
