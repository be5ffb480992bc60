/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"
#include "dissect/loopback.h"

/* What operating systems put before packets that do not come from a line.
 * https://www.tcpdump.org/linktypes.html */

#define NFLOG_PAYLOAD 9
#define NFLOG_TYPE_MASK 0x7fff
#define NETLINK_HEADER_SIZE 16

/* Attributes in the byte order of the machine that captured: lengths are small, which tells it. */
static void
find_payload (PktmonBytes *bytes)
{
  gboolean big_endian = pktmon_bytes_peek_u8 (bytes, 0) == 0;

  while (pktmon_bytes_left (bytes) >= 4) {
    guint16 length = pktmon_bytes_u16 (bytes, big_endian);
    guint16 type = pktmon_bytes_u16 (bytes, big_endian) & NFLOG_TYPE_MASK;

    if (length < 4 || length - 4u > pktmon_bytes_left (bytes))
      break;
    if (type == NFLOG_PAYLOAD) {
      pktmon_bytes_limit (bytes, length - 4u);
      return;
    }
    pktmon_bytes_skip (bytes, MIN ((length - 1u) / 4 * 4, pktmon_bytes_left (bytes)));
  }
  bytes->failed = TRUE;
}

void
pktmon_dissect_nflog (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 family = pktmon_bytes_u8 (bytes);
  guint16 resource;

  pktmon_bytes_skip (bytes, 1);
  resource = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "NFLOG");
  find_payload (bytes);
  pktmon_dissection_begin (self, "nflog", "Linux Netfilter NFLOG", start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "nflog.family", "Family", start, 1, family);
  pktmon_dissection_add_u64 (self, "nflog.res_id", "Group", start + 2, 2, resource);
  pktmon_dissection_end (self, bytes->position);
  if (!bytes->failed)
    self->next = pktmon_address_family_find (family);
}

static const char *
netlink_family_name (guint16 family)
{
  static const char *const names[] = {
    "Route",          NULL,        "User sockets", NULL,    "Socket diagnosis",
    "NFLOG",          "XFRM",      "SELinux",      "iSCSI", "Audit",
    "FIB lookup",     "Connector", "Netfilter",    NULL,    "DECnet",
    "Kobject uevent", "Generic",
  };

  return family < G_N_ELEMENTS (names) ? names[family] : NULL;
}

void
pktmon_dissect_netlink (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 family;
  PktmonText *info;

  pktmon_bytes_skip (bytes, 14);
  family = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  pktmon_dissection_set_protocol (self, "Netlink");
  info = pktmon_dissection_get_info (self);
  if (info != NULL && netlink_family_name (family) != NULL)
    pktmon_text_append (info, netlink_family_name (family));
  pktmon_dissection_begin (self, "netlink", "Linux netlink", start, NETLINK_HEADER_SIZE);
  pktmon_dissection_add_named (self, "netlink.family", "Family", start + 14, 2, family,
                               netlink_family_name (family));
  pktmon_dissection_end (self, bytes->position);
}

/* The header gives its own length, padded to four bytes. */
void
pktmon_dissect_pflog (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 length = pktmon_bytes_peek_u8 (bytes, 0);
  guint8 family = pktmon_bytes_peek_u8 (bytes, 1);

  if (length < 4 || !pktmon_bytes_skip (bytes, (length + 3u) & ~3u))
    return;
  pktmon_dissection_set_protocol (self, "PFLOG");
  pktmon_dissection_begin (self, "pflog", "PF log", start, bytes->position - start);
  pktmon_dissection_add_u64 (self, "pflog.af", "Address family", start + 1, 1, family);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_address_family_find (family);
}
