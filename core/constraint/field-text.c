/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a constraint from text, and as text. */
#include <arpa/inet.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/text.h"
#include "constraint/expression.h"
#include "constraint/fields.h"

/* What a message repeats of a value, in bytes with the final zero. */
#define QUOTE_SIZE 100

/* The longest address with its prefix length. */
#define MAX_ADDRESS 50

/* --- From text --- */

/* A number, in decimal or with 0x in front, up to @max; -1 when @text is none. */
static gint64
parse_number (const char *text, guint64 max)
{
  gboolean is_hex = g_ascii_strncasecmp (text, "0x", 2) == 0;
  guint64 value;

  if (!g_ascii_string_to_unsigned (is_hex ? text + 2 : text, is_hex ? 16 : 10, 0, max, &value,
                                   NULL))
    return -1;
  return (gint64) value;
}

static gint64
parse_named (PktmonConstraintField field, const char *text, guint64 max)
{
  const PktmonNamedNumber *names = pktmon_constraint_field_get_names (field);
  int value = names != NULL ? pktmon_names_get_value (names, text, strlen (text)) : -1;

  return value >= 0 ? value : parse_number (text, max);
}

/* "syn,ack" */
static gint64
parse_set (PktmonConstraintField field, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  guint set = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    const char *part = g_strstrip (parts[i]);
    int value =
        pktmon_names_get_value (pktmon_constraint_field_get_names (field), part, strlen (part));

    if (value < 0)
      return -1;
    set |= (guint) value;
  }
  return set > 0 ? (gint64) set : -1;
}

static gboolean
parse_prefix (const char *text, PktmonPrefix *prefix)
{
  gsize size = strcspn (text, "/");
  char address[MAX_ADDRESS];
  gint64 bits, max;

  *prefix = (PktmonPrefix){ .is_ipv6 = memchr (text, ':', size) != NULL };
  if (size >= sizeof address)
    return FALSE;
  memcpy (address, text, size);
  address[size] = '\0';
  if (inet_pton (prefix->is_ipv6 ? AF_INET6 : AF_INET, address, prefix->bytes) != 1)
    return FALSE;
  max = prefix->is_ipv6 ? 128 : 32;
  bits = text[size] == '/' ? parse_number (text + size + 1, (guint64) max) : max;
  prefix->prefix = (guint8) bits;
  return bits >= 0;
}

/* Six bytes of two digits, with colons or hyphens between. */
static gboolean
parse_mac (const char *text, guint8 mac[6])
{
  gsize size = strlen (text);

  if (size != 17)
    return FALSE;
  for (guint i = 0; i < size; i++)
    if (i % 3 == 2 ? text[i] != text[2] || (text[i] != ':' && text[i] != '-')
                   : !g_ascii_isxdigit (text[i]))
      return FALSE;
  for (guint i = 0; i < 6; i++)
    mac[i] =
        (guint8) (g_ascii_xdigit_value (text[3 * i]) << 4 | g_ascii_xdigit_value (text[3 * i + 1]));
  return TRUE;
}

