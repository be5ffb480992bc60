/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

/* A direction and the compressed header, as BSD writes them before the packet. */
#define HEADER_SIZE 16

void
pktmon_dissect_slip (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  if (!pktmon_bytes_skip (bytes, HEADER_SIZE))
    return;
  pktmon_dissection_set_protocol (self, "SLIP");
  pktmon_dissection_begin (self, "slip", "Serial Line IP", start, HEADER_SIZE);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_ip;
}
