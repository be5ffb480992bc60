/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/dns-record.h"

#include "dissect/dns-name.h"
#include "dissect/names.h"

#define MAX_FIELDS 7
/* Strings of one record that are looked at; each costs a byte at least. */
#define MAX_STRINGS 64
#define TEXT_SIZE 512

typedef enum {
  FORM_END,
  FORM_U8,
  FORM_U16,
  FORM_U32,
  FORM_IPV4,
  FORM_IPV6,
  FORM_NAME,
  FORM_STRING,  /* a length byte, then text */
  FORM_STRINGS, /* as many as there are */
} Form;

typedef struct {
  Form form;
  gboolean in_info;
  const char *key, *name;
} Field;

typedef struct {
  guint16 type;
  Field fields[MAX_FIELDS];
} Record;

/* RFC 1035 section 3.3, RFC 3596, RFC 2782, RFC 3403, RFC 4034, RFC 9460. */
static const Record records[] = {
  { 1, { { FORM_IPV4, TRUE, "dns.a", "Address" } } },
  { 2, { { FORM_NAME, TRUE, "dns.ns", "Name Server" } } },
  { 5, { { FORM_NAME, TRUE, "dns.cname", "CNAME" } } },
  { 6,
    { { FORM_NAME, TRUE, "dns.soa.mname", "Primary name server" },
      { FORM_NAME, FALSE, "dns.soa.rname", "Responsible authority's mailbox" },
      { FORM_U32, FALSE, "dns.soa.serial_number", "Serial Number" },
      { FORM_U32, FALSE, "dns.soa.refresh_interval", "Refresh Interval" },
      { FORM_U32, FALSE, "dns.soa.retry_interval", "Retry Interval" },
      { FORM_U32, FALSE, "dns.soa.expire_limit", "Expire limit" },
      { FORM_U32, FALSE, "dns.soa.minimum_ttl", "Minimum TTL" } } },
  { 12, { { FORM_NAME, TRUE, "dns.ptr.domain_name", "Domain Name" } } },
  { 13,
    { { FORM_STRING, TRUE, "dns.hinfo.cpu", "CPU" },
      { FORM_STRING, TRUE, "dns.hinfo.os", "OS" } } },
  { 15,
    { { FORM_U16, TRUE, "dns.mx.preference", "Preference" },
      { FORM_NAME, TRUE, "dns.mx.mail_exchange", "Mail Exchange" } } },
  { 16, { { FORM_STRINGS, FALSE, "dns.txt", "TXT" } } },
  { 28, { { FORM_IPV6, TRUE, "dns.aaaa", "AAAA Address" } } },
  { 33,
    { { FORM_U16, TRUE, "dns.srv.priority", "Priority" },
      { FORM_U16, TRUE, "dns.srv.weight", "Weight" },
      { FORM_U16, TRUE, "dns.srv.port", "Port" },
      { FORM_NAME, TRUE, "dns.srv.target", "Target" } } },
  { 35,
    { { FORM_U16, TRUE, "dns.naptr.order", "Order" },
      { FORM_U16, TRUE, "dns.naptr.preference", "Preference" },
      { FORM_STRING, TRUE, "dns.naptr.flags", "Flags" },
      { FORM_STRING, FALSE, "dns.naptr.service", "Service" },
      { FORM_STRING, FALSE, "dns.naptr.regex", "Regex" },
      { FORM_NAME, FALSE, "dns.naptr.replacement", "Replacement" } } },
  { 39, { { FORM_NAME, TRUE, "dns.dname", "DNAME" } } },
  { 47, { { FORM_NAME, TRUE, "dns.nsec.next_domain_name", "Next Domain Name" } } },
  { 64,
    { { FORM_U16, FALSE, "dns.svcb.svcpriority", "SvcPriority" },
      { FORM_NAME, FALSE, "dns.svcb.targetname", "TargetName" } } },
  { 65,
    { { FORM_U16, FALSE, "dns.svcb.svcpriority", "SvcPriority" },
      { FORM_NAME, FALSE, "dns.svcb.targetname", "TargetName" } } },
};

