/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/ber.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* The protocols of directory services: LDAP (RFC 4511) and Kerberos (RFC 4120). */

#define APPLICATION 0x40
#define CLASS_MASK 0xc0
#define NUMBER_MASK 0x1f
#define RECORD_MARK_SIZE 4 /* before Kerberos messages over TCP (section 7.2.2) */

static const PktmonName operations[] = {
  { 0, "bindRequest" },      { 1, "bindResponse" },    { 2, "unbindRequest" },
  { 3, "searchRequest" },    { 4, "searchResEntry" },  { 5, "searchResDone" },
  { 6, "modifyRequest" },    { 7, "modifyResponse" },  { 8, "addRequest" },
  { 9, "addResponse" },      { 10, "delRequest" },     { 11, "delResponse" },
  { 12, "modDNRequest" },    { 13, "modDNResponse" },  { 14, "compareRequest" },
  { 15, "compareResponse" }, { 16, "abandonRequest" }, { 19, "searchResRef" },
  { 23, "extendedReq" },     { 24, "extendedResp" },   { 25, "intermediateResponse" },
};

static const PktmonName messages[] = {
  { 10, "AS-REQ" }, { 11, "AS-REP" },   { 12, "TGS-REQ" },  { 13, "TGS-REP" },  { 14, "AP-REQ" },
  { 15, "AP-REP" }, { 20, "KRB-SAFE" }, { 21, "KRB-PRIV" }, { 22, "KRB-CRED" }, { 30, "KRB Error" },
};

/* --- LDAP --- */

/* A sequence of number and operation. */
static gboolean
read_operation (PktmonBytes *bytes, PktmonBytes *id, guint8 *tag, PktmonBytes *operation)
{
  PktmonBytes message;

  return pktmon_ber_expect (bytes, PKTMON_BER_SEQUENCE, &message) &&
         pktmon_ber_expect (&message, PKTMON_BER_INTEGER, id) && pktmon_bytes_left (id) <= 4 &&
         pktmon_ber_next (&message, tag, operation) && (*tag & CLASS_MASK) == APPLICATION &&
         PKTMON_NAME_OF (operations, *tag & NUMBER_MASK) != NULL;
}

static void
add_operation (PktmonDissection *self, gsize start, PktmonBytes id, guint8 tag,
               PktmonBytes operation)
{
  guint number = tag & NUMBER_MASK;
  const char *name = PKTMON_NAME_OF (operations, number);
  guint64 value = (guint64) pktmon_ber_get_integer (id);
  PktmonText *info = pktmon_dissection_get_info (self);

  pktmon_dissection_append_item (self, name);
  if (info != NULL) {
    pktmon_text_append_char (info, '(');
    pktmon_text_append_u64 (info, value);
    pktmon_text_append_char (info, ')');
  }
  pktmon_dissection_begin (self, NULL, name, start, operation.end - start);
  pktmon_dissection_add_u64 (self, "ldap.messageID", "Message ID", id.position,
                             pktmon_bytes_left (&id), value);
  pktmon_dissection_add_named (self, "ldap.protocolOp", "Operation", operation.position,
                               pktmon_bytes_left (&operation), number, name);
  pktmon_dissection_end (self, operation.end);
}

void
pktmon_dissect_ldap (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize after = start;
  PktmonBytes id, operation;
  guint8 tag;

  if (!read_operation (bytes, &id, &tag, &operation)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "LDAP");
  pktmon_dissection_begin (self, "ldap", "Lightweight Directory Access Protocol", start, 0);
  do {
    add_operation (self, after, id, tag, operation);
    after = bytes->position;
  } while (pktmon_bytes_left (bytes) > 0 && read_operation (bytes, &id, &tag, &operation));
  bytes->position = after;
  bytes->failed = FALSE;
  pktmon_dissection_end (self, after);
  pktmon_application_leave (self, bytes);
}

/* --- Kerberos --- */

/* @start: of the mark before it, or of the message. */
static void
dissect_kerberos (PktmonDissection *self, PktmonBytes *bytes, gsize start)
{
  gsize at = bytes->position;
  PktmonBytes content;
  guint8 tag = 0;
  const char *name = NULL;
  PktmonText *info;

  if (pktmon_ber_next (bytes, &tag, &content) && (tag & CLASS_MASK) == APPLICATION)
    name = PKTMON_NAME_OF (messages, tag & NUMBER_MASK);
  if (name == NULL) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "KRB5");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, name);
  pktmon_dissection_begin (self, "kerberos", "Kerberos", start, bytes->position - start);
  pktmon_dissection_add_named (self, "kerberos.msg_type", "Message type", at, 1, tag & NUMBER_MASK,
                               name);
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_kerberos (PktmonDissection *self, PktmonBytes *bytes)
{
  dissect_kerberos (self, bytes, bytes->position);
}

void
pktmon_dissect_kerberos_tcp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;

  pktmon_bytes_skip (bytes, RECORD_MARK_SIZE);
  dissect_kerberos (self, bytes, start);
}
