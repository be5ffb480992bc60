/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/dns-name.h"
#include "dissect/dns-record.h"
#include "dissect/content.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* DNS messages (RFC 1035 section 4) and those of its relatives on a link, mDNS (RFC 6762) and LLMNR
 * (RFC 4795). */

#define HEADER_SIZE 12
#define NAME_SIZE 512
#define FLAG_RESPONSE 0x8000
#define OPCODE(flags) ((flags) >> 11 & 15)
#define REPLY_CODE(flags) ((flags) &15)
#define TYPE_OPT 41
#define FLAG_Z 0x0040 /* always 0 */
#define CLASS_IN 1
#define CLASS_TOP 0x8000 /* mDNS: QU question, cache flush */

typedef enum {
  VARIANT_DNS,
  VARIANT_MDNS,
  VARIANT_LLMNR,
} Variant;

static const struct {
  const char *protocol, *key, *query, *response;
} variants[] = {
  [VARIANT_DNS] = { "DNS", "dns", "Domain Name System (query)", "Domain Name System (response)" },
  [VARIANT_MDNS] = { "MDNS", "mdns", "Multicast Domain Name System (query)",
                     "Multicast Domain Name System (response)" },
  [VARIANT_LLMNR] = { "LLMNR", "llmnr", "Link-local Multicast Name Resolution (query)",
                      "Link-local Multicast Name Resolution (response)" },
};

enum {
  QUESTIONS,
  ANSWERS,
  AUTHORITIES,
  ADDITIONAL,
  N_SECTIONS,
};

static const struct {
  const char *count_key, *count_name, *key, *name;
} sections[N_SECTIONS] = {
  { "dns.count.queries", "Questions", NULL, "Queries" },
  { "dns.count.answers", "Answer RRs", NULL, "Answers" },
  { "dns.count.auth_rr", "Authority RRs", NULL, "Authoritative nameservers" },
  { "dns.count.add_rr", "Additional RRs", NULL, "Additional records" },
};

typedef struct {
  Variant variant;
  gsize start; /* position of its first byte */
  guint16 id, flags;
  guint16 counts[N_SECTIONS];
} Message;

static const PktmonName opcodes[] = {
  { 0, "Standard query" },           { 1, "Inverse query" },  { 2, "Server status request" },
  { 4, "Zone change notification" }, { 5, "Dynamic update" }, { 6, "DNS Stateful operations" },
};

static const char *const reply_codes[16] = {
  "No error",          "Format error",     "Server failure",
  "No such name",      "Not implemented",  "Refused",
  "Name exists",       "RRset exists",     "RRset does not exist",
  "Not authoritative", "Name out of zone", "DSO-TYPE not implemented",
};

static const PktmonName classes[] = {
  { 1, "IN" }, { 3, "CH" }, { 4, "HS" }, { 254, "NONE" }, { 255, "ANY" },
};

/* --- Header --- */

static gboolean
read_header (PktmonBytes *bytes, Message *message)
{
  message->start = bytes->position;
  message->id = pktmon_bytes_be16 (bytes);
  message->flags = pktmon_bytes_be16 (bytes);
  for (guint i = 0; i < N_SECTIONS; i++)
    message->counts[i] = pktmon_bytes_be16 (bytes);
  return !bytes->failed && PKTMON_NAME_OF (opcodes, OPCODE (message->flags)) != NULL;
}

/* Whether a name stands where the first one must: what tells a message from other bytes on the same
 * port. */
static gboolean
begins_well (PktmonBytes bytes, const Message *message)
{
  for (guint i = 0; i < N_SECTIONS; i++)
    if (message->counts[i] > 0)
      return pktmon_dns_name_read (&bytes, message->start, NULL) || pktmon_bytes_left (&bytes) == 0;
  return TRUE;
}

gboolean
pktmon_dns_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  PktmonBytes bytes = *payload;
  Message message;

  if (pktmon_bytes_peek_be16 (payload, 4) != 1 || !read_header (&bytes, &message) ||
      OPCODE (message.flags) != 0 || (message.flags & FLAG_Z) ||
      !pktmon_dns_name_read (&bytes, message.start, NULL))
    return FALSE;
  pktmon_bytes_skip (&bytes, 2);
  return pktmon_bytes_be16 (&bytes) == CLASS_IN;
}

