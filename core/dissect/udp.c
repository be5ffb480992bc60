/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"

#define HEADER_SIZE 8u

/* Tunnels, by the port that their packets are sent to; some also answer from it. */
typedef struct {
  guint16 port;
  gboolean either; /* source or destination */
  PktmonLayer layer;
} Tunnel;

static const Tunnel tunnels[] = {
  { 1701, TRUE, pktmon_dissect_l2tp },       { 2152, TRUE, pktmon_dissect_gtp_u },
  { 3544, TRUE, pktmon_dissect_teredo },     { 4789, FALSE, pktmon_dissect_vxlan },
  { 4790, FALSE, pktmon_dissect_vxlan_gpe }, { 5072, TRUE, pktmon_dissect_ayiya },
  { 6081, FALSE, pktmon_dissect_geneve },    { 6635, FALSE, pktmon_dissect_mpls },
  { 8472, FALSE, pktmon_dissect_vxlan },
};

static PktmonLayer
find_tunnel (guint16 source, guint16 destination)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tunnels); i++)
    if (tunnels[i].port == destination || (tunnels[i].either && tunnels[i].port == source))
      return tunnels[i].layer;
  return NULL;
}

static void
set_ports (PktmonDissection *self, guint16 source, guint16 destination)
{
  PktmonFields *fields = &self->summary->fields;

  self->source_port = source;
  self->destination_port = destination;
  if (fields->present & PKTMON_FIELD_UDP_PORTS)
    return;
  fields->present |= PKTMON_FIELD_UDP_PORTS;
  fields->udp_srcport = source;
  fields->udp_dstport = destination;
}

/* @payload: by its own header; that of a fragment is more than there is. */
static void
write_info (PktmonText *info, guint16 source, guint16 destination, gsize payload)
{
  pktmon_text_append_u64 (info, source);
  pktmon_text_append (info, " → ");
  pktmon_text_append_u64 (info, destination);
  pktmon_text_append (info, " Len=");
  pktmon_text_append_u64 (info, payload);
}

static void
add_tree (PktmonDissection *self, gsize start, guint16 source, guint16 destination, guint16 length,
          guint16 checksum, gboolean lite)
{
  pktmon_dissection_begin (self, "udp", "User Datagram Protocol", start, HEADER_SIZE);
  pktmon_dissection_add_u64 (self, "udp.srcport", "Source port", start, 2, source);
  pktmon_dissection_add_u64 (self, "udp.dstport", "Destination port", start + 2, 2, destination);
  pktmon_dissection_add_u64 (self, lite ? "udp.checksum_coverage" : "udp.length",
                             lite ? "Checksum coverage" : "Length", start + 4, 2, length);
  pktmon_dissection_add_hex (self, "udp.checksum", "Checksum", start + 6, 2, checksum);
  pktmon_dissection_end (self, start + HEADER_SIZE);
}

/* @lite: where a length would stand, UDP-Lite says how much the checksum covers (RFC 3828 section
 * 3.1). The length is 0 in jumbograms (RFC 2675). */
static void
dissect (PktmonDissection *self, PktmonBytes *bytes, gboolean lite)
{
  gsize start = bytes->position;
  guint16 source = pktmon_bytes_be16 (bytes);
  guint16 destination = pktmon_bytes_be16 (bytes);
  guint16 length, checksum;
  gsize payload = self->ip_payload - MIN (HEADER_SIZE, self->ip_payload);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, lite ? "UDP-Lite" : "UDP");
  if (bytes->failed)
    return;
  set_ports (self, source, destination);
  length = pktmon_bytes_be16 (bytes);
  checksum = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  if (!lite && length >= HEADER_SIZE && length - HEADER_SIZE < payload)
    payload = length - HEADER_SIZE;
  pktmon_bytes_limit (bytes, payload);
  self->transport_payload = payload;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, source, destination,
                !lite && length > HEADER_SIZE ? length - HEADER_SIZE : payload);
  add_tree (self, start, source, destination, length, checksum, lite);
  if (pktmon_bytes_left (bytes) == 0)
    return;
  self->next = find_tunnel (source, destination);
  if (self->next == NULL)
    self->next = pktmon_application_find_udp (self, bytes);
}

void
pktmon_dissect_udp (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, FALSE);
}

void
pktmon_dissect_udp_lite (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, TRUE);
}
