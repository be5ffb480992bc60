/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/attribute.h"
#include "dissect/layers.h"

/* RADIUS (RFC 2865, RFC 2866, RFC 5176). */

#define HEADER_SIZE 20u
#define MAX_SIZE 4096 /* RFC 2865 section 3 */

static const PktmonName codes[] = {
  { 1, "Access-Request" },
  { 2, "Access-Accept" },
  { 3, "Access-Reject" },
  { 4, "Accounting-Request" },
  { 5, "Accounting-Response" },
  { 11, "Access-Challenge" },
  { 12, "Status-Server" },
  { 13, "Status-Client" },
  { 40, "Disconnect-Request" },
  { 41, "Disconnect-ACK" },
  { 42, "Disconnect-NAK" },
  { 43, "CoA-Request" },
  { 44, "CoA-ACK" },
  { 45, "CoA-NAK" },
};

static const PktmonName service_types[] = {
  { 1, "Login" },          { 2, "Framed" },
  { 3, "Callback Login" }, { 4, "Callback Framed" },
  { 5, "Outbound" },       { 6, "Administrative" },
  { 7, "NAS Prompt" },     { 8, "Authenticate Only" },
  { 10, "Call Check" },
};

static const PktmonName status_types[] = {
  { 1, "Start" },         { 2, "Stop" },           { 3, "Interim-Update" },
  { 7, "Accounting-On" }, { 8, "Accounting-Off" },
};

/* https://www.iana.org/assignments/radius-types */
static const PktmonAttribute attributes[] = {
  { 1, PKTMON_FORM_TEXT, "radius.User_Name", "User-Name" },
  { 2, PKTMON_FORM_BYTES, "radius.User_Password", "User-Password (encrypted)" },
  { 3, PKTMON_FORM_BYTES, "radius.CHAP_Password", "CHAP-Password" },
  { 4, PKTMON_FORM_IPV4, "radius.NAS_IP_Address", "NAS-IP-Address" },
  { 5, PKTMON_FORM_NUMBER, "radius.NAS_Port", "NAS-Port" },
  { 6, PKTMON_FORM_NUMBER, "radius.Service_Type", "Service-Type", PKTMON_MEANINGS (service_types) },
  { 7, PKTMON_FORM_NUMBER, "radius.Framed_Protocol", "Framed-Protocol" },
  { 8, PKTMON_FORM_IPV4, "radius.Framed-IP-Address", "Framed-IP-Address" },
  { 9, PKTMON_FORM_IPV4, "radius.Framed-IP-Netmask", "Framed-IP-Netmask" },
  { 11, PKTMON_FORM_TEXT, "radius.Filter_Id", "Filter-Id" },
  { 12, PKTMON_FORM_NUMBER, "radius.Framed-MTU", "Framed-MTU" },
  { 18, PKTMON_FORM_TEXT, "radius.Reply_Message", "Reply-Message" },
  { 24, PKTMON_FORM_BYTES, "radius.State", "State" },
  { 25, PKTMON_FORM_BYTES, "radius.Class", "Class" },
  { 26, PKTMON_FORM_BYTES, "radius.Vendor_Specific", "Vendor-Specific" },
  { 27, PKTMON_FORM_SECONDS, "radius.Session_Timeout", "Session-Timeout" },
  { 28, PKTMON_FORM_SECONDS, "radius.Idle_Timeout", "Idle-Timeout" },
  { 30, PKTMON_FORM_TEXT, "radius.Called_Station_Id", "Called-Station-Id" },
  { 31, PKTMON_FORM_TEXT, "radius.Calling_Station_Id", "Calling-Station-Id" },
  { 32, PKTMON_FORM_TEXT, "radius.NAS_Identifier", "NAS-Identifier" },
  { 33, PKTMON_FORM_BYTES, "radius.Proxy_State", "Proxy-State" },
  { 40, PKTMON_FORM_NUMBER, "radius.Acct_Status_Type", "Acct-Status-Type",
    PKTMON_MEANINGS (status_types) },
  { 41, PKTMON_FORM_SECONDS, "radius.Acct_Delay_Time", "Acct-Delay-Time" },
  { 42, PKTMON_FORM_NUMBER, "radius.Acct_Input_Octets", "Acct-Input-Octets" },
  { 43, PKTMON_FORM_NUMBER, "radius.Acct_Output_Octets", "Acct-Output-Octets" },
  { 44, PKTMON_FORM_TEXT, "radius.Acct_Session_Id", "Acct-Session-Id" },
  { 46, PKTMON_FORM_SECONDS, "radius.Acct_Session_Time", "Acct-Session-Time" },
  { 61, PKTMON_FORM_NUMBER, "radius.NAS_Port_Type", "NAS-Port-Type" },
  { 79, PKTMON_FORM_BYTES, "radius.EAP_Message", "EAP-Message" },
  { 80, PKTMON_FORM_BYTES, "radius.Message_Authenticator", "Message-Authenticator" },
  { 87, PKTMON_FORM_TEXT, "radius.NAS_Port_Id", "NAS-Port-Id" },
  { 95, PKTMON_FORM_IPV6, "radius.NAS_IPv6_Address", "NAS-IPv6-Address" },
};

static void
dissect_attributes (PktmonDissection *self, PktmonBytes *bytes)
{
  while (self->tree != NULL && pktmon_bytes_left (bytes) >= 2) {
    gsize start = bytes->position;
    guint8 type = pktmon_bytes_u8 (bytes);
    guint8 size = pktmon_bytes_u8 (bytes);
    PktmonBytes value;

    if (size < 2 || size - 2u > pktmon_bytes_left (bytes))
      return;
    value = pktmon_bytes_split (bytes, size - 2u);
    pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (attributes, type), "Attribute", type, start,
                          value);
  }
}

void
pktmon_dissect_radius (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 code = pktmon_bytes_u8 (bytes);
  guint8 id = pktmon_bytes_u8 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  const guint8 *authenticator = pktmon_bytes_take (bytes, 16);
  const char *name = PKTMON_NAME_OF (codes, code);
  PktmonText *info;

  if (bytes->failed || name == NULL || length < HEADER_SIZE || length > MAX_SIZE ||
      length > self->transport_payload) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "RADIUS");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, name);
    pktmon_text_append (info, " id=");
    pktmon_text_append_u64 (info, id);
  }
  pktmon_dissection_begin (self, "radius", "RADIUS Protocol", start, HEADER_SIZE);
  pktmon_dissection_add_named (self, "radius.code", "Code", start, 1, code, name);
  pktmon_dissection_add_u64 (self, "radius.id", "Packet identifier", start + 1, 1, id);
  pktmon_dissection_add_u64 (self, "radius.length", "Length", start + 2, 2, length);
  pktmon_dissection_add_bytes (self, "radius.authenticator", "Authenticator", start + 4,
                               authenticator, 16);
  pktmon_bytes_limit (bytes, length - HEADER_SIZE);
  dissect_attributes (self, bytes);
  pktmon_dissection_end (self, bytes->position);
}