static void
append_header (PktmonText *info, const Message *message)
{
  guint code = REPLY_CODE (message->flags);

  pktmon_text_append (info, PKTMON_NAME_OF (opcodes, OPCODE (message->flags)));
  if (message->flags & FLAG_RESPONSE)
    pktmon_text_append (info, " response");
  pktmon_text_append_char (info, ' ');
  pktmon_text_append_hex (info, message->id, 4);
  if (!(message->flags & FLAG_RESPONSE) || code == 0)
    return;
  pktmon_text_append_char (info, ' ');
  if (reply_codes[code] != NULL) {
    pktmon_text_append (info, reply_codes[code]);
    return;
  }
  pktmon_text_append (info, "Unknown error (");
  pktmon_text_append_u64 (info, code);
  pktmon_text_append_char (info, ')');
}

static void
add_flags (PktmonDissection *self, const Message *message)
{
  static const struct {
    guint shift;
    guint bits;
    const char *key, *name;
  } flags[] = {
    { 15, 1, "dns.flags.response", "Response" },
    { 11, 4, "dns.flags.opcode", "Opcode" },
    { 10, 1, "dns.flags.authoritative", "Authoritative" },
    { 9, 1, "dns.flags.truncated", "Truncated" },
    { 8, 1, "dns.flags.recdesired", "Recursion desired" },
    { 7, 1, "dns.flags.recavail", "Recursion available" },
    { 6, 1, "dns.flags.z", "Z" },
    { 5, 1, "dns.flags.authenticated", "Answer authenticated" },
    { 4, 1, "dns.flags.checkdisable", "Non-authenticated data" },
    { 0, 4, "dns.flags.rcode", "Reply code" },
  };
  gsize start = message->start + 2;

  pktmon_dissection_begin (self, "dns.flags", "Flags", start, 2);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    guint value = message->flags >> flags[i].shift & ((1u << flags[i].bits) - 1);
    const char *meaning = NULL;

    if (flags[i].shift == 11)
      meaning = PKTMON_NAME_OF (opcodes, value);
    else if (flags[i].shift == 0)
      meaning = reply_codes[value];
    pktmon_dissection_add_named (self, flags[i].key, flags[i].name, start, 2, value, meaning);
  }
  pktmon_dissection_end (self, start + 2);
}

static void
add_header (PktmonDissection *self, const Message *message)
{
  pktmon_dissection_add_hex (self, "dns.id", "Transaction ID", message->start, 2, message->id);
  add_flags (self, message);
  for (guint i = 0; i < N_SECTIONS; i++)
    pktmon_dissection_add_u64 (self, sections[i].count_key, sections[i].count_name,
                               message->start + 4 + 2 * i, 2, message->counts[i]);
}

/* --- Sections --- */

static void
add_class (PktmonDissection *self, const char *key, gsize start, guint16 value,
           const Message *message)
{
  guint16 class = message->variant == VARIANT_MDNS ? value & (CLASS_TOP - 1) : value;

  pktmon_dissection_add_named_hex (self, key, "Class", start, 2, value,
                                   PKTMON_NAME_OF (classes, class));
}

static void
dissect_question (PktmonDissection *self, PktmonBytes *bytes, const Message *message,
                  PktmonText *info)
{
  char buffer[NAME_SIZE];
  PktmonText name;
  gsize start = bytes->position;
  gsize after;
  guint16 type, class;

  pktmon_text_init (&name, buffer, sizeof buffer);
  pktmon_dns_name_read (bytes, message->start, &name);
  after = bytes->position;
  type = pktmon_bytes_be16 (bytes);
  class = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_append_char (info, ' ');
    pktmon_dns_type_append (info, type);
    pktmon_text_append_char (info, ' ');
    pktmon_text_append (info, buffer);
    if (message->variant == VARIANT_MDNS)
      pktmon_text_append (info, class & CLASS_TOP ? ", \"QU\" question" : ", \"QM\" question");
  }
  pktmon_dissection_begin_text (self, NULL, "Query", start, bytes->position - start, buffer);
  pktmon_dissection_add_text (self, "dns.qry.name", "Name", start, after - start, buffer);
  pktmon_dissection_add_named (self, "dns.qry.type", "Type", after, 2, type,
                               pktmon_dns_type_get_name (type));
  add_class (self, "dns.qry.class", after + 2, class, message);
  pktmon_dissection_end (self, bytes->position);
}

