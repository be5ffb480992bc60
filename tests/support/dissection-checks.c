/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/dissection-checks.h"

#include <string.h>

#include "dissect/address.h"
#include "support/capture-checks.h"

#define MAX_DEPTH 64

/* --- Checks --- */

static void
check_same (const PktmonSummary *a, const PktmonSummary *b)
{
  g_assert_cmpmem (&a->fields, sizeof a->fields, &b->fields, sizeof b->fields);
  g_assert_true (a->protocol == b->protocol);
  g_assert_cmpint (a->source.kind, ==, b->source.kind);
  g_assert_cmpint (a->destination.kind, ==, b->destination.kind);
}

static void
check_summary (const PktmonSummary *summary)
{
  g_assert_nonnull (summary->protocol);
  g_assert_cmpuint (summary->info_length, <=, PKTMON_MAX_INFO);
  g_assert_cmpuint (summary->info_length, ==, strlen (summary->info));
  test_check_clean (summary->info);
}

static void
check_inside (const PktmonField *field, const PktmonField *parent)
{
  if (field->length == 0 && field->offset == 0)
    return;
  g_assert_cmpuint (field->offset, >=, parent->offset);
  g_assert_cmpuint (field->offset + field->length, <=, parent->offset + parent->length);
}

static void
check_tree (const PktmonFieldTree *tree, gsize captured)
{
  const PktmonField *parents[MAX_DEPTH];
  guint size = pktmon_field_tree_get_size (tree);
  guint depth = 0;

  g_assert_cmpuint (size, <=, PKTMON_MAX_TREE_FIELDS);
  for (guint i = 0; i < size; i++) {
    const PktmonField *field = pktmon_field_tree_get (tree, i);

    g_assert_nonnull (field->name);
    test_check_clean (field->text);
    g_assert_cmpuint (field->offset, <=, captured);
    g_assert_cmpuint (field->length, <=, captured - field->offset);
    g_assert_cmpuint (field->depth, <=, i == 0 ? 0 : depth + 1);
    g_assert_cmpuint (field->depth, <, MAX_DEPTH);
    depth = field->depth;
    parents[depth] = field;
    if (depth > 0)
      check_inside (field, parents[depth - 1]);
  }
  g_assert_cmpint (pktmon_field_tree_find (tree, captured), ==, -1);
}

PktmonFieldTree *
test_check_dissection (guint16 link_type, const guint8 *data, gsize captured, gsize length,
                       PktmonSummary *summary)
{
  g_autofree guint8 *alone = g_malloc (MAX (captured, 1));
  PktmonFieldTree *tree;
  PktmonSummary fields, full;

  memcpy (alone, data, captured);
  pktmon_summarize (link_type, alone, captured, length, PKTMON_SUMMARY_FIELDS, &fields);
  pktmon_summarize (link_type, alone, captured, length, PKTMON_SUMMARY_FULL, &full);
  g_assert_cmpuint (fields.info_length, ==, 0);
  check_summary (&fields);
  check_summary (&full);
  check_same (&fields, &full);
  tree = pktmon_field_tree_new (link_type, alone, captured, length);
  check_tree (tree, captured);
  if (summary != NULL)
    *summary = full;
  return tree;
}

/* --- Text --- */

static void
append_field (GString *text, const PktmonField *field)
{
  g_string_append_printf (text, "%*s%s", (int) (2 * field->depth), "", field->name);
  if (field->text[0] != '\0')
    g_string_append_printf (text, ": %s", field->text);
  g_string_append_printf (text, " [%" G_GSIZE_FORMAT "+%" G_GSIZE_FORMAT "]\n", field->offset,
                          field->length);
}

char *
test_tree_dup_text (const PktmonFieldTree *tree, const char *layer)
{
  GString *text = g_string_new (NULL);
  gboolean found = FALSE;

  for (guint i = 0; i < pktmon_field_tree_get_size (tree); i++) {
    const PktmonField *field = pktmon_field_tree_get (tree, i);

    if (field->depth == 0) {
      if (found)
        break;
      found = g_strcmp0 (field->key, layer) == 0;
    }
    if (found || layer == NULL)
      append_field (text, field);
  }
  return g_string_free (text, FALSE);
}

static void
append_pair (GString *text, const char *name, PktmonAddressKind kind, const guint8 *source,
             const guint8 *destination)
{
  const guint8 *both[] = { source, destination };
  static const gsize sizes[] = {
    [PKTMON_ADDRESS_MAC] = 6,
    [PKTMON_ADDRESS_IPV4] = 4,
    [PKTMON_ADDRESS_IPV6] = 16,
  };

  g_string_append_printf (text, "%s ", name);
  for (guint i = 0; i < 2; i++) {
    char buffer[PKTMON_ADDRESS_TEXT_SIZE];
    PktmonAddress address = { .kind = kind };
    PktmonText part;

    memcpy (address.bytes, both[i], sizes[kind]);
    pktmon_text_init (&part, buffer, sizeof buffer);
    pktmon_address_append (&address, &part);
    g_string_append_printf (text, i == 0 ? "%s → " : "%s, ", buffer);
  }
}

char *
test_fields_dup_text (const PktmonFields *fields)
{
  GString *text = g_string_new (NULL);
  PktmonFieldSet present = fields->present;

  if (present & PKTMON_FIELD_ETH)
    append_pair (text, "eth", PKTMON_ADDRESS_MAC, fields->eth_src, fields->eth_dst);
  if (present & PKTMON_FIELD_VLAN)
    g_string_append_printf (text, "vlan %u, ", fields->vlan_id);
  if (present & PKTMON_FIELD_ETHERTYPE)
    g_string_append_printf (text, "type 0x%04x, ", fields->ethertype);
  if (present & PKTMON_FIELD_IP)
    append_pair (text, "ip", PKTMON_ADDRESS_IPV4, fields->ip_src, fields->ip_dst);
  if (present & PKTMON_FIELD_IP_PROTO)
    g_string_append_printf (text, "proto %u, ", fields->ip_proto);
  if (present & PKTMON_FIELD_IP_DSCP && fields->ip_dscp != 0)
    g_string_append_printf (text, "dscp %u, ", fields->ip_dscp);
  if (present & PKTMON_FIELD_IPV6)
    append_pair (text, "ipv6", PKTMON_ADDRESS_IPV6, fields->ipv6_src, fields->ipv6_dst);
  if (present & PKTMON_FIELD_TCP_PORTS)
    g_string_append_printf (text, "tcp %u → %u, ", fields->tcp_srcport, fields->tcp_dstport);
  if (present & PKTMON_FIELD_TCP_FLAGS)
    g_string_append_printf (text, "flags 0x%03x, ", fields->tcp_flags);
  if (present & PKTMON_FIELD_UDP_PORTS)
    g_string_append_printf (text, "udp %u → %u, ", fields->udp_srcport, fields->udp_dstport);
  g_string_truncate (text, text->len - MIN (2, text->len));
  return g_string_free (text, FALSE);
}

guint
test_tree_count_layers (const PktmonFieldTree *tree)
{
  guint layers = 0;

  for (guint i = 0; i < pktmon_field_tree_get_size (tree); i++)
    layers += pktmon_field_tree_get (tree, i)->depth == 0 ? 1 : 0;
  return layers;
}
