/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "constraint/expression.h"
#include "export/field-filter.h"
#include "export/packet-filter.h"
#include "export/packet-tree.h"
#include "support/capture-builder.h"
#include "support/captures.h"
#include "support/reading.h"

/* --- What it says --- */

/* The filter of the first field @key of a packet of link type Ethernet; NULL: none. */
static char *
filter_of (const guint8 *data, gsize size, const char *key)
{
  g_autoptr (PktmonFieldTree) tree = pktmon_field_tree_new (1, data, size, size);

  for (guint i = 0; i < pktmon_field_tree_get_size (tree); i++)
    if (g_strcmp0 (pktmon_field_tree_get (tree, i)->key, key) == 0)
      return pktmon_field_filter_new (tree, i);
  g_assert_not_reached();
}

static void
check (const guint8 *data, gsize size, const char *key, const char *expected)
{
  g_autofree char *filter = filter_of (data, size, key);

  g_assert_cmpstr (filter, ==, expected);
}

static void
test_words (void)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 53, 40000);
  check (frame, sizeof frame, "eth.src", "ether src 02:00:00:00:00:01");
  check (frame, sizeof frame, "eth.type", "ether proto 0x0800");
  check (frame, sizeof frame, "ip.src", "ip src host 10.0.0.1");
  check (frame, sizeof frame, "ip.proto", "ip proto 17");
  check (frame, sizeof frame, "udp.dstport", "udp dst port 40000");
  check (frame, sizeof frame, "udp.length", "udp[4:2] = 12");
  check (frame, sizeof frame, "ip.version", NULL);
  check (frame, sizeof frame, "ip", NULL);
}

static void
test_tags (void)
{
  static const guint8 tags[] = { 0x81, 0, 0, 5, 0x81, 0, 0, 6 };
  guint8 frame[TEST_FRAME_SIZE];
  guint8 tagged[TEST_FRAME_SIZE + sizeof tags];
  g_autoptr (PktmonFieldTree) tree = NULL;
  g_autofree char *inner = NULL;

  test_frame_make (frame, 17, 53, 40000);
  memcpy (tagged, frame, 12);
  memcpy (tagged + 12, tags, sizeof tags);
  memcpy (tagged + 12 + sizeof tags, frame + 12, sizeof frame - 12);
  check (tagged, sizeof tagged, "vlan.id", "vlan 5");
  check (tagged, sizeof tagged, "ip.dst", "vlan and vlan and ip dst host 10.0.0.2");
  tree = pktmon_field_tree_new (1, tagged, sizeof tagged, sizeof tagged);
  inner = pktmon_field_filter_new (tree, (guint) pktmon_field_tree_find (tree, 19));
  g_assert_cmpstr (inner, ==, "vlan and vlan 6");
}

static void
check_whole (const guint8 *data, gsize size, PktmonPacketFilter filter, const char *expected)
{
  PktmonInterface interface = { .link_type = 1 };
  PktmonPacket packet = {
    .interface = &interface, .data = data, .captured = (guint32) size, .length = (guint32) size
  };
  PktmonSummary summary;
  g_autofree char *text = NULL;

  pktmon_summarize (1, data, size, size, PKTMON_SUMMARY_FULL, &summary);
  text = pktmon_packet_filter_new (&packet, &summary, filter);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_packets (void)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 53, 40000);
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_SOURCE, "ip src host 10.0.0.1");
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_DESTINATION, "ip dst host 10.0.0.2");
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_CONVERSATION,
               "ip host 10.0.0.1 and ip host 10.0.0.2 and udp port 53 and udp port 40000");
  test_frame_make (frame, 17, 1000, 40000);
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_PROTOCOL, "udp");
  frame[12] = 0x99;
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_SOURCE, "ether src 02:00:00:00:00:01");
  check_whole (frame, sizeof frame, PKTMON_PACKET_FILTER_PROTOCOL, NULL);
}

/* A packet in a packet is out of reach. */
static void
test_tunnel (void)
{
  guint8 frame[TEST_FRAME_SIZE];
  guint8 tunnel[14 + 20 + TEST_FRAME_SIZE - 14];
  g_autoptr (PktmonFieldTree) tree = NULL;
  g_autofree char *outer = NULL;

  test_frame_make (frame, 4, 53, 40000);
  memcpy (tunnel, frame, 34);
  tunnel[17] = sizeof tunnel - 14;
  test_frame_make (frame, 17, 53, 40000);
  memcpy (tunnel + 34, frame + 14, sizeof frame - 14);
  check (tunnel, sizeof tunnel, "ip.src", "ip src host 10.0.0.1");
  tree = pktmon_field_tree_new (1, tunnel, sizeof tunnel, sizeof tunnel);
  g_assert_cmpstr (pktmon_field_tree_get (tree, (guint) pktmon_field_tree_find (tree, 46))->key, ==,
                   "ip.src");
  outer = pktmon_field_filter_new (tree, (guint) pktmon_field_tree_find (tree, 46));
  g_assert_null (outer);
}

