/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/pcap-text.h"

#include <string.h>

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_ARP 0x0806
#define ETHERTYPE_IPV6 0x86dd

/* What is said of both versions of IP, or of the one that the constraint is about. */
typedef struct {
  const PktmonConstraintFields *fields;
  GString *text;
  gboolean ipv4, ipv6;
} Writer;

static gboolean
has (const Writer *self, PktmonConstraintField field)
{
  return pktmon_constraint_fields_has (self->fields, field);
}

static void
begin_part (Writer *self)
{
  if (self->text->len > 0)
    g_string_append (self->text, " and ");
}

/* "(A or B)", where @ipv4 and @ipv6 are the parts for each version. */
static void
append_versions (Writer *self, const char *ipv4, const char *ipv6)
{
  begin_part (self);
  if (self->ipv4 && self->ipv6)
    g_string_append_printf (self->text, "(%s or %s)", ipv4, ipv6);
  else
    g_string_append (self->text, self->ipv4 ? ipv4 : ipv6);
}

/* @kind: "ether src %s" and so on are made of it: "ether ", "ip ". @words: "host " or what it is.
 * @second: NULL: there is one. */
static void
append_pair (Writer *self, const char *kind, const char *words, const char *first,
             const char *second)
{
  GString *text = self->text;

  begin_part (self);
  if (second == NULL)
    g_string_append_printf (text, "%s%s%s", kind, words, first);
  else
    g_string_append_printf (text, "((%ssrc %s%s and %sdst %s%s) or (%ssrc %s%s and %sdst %s%s))",
                            kind, words, first, kind, words, second, kind, words, second, kind,
                            words, first);
}

/* --- Parts --- */

static void
append_ethertype (Writer *self)
{
  guint type = self->fields->ethertype;

  if (!has (self, PKTMON_CONSTRAINT_ETHERTYPE))
    return;
  begin_part (self);
  if (type == ETHERTYPE_IPV4)
    g_string_append (self->text, "ip");
  else if (type == ETHERTYPE_IPV6)
    g_string_append (self->text, "ip6");
  else if (type == ETHERTYPE_ARP)
    g_string_append (self->text, "arp");
  else
    g_string_append_printf (self->text, "ether proto 0x%04x", type);
}

static void
append_macs (Writer *self)
{
  g_autofree char *first = pktmon_constraint_fields_dup_text (self->fields, PKTMON_CONSTRAINT_MAC1);
  g_autofree char *second =
      pktmon_constraint_fields_dup_text (self->fields, PKTMON_CONSTRAINT_MAC2);

  if (first != NULL)
    append_pair (self, "ether ", "host ", first, second);
}

/* Only the bits that count, as libpcap wants it. (transfer full) */
static char *
dup_network (const Writer *self, guint i)
{
  PktmonConstraintFields masked = { .present = 1u << PKTMON_CONSTRAINT_IP1,
                                    .ip = { self->fields->ip[i] } };
  PktmonPrefix *prefix = &masked.ip[0];
  g_autofree char *text = NULL;

  for (guint bit = prefix->prefix; bit < 128; bit++)
    prefix->bytes[bit / 8] &= (guint8) ~(0x80 >> bit % 8);
  text = pktmon_constraint_fields_dup_text (&masked, PKTMON_CONSTRAINT_IP1);
  return strchr (text, '/') != NULL ? g_steal_pointer (&text)
                                    : g_strdup_printf ("%s/%u", text, prefix->is_ipv6 ? 128 : 32);
}

static void
append_addresses (Writer *self)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (!has (self, PKTMON_CONSTRAINT_IP1))
    return;
  first = dup_network (self, 0);
  if (has (self, PKTMON_CONSTRAINT_IP2))
    second = dup_network (self, 1);
  append_pair (self, self->fields->ip[0].is_ipv6 ? "ip6 " : "ip ", "net ", first, second);
}

static void
append_ports (Writer *self)
{
  g_autofree char *first =
      pktmon_constraint_fields_dup_text (self->fields, PKTMON_CONSTRAINT_PORT1);
  g_autofree char *second =
      pktmon_constraint_fields_dup_text (self->fields, PKTMON_CONSTRAINT_PORT2);

  if (first != NULL)
    append_pair (self, "", "port ", first, second);
}

