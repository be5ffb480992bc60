/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "support/dissection-checks.h"
#include "support/packets.h"

/* Work and results stay bounded whatever the bytes are. Work is counted in layers and fields. */

/* Headers that may follow each other for ever. */
typedef struct {
  const char *name;
  guint16 link_type;
  const char *begin;  /* what stands before the first */
  const char *header; /* what repeats */
} Nesting;

#define ETHERNET(type) "020000000002 020000000001 " type
#define IPV4(protocol) "4500 ffff 0001 0000 40 " protocol " 0000 0a000001 0a000002"
#define IPV6(next) "60000000 ffff " next " 40 00*15 01 00*15 02"
#define UDP(port) "c000 " port " ffff 0000"

static const Nesting nestings[] = {
  { "vlan", 1, ETHERNET ("8100"), "0005 8100" },
  { "service-vlan", 1, ETHERNET ("88a8"), "0005 88a8" },
  { "backbone", 1, ETHERNET ("88e7"), "00000001" ETHERNET ("88e7") },
  { "mpls", 1, ETHERNET ("8847"), "00010040" },
  { "ip-in-ip", 101, "", IPV4 ("04") },
  { "ipv6-in-ipv6", 101, "", IPV6 ("29") },
  { "gre", 101, "", IPV4 ("2f") "0000 0800" },
  { "gre-with-ethernet", 101, "", IPV4 ("2f") "0000 6558" ETHERNET ("0800") },
  { "etherip", 101, "", IPV4 ("61") "3000" ETHERNET ("0800") },
  { "hop-by-hop", 101, IPV6 ("00"), "0000 0104 00000000" },
  { "routing", 101, IPV6 ("2b"), "2b00 0000 00000000" },
  { "destination", 101, IPV6 ("3c"), "3c00 0104 00000000" },
  { "fragment", 101, IPV6 ("2c"), "2c00 0001 00000001" },
  { "authentication", 101, IPV6 ("33"), "3304 0000 00000001 00000001 00*12" },
  { "vxlan", 1, "", ETHERNET ("0800") IPV4 ("11") UDP ("12b5") "08000000 00000100" },
  { "geneve", 101, "", IPV4 ("11") UDP ("17c1") "0000 0800 00000100" },
  { "gtp", 101, "", IPV4 ("11") UDP ("0868") "30 ff ffff 00000001" },
  { "teredo", 101, "", IPV4 ("11") UDP ("0dd8") IPV6 ("04") },
  { "l2tp", 101, "", IPV4 ("11") UDP ("06a5") "0002 0001 0001 ff03 0021" },
  { "icmp-error", 101, "", IPV4 ("01") "0301 0000 00000000" },
  { "icmpv6-error", 101, "", IPV6 ("3a") "0101 0000 00000000" },
  { "dns-over-tcp", 101, IPV4 ("06") "c000 0035 00*8 5018 0001 00*4",
    "000c 0001 0100 0000 0000 0000 0000" },
  { "ssh-banner", 101, IPV4 ("06") "c000 0016 00*8 5018 0001 00*4", "'SSH-2.0-a' 0a" },
};

enum { ENDLESS = 10000 };

/* @size bytes or a few more. */
static GByteArray *
build (const char *begin, const char *header, gsize size)
{
  GByteArray *bytes = test_bytes_from_text (begin);
  g_autoptr (GByteArray) round = test_bytes_from_text (header);

  do
    g_byte_array_append (bytes, round->data, round->len);
  while (bytes->len < size);
  return bytes;
}

/* A tree's layers: every one that fits, then one for the data behind the last. */
static void
test_nesting (gconstpointer data)
{
  const Nesting *nesting = data;
  g_autoptr (GByteArray) bytes = build (nesting->begin, nesting->header, ENDLESS);
  g_autoptr (PktmonFieldTree) tree =
      test_check_dissection (nesting->link_type, bytes->data, bytes->len, bytes->len, NULL);

  /* A stack of labels is one layer. */
  if (g_str_equal (nesting->name, "mpls"))
    g_assert_cmpuint (pktmon_field_tree_get_size (tree), <=, PKTMON_MAX_TREE_FIELDS);
  else
    g_assert_cmpuint (test_tree_count_layers (tree), ==, PKTMON_MAX_LAYERS + 1);
}

