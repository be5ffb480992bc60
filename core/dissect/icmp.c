/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define ECHO_REPLY 0
#define ECHO_REQUEST 8

/* https://www.iana.org/assignments/icmp-parameters */
typedef struct {
  const char *name;
  const char *const *codes; /* NULL: not named */
  guint n_codes;
  gboolean quotes; /* behind the eight bytes stands the packet that caused it */
} Type;

static const char *const unreachable_codes[] = {
  "Network unreachable",
  "Host unreachable",
  "Protocol unreachable",
  "Port unreachable",
  "Fragmentation needed",
  "Source route failed",
  "Destination network unknown",
  "Destination host unknown",
  "Source host isolated",
  "Network administratively prohibited",
  "Host administratively prohibited",
  "Network unreachable for TOS",
  "Host unreachable for TOS",
  "Communication administratively filtered",
  "Host precedence violation",
  "Precedence cutoff in effect",
};
static const char *const redirect_codes[] = {
  "Redirect for network",
  "Redirect for host",
  "Redirect for TOS and network",
  "Redirect for TOS and host",
};
static const char *const exceeded_codes[] = {
  "Time to live exceeded in transit",
  "Fragment reassembly time exceeded",
};

#define CODES(list) list, G_N_ELEMENTS (list)

static const Type types[] = {
  [0] = { "Echo (ping) reply", NULL, 0, FALSE },
  [3] = { "Destination unreachable", CODES (unreachable_codes), TRUE },
  [4] = { "Source quench (flow control)", NULL, 0, TRUE },
  [5] = { "Redirect", CODES (redirect_codes), TRUE },
  [8] = { "Echo (ping) request", NULL, 0, FALSE },
  [9] = { "Mobile IP Advertisement", NULL, 0, FALSE },
  [10] = { "Router solicitation", NULL, 0, FALSE },
  [11] = { "Time-to-live exceeded", CODES (exceeded_codes), TRUE },
  [12] = { "Parameter problem", NULL, 0, TRUE },
  [13] = { "Timestamp request", NULL, 0, FALSE },
  [14] = { "Timestamp reply", NULL, 0, FALSE },
  [17] = { "Address mask request", NULL, 0, FALSE },
  [18] = { "Address mask reply", NULL, 0, FALSE },
  [42] = { "Extended Echo request", NULL, 0, FALSE },
  [43] = { "Extended Echo reply", NULL, 0, FALSE },
};

static const Type *
find (guint8 type)
{
  return type < G_N_ELEMENTS (types) && types[type].name != NULL ? &types[type] : NULL;
}

static const char *
code_name (const Type *type, guint8 code)
{
  return type != NULL && code < type->n_codes ? type->codes[code] : NULL;
}

static void
append_echo (PktmonText *info, guint16 id, guint16 sequence, guint8 ttl)
{
  pktmon_text_append (info, "  id=");
  pktmon_text_append_hex (info, id, 4);
  pktmon_text_append (info, ", seq=");
  pktmon_text_append_u64 (info, sequence);
  pktmon_text_append_char (info, '/');
  pktmon_text_append_u64 (info, GUINT16_SWAP_LE_BE (sequence));
  pktmon_text_append (info, ", ttl=");
  pktmon_text_append_u64 (info, ttl);
}

static void
write_info (PktmonText *info, guint8 type, guint8 code)
{
  const Type *found = find (type);

  if (found != NULL)
    pktmon_text_append (info, found->name);
  else {
    pktmon_text_append (info, "Type ");
    pktmon_text_append_u64 (info, type);
  }
  if (code_name (found, code) == NULL)
    return;
  pktmon_text_append (info, " (");
  pktmon_text_append (info, code_name (found, code));
  pktmon_text_append_char (info, ')');
}

void
pktmon_dissect_icmp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 type = pktmon_bytes_u8 (bytes);
  guint8 code = pktmon_bytes_u8 (bytes);
  guint16 checksum = pktmon_bytes_be16 (bytes);
  guint16 id, sequence;
  const Type *found = find (type);
  PktmonText *info;
  gboolean is_echo = type == ECHO_REQUEST || type == ECHO_REPLY;

  pktmon_dissection_set_protocol (self, "ICMP");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    write_info (info, type, code);
  id = pktmon_bytes_be16 (bytes);
  sequence = pktmon_bytes_be16 (bytes);
  if (info != NULL && is_echo && !bytes->failed)
    append_echo (info, id, sequence, self->ip_ttl);
  pktmon_dissection_begin (self, "icmp", "Internet Control Message Protocol", start,
                           bytes->position - start);
  pktmon_dissection_add_named (self, "icmp.type", "Type", start, 1, type,
                               found != NULL ? found->name : NULL);
  pktmon_dissection_add_named (self, "icmp.code", "Code", start + 1, 1, code,
                               code_name (found, code));
  pktmon_dissection_add_hex (self, "icmp.checksum", "Checksum", start + 2, 2, checksum);
  if (is_echo && !bytes->failed) {
    pktmon_dissection_add_hex (self, "icmp.ident", "Identifier", start + 4, 2, id);
    pktmon_dissection_add_u64 (self, "icmp.seq", "Sequence number", start + 6, 2, sequence);
  }
  pktmon_dissection_end (self, bytes->position);
  if (found == NULL || !found->quotes || bytes->failed)
    return;
  self->quoted = TRUE;
  self->next = pktmon_dissect_ip;
}
