/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/ber.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* SNMP (RFC 1157, RFC 3416, RFC 3412). */

#define VERSION_3 3
#define TRAP_V1 0xa4
#define MAX_VARIABLES 128
#define TEXT_SIZE 256

static const PktmonName versions[] = {
  { 0, "v1" }, { 1, "v2c" }, { 2, "v2u" }, { VERSION_3, "v3" }
};

static const PktmonName pdus[] = {
  { 0xa0, "get-request" },   { 0xa1, "get-next-request" }, { 0xa2, "get-response" },
  { 0xa3, "set-request" },   { TRAP_V1, "trap" },          { 0xa5, "getBulkRequest" },
  { 0xa6, "informRequest" }, { 0xa7, "snmpV2-trap" },      { 0xa8, "report" },
};

static const PktmonName errors[] = {
  { 0, "noError" },
  { 1, "tooBig" },
  { 2, "noSuchName" },
  { 3, "badValue" },
  { 4, "readOnly" },
  { 5, "genErr" },
  { 6, "noAccess" },
  { 13, "resourceUnavailable" },
  { 16, "authorizationError" },
  { 17, "notWritable" },
};

/* Value types (RFC 2578 section 7.1). */
enum {
  TYPE_NULL = 0x05,
  TYPE_ADDRESS = 0x40,
  TYPE_COUNTER32,
  TYPE_GAUGE32,
  TYPE_TICKS,
  TYPE_COUNTER64 = 0x46,
};

static void
append_value (PktmonText *text, guint8 tag, PktmonBytes value)
{
  switch (tag) {
  case TYPE_NULL:
    break;
  case PKTMON_BER_INTEGER:
    pktmon_text_append_printf (text, "%" G_GINT64_FORMAT, pktmon_ber_get_integer (value));
    break;
  case TYPE_COUNTER32:
  case TYPE_GAUGE32:
  case TYPE_TICKS:
  case TYPE_COUNTER64:
    pktmon_text_append_u64 (text, (guint64) pktmon_ber_get_integer (value));
    break;
  case PKTMON_BER_OID:
    pktmon_ber_append_oid (text, value);
    break;
  case TYPE_ADDRESS:
    if (pktmon_bytes_left (&value) == 4) {
      pktmon_text_append_ipv4 (text, pktmon_bytes_take (&value, 4));
      break;
    }
    G_GNUC_FALLTHROUGH;
  default:
    pktmon_text_append_rest (text, value);
    break;
  }
}

static void
dissect_variable (PktmonDissection *self, gsize start, PktmonBytes variable)
{
  PktmonText *info = pktmon_dissection_get_info (self);
  PktmonBytes name, value;
  char buffer[TEXT_SIZE];
  PktmonText text;
  guint8 tag;

  if (!pktmon_ber_expect (&variable, PKTMON_BER_OID, &name))
    return;
  if (info != NULL) {
    pktmon_text_append_char (info, ' ');
    pktmon_ber_append_oid (info, name);
  }
  if (self->tree == NULL)
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_ber_append_oid (&text, name);
  if (pktmon_ber_next (&variable, &tag, &value) && tag != TYPE_NULL) {
    pktmon_text_append (&text, ": ");
    append_value (&text, tag, value);
  }
  pktmon_dissection_add_text (self, "snmp.name", "Variable", start, variable.end - start, buffer);
}

static void
dissect_variables (PktmonDissection *self, PktmonBytes list)
{
  for (guint i = 0; i < MAX_VARIABLES && pktmon_bytes_left (&list) > 0; i++) {
    gsize start = list.position;
    PktmonBytes variable;

    if (!pktmon_ber_expect (&list, PKTMON_BER_SEQUENCE, &variable))
      return;
    dissect_variable (self, start, variable);
  }
}

static void
add_integer (PktmonDissection *self, const char *key, const char *name, PktmonBytes content,
             const char *meaning)
{
  pktmon_dissection_add_named (self, key, name, content.position, pktmon_bytes_left (&content),
                               (guint64) pktmon_ber_get_integer (content), meaning);
}