/* As many headers as may be, and one more. */
static void
test_last_layer (void)
{
  for (guint more = 0; more < 2; more++) {
    g_autoptr (GByteArray) bytes = test_bytes_from_text (ETHERNET ("8100"));
    g_autoptr (PktmonFieldTree) tree = NULL;
    guint size;

    for (guint i = 1; i < PKTMON_MAX_LAYERS + more; i++)
      g_byte_array_append (bytes, (const guint8 *) "\0\5\x81\0", 4);
    tree = test_check_dissection (1, bytes->data, bytes->len, bytes->len, NULL);
    size = pktmon_field_tree_get_size (tree);
    g_assert_cmpuint (test_tree_count_layers (tree), ==, PKTMON_MAX_LAYERS + more);
    g_assert_cmpint (g_strcmp0 (pktmon_field_tree_get (tree, size - 1)->key, "data.len") == 0, ==,
                     more == 1);
  }
}

/* --- Fields --- */

/* Many values in one layer, as payload of UDP or TCP to a port. */
static const struct {
  const char *name;
  const char *begin, *value;
} floods[] = {
  { "dns-questions", IPV4 ("11") UDP ("0035") "0001 0100 ffff 0000 0000 0000",
    "01 'a' 00 0001 0001" },
  { "dns-answers", IPV4 ("11") UDP ("0035") "0001 8100 0000 ffff 0000 0000",
    "01 'a' 00 0001 0001 00000001 0004 0a000001" },
  { "dhcp-options", IPV4 ("11") UDP ("0043") "01 01 06 00 00*4 00*4 00*16 00*16 00*192 63825363",
    "35 01 01" },
  { "dhcpv6-options", IPV4 ("11") UDP ("0223") "01 000001", "0008 0002 0000" },
  { "radius-attributes", IPV4 ("11") UDP ("0714") "01 01 1000 00*16", "05 06 00000001" },
  { "snmp-variables",
    IPV4 ("11") UDP ("00a1") "3082ffff 020100 0400 a082fff0 020101 020100 020100 3082ff00",
    "3005 0601 2b 0500" },
  { "http-headers", IPV4 ("06") "c000 0050 00*8 5018 0001 00*4 'GET / HTTP/1.1' 0d0a",
    "'A: b' 0d0a" },
  { "tls-records", IPV4 ("06") "c000 01bb 00*8 5018 0001 00*4", "17 0303 0001 00" },
  { "tls-messages", IPV4 ("06") "c000 01bb 00*8 5018 0001 00*4 16 0303 4000", "0e 000000" },
  { "tls-ciphers",
    IPV4 ("06") "c000 01bb 00*8 5018 0001 00*4 16 0303 4000 01 003f00 0303 00*32 00 3e00", "1301" },
  { "quic-packets", IPV4 ("11") UDP ("01bb"), "e0 00000001 00 00 01 00" },
  { "quic-versions", IPV4 ("11") UDP ("01bb") "80 00000000 00 00", "00000001" },
  { "ssh-packets", IPV4 ("06") "c000 0016 00*8 5018 0001 00*4", "0000000c 0a 15 00*10" },
  { "bgp-messages", IPV4 ("06") "c000 00b3 00*8 5018 0001 00*4", "ff*16 0013 04" },
  { "stun-attributes", IPV4 ("11") UDP ("0d96") "0001 fff0 2112a442 00*12",
    "0020 0008 0001 0000 00000000" },
  { "tftp-options", IPV4 ("11") UDP ("0045") "0006", "'a' 00 'b' 00" },
  { "sctp-chunks", IPV4 ("84") "0001 0002 00*8", "0b00 0004" },
  { "igmp-records", IPV4 ("02") "2200 0000 0000 ffff", "0400 0000 e0000001" },
  { "smb-messages", IPV4 ("06") "c000 01bd 00*8 5018 0001 00*4",
    "00 000044 fe'SMB' 4000 0000 00*4 0500 0100 01000000 00*44" },
  { "mqtt-packets", IPV4 ("06") "c000 075b 00*8 5018 0001 00*4", "c000" },
  { "ldap-operations", IPV4 ("06") "c000 0185 00*8 5018 0001 00*4", "3005 020101 4200" },
  { "rtcp-packets", IPV4 ("11") UDP ("c002") "80 c9 0001 11223344", "81 ca 0001 11223344" },
  { "ftp-lines", IPV4 ("06") "0015 c000 00*8 5018 0001 00*4", "'230-a' 0a" },
  { "labels", IPV4 ("89"), "00010040" },
  { "neighbour-options", IPV6 ("3a") "8500 0000 00000000", "0101 020000000001" },
};

