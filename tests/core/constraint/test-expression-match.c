/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <pcap/pcap.h>
#include <string.h>

#include "base/error.h"
#include "constraint/expression.h"
#include "support/packets.h"
#include "support/reading.h"
#include "support/samples.h"

/* Filters find the same packets as libpcap does when it reads the file itself, whatever their link
 * type. */

static const char *const filters[] = {
  "",
  "ip",
  "ip6",
  "arp",
  "tcp",
  "udp port 53 or udp port 67",
  "host 10.0.0.1",
  "src net 10.0.0.0/8 and not tcp",
  "dst host 2001:db8::2",
  "tcp dst port 80",
  "tcp[tcpflags] & tcp-push != 0",
  "icmp or icmp6 or igmp or sctp",
  "ip proto 47",
  "vlan",
  "vlan 5 and vlan 6",
  "vlan and udp port 53",
  "mpls 16 and mpls 32",
  "pppoes 0x22 and icmp",
  "ether host 02:00:00:00:00:01",
  "ether proto 0x88cc",
  "stp",
  "len > 60",
  "greater 40 and less 80",
  "link[0] = 2",
  "wlan type mgt subtype beacon",
  "geneve 5 and udp",
  "inbound",
  "ip[6:2] & 0x1fff != 0",
};

/* A file with every packet of @link_type. */
static TestBuilder *
build_file (guint16 link_type, gboolean big_endian)
{
  TestBuilder *builder = test_builder_new (big_endian);
  g_autoptr (GPtrArray) packets = test_packets_load();

  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 65535, link_type);
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);
    const GByteArray *bytes = packet->bytes;

    if (packet->link_type != link_type)
      continue;
    test_builder_u64 (builder, 0); /* time */
    test_builder_u32 (builder, bytes->len);
    test_builder_u32 (builder, bytes->len);
    test_builder_data (builder, bytes->data, bytes->len);
  }
  return builder;
}

/* --- As libpcap --- */

static pcap_t *
open_with_libpcap (const TestBuilder *builder)
{
  char message[PCAP_ERRBUF_SIZE];
  FILE *file = fmemopen (builder->bytes->data, builder->bytes->len, "rb");
  pcap_t *pcap = pcap_fopen_offline (file, message);

  if (pcap == NULL)
    g_error ("%s", message);
  return pcap;
}

/* Which packets libpcap finds.
 * Returns: (transfer full): "0110…"; NULL when it does not take the filter. */
static char *
match_with_libpcap (const TestBuilder *builder, const char *filter)
{
  pcap_t *pcap = open_with_libpcap (builder);
  GString *matches = NULL;
  struct bpf_program program;
  struct pcap_pkthdr *header;
  const guint8 *data;

  if (pcap_compile (pcap, &program, filter, 0, PCAP_NETMASK_UNKNOWN) == 0) {
    matches = g_string_new (NULL);
    while (pcap_next_ex (pcap, &header, &data) == 1)
      g_string_append_c (matches, pcap_offline_filter (&program, header, data) != 0 ? '1' : '0');
    pcap_freecode (&program);
  }
  pcap_close (pcap);
  return matches != NULL ? g_string_free (matches, FALSE) : NULL;
}

static char *
match_all (PktmonExpression *expression, const TestReading *reading)
{
  GString *matches = g_string_new (NULL);

  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    g_string_append_c (matches, pktmon_expression_match (expression, packet) ? '1' : '0');
  }
  return g_string_free (matches, FALSE);
}

static void
check_filter (const TestBuilder *builder, const TestReading *reading, const char *filter)
{
  g_autoptr (PktmonExpression) expression = pktmon_expression_new (filter, NULL);
  g_autofree char *expected = match_with_libpcap (builder, filter);
  g_autofree char *matches = NULL;
  const char *reason;

  g_assert_nonnull (expression);
  matches = match_all (expression, reading);
  if (expected != NULL) {
    g_assert_cmpstr (matches, ==, expected);
    g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, 0);
    return;
  }
  g_assert_null (strchr (matches, '1'));
  g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, reading->packets);
  g_assert_nonnull (reason);
}

