/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/limits.h"
#include "export/packet-tree.h"
#include "export/tree-text.h"
#include "support/captures.h"
#include "support/reading.h"
#include "support/samples.h"

static PktmonFieldTree *
tree_of (const PktmonPacket *packet, guint64 number, PktmonTime start)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3600);
  PktmonLine line = {
    .number = number,
    .time = pktmon_packet_get_time (packet),
    .packet = packet,
  };

  line.relative = pktmon_time_subtract (line.time, start);
  return pktmon_packet_tree_new (&line, zone);
}

static char *
text_of (const PktmonFieldTree *tree)
{
  g_auto (PktmonLineBuffer) buffer = { 0 };

  pktmon_tree_text_append (&buffer, tree);
  return pktmon_line_buffer_dup_text (&buffer);
}

static TestReading *
read_builder (const TestBuilder *builder)
{
  return test_reading_new (builder->bytes->data, builder->bytes->len);
}

/* --- The frame --- */

#define START G_GUINT64_CONSTANT (1700000000)

static void
test_frame (gconstpointer big_endian)
{
  static const guint8 custom[] = { 0, 0, 0x80, 0x7a, 'x', '\n' };
  g_autoptr (TestBuilder) builder = test_builder_new (GPOINTER_TO_INT (big_endian));
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (PktmonFieldTree) tree = NULL;
  g_autofree char *text = NULL;
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 5000, 6000);
  test_builder_section (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, "if:eth0");
  test_builder_option_text (builder, PKTMON_OPTION_IF_DESCRIPTION, "Uplink");
  test_builder_option_u8 (builder, PKTMON_OPTION_IF_TSRESOL, 9);
  test_builder_end (builder);
  test_builder_begin_enhanced (builder, 0, START * 1000000000 + 5, frame, sizeof frame, 1500);
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "first\nline");
  test_builder_option_u32 (builder, PKTMON_OPTION_EPB_FLAGS, 2 | 4 << 2 | 4 << 5 | 1u << 24);
  test_builder_option_u64 (builder, PKTMON_OPTION_EPB_DROPCOUNT, 3);
  test_builder_option_u64 (builder, PKTMON_OPTION_EPB_PACKETID, 77);
  test_builder_option (builder, PKTMON_OPTION_CUSTOM_TEXT, custom, sizeof custom);
  test_builder_option (builder, 4711, custom, 2);
  test_builder_option (builder, PKTMON_OPTION_EPB_FLAGS, custom, 2);
  test_builder_end (builder);

  reading = read_builder (builder);
  tree = tree_of (&test_reading_get_packet (reading, 0)->record.packet, 1204,
                  (PktmonTime){ .seconds = START - 1 });
  text = text_of (tree);
  g_assert_cmpstr (strstr (text, "Ethernet II: 02:00:00:00:00:01 → 02:00:00:00:00:02\n"), !=, NULL);
  g_assert_cmpstr (strstr (text, "User Datagram Protocol: 5000 → 6000\n"), !=, NULL);
  *strstr (text, "Ethernet II") = '\0';
  g_assert_cmpstr (text, ==,
                   "Frame: Packet 1204, 1500 bytes, 46 captured\n"
                   "  Number: 1204\n"
                   "  Time: 2023-11-14 23:13:20.000000005\n"
                   "  Time in UTC: 2023-11-14 22:13:20.000000005\n"
                   "  Seconds since 1970: 1700000000.000000005\n"
                   "  Seconds since first packet: 1.000000005\n"
                   "  Length on the wire: 1500 bytes\n"
                   "  Length captured: 46 bytes\n"
                   "  Interface: if:eth0\n"
                   "  Interface description: Uplink\n"
                   "  Link type: Ethernet (EN10MB)\n"
                   "  Comment: first\\nline\n"
                   "  Flags: 0x01000092\n"
                   "    Direction: outbound\n"
                   "    Reception: promiscuous\n"
                   "    Length of frame check sequence: 4\n"
                   "    CRC error: 1\n"
                   "  Packets lost before it: 3\n"
                   "  Packet ID: 77\n"
                   "  Custom option: x\\n\n"
                   "  Unknown option: 0000\n"
                   "  Unknown option: 0000\n");
}