static const PktmonName type_names[] = {
  { 1, "A" },       { 2, "NS" },      { 5, "CNAME" },  { 6, "SOA" },      { 12, "PTR" },
  { 28, "AAAA" },   { 15, "MX" },     { 16, "TXT" },   { 33, "SRV" },     { 65, "HTTPS" },
  { 41, "OPT" },    { 64, "SVCB" },   { 10, "NULL" },  { 11, "WKS" },     { 13, "HINFO" },
  { 14, "MINFO" },  { 17, "RP" },     { 18, "AFSDB" }, { 24, "SIG" },     { 25, "KEY" },
  { 29, "LOC" },    { 35, "NAPTR" },  { 36, "KX" },    { 37, "CERT" },    { 39, "DNAME" },
  { 42, "APL" },    { 43, "DS" },     { 44, "SSHFP" }, { 46, "RRSIG" },   { 47, "NSEC" },
  { 48, "DNSKEY" }, { 49, "DHCID" },  { 50, "NSEC3" }, { 52, "TLSA" },    { 51, "NSEC3PARAM" },
  { 53, "SMIMEA" }, { 55, "HIP" },    { 59, "CDS" },   { 60, "CDNSKEY" }, { 61, "OPENPGPKEY" },
  { 62, "CSYNC" },  { 63, "ZONEMD" }, { 99, "SPF" },   { 249, "TKEY" },   { 250, "TSIG" },
  { 251, "IXFR" },  { 252, "AXFR" },  { 255, "ANY" },  { 256, "URI" },    { 257, "CAA" },
};

const char *
pktmon_dns_type_get_name (guint16 type)
{
  return PKTMON_NAME_OF (type_names, type);
}

void
pktmon_dns_type_append (PktmonText *text, guint16 type)
{
  const char *name = pktmon_dns_type_get_name (type);

  if (name != NULL) {
    pktmon_text_append (text, name);
    return;
  }
  pktmon_text_append (text, "Unknown (");
  pktmon_text_append_u64 (text, type);
  pktmon_text_append_char (text, ')');
}

static void
append_string (PktmonText *text, PktmonBytes *data)
{
  guint8 length = pktmon_bytes_u8 (data);
  const guint8 *string = pktmon_bytes_take (data, length);

  if (string != NULL)
    pktmon_text_append_foreign (text, string, length);
}

static void
append_address (PktmonText *text, PktmonBytes *data, gsize size)
{
  const guint8 *address = pktmon_bytes_take (data, size);

  if (address == NULL)
    return;
  if (size == 4)
    pktmon_text_append_ipv4 (text, address);
  else
    pktmon_text_append_ipv6 (text, address);
}

/* Takes one value from @data; where it is cut, data->failed says so and @text is not to be used. */
static void
append_value (PktmonText *text, PktmonBytes *data, gsize message, Form form)
{
  switch (form) {
  case FORM_U8:
    pktmon_text_append_u64 (text, pktmon_bytes_u8 (data));
    break;
  case FORM_U16:
    pktmon_text_append_u64 (text, pktmon_bytes_be16 (data));
    break;
  case FORM_U32:
    pktmon_text_append_u64 (text, pktmon_bytes_be32 (data));
    break;
  case FORM_IPV4:
    append_address (text, data, 4);
    break;
  case FORM_IPV6:
    append_address (text, data, 16);
    break;
  case FORM_NAME:
    pktmon_dns_name_read (data, message, text);
    break;
  case FORM_STRING:
  case FORM_STRINGS:
    append_string (text, data);
    break;
  case FORM_END:
  default:
    g_assert_not_reached();
  }
}

static void
dissect_field (PktmonDissection *self, PktmonBytes *data, gsize message, const Field *field,
               PktmonText *info)
{
  char buffer[TEXT_SIZE];
  PktmonText text;
  gsize start = data->position;

  pktmon_text_init (&text, buffer, sizeof buffer);
  append_value (&text, data, message, field->form);
  if (data->failed)
    return;
  pktmon_dissection_add_text (self, field->key, field->name, start, data->position - start, buffer);
  if (info == NULL || !field->in_info)
    return;
  pktmon_text_append_char (info, ' ');
  pktmon_text_append (info, buffer);
}

static const Record *
find (guint16 type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    if (records[i].type == type)
      return &records[i];
  return NULL;
}

void
pktmon_dns_record_dissect (PktmonDissection *self, PktmonBytes data, gsize message, guint16 type,
                           PktmonText *info)
{
  const Record *record = find (type);

  if (record == NULL)
    return;
  for (guint i = 0; i < MAX_FIELDS && record->fields[i].form != FORM_END; i++) {
    const Field *field = &record->fields[i];
    guint repeats = field->form == FORM_STRINGS ? MAX_STRINGS : 1;

    for (; repeats > 0 && pktmon_bytes_left (&data) > 0; repeats--)
      dissect_field (self, &data, message, field, info);
  }
}