/* RFC 1157 section 4.1.6: a trap of version 1 has other fields. */
static void
dissect_pdu (PktmonDissection *self, guint8 tag, PktmonBytes pdu)
{
  const char *name = PKTMON_NAME_OF (pdus, tag);
  PktmonBytes id, status, position, variables;
  gint64 code;

  if (name == NULL)
    return;
  pktmon_dissection_append_item (self, name);
  pktmon_dissection_begin (self, "snmp.data", name, pdu.position, pktmon_bytes_left (&pdu));
  if (tag != TRAP_V1 && pktmon_ber_expect (&pdu, PKTMON_BER_INTEGER, &id) &&
      pktmon_ber_expect (&pdu, PKTMON_BER_INTEGER, &status) &&
      pktmon_ber_expect (&pdu, PKTMON_BER_INTEGER, &position)) {
    code = pktmon_ber_get_integer (status);
    add_integer (self, "snmp.request_id", "Request ID", id, NULL);
    add_integer (self, "snmp.error_status", "Error status", status,
                 PKTMON_NAME_OF (errors, (guint32) code));
    add_integer (self, "snmp.error_index", "Error index", position, NULL);
    if (pktmon_ber_expect (&pdu, PKTMON_BER_SEQUENCE, &variables))
      dissect_variables (self, variables);
  }
  pktmon_dissection_end (self, pdu.end);
}

/* RFC 3412 section 6: header and security come first; what follows may be encrypted. */
static void
dissect_version_3 (PktmonDissection *self, PktmonBytes message)
{
  PktmonBytes header, security, scoped, engine, name, pdu;
  guint8 tag;

  if (!pktmon_ber_expect (&message, PKTMON_BER_SEQUENCE, &header) ||
      !pktmon_ber_expect (&message, PKTMON_BER_OCTETS, &security) ||
      !pktmon_ber_next (&message, &tag, &scoped))
    return;
  if (tag == PKTMON_BER_OCTETS)
    pktmon_dissection_append_item (self, "encryptedPDU");
  else if (tag == PKTMON_BER_SEQUENCE && pktmon_ber_expect (&scoped, PKTMON_BER_OCTETS, &engine) &&
           pktmon_ber_expect (&scoped, PKTMON_BER_OCTETS, &name) &&
           pktmon_ber_next (&scoped, &tag, &pdu)) {
    pktmon_dissection_add_rest_bytes (self, "snmp.contextEngineID", "Context engine ID", engine);
    pktmon_dissection_add_rest (self, "snmp.contextName", "Context name", name);
    dissect_pdu (self, tag, pdu);
  }
}

static void
dissect_community (PktmonDissection *self, PktmonBytes message)
{
  PktmonBytes community, pdu;
  guint8 tag;

  if (!pktmon_ber_expect (&message, PKTMON_BER_OCTETS, &community))
    return;
  pktmon_dissection_add_rest (self, "snmp.community", "Community", community);
  if (pktmon_ber_next (&message, &tag, &pdu))
    dissect_pdu (self, tag, pdu);
}

void
pktmon_dissect_snmp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonBytes message, version;
  const char *name = NULL;

  if (pktmon_ber_expect (bytes, PKTMON_BER_SEQUENCE, &message) &&
      pktmon_ber_expect (&message, PKTMON_BER_INTEGER, &version) &&
      pktmon_bytes_left (&version) == 1)
    name = PKTMON_NAME_OF (versions, (guint32) pktmon_ber_get_integer (version));
  if (name == NULL) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "SNMP");
  pktmon_dissection_begin (self, "snmp", "Simple Network Management Protocol", start,
                           bytes->position - start);
  add_integer (self, "snmp.version", "Version", version, name);
  if (pktmon_ber_get_integer (version) == VERSION_3)
    dissect_version_3 (self, message);
  else
    dissect_community (self, message);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}