/* A packet that no file holds, without time, name and bytes. */
static void
test_bare (void)
{
  PktmonInterface interface = { .link_type = 1 };
  PktmonPacket packet = { .interface = &interface, .length = 1 };
  g_autoptr (PktmonFieldTree) tree = tree_of (&packet, 1, PKTMON_TIME_NONE);
  g_autofree char *text = text_of (tree);

  g_assert_cmpstr (text, ==,
                   "Frame: Packet 1, 1 byte, 0 captured\n"
                   "  Number: 1\n"
                   "  Length on the wire: 1 byte\n"
                   "  Length captured: 0 bytes\n"
                   "  Link type: Ethernet (EN10MB)\n");
  g_assert_cmpint (pktmon_field_tree_find (tree, 0), ==, -1);
}

/* Options without end leave room for the layers. */
static void
test_many_options (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (PktmonFieldTree) tree = NULL;
  g_autofree char *text = NULL;
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 5000, 6000);
  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_begin_enhanced (builder, 0, 0, frame, sizeof frame, sizeof frame);
  for (guint i = 0; i < 2 * PKTMON_MAX_TREE_FIELDS; i++)
    test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "again");
  test_builder_end (builder);
  reading = read_builder (builder);
  tree = tree_of (&test_reading_get_packet (reading, 0)->record.packet, 1, PKTMON_TIME_NONE);
  text = text_of (tree);
  g_assert_cmpuint (pktmon_field_tree_get_size (tree), <, 2 * PKTMON_MAX_SHOWN_OPTIONS);
  g_assert_nonnull (strstr (text, "\n  Further options are left out\nEthernet II"));
  g_assert_nonnull (strstr (text, "User Datagram Protocol"));
}

/* --- Any tree --- */

/* What the tree says of its own shape agrees, and whatever byte is asked for is found in the
 * deepest field that holds it. */
static void
check_shape (const PktmonFieldTree *tree, gsize captured)
{
  guint size = pktmon_field_tree_get_size (tree);

  for (guint i = 0; i < size; i++) {
    const PktmonField *field = pktmon_field_tree_get (tree, i);
    int parent = pktmon_field_tree_get_parent (tree, i);
    guint end = pktmon_field_tree_get_end (tree, i);

    g_assert_cmpint (parent, <, (int) i);
    g_assert_cmpint (parent == -1, ==, field->depth == 0);
    g_assert_cmpuint (end, >, i);
    if (parent >= 0) {
      g_assert_cmpuint (pktmon_field_tree_get (tree, (guint) parent)->depth + 1, ==, field->depth);
      g_assert_cmpuint (end, <=, pktmon_field_tree_get_end (tree, (guint) parent));
    }
    if (end < size)
      g_assert_cmpuint (pktmon_field_tree_get (tree, end)->depth, <=, field->depth);
  }
  for (gsize offset = 0; offset < captured; offset++) {
    int found = pktmon_field_tree_find (tree, offset);

    g_assert_cmpint (found, >=, 0);
    g_assert_cmpuint (pktmon_field_tree_get (tree, (guint) found)->offset, <=, offset);
  }
}

static void
check_packets (const TestReading *reading)
{
  for (guint i = 0; i < reading->packets; i++) {
    const TestRecord *record = test_reading_get_packet (reading, i);
    g_autoptr (PktmonFieldTree) tree = tree_of (&record->record.packet, i + 1, PKTMON_TIME_NONE);

    check_shape (tree, record->record.packet.captured);
  }
}

static void
test_shape (void)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i], FALSE);
    g_autoptr (TestReading) reading = read_builder (builder);

    check_packets (reading);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/packet-tree/frame", GINT_TO_POINTER (FALSE), test_frame);
  g_test_add_data_func ("/packet-tree/frame-big-endian", GINT_TO_POINTER (TRUE), test_frame);
  g_test_add_func ("/packet-tree/bare", test_bare);
  g_test_add_func ("/packet-tree/many-options", test_many_options);
  g_test_add_func ("/packet-tree/shape", test_shape);
  return g_test_run();
}