static gboolean
is_name (const char *text)
{
  glong length = g_utf8_validate (text, -1, NULL) ? g_utf8_strlen (text, -1) : 0;

  for (const char *p = text; length > 0 && *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return length >= 1 && length <= PKTMON_MAX_CONSTRAINT_NAME;
}

/* 1: yes, 0: no, -1: neither. */
static gint64
parse_switch (const char *text)
{
  static const char *const words[] = { "no", "yes", "false", "true", "0", "1" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return i % 2;
  return -1;
}

/* A number in @text that @field may hold; -1 when there is none. */
static gint64
parse_value (PktmonConstraintField field, const char *text)
{
  gint64 value;

  switch ((int) field) {
  case PKTMON_CONSTRAINT_PORT1:
  case PKTMON_CONSTRAINT_PORT2:
    return parse_named (field, text, G_MAXUINT16);
  case PKTMON_CONSTRAINT_PROTOCOL:
    return parse_named (field, text, G_MAXUINT8);
  case PKTMON_CONSTRAINT_TCP_FLAGS:
  case PKTMON_CONSTRAINT_ENCAP:
    return parse_set (field, text);
  case PKTMON_CONSTRAINT_VLAN:
    return parse_number (text, 4095);
  case PKTMON_CONSTRAINT_ETHERTYPE:
    value = parse_named (field, text, G_MAXUINT16);
    return value >= 0x600 ? value : -1;
  case PKTMON_CONSTRAINT_DSCP:
    return parse_named (field, text, 63);
  case PKTMON_CONSTRAINT_VXLAN_PORT:
    value = parse_number (text, G_MAXUINT16);
    return value != 0 && value != PKTMON_GENEVE_PORT ? value : -1;
  default:
    return parse_switch (text);
  }
}

static void
set_number (PktmonConstraintFields *self, PktmonConstraintField field, guint value)
{
  switch ((int) field) {
  case PKTMON_CONSTRAINT_PORT1:
  case PKTMON_CONSTRAINT_PORT2:
    self->port[field - PKTMON_CONSTRAINT_PORT1] = (guint16) value;
    break;
  case PKTMON_CONSTRAINT_PROTOCOL:
    self->protocol = (guint8) value;
    break;
  case PKTMON_CONSTRAINT_TCP_FLAGS:
    self->tcp_flags = (guint8) value;
    break;
  case PKTMON_CONSTRAINT_VLAN:
    self->vlan = (guint16) value;
    break;
  case PKTMON_CONSTRAINT_ETHERTYPE:
    self->ethertype = (guint16) value;
    break;
  case PKTMON_CONSTRAINT_DSCP:
    self->dscp = (guint8) value;
    break;
  case PKTMON_CONSTRAINT_ENCAP:
    self->encap = (guint8) value;
    break;
  case PKTMON_CONSTRAINT_VXLAN_PORT:
    self->vxlan_port = (guint16) value;
    break;
  default:
    break;
  }
}

static gboolean
refuse (PktmonConstraintField field, const char *text, GError **error)
{
  g_autofree char *what = NULL;
  char buffer[QUOTE_SIZE];
  PktmonText quote;

  pktmon_text_init (&quote, buffer, sizeof buffer);
  pktmon_text_append_foreign (&quote, (const guint8 *) text, strlen (text));
  what = g_strdup_printf (_ ("“%s” is nothing that “%s” can be."), buffer,
                          pktmon_constraint_field_get_key (field));
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, pktmon_constraint_field_get_advice (field));
  return FALSE;
}

static gboolean
set_expression (PktmonConstraintFields *self, const char *text, GError **error)
{
  g_autoptr (PktmonExpression) checked = NULL;

  if (pktmon_expression_is_blank (text))
    return refuse (PKTMON_CONSTRAINT_EXPRESSION, text, error);
  checked = pktmon_expression_new (text, error);
  if (checked == NULL)
    return FALSE;
  g_free (self->expression);
  self->expression = g_strdup (text);
  return TRUE;
}

static gboolean
set_other (PktmonConstraintFields *self, PktmonConstraintField field, const char *text,
           GError **error)
{
  gint64 value = parse_value (field, text);

  if (value < 0)
    return refuse (field, text, error);
  if (pktmon_constraint_field_is_switch (field) && value == 0) {
    pktmon_constraint_fields_unset (self, field);
    return TRUE;
  }
  set_number (self, field, (guint) value);
  self->present |= 1u << field;
  return TRUE;
}

gboolean
pktmon_constraint_fields_set (PktmonConstraintFields *self, PktmonConstraintField field,
                              const char *text, GError **error)
{
  PktmonPrefix prefix;
  guint8 mac[6];

  if (field == PKTMON_CONSTRAINT_IP1 || field == PKTMON_CONSTRAINT_IP2) {
    if (!parse_prefix (text, &prefix))
      return refuse (field, text, error);
    self->ip[field - PKTMON_CONSTRAINT_IP1] = prefix;
  } else if (field == PKTMON_CONSTRAINT_MAC1 || field == PKTMON_CONSTRAINT_MAC2) {
    if (!parse_mac (text, mac))
      return refuse (field, text, error);
    memcpy (self->mac[field - PKTMON_CONSTRAINT_MAC1], mac, sizeof mac);
  } else if (field == PKTMON_CONSTRAINT_EXPRESSION) {
    if (!set_expression (self, text, error))
      return FALSE;
  } else if (field == PKTMON_CONSTRAINT_NAME) {
    if (!is_name (text))
      return refuse (field, text, error);
    g_free (self->name);
    self->name = g_strdup (text);
  } else {
    return set_other (self, field, text, error);
  }
  self->present |= 1u << field;
  return TRUE;
}

/* --- As text --- */

static char *
dup_prefix (const PktmonPrefix *prefix)
{
  char buffer[MAX_ADDRESS];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  if (prefix->is_ipv6)
    pktmon_text_append_ipv6 (&text, prefix->bytes);
  else
    pktmon_text_append_ipv4 (&text, prefix->bytes);
  if (prefix->prefix < (prefix->is_ipv6 ? 128 : 32)) {
    pktmon_text_append_char (&text, '/');
    pktmon_text_append_u64 (&text, prefix->prefix);
  }
  return g_strdup (buffer);
}

static char *
dup_mac (const guint8 mac[6])
{
  char buffer[sizeof "00:00:00:00:00:00"];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_mac (&text, mac);
  return g_strdup (buffer);
}

/* @number: how it is written without a name. (transfer full) */
static char *
dup_named (PktmonConstraintField field, guint value, const char *number)
{
  const char *name = pktmon_names_get (pktmon_constraint_field_get_names (field), value);

  return g_strdup (name != NULL ? name : number);
}

static char *
dup_set (PktmonConstraintField field, guint set)
{
  const PktmonNamedNumber *names = pktmon_constraint_field_get_names (field);
  const char *whole = pktmon_names_get (names, set);
  GString *text;

  if (whole != NULL)
    return g_strdup (whole);
  text = g_string_new (NULL);
  for (guint bit = 1; bit <= set; bit <<= 1)
    if ((set & bit) != 0 && pktmon_names_get (names, bit) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                              pktmon_names_get (names, bit));
  return g_string_free (text, FALSE);
}

char *
pktmon_constraint_fields_dup_text (const PktmonConstraintFields *self, PktmonConstraintField field)
{
  char number[16];

  if (!pktmon_constraint_fields_has (self, field))
    return NULL;
  switch ((int) field) {
  case PKTMON_CONSTRAINT_IP1:
  case PKTMON_CONSTRAINT_IP2:
    return dup_prefix (&self->ip[field - PKTMON_CONSTRAINT_IP1]);
  case PKTMON_CONSTRAINT_PORT1:
  case PKTMON_CONSTRAINT_PORT2:
    return g_strdup_printf ("%u", self->port[field - PKTMON_CONSTRAINT_PORT1]);
  case PKTMON_CONSTRAINT_PROTOCOL:
    g_snprintf (number, sizeof number, "%u", self->protocol);
    return dup_named (field, self->protocol, number);
  case PKTMON_CONSTRAINT_TCP_FLAGS:
    return dup_set (field, self->tcp_flags);
  case PKTMON_CONSTRAINT_VLAN:
    return g_strdup_printf ("%u", self->vlan);
  case PKTMON_CONSTRAINT_MAC1:
  case PKTMON_CONSTRAINT_MAC2:
    return dup_mac (self->mac[field - PKTMON_CONSTRAINT_MAC1]);
  case PKTMON_CONSTRAINT_ETHERTYPE:
    g_snprintf (number, sizeof number, "0x%04x", self->ethertype);
    return dup_named (field, self->ethertype, number);
  case PKTMON_CONSTRAINT_DSCP:
    g_snprintf (number, sizeof number, "%u", self->dscp);
    return dup_named (field, self->dscp, number);
  case PKTMON_CONSTRAINT_ENCAP:
    return dup_set (field, self->encap);
  case PKTMON_CONSTRAINT_VXLAN_PORT:
    return g_strdup_printf ("%u", self->vxlan_port);
  case PKTMON_CONSTRAINT_EXPRESSION:
    return g_strdup (self->expression);
  case PKTMON_CONSTRAINT_NAME:
    return g_strdup (self->name);
  default:
    return g_strdup ("yes");
  }
}
