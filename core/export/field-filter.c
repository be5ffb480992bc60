/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/field-filter.h"

#include <string.h>

/* How to ask for the value of a field: what stands before it. */
typedef struct {
  const char *key;
  const char *question;
} Question;

static const Question questions[] = {
  { "frame.len", "len = " },
  { "eth.src", "ether src " },
  { "eth.dst", "ether dst " },
  { "eth.type", "ether proto " },
  { "vlan.id", "vlan " },
  { "mpls.label", "mpls " },
  { "pppoe.session_id", "pppoes " },
  { "arp.opcode", "arp[6:2] = " },
  { "arp.src.proto_ipv4", "arp src host " },
  { "arp.dst.proto_ipv4", "arp dst host " },
  { "ip.src", "ip src host " },
  { "ip.dst", "ip dst host " },
  { "ip.proto", "ip proto " },
  { "ip.dsfield.dscp", "ip[1] >> 2 = " },
  { "ip.dsfield.ecn", "ip[1] & 3 = " },
  { "ip.len", "ip[2:2] = " },
  { "ip.id", "ip[4:2] = " },
  { "ip.flags.df", "(ip[6] >> 6) & 1 = " },
  { "ip.flags.mf", "(ip[6] >> 5) & 1 = " },
  { "ip.frag_offset", "(ip[6:2] & 0x1fff) << 3 = " },
  { "ip.ttl", "ip[8] = " },
  { "ip.checksum", "ip[10:2] = " },
  { "ipv6.src", "ip6 src host " },
  { "ipv6.dst", "ip6 dst host " },
  { "ipv6.nxt", "ip6 proto " },
  { "ipv6.plen", "ip6[4:2] = " },
  { "ipv6.hlim", "ip6[7] = " },
  { "ipv6.flow", "ip6[0:4] & 0xfffff = " },
  { "icmp.type", "icmp[0] = " },
  { "icmp.code", "icmp[1] = " },
  { "icmp.ident", "icmp[4:2] = " },
  { "icmp.seq", "icmp[6:2] = " },
  { "icmpv6.type", "icmp6[0] = " },
  { "icmpv6.code", "icmp6[1] = " },
  { "igmp.type", "igmp[0] = " },
  { "tcp.srcport", "tcp src port " },
  { "tcp.dstport", "tcp dst port " },
  { "udp.srcport", "udp src port " },
  { "udp.dstport", "udp dst port " },
  { "sctp.srcport", "sctp src port " },
  { "sctp.dstport", "sctp dst port " },
};

/* The same where the language knows the header behind IPv4 only. */
static const Question questions_behind_ipv4[] = {
  { "tcp.seq_raw", "tcp[4:4] = " },        { "tcp.ack_raw", "tcp[8:4] = " },
  { "tcp.flags", "tcp[12:2] & 0xfff = " }, { "tcp.window_size_value", "tcp[14:2] = " },
  { "tcp.checksum", "tcp[16:2] = " },      { "udp.length", "udp[4:2] = " },
  { "udp.checksum", "udp[6:2] = " },       { "sctp.verification_tag", "sctp[4:4] = " },
};

/* Headers that may stand before the field's own, and the words that step over them. */
static const Question steps[] = {
  { "eth", "" },
  { "sll", "" },
  { "null", "" },
  { "ppp", "" },
  { "vlan", "vlan and " },
  { "mpls", "mpls and " },
  { "pppoes", "pppoes and " },
  { "ip", "" },
  { "ipv6", "" },
};

static const char *
find (const Question *table, gsize count, const char *key)
{
  for (gsize i = 0; i < count; i++)
    if (g_str_equal (table[i].key, key))
      return table[i].question;
  return NULL;
}

#define FIND(table, key) find (table, G_N_ELEMENTS (table), key)

/* The headers before a field. */
typedef struct {
  GString *words;
  guint n_ip;
  gboolean ipv4;
} Path;

static gboolean
is_ip (const char *key)
{
  return g_strcmp0 (key, "ip") == 0 || g_strcmp0 (key, "ipv6") == 0;
}

/* FALSE: there is no way over the layer @key. */
static gboolean
step_over (Path *path, const char *key)
{
  const char *words = key != NULL ? FIND (steps, key) : NULL;

  if (words == NULL)
    return FALSE;
  g_string_append (path->words, words);
  path->ipv4 = g_str_equal (key, "ip");
  path->n_ip += is_ip (key);
  return TRUE;
}

/* Whether @field stands in the header that its key names: the tree shows fields of others too, as
 * those of Ethernet in "brcm_tag". */
static gboolean
is_own (const PktmonField *field, const char *layer)
{
  return layer != NULL && strncmp (field->key, layer, strcspn (field->key, ".")) == 0;
}

/* Goes over all layers before the one that holds @position. */
static gboolean
walk (Path *path, const PktmonFieldTree *tree, guint position)
{
  for (guint layer = 0;;) {
    const char *key = pktmon_field_tree_get (tree, layer)->key;
    guint next = pktmon_field_tree_get_end (tree, layer);

    if (position < next)
      return path->n_ip + is_ip (key) <= 1 && is_own (pktmon_field_tree_get (tree, position), key);
    if (g_strcmp0 (key, "frame") != 0 && !step_over (path, key))
      return FALSE;
    layer = next;
  }
}

char *
pktmon_field_filter_new (const PktmonFieldTree *tree, guint position)
{
  const PktmonField *field = pktmon_field_tree_get (tree, position);
  g_autoptr (GString) words = g_string_new (NULL);
  Path path = { .words = words };
  const char *question;

  if (field->key == NULL || field->text[0] == '\0' || !walk (&path, tree, position))
    return NULL;
  question = FIND (questions, field->key);
  if (question == NULL && path.ipv4)
    question = FIND (questions_behind_ipv4, field->key);
  if (question == NULL)
    return NULL;
  g_string_append (words, question);
  /* A number may be followed by what it stands for: "6 (TCP)". */
  g_string_append_len (words, field->text, (gssize) strcspn (field->text, " "));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

char *
pktmon_field_filter_new_for_layer (const PktmonFieldTree *tree, guint layer, const char *question)
{
  g_autoptr (GString) words = g_string_new (NULL);
  Path path = { .words = words };

  if (pktmon_field_tree_get (tree, layer)->key == NULL || !walk (&path, tree, layer))
    return NULL;
  g_string_append (words, question);
  return g_string_free (g_steal_pointer (&words), FALSE);
}