static void
append_dscp (Writer *self)
{
  guint dscp = self->fields->dscp;
  g_autofree char *ipv4 = g_strdup_printf ("ip[1] & 0xfc = 0x%02x", dscp << 2);
  g_autofree char *ipv6 = g_strdup_printf ("ip6[0:2] & 0xfc0 = 0x%03x", dscp << 6);

  if (has (self, PKTMON_CONSTRAINT_DSCP))
    append_versions (self, ipv4, ipv6);
}

/* Behind an extension header of IPv6 something else follows: it is never what the packet carries.
 */
static gboolean
is_extension (const PktmonConstraintFields *fields)
{
  static const guint8 extensions[] = { 0, 43, 44, 51, 60, 135, 139, 140 };

  return pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_PROTOCOL) &&
         memchr (extensions, fields->protocol, sizeof extensions) != NULL;
}

static void
append_protocol (Writer *self)
{
  guint protocol = self->fields->protocol;
  g_autofree char *ipv4 = g_strdup_printf ("ip proto %u", protocol);
  g_autofree char *ipv6 = g_strdup_printf ("ip6 proto %u", protocol);

  if (has (self, PKTMON_CONSTRAINT_PROTOCOL))
    append_versions (self, ipv4, ipv6);
}

static void
append_flags (Writer *self)
{
  guint flags = self->fields->tcp_flags;
  g_autofree char *ipv4 = g_strdup_printf ("tcp[tcpflags] & 0x%02x = 0x%02x", flags, flags);
  g_autofree char *ipv6 =
      g_strdup_printf ("(ip6 proto 6 and ip6[53] & 0x%02x = 0x%02x)", flags, flags);

  if (has (self, PKTMON_CONSTRAINT_TCP_FLAGS))
    append_versions (self, ipv4, ipv6);
}

/* --- All of it --- */

gboolean
pktmon_pcap_text_is_shifting (const char *text)
{
  static const char *const words[] = { "vlan", "mpls", "pppoes", "pppoed", "geneve", NULL };
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n()!&|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strv_contains (words, parts[i]))
      return TRUE;
  return FALSE;
}

/* The expression stands before what changes its meaning. */
static void
append_all (Writer *self)
{
  if (has (self, PKTMON_CONSTRAINT_EXPRESSION))
    g_string_append_printf (self->text, "(%s)", self->fields->expression);
  append_macs (self);
  if (has (self, PKTMON_CONSTRAINT_VLAN)) {
    begin_part (self);
    g_string_append_printf (self->text, "vlan %u", self->fields->vlan);
  }
  append_ethertype (self);
  append_addresses (self);
  append_protocol (self);
  append_ports (self);
  if (has (self, PKTMON_CONSTRAINT_HEARTBEAT)) {
    begin_part (self);
    g_string_append_printf (self->text, "udp port %u", PKTMON_HEARTBEAT_PORT);
  }
  append_dscp (self);
  append_flags (self);
}

/* Whether the constraint is not only about IPv6, or not only about IPv4. */
static gboolean
allows (const PktmonConstraintFields *fields, gboolean ipv6)
{
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_IP1))
    return fields->ip[0].is_ipv6 == ipv6;
  if (pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_ETHERTYPE))
    return fields->ethertype == (ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4);
  return TRUE;
}

char *
pktmon_constraint_dup_pcap_text (const PktmonConstraint *self)
{
  const PktmonConstraintFields *fields = pktmon_constraint_get_fields (self);
  const char *expression = pktmon_constraint_get_expression (self);
  Writer writer = {
    .fields = fields,
    .ipv4 = allows (fields, FALSE),
    .ipv6 = allows (fields, TRUE) && !is_extension (fields),
  };

  if ((!writer.ipv4 && is_extension (fields)) || fields->encap != 0 ||
      (expression != NULL && pktmon_constraint_has_headers (self) &&
       pktmon_pcap_text_is_shifting (expression)))
    return NULL;
  writer.text = g_string_new (NULL);
  append_all (&writer);
  if (pktmon_constraint_is_excluding (self)) {
    g_string_prepend (writer.text, "not (");
    g_string_append_c (writer.text, ')');
  }
  return g_string_free (writer.text, FALSE);
}
