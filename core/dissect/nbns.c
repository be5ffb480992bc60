/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* The NetBIOS name service (RFC 1002 section 4.2): messages like those of DNS, with names of 16
 * bytes that are written in letters. */

#define HEADER_SIZE 12
#define NAME_SIZE 16
#define FLAG_RESPONSE 0x8000
#define OPCODE(flags) ((flags) >> 11 & 15)
#define REPLY_CODE(flags) ((flags) &15)
#define TYPE_NB 32

typedef struct {
  gsize start;
  guint16 id, flags, counts[4];
} Message;

static const PktmonName opcodes[] = {
  { 0, "Name query" },
  { 5, "Registration" },
  { 6, "Release" },
  { 7, "Wait and acknowledgment" },
  { 8, "Refresh" },
  { 9, "Refresh" },
  { 15, "Multi-homed registration" },
};

static const PktmonName types[] = { { TYPE_NB, "NB" }, { 33, "NBSTAT" } };

static const PktmonName reply_codes[] = {
  { 0, "No error" },
  { 1, "Format error" },
  { 2, "Server error" },
  { 3, "Requested name does not exist" },
  { 4, "Unsupported request" },
  { 5, "Request refused" },
  { 6, "Name is active" },
  { 7, "Name in conflict" },
};

static const struct {
  const char *key, *name;
} counts[] = {
  { "nbns.count.queries", "Questions" },
  { "nbns.count.answers", "Answer RRs" },
  { "nbns.count.auth_rr", "Authority RRs" },
  { "nbns.count.add_rr", "Additional RRs" },
};

static gboolean
read_header (PktmonBytes *bytes, Message *message)
{
  message->start = bytes->position;
  message->id = pktmon_bytes_be16 (bytes);
  message->flags = pktmon_bytes_be16 (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (message->counts); i++)
    message->counts[i] = pktmon_bytes_be16 (bytes);
  return !bytes->failed && PKTMON_NAME_OF (opcodes, OPCODE (message->flags)) != NULL &&
         message->counts[0] + message->counts[1] > 0;
}

/* RFC 1001 section 14.1: two letters from A on for each byte, the last byte says what has the name.
 * FALSE: no such name. */
static gboolean
read_name (PktmonBytes *bytes, PktmonText *text)
{
  guint8 name[NAME_SIZE];
  gsize size = NAME_SIZE - 1;

  if (pktmon_bytes_u8 (bytes) != 2 * NAME_SIZE)
    return FALSE;
  for (guint i = 0; i < NAME_SIZE; i++) {
    guint8 high = (guint8) (pktmon_bytes_u8 (bytes) - 'A');
    guint8 low = (guint8) (pktmon_bytes_u8 (bytes) - 'A');

    if (high > 15 || low > 15)
      return FALSE;
    name[i] = (guint8) (high << 4 | low);
  }
  /* The scope. */
  while (pktmon_bytes_left (bytes) > 0) {
    guint8 length = pktmon_bytes_u8 (bytes);

    if (length == 0 || !pktmon_bytes_skip (bytes, length))
      break;
  }
  while (size > 0 && name[size - 1] == ' ')
    size--;
  pktmon_text_append_foreign (text, name, size);
  pktmon_text_append_printf (text, "<%02x>", name[NAME_SIZE - 1]);
  return TRUE;
}

static void
append_question (PktmonText *info, const Message *message, const char *type, const char *name)
{
  pktmon_text_append (info, PKTMON_NAME_OF (opcodes, OPCODE (message->flags)));
  if (message->flags & FLAG_RESPONSE)
    pktmon_text_append (info, " response");
  pktmon_text_append_char (info, ' ');
  pktmon_text_append (info, type != NULL ? type : "of unknown type");
  if (!(message->flags & FLAG_RESPONSE)) {
    pktmon_text_append_char (info, ' ');
    pktmon_text_append (info, name);
  }
}

/* Each has flags and an address. */
static void
dissect_addresses (PktmonDissection *self, PktmonBytes data)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  while (pktmon_bytes_left (&data) >= 6) {
    gsize start = data.position;
    guint16 flags = pktmon_bytes_be16 (&data);
    const guint8 *address = pktmon_bytes_take (&data, 4);

    pktmon_dissection_add_hex (self, "nbns.nb_flags", "Name flags", start, 2, flags);
    pktmon_dissection_add_ipv4 (self, "nbns.addr", "Address", start + 2, address);
    if (info == NULL)
      continue;
    pktmon_text_append_char (info, ' ');
    pktmon_text_append_ipv4 (info, address);
  }
}

/* The first answer of a response; behind a question there is none. */
static void
dissect_answer (PktmonDissection *self, PktmonBytes *bytes, guint16 type)
{
  gsize start = bytes->position;
  guint32 ttl = pktmon_bytes_be32 (bytes);
  guint16 size = pktmon_bytes_be16 (bytes);
  PktmonBytes data;

  if (bytes->failed)
    return;
  pktmon_dissection_add_u64 (self, "nbns.ttl", "Time to live", start, 4, ttl);
  pktmon_dissection_add_u64 (self, "nbns.data_length", "Data length", start + 4, 2, size);
  data = pktmon_bytes_split (bytes, size);
  if (type == TYPE_NB)
    dissect_addresses (self, data);
}

static void
add_header (PktmonDissection *self, const Message *message)
{
  gsize start = message->start;
  guint opcode = OPCODE (message->flags);

  pktmon_dissection_add_hex (self, "nbns.id", "Transaction ID", start, 2, message->id);
  pktmon_dissection_add_hex (self, "nbns.flags", "Flags", start + 2, 2, message->flags);
  pktmon_dissection_add_named (self, "nbns.flags.opcode", "Opcode", start + 2, 2, opcode,
                               PKTMON_NAME_OF (opcodes, opcode));
  if (message->flags & FLAG_RESPONSE)
    pktmon_dissection_add_named (self, "nbns.flags.rcode", "Reply code", start + 2, 2,
                                 REPLY_CODE (message->flags),
                                 PKTMON_NAME_OF (reply_codes, REPLY_CODE (message->flags)));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    pktmon_dissection_add_u64 (self, counts[i].key, counts[i].name, start + 4 + 2 * i, 2,
                               message->counts[i]);
}

void
pktmon_dissect_nbns (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  Message message;
  char buffer[128];
  PktmonText name;
  PktmonText *info;
  gsize name_start, name_end;
  guint16 type;

  pktmon_text_init (&name, buffer, sizeof buffer);
  if (!read_header (bytes, &message) || !read_name (bytes, &name)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  name_start = start + HEADER_SIZE;
  name_end = bytes->position;
  type = pktmon_bytes_be16 (bytes);
  pktmon_bytes_skip (bytes, 2); /* class */
  pktmon_dissection_set_protocol (self, "NBNS");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    append_question (info, &message, PKTMON_NAME_OF (types, type), buffer);
  pktmon_dissection_begin (self, "nbns", "NetBIOS Name Service", start, name_end - start);
  add_header (self, &message);
  pktmon_dissection_add_text (self, "nbns.name", "Name", name_start, name_end - name_start, buffer);
  if (!bytes->failed) {
    pktmon_dissection_add_named (self, "nbns.type", "Type", name_end, 2, type,
                                 PKTMON_NAME_OF (types, type));
    if (message.counts[0] == 0)
      dissect_answer (self, bytes, type);
  }
  pktmon_dissection_end (self, bytes->position);
  bytes->failed = FALSE;
  pktmon_application_leave (self, bytes);
}