/* --- Whether it is true --- */

typedef struct {
  GHashTable *expressions; /* text → PktmonExpression */
  GHashTable *keys;        /* of fields that had a filter */
  guint64 checked;
} Truth;

static PktmonExpression *
get_expression (Truth *self, const char *text)
{
  PktmonExpression *expression = g_hash_table_lookup (self->expressions, text);
  g_autoptr (GError) error = NULL;

  if (expression == NULL) {
    expression = pktmon_expression_new (text, &error);
    g_assert_no_error (error);
    g_hash_table_insert (self->expressions, g_strdup (text), expression);
  }
  return expression;
}

/* Link types where libpcap looks for something else first: PPI packets must be of a wireless
 * network (gencode.c, gen_ppi_dlt_check), and the family of a loopback packet is in the byte order
 * of the file, which some files do not keep to. */
static gboolean
is_strange (const PktmonPacket *packet)
{
  const PktmonInterface *interface = packet->interface;

  return interface->link_type == 192 || (interface->link_type == 0 && packet->captured >= 4 &&
                                         (packet->data[0] == 0) != interface->section->big_endian);
}

static gboolean
matches (Truth *self, const char *filter, const PktmonPacket *packet)
{
  PktmonExpression *expression = get_expression (self, filter);
  const char *reason;
  guint64 before = pktmon_expression_get_unjudged (expression, &reason);

  return pktmon_expression_match (expression, packet) ||
         pktmon_expression_get_unjudged (expression, &reason) > before;
}

static void
check_field (Truth *self, const PktmonPacket *packet, const PktmonFieldTree *tree, guint position,
             const char *name, guint number)
{
  const char *key = pktmon_field_tree_get (tree, position)->key;
  g_autofree char *filter = pktmon_field_filter_new (tree, position);

  if (filter == NULL)
    return;
  self->checked++;
  g_hash_table_add (self->keys, (gpointer) key);
  if (!matches (self, filter, packet)) {
    g_test_message ("%s: packet %u is not found by “%s”", name, number, filter);
    g_test_fail();
  }
}

/* What a packet has in common with others as a whole. */
static void
check_packet (Truth *self, const PktmonPacket *packet, const char *name, guint number)
{
  PktmonSummary summary;

  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  for (guint i = 0; i <= PKTMON_PACKET_FILTER_LENGTH; i++) {
    g_autofree char *filter = pktmon_packet_filter_new (packet, &summary, (PktmonPacketFilter) i);

    if (filter != NULL && !matches (self, filter, packet)) {
      g_test_message ("%s: packet %u is not found by “%s”", name, number, filter);
      g_test_fail();
    }
  }
}

static void
check_capture (Truth *self, const TestCapture *capture)
{
  g_autoptr (TestReading) reading = test_reading_new_file (capture->path);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc();

  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;
    PktmonLine line = {
      .number = i + 1, .time = PKTMON_TIME_NONE, .relative = PKTMON_TIME_NONE, .packet = packet
    };
    g_autoptr (PktmonFieldTree) tree = pktmon_packet_tree_new (&line, utc);

    for (guint field = 0; !is_strange (packet) && field < pktmon_field_tree_get_size (tree);
         field++)
      check_field (self, packet, tree, field, capture->name, i + 1);
    if (!is_strange (packet))
      check_packet (self, packet, capture->name, i + 1);
  }
}

/* The packet that a filter was made from is found by it, for every field of real captures. */
static void
test_truth (void)
{
  g_autoptr (GPtrArray) captures = test_captures_load();
  Truth self = { 0 };

  if (captures == NULL)
    return;
  self.expressions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) pktmon_expression_free);
  self.keys = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < captures->len; i++)
    check_capture (&self, g_ptr_array_index (captures, i));
  g_test_message ("%" G_GUINT64_FORMAT " fields, %u keys, %u expressions", self.checked,
                  g_hash_table_size (self.keys), g_hash_table_size (self.expressions));
  g_assert_cmpuint (g_hash_table_size (self.keys), >, 40);
  g_hash_table_unref (self.keys);
  g_hash_table_unref (self.expressions);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-filter/words", test_words);
  g_test_add_func ("/field-filter/tags", test_tags);
  g_test_add_func ("/field-filter/packets", test_packets);
  g_test_add_func ("/field-filter/tunnel", test_tunnel);
  g_test_add_func ("/field-filter/truth", test_truth);
  return g_test_run();
}
