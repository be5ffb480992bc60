/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/ip-protocol.h"
#include "dissect/layers.h"

#define MIN_AH_SIZE 12

void
pktmon_dissect_ah (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 next = pktmon_bytes_u8 (bytes);
  gsize size = 4 * ((gsize) pktmon_bytes_u8 (bytes) + 2);
  guint32 spi, sequence;
  PktmonText *info;

  pktmon_bytes_skip (bytes, 2);
  spi = pktmon_bytes_be32 (bytes);
  sequence = pktmon_bytes_be32 (bytes);
  if (bytes->failed || size < MIN_AH_SIZE || !pktmon_bytes_skip (bytes, size - MIN_AH_SIZE))
    return;
  pktmon_dissection_set_protocol (self, "AH");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "AH (SPI=");
    pktmon_text_append_hex (info, spi, 8);
    pktmon_text_append_char (info, ')');
  }
  self->ip_payload -= MIN (size, self->ip_payload);
  pktmon_dissection_begin (self, "ah", "Authentication Header", start, size);
  pktmon_dissection_add_named (self, "ah.next_header", "Next header", start, 1, next,
                               pktmon_ip_protocol_get_name (next));
  pktmon_dissection_add_u64 (self, "ah.length", "Length", start + 1, 1, size);
  pktmon_dissection_add_hex (self, "ah.spi", "SPI", start + 4, 4, spi);
  pktmon_dissection_add_u64 (self, "ah.sequence", "Sequence", start + 8, 4, sequence);
  pktmon_dissection_end (self, bytes->position);
  pktmon_ip_protocol_follow (self, next);
}

void
pktmon_dissect_esp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint32 spi = pktmon_bytes_be32 (bytes);
  guint32 sequence = pktmon_bytes_be32 (bytes);
  PktmonText *info;

  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "ESP");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "ESP (SPI=");
    pktmon_text_append_hex (info, spi, 8);
    pktmon_text_append_char (info, ')');
  }
  pktmon_dissection_begin (self, "esp", "Encapsulating Security Payload", start, 8);
  pktmon_dissection_add_hex (self, "esp.spi", "SPI", start, 4, spi);
  pktmon_dissection_add_u64 (self, "esp.sequence", "Sequence", start + 4, 4, sequence);
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_ipcomp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 next = pktmon_bytes_u8 (bytes);
  guint16 cpi;
  PktmonText *info;

  pktmon_bytes_skip (bytes, 1);
  cpi = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "IPComp");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "IPComp (CPI=");
    pktmon_text_append_hex (info, cpi, 4);
    pktmon_text_append_char (info, ')');
  }
  pktmon_dissection_begin (self, "ipcomp", "IP Payload Compression", start, 4);
  pktmon_dissection_add_named (self, NULL, "Next header", start, 1, next,
                               pktmon_ip_protocol_get_name (next));
  pktmon_dissection_add_hex (self, "ipcomp.cpi", "CPI", start + 2, 2, cpi);
  pktmon_dissection_end (self, bytes->position);
}
