/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"

#include "dissect/content.h"
#include "dissect/layers.h"
typedef struct {
  guint16 port;
  PktmonLayer layer;
} Service;

/* A port's slot is found without search. Two services in one slot do not compile (the compiler
 * warns of the overridden one); another number of slots tells them apart. */
#define SLOTS 509
#define SERVICE(number, function) [(number) % SLOTS] = { (number), (function) }

static const Service tcp_services[SLOTS] = {
  SERVICE (21, pktmon_dissect_ftp),          SERVICE (22, pktmon_dissect_ssh),
  SERVICE (25, pktmon_dissect_smtp),         SERVICE (53, pktmon_dissect_dns_tcp),
  SERVICE (88, pktmon_dissect_kerberos_tcp), SERVICE (110, pktmon_dissect_pop),
  SERVICE (139, pktmon_dissect_smb),         SERVICE (143, pktmon_dissect_imap),
  SERVICE (179, pktmon_dissect_bgp),         SERVICE (389, pktmon_dissect_ldap),
  SERVICE (445, pktmon_dissect_smb),         SERVICE (587, pktmon_dissect_smtp),
  SERVICE (1883, pktmon_dissect_mqtt),       SERVICE (3268, pktmon_dissect_ldap),
};

static const Service udp_services[SLOTS] = {
  SERVICE (53, pktmon_dissect_dns),      SERVICE (67, pktmon_dissect_dhcp),
  SERVICE (68, pktmon_dissect_dhcp),     SERVICE (69, pktmon_dissect_tftp),
  SERVICE (88, pktmon_dissect_kerberos), SERVICE (123, pktmon_dissect_ntp),
  SERVICE (137, pktmon_dissect_nbns),    SERVICE (161, pktmon_dissect_snmp),
  SERVICE (162, pktmon_dissect_snmp),    SERVICE (443, pktmon_dissect_quic),
  SERVICE (514, pktmon_dissect_syslog),  SERVICE (520, pktmon_dissect_rip),
  SERVICE (546, pktmon_dissect_dhcpv6),  SERVICE (547, pktmon_dissect_dhcpv6),
  SERVICE (1645, pktmon_dissect_radius), SERVICE (1646, pktmon_dissect_radius),
  SERVICE (1812, pktmon_dissect_radius), SERVICE (1813, pktmon_dissect_radius),
  SERVICE (1900, pktmon_dissect_ssdp),   SERVICE (3799, pktmon_dissect_radius),
  SERVICE (5353, pktmon_dissect_mdns),   SERVICE (5355, pktmon_dissect_llmnr),
};

static PktmonLayer
find_port (const Service services[SLOTS], guint16 port)
{
  const Service *service = &services[port % SLOTS];

  return service->port == port ? service->layer : NULL;
}

/* The lower port is the service's more often than not. */
static PktmonLayer
find_service (const PktmonDissection *self, const Service services[SLOTS])
{
  guint16 low = MIN (self->source_port, self->destination_port);
  guint16 high = MAX (self->source_port, self->destination_port);
  PktmonLayer layer = find_port (services, low);

  return layer != NULL ? layer : find_port (services, high);
}

/* What is known by how it begins; the first byte rules most out. */
typedef struct {
  guint8 first, last; /* of the first byte */
  gboolean (*is_here) (const PktmonDissection *self, const PktmonBytes *payload);
  PktmonLayer layer;
} Content;

static const Content tcp_contents[] = {
  { 20, 24, pktmon_tls_is_here, pktmon_dissect_tls },
  { 'S', 'S', pktmon_ssh_is_here, pktmon_dissect_ssh },
  { 'A', 'Z', pktmon_start_line_is_here, pktmon_dissect_start_line },
};

static const Content udp_contents[] = {
  { 0x80, 0xff, pktmon_quic_is_here, pktmon_dissect_quic },
  { 0x80, 0xbf, pktmon_rtcp_is_here, pktmon_dissect_rtcp },
  { 20, 24, pktmon_dtls_is_here, pktmon_dissect_dtls },
  { 0x00, 0x3f, pktmon_stun_is_here, pktmon_dissect_stun },
  { 1, 4, pktmon_wireguard_is_here, pktmon_dissect_wireguard },
};

/* Those that a port says better. */
static const Content udp_likely_contents[] = {
  { 0x00, 0xff, pktmon_dns_is_here, pktmon_dissect_dns },
  { 'A', 'Z', pktmon_start_line_is_here, pktmon_dissect_start_line },
};

static PktmonLayer
find_content (const PktmonDissection *self, const PktmonBytes *payload, const Content *contents,
              gsize count)
{
  guint8 first = pktmon_bytes_peek_u8 (payload, 0);

  for (gsize i = 0; i < count; i++)
    if (first >= contents[i].first && first <= contents[i].last &&
        contents[i].is_here (self, payload))
      return contents[i].layer;
  return NULL;
}
#define FIND_CONTENT(contents) find_content (self, payload, contents, G_N_ELEMENTS (contents))

PktmonLayer
pktmon_application_find_tcp (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonLayer layer = FIND_CONTENT (tcp_contents);

  if (layer == NULL)
    layer = find_service (self, tcp_services);
  return layer != NULL ? layer : pktmon_dissect_data;
}

PktmonLayer
pktmon_application_find_udp (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonLayer layer = FIND_CONTENT (udp_contents);
  PktmonLayer likely = NULL;

  if (layer == NULL)
    layer = find_service (self, udp_services);
  /* A short header of QUIC is anything. */
  if (layer == NULL || layer == pktmon_dissect_quic)
    likely = FIND_CONTENT (udp_likely_contents);
  if (likely != NULL)
    return likely;
  return layer != NULL ? layer : pktmon_dissect_data;
}

void
pktmon_application_reject (PktmonDissection *self, PktmonBytes *bytes, gsize start)
{
  bytes->position = start;
  bytes->failed = FALSE;
  self->next = pktmon_dissect_data;
}

void
pktmon_application_leave (PktmonDissection *self, const PktmonBytes *bytes)
{
  if (self->tree != NULL && pktmon_bytes_left (bytes) > 0)
    self->next = pktmon_dissect_data;
}