static void
test_flood (void)
{
  gboolean any_full = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (floods); i++) {
    g_autoptr (GByteArray) bytes = build (floods[i].begin, floods[i].value, 65000);
    PktmonSummary summary;
    g_autoptr (PktmonFieldTree) tree =
        test_check_dissection (101, bytes->data, bytes->len, bytes->len, &summary);
    guint size = pktmon_field_tree_get_size (tree);
    const PktmonField *last = pktmon_field_tree_get (tree, size - 1);

    g_assert_cmpuint (size, >, 20);
    g_assert_cmpint (g_str_equal (last->name, "Further fields are left out"), ==,
                     size == PKTMON_MAX_TREE_FIELDS);
    any_full = any_full || size == PKTMON_MAX_TREE_FIELDS;
    g_assert_cmpstr (summary.protocol, !=, "IPv4");
  }
  g_assert_true (any_full);
}

/* Options in options, and messages in messages. */
static void
test_inner_nesting (void)
{
  static const char *const headers[] = {
    "0003 ffff 00*12",             /* an association in an association */
    "0009 ffff 0c 00 00*16 00*16", /* a relayed message in a relayed message */
  };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (GByteArray) bytes =
        build (IPV4 ("11") UDP ("0223") "0c 00 00*16 00*16", headers[i], ENDLESS);
    g_autoptr (GByteArray) round = test_bytes_from_text (headers[i]);
    g_autoptr (PktmonFieldTree) tree = NULL;
    guint depth = 0;

    /* Each says its true length. */
    for (gsize at = 20 + 8 + 34; at + 4 <= bytes->len; at += round->len) {
      guint16 size = GUINT16_TO_BE ((guint16) (bytes->len - at - 4));

      memcpy (bytes->data + at + 2, &size, sizeof size);
    }
    tree = test_check_dissection (101, bytes->data, bytes->len, bytes->len, NULL);
    for (guint k = 0; k < pktmon_field_tree_get_size (tree); k++)
      depth = MAX (depth, pktmon_field_tree_get (tree, k)->depth);
    g_assert_cmpuint (depth, >, 8);
    g_assert_cmpuint (depth, <, 32);
  }
}

/* --- Info --- */

/* Text from outside, long and hostile, in every info line that shows some. */
static void
test_info (void)
{
  static const char *const begins[] = {
    IPV4 ("06") "c000 0050 00*8 5018 0001 00*4 'GET /'",
    IPV4 ("06") "c000 0016 00*8 5018 0001 00*4 'SSH-2.0-'",
    IPV4 ("11") UDP ("0202") "'<13>'",
    IPV4 ("11") UDP ("0045") "0001",
    IPV4 ("11") UDP ("13c4") "'SIP/2.0 200 '",
  };
  static const char *const texts[] = {
    "'a'", "1b", "00", "0a", "c285", "e280ae", "f09f9880", "ff", "e282", "'%n'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    for (guint k = 0; k < G_N_ELEMENTS (texts); k++) {
      g_autoptr (GByteArray) bytes = build (begins[i], texts[k], 1400);
      g_autoptr (PktmonFieldTree) tree =
          test_check_dissection (101, bytes->data, bytes->len, bytes->len, NULL);

      g_assert_cmpuint (pktmon_field_tree_get_size (tree), >, 0);
    }
}

/* --- Anything --- */

static void
test_random (void)
{
  enum { LINK_TYPES = 300, ROUNDS = 40, MAX_SIZE = 200 };
  g_autoptr (GRand) random = g_rand_new_with_seed (2);

  for (guint16 link_type = 0; link_type < LINK_TYPES; link_type++)
    for (guint round = 0; round < ROUNDS; round++) {
      guint8 bytes[MAX_SIZE];
      gsize size = (gsize) g_rand_int_range (random, 0, MAX_SIZE + 1);
      g_autoptr (PktmonFieldTree) tree = NULL;

      for (gsize i = 0; i < size; i++)
        bytes[i] = (guint8) g_rand_int_range (random, 0, round % 2 == 0 ? 256 : 8);
      tree = test_check_dissection (link_type, bytes, size, size, NULL);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (nestings); i++) {
    g_autofree char *path = g_strconcat ("/bounds/nesting/", nestings[i].name, NULL);

    g_test_add_data_func (path, &nestings[i], test_nesting);
  }
  g_test_add_func ("/bounds/last-layer", test_last_layer);
  g_test_add_func ("/bounds/flood", test_flood);
  g_test_add_func ("/bounds/inner-nesting", test_inner_nesting);
  g_test_add_func ("/bounds/info", test_info);
  g_test_add_func ("/bounds/random", test_random);
  return g_test_run();
}