static void
append_type (PktmonText *info, const Message *message, guint16 type, guint16 class)
{
  pktmon_text_append_char (info, ' ');
  pktmon_dns_type_append (info, type);
  if (message->variant == VARIANT_MDNS && class & CLASS_TOP && type != TYPE_OPT)
    pktmon_text_append (info, ", cache flush");
}

static void
dissect_record (PktmonDissection *self, PktmonBytes *bytes, const Message *message,
                PktmonText *info)
{
  char buffer[NAME_SIZE];
  PktmonText name;
  gsize start = bytes->position;
  gsize after;
  guint16 type, class, size;
  guint32 ttl;
  PktmonBytes data;

  pktmon_text_init (&name, buffer, sizeof buffer);
  pktmon_dns_name_read (bytes, message->start, self->tree != NULL ? &name : NULL);
  after = bytes->position;
  type = pktmon_bytes_be16 (bytes);
  class = pktmon_bytes_be16 (bytes);
  ttl = pktmon_bytes_be32 (bytes);
  size = pktmon_bytes_be16 (bytes);
  if (bytes->failed)
    return;
  data = pktmon_bytes_split (bytes, size);
  if (info != NULL)
    append_type (info, message, type, class);
  pktmon_dissection_begin_text (self, NULL, "Record", start, bytes->position - start, buffer);
  pktmon_dissection_add_text (self, "dns.resp.name", "Name", start, after - start, buffer);
  pktmon_dissection_add_named (self, "dns.resp.type", "Type", after, 2, type,
                               pktmon_dns_type_get_name (type));
  add_class (self, "dns.resp.class", after + 2, class, message);
  pktmon_dissection_add_u64 (self, "dns.resp.ttl", "Time to live", after + 4, 4, ttl);
  pktmon_dissection_add_u64 (self, "dns.resp.len", "Data length", after + 8, 2, size);
  data.failed = FALSE;
  pktmon_dns_record_dissect (self, data, message->start, type, info);
  pktmon_dissection_end (self, bytes->position);
}

static gboolean
wants_more (const PktmonDissection *self, const PktmonBytes *bytes, const PktmonText *info)
{
  return !bytes->failed && (self->tree != NULL || (info != NULL && !info->full));
}

static void
dissect_section (PktmonDissection *self, PktmonBytes *bytes, const Message *message, guint section,
                 PktmonText *info)
{
  if (message->counts[section] == 0 || !wants_more (self, bytes, info))
    return;
  pktmon_dissection_begin (self, NULL, sections[section].name, bytes->position, 0);
  for (guint i = 0; i < message->counts[section] && wants_more (self, bytes, info); i++) {
    if (section == QUESTIONS)
      dissect_question (self, bytes, message, info);
    else
      dissect_record (self, bytes, message, info);
  }
  pktmon_dissection_end (self, bytes->position);
}

/* --- Layers --- */

static void
dissect (PktmonDissection *self, PktmonBytes *bytes, gsize start, Variant variant)
{
  Message message = { .variant = variant };
  PktmonText *info;

  if (!read_header (bytes, &message) || !begins_well (*bytes, &message)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, variants[variant].protocol);
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    append_header (info, &message);
  pktmon_dissection_begin (self, variants[variant].key,
                           message.flags & FLAG_RESPONSE ? variants[variant].response
                                                         : variants[variant].query,
                           start, bytes->position - start);
  add_header (self, &message);
  for (guint i = 0; i < N_SECTIONS; i++)
    dissect_section (self, bytes, &message, i, info);
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_dns (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, bytes->position, VARIANT_DNS);
}

void
pktmon_dissect_mdns (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, bytes->position, VARIANT_MDNS);
}

void
pktmon_dissect_llmnr (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect (self, bytes, bytes->position, VARIANT_LLMNR);
}

/* A length stands before each message (RFC 1035 section 4.2.2); the tree shows all that are whole
 * in one segment, the columns the first. */
void
pktmon_dissect_dns_tcp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 size = pktmon_bytes_be16 (bytes);
  PktmonBytes message = pktmon_bytes_split (bytes, size);

  message.failed = FALSE;
  if (size < HEADER_SIZE) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  dissect (self, &message, start, VARIANT_DNS);
  if (self->next == pktmon_dissect_data)
    pktmon_application_reject (self, bytes, start);
  else if (self->tree != NULL && pktmon_bytes_left (bytes) > 0)
    self->next = pktmon_dissect_dns_tcp;
}