static void
test_like_libpcap (gconstpointer user_data)
{
  guint16 link_type = (guint16) GPOINTER_TO_UINT (user_data);

  for (guint big_endian = 0; big_endian < 2; big_endian++) {
    g_autoptr (TestBuilder) builder = build_file (link_type, big_endian);
    g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, builder->bytes->len);

    g_assert_no_error (reading->error);
    g_assert_cmpuint (reading->packets, >, 0);
    for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
      check_filter (builder, reading, filters[i]);
  }
}

/* --- Many link types in one capture --- */

/* Packets of Ethernet, raw IP and two link types that nobody knows take turns. */
static void
test_mixed (void)
{
  static const guint16 link_types[] = { 1, 65000, 101, 65001 };
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new ("udp port 53", NULL);
  g_autofree char *matches = NULL;
  const char *reason;
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 53, 1000);
  test_builder_section (builder);
  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++)
    test_builder_interface (builder, link_types[i], 0);
  for (guint i = 0; i < 12; i++) {
    guint start = i % 4 == 2 ? 14 : 0;

    test_builder_begin_enhanced (builder, i % 4, 0, frame + start, TEST_FRAME_SIZE - start,
                                 TEST_FRAME_SIZE - start);
    test_builder_end (builder);
  }
  reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, 0);
  g_assert_null (reason);
  matches = match_all (expression, reading);
  g_assert_cmpstr (matches, ==, "101010101010");
  g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, 6);
  g_assert_nonnull (strstr (reason, "65000"));
}

/* What can never match is judged: there is no ARP in raw IP, and nothing is TCP and UDP. */
static void
test_never (gconstpointer user_data)
{
  g_autoptr (TestBuilder) builder = build_file (101, FALSE);
  g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  g_autoptr (PktmonExpression) expression = pktmon_expression_new (user_data, NULL);
  g_autofree char *matches = match_all (expression, reading);
  const char *reason;

  g_assert_cmpstr (matches, ==, "0");
  g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, 0);
}

static void
test_copy (void)
{
  g_autoptr (TestBuilder) builder = build_file (1, FALSE);
  g_autoptr (TestReading) reading = test_reading_new (builder->bytes->data, builder->bytes->len);
  PktmonExpression *expression = pktmon_expression_new ("wlan type mgt or udp", NULL);
  g_autofree char *before = match_all (expression, reading);
  g_autoptr (PktmonExpression) copy = pktmon_expression_copy (expression);
  g_autofree char *after = NULL;
  const char *reason;

  g_assert_cmpuint (pktmon_expression_get_unjudged (expression, &reason), ==, reading->packets);
  pktmon_expression_free (expression);
  g_assert_cmpuint (pktmon_expression_get_unjudged (copy, &reason), ==, 0);
  g_assert_cmpstr (pktmon_expression_get_text (copy), ==, "wlan type mgt or udp");
  after = match_all (copy, reading);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (pktmon_expression_get_unjudged (copy, &reason), ==, reading->packets);
}

/* --- At the limits --- */

/* Nested as deeply as the text can be: refused or not, but it ends. */
static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PktmonExpression) expression = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_c (text, '(');
  g_string_append (text, "tcp");
  for (guint i = 0; i < 2000; i++)
    g_string_append_c (text, ')');
  expression = pktmon_expression_new (text->str, &error);
  if (expression == NULL)
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  static const guint16 link_types[] = { 0, 1, 9, 101, 104, 105, 107, 113, 117, 127, 192, 239, 276 };

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++) {
    g_autofree char *path = g_strdup_printf ("/expression-match/like-libpcap/%u", link_types[i]);

    g_test_add_data_func (path, GUINT_TO_POINTER (link_types[i]), test_like_libpcap);
  }
  g_test_add_func ("/expression-match/mixed", test_mixed);
  g_test_add_data_func ("/expression-match/never/there", "arp", test_never);
  g_test_add_data_func ("/expression-match/never/anywhere", "tcp and udp", test_never);
  g_test_add_func ("/expression-match/copy", test_copy);
  g_test_add_func ("/expression-match/deep", test_deep);
  return g_test_run();
}
