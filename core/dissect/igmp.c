/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"
#include "dissect/names.h"

#define QUERY 0x11
#define REPORT_V3 0x22

/* Record types (RFC 3376 section 4.2.12). */
enum {
  MODE_INCLUDE = 1,
  MODE_EXCLUDE,
  CHANGE_TO_INCLUDE,
  CHANGE_TO_EXCLUDE,
};

static const char *
type_name (guint8 type)
{
  switch (type) {
  case QUERY:
    return "Membership Query";
  case 0x12:
    return "Membership Report";
  case 0x16:
    return "Membership Report";
  case 0x17:
    return "Leave Group";
  case REPORT_V3:
    return "Membership Report";
  default:
    return NULL;
  }
}

/* Versions are told apart by type and size (RFC 3376, 7.1). */
static const char *
find_protocol (guint8 type, guint8 maximum, gsize size)
{
  if (type == REPORT_V3 || (type == QUERY && size >= 12))
    return "IGMPv3";
  if (type == 0x12 || (type == QUERY && maximum == 0))
    return "IGMPv1";
  return "IGMPv2";
}

static gboolean
is_zero (const guint8 group[4])
{
  return (group[0] | group[1] | group[2] | group[3]) == 0;
}

/* RFC 3376 section 4.2.12: what a report of version 3 says of one group. */
static void
append_record (PktmonText *info, guint8 type, guint16 n_sources, const guint8 group[4])
{
  gboolean none = n_sources == 0;

  if (none && (type == MODE_INCLUDE || type == CHANGE_TO_INCLUDE))
    pktmon_text_append (info, " / Leave group ");
  else
    pktmon_text_append (info, " / Join group ");
  pktmon_text_append_ipv4 (info, group);
  if (none && (type == MODE_EXCLUDE || type == CHANGE_TO_EXCLUDE))
    pktmon_text_append (info, " for any sources");
}

static void
dissect_records (PktmonDissection *self, PktmonBytes *bytes, guint16 count)
{
  static const PktmonName types[] = {
    { MODE_INCLUDE, "Mode is include" },
    { MODE_EXCLUDE, "Mode is exclude" },
    { CHANGE_TO_INCLUDE, "Change to include mode" },
    { CHANGE_TO_EXCLUDE, "Change to exclude mode" },
    { 5, "Allow new sources" },
    { 6, "Block old sources" },
  };
  PktmonText *info = pktmon_dissection_get_info (self);

  for (; count > 0; count--) {
    gsize start = bytes->position;
    guint8 type = pktmon_bytes_u8 (bytes);
    gsize auxiliary = 4 * (gsize) pktmon_bytes_u8 (bytes);
    guint16 n_sources = pktmon_bytes_be16 (bytes);
    const guint8 *group = pktmon_bytes_take (bytes, 4);

    if (group == NULL || !pktmon_bytes_skip (bytes, 4 * (gsize) n_sources + auxiliary))
      return;
    if (info != NULL)
      append_record (info, type, n_sources, group);
    pktmon_dissection_begin (self, NULL, "Group record", start, bytes->position - start);
    pktmon_dissection_add_named (self, "igmp.record_type", "Record type", start, 1, type,
                                 PKTMON_NAME_OF (types, type));
    pktmon_dissection_add_u64 (self, "igmp.num_src", "Number of sources", start + 2, 2, n_sources);
    pktmon_dissection_add_ipv4 (self, "igmp.maddr", "Multicast address", start + 4, group);
    pktmon_dissection_end (self, bytes->position);
  }
}

void
pktmon_dissect_igmp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize size = pktmon_bytes_left (bytes);
  guint8 type = pktmon_bytes_u8 (bytes);
  guint8 maximum = pktmon_bytes_u8 (bytes);
  guint16 checksum = pktmon_bytes_be16 (bytes);
  guint16 count = pktmon_bytes_peek_be16 (bytes, 2); /* of records, in version 3 */
  const guint8 *group = pktmon_bytes_take (bytes, 4);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, find_protocol (type, maximum, size));
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL && type_name (type) != NULL)
    pktmon_text_append (info, type_name (type));
  if (info != NULL && type == QUERY && is_zero (group))
    pktmon_text_append (info, ", general");
  else if (info != NULL && type != REPORT_V3) {
    pktmon_text_append (info, " group ");
    pktmon_text_append_ipv4 (info, group);
  }
  pktmon_dissection_begin (self, "igmp", "Internet Group Management Protocol", start, size);
  pktmon_dissection_add_named_hex (self, "igmp.type", "Type", start, 1, type, type_name (type));
  if (type != REPORT_V3)
    pktmon_dissection_add_u64 (self, "igmp.max_resp", "Maximum response time", start + 1, 1,
                               maximum);
  pktmon_dissection_add_hex (self, "igmp.checksum", "Checksum", start + 2, 2, checksum);
  if (type != REPORT_V3)
    pktmon_dissection_add_ipv4 (self, "igmp.maddr", "Multicast address", start + 4, group);
  else
    dissect_records (self, bytes, count);
  pktmon_dissection_end (self, bytes->position);
}
