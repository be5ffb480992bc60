/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "support/reading.h"
#include "support/samples.h"

/* Blocks, records, options and damage, as the reader sees them. */

#define SECONDS G_GUINT64_CONSTANT (1700000000)

static TestReading *
read_built (const TestBuilder *builder)
{
  return test_reading_new (builder->bytes->data, builder->bytes->len);
}

/* A section with one Ethernet interface. */
static TestBuilder *
begin_capture (gboolean big_endian)
{
  TestBuilder *builder = test_builder_new (big_endian);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  return builder;
}

/* --- Good files --- */

static void
test_samples (void)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2], i % 2 == 1);
    g_autoptr (TestReading) reading = read_built (builder);

    g_assert_no_error (reading->error);
    g_assert_cmpuint (reading->packets, ==, samples[i / 2].packets);
    g_assert_cmpuint (reading->offset, ==, builder->bytes->len);
  }
}

static void
test_packet_blocks (gconstpointer big_endian)
{
  g_autoptr (TestBuilder) builder = begin_capture (GPOINTER_TO_INT (big_endian));
  g_autoptr (TestReading) reading = NULL;
  const guint32 types[] = { PKTMON_BLOCK_ENHANCED_PACKET, PKTMON_BLOCK_PACKET,
                            PKTMON_BLOCK_SIMPLE_PACKET };

  test_builder_interface (builder, 101, 0);
  test_builder_enhanced (builder, 1, SECONDS * 1000000 + 7, 5, 50);
  test_builder_obsolete (builder, 1, SECONDS * 1000000 + 7, 5, 50);
  test_builder_simple (builder, 5, 5);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const TestRecord *record = test_reading_get_packet (reading, i);
    const PktmonPacket *packet = &record->record.packet;
    gboolean simple = types[i] == PKTMON_BLOCK_SIMPLE_PACKET;

    g_assert_cmphex (packet->block_type, ==, types[i]);
    g_assert_cmpuint (packet->interface->number, ==, simple ? 0 : 1);
    g_assert_cmpuint (packet->interface->link_type, ==, simple ? 1 : 101);
    g_assert_cmpuint (packet->captured, ==, 5);
    g_assert_cmpuint (packet->length, ==, simple ? 5 : 50);
    g_assert_cmpmem (packet->data, packet->captured, "\0\1\2\3\4", 5);
    g_assert_cmpuint (pktmon_bytes_left (&packet->options), ==, 0);
    g_assert_cmpint (packet->has_time, ==, !simple);
    g_assert_cmpint (pktmon_time_is_known (record->time), ==, !simple);
    if (simple)
      continue;
    g_assert_cmpint (record->time.seconds, ==, SECONDS);
    g_assert_cmpint (record->time.nanoseconds, ==, 7000);
    g_assert_cmpint (record->as_number, ==, (gint64) SECONDS * 1000000000 + 7000);
  }
}

/* Every block has its place, its type and its size. */
static void
test_places (void)
{
  g_autoptr (TestBuilder) builder = test_sample_build (test_samples_get_all (&(guint){ 0 }), FALSE);
  g_autoptr (TestReading) reading = read_built (builder);
  guint64 offset = 0;

  for (guint i = 0; i < reading->records->len; i++) {
    const PktmonRecord *record = &test_reading_get_record (reading, i)->record;
    PktmonBytes bytes = pktmon_bytes_new (reading->bytes, reading->size);

    g_assert_cmpuint (record->offset, ==, offset);
    g_assert_cmphex (record->type, ==, pktmon_bytes_peek_u32 (&bytes, offset, FALSE));
    g_assert_cmpuint (record->size, ==, pktmon_bytes_peek_u32 (&bytes, offset + 4, FALSE));
    offset += record->size;
  }
  g_assert_cmpuint (offset, ==, reading->size);
}

static void
test_sections (void)
{
  guint n_samples;
  const TestSample *sample = test_samples_get_all (&n_samples);
  g_autoptr (TestBuilder) builder = NULL;
  g_autoptr (TestReading) reading = NULL;

  while (!g_str_equal (sample->name, "sections"))
    sample++;
  builder = test_sample_build (sample, FALSE);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (pktmon_directory_get_n_sections (reading->directory), ==, 4);
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==, 1 + 2 + 3 + 4);
  for (guint i = 0; i < 4; i++) {
    const PktmonSection *section = pktmon_directory_get_section (reading->directory, i);
    const TestRecord *enhanced = test_reading_get_packet (reading, 2 * i);
    const TestRecord *simple = test_reading_get_packet (reading, 2 * i + 1);
    guint64 end;

    g_assert_cmpint (section->big_endian, ==, i % 2 == 1);
    g_assert_cmpuint (section->first_interface, ==, i * (i + 1) / 2);
    g_assert_true (enhanced->record.packet.interface->section == section);
    g_assert_cmpuint (enhanced->record.packet.interface->number, ==, section->first_interface + i);
    g_assert_cmpuint (simple->record.packet.interface->number, ==, section->first_interface);
    g_assert_true (pktmon_directory_find_section (reading->directory, enhanced->record.offset,
                                                  &end) == section);
    g_assert_cmpuint (end, ==,
                      i == 3 ? G_MAXUINT64
                             : pktmon_directory_get_section (reading->directory, i + 1)->offset);
  }
  g_assert_null (pktmon_directory_get_section (reading->directory, 4));
  g_assert_null (pktmon_directory_get_interface (reading->directory, 10));
}

/* --- Options --- */

static const char *const full_values[] = {
  "if_name=eth0",
  "if_description=first interface",
  "if_IPv4addr=32.1.13.184/0.0.0.0",
  "if_IPv6addr=2001:db8::1/64",
  "if_MACaddr=20:01:0d:b8:00:00",
  "if_EUIaddr=20010db800000000",
  "if_speed=1000000000",
  "if_tsresol=9",
  "if_tzone=3600",
  "if_filter=tcp",
  "if_os=Linux",
  "if_fcslen=4",
  "if_tsoffset=100",
  "if_hardware=made-up card",
  "if_txspeed=10",
  "if_rxspeed=20",
  "if_iana_tzname=Europe/Berlin",
  "opt_comment=first comment",
  "opt_comment=second comment",
  "opt_custom=xyz",
  "opt_custom=0000807a78797a",
  "opt_custom=xyz",
  "opt_custom=0000807a78797a",
};

static const char *const packet_values[] = {
  "epb_flags=2",    "epb_hash=0201020304", "epb_dropcount=5",
  "epb_packetid=6", "epb_queue=7",         "epb_verdict=020000000000000001",
};

static void
assert_option (const PktmonOption *option, guint32 block_type, gboolean big_endian,
               const char *expected)
{
  char buffer[128];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append (&text, pktmon_option_get_name (block_type, option->code));
  pktmon_text_append_char (&text, '=');
  pktmon_option_append_value (&text, block_type, option, big_endian);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
assert_options (PktmonBytes options, guint32 block_type, gboolean big_endian,
                const char *const *expected, guint n_expected)
{
  PktmonOption option;

  for (guint i = 0; i < n_expected; i++) {
    g_assert_true (pktmon_option_next (&options, big_endian, &option));
    assert_option (&option, block_type, big_endian, expected[i]);
  }
}

static void
test_options (gconstpointer user_data)
{
  gboolean big_endian = GPOINTER_TO_INT (user_data);
  g_autoptr (TestBuilder) builder =
      test_sample_build (test_samples_get_all (&(guint){ 0 }), big_endian);
  g_autoptr (TestReading) reading = read_built (builder);
  const PktmonInterface *interface = pktmon_directory_get_interface (reading->directory, 0);
  const TestRecord *packet = test_reading_get_packet (reading, 0);

  g_assert_cmpstr (interface->name, ==, "eth0");
  g_assert_cmpstr (interface->description, ==, "first interface");
  g_assert_cmpuint (interface->resolution, ==, 9);
  g_assert_cmpuint (interface->fcs_length, ==, 4);
  g_assert_cmpint (interface->offset, ==, 100);
  g_assert_cmpuint (interface->snap_length, ==, 65535);
  g_assert_cmpint (packet->time.seconds, ==, SECONDS + 100);
  g_assert_cmpuint (packet->time.nanoseconds, ==, 123456789);
  assert_options (pktmon_bytes_new (interface->options, interface->options_size),
                  PKTMON_BLOCK_INTERFACE_DESCRIPTION, big_endian, full_values,
                  G_N_ELEMENTS (full_values));
  assert_options (packet->record.packet.options, PKTMON_BLOCK_ENHANCED_PACKET, big_endian,
                  packet_values, G_N_ELEMENTS (packet_values));
}

/* Lists without an end, with options of the wrong size, and with ones longer than the block. */
static void
test_bad_options (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  const PktmonInterface *interface;

  test_builder_section (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_option_u32 (builder, PKTMON_OPTION_IF_TSRESOL, 9);
  test_builder_option_u8 (builder, PKTMON_OPTION_IF_TSOFFSET, 9);
  test_builder_option (builder, PKTMON_OPTION_IF_FCSLEN, NULL, 0);
  test_builder_option (builder, PKTMON_OPTION_IF_NAME, "a\0b", 3);
  test_builder_option_text (builder, PKTMON_OPTION_IF_DESCRIPTION, "\xff\x1b[31m");
  test_builder_end (builder);
  test_builder_begin_interface (builder, 1, 0);
  test_builder_u16 (builder, PKTMON_OPTION_IF_NAME);
  test_builder_u16 (builder, G_MAXUINT16);
  test_builder_data (builder, "abcd", 4);
  test_builder_end (builder);
  test_builder_enhanced (builder, 1, 0, 4, 4);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 1);
  interface = pktmon_directory_get_interface (reading->directory, 0);
  g_assert_cmpuint (interface->resolution, ==, 6);
  g_assert_cmpint (interface->offset, ==, 0);
  g_assert_cmpuint (interface->fcs_length, ==, 0);
  g_assert_cmpstr (interface->name, ==, "a");
  g_assert_cmpstr (interface->description, ==, "\\xff\\x1b[31m");
  g_assert_null (pktmon_directory_get_interface (reading->directory, 1)->name);
}

static void
test_option_names (void)
{
  g_assert_cmpstr (pktmon_option_get_name (PKTMON_BLOCK_SECTION_HEADER, 2), ==, "shb_hardware");
  g_assert_cmpstr (pktmon_option_get_name (PKTMON_BLOCK_PACKET, 2), ==, "pack_flags");
  g_assert_cmpstr (pktmon_option_get_name (PKTMON_BLOCK_NAME_RESOLUTION, 2), ==, "ns_dnsname");
  g_assert_cmpstr (pktmon_option_get_name (PKTMON_BLOCK_INTERFACE_STATISTICS, 2), ==,
                   "isb_starttime");
  g_assert_cmpstr (pktmon_option_get_name (0x1234, PKTMON_OPTION_COMMENT), ==, "opt_comment");
  g_assert_null (pktmon_option_get_name (PKTMON_BLOCK_SECTION_HEADER, 77));
}

/* --- Time --- */

typedef struct {
  guint8 resolution;
  gint64 offset;
  guint64 ticks;
  gint64 seconds;
  guint32 nanoseconds;
} ClockCase;

static const ClockCase clock_cases[] = {
  { 0, 0, SECONDS, SECONDS, 0 },
  { 3, 0, SECONDS * 1000 + 7, SECONDS, 7000000 },
  { 6, 0, SECONDS * 1000000 + 999999, SECONDS, 999999000 },
  { 6, 0, G_MAXUINT64, 18446744073709, 551615000 },
  { 7, 0, SECONDS * 10000000 + 1, SECONDS, 100 },
  { 9, 0, SECONDS * 1000000000 + 1, SECONDS, 1 },
  { 9, 0, G_MAXUINT64, 18446744073, 709551615 },
  { 12, 0, G_GUINT64_CONSTANT (1000000000999), 1, 0 },
  { 19, 0, G_MAXUINT64, 1, 844674407 },
  { 20, 0, G_MAXUINT64, 0, 184467440 },
  { 28, 0, G_MAXUINT64, 0, 1 },
  { 29, 0, G_MAXUINT64, 0, 0 },
  { 127, 0, G_MAXUINT64, 0, 0 },
  { 0x80, 0, SECONDS, SECONDS, 0 },
  { 0x81, 0, 3, 1, 500000000 },
  { 0x88, 0, 257, 1, 3906250 },
  { 0x8a, 0, SECONDS * 1024 + 512, SECONDS, 500000000 },
  { 0xa0, 0, (SECONDS << 32) + 0x80000000, SECONDS, 500000000 },
  { 0xbf, 0, G_MAXUINT64, 1, 999999999 },
  { 0xc0, 0, G_MAXUINT64, 0, 999999999 },
  { 0xc1, 0, G_MAXUINT64, 0, 499999999 },
  { 0xff, 0, G_MAXUINT64, 0, 0 },
  { 6, 3600, SECONDS * 1000000, SECONDS + 3600, 0 },
  { 9, -3600, SECONDS * 1000000000 + 5, SECONDS - 3600, 5 },
  { 6, -1, 500000, -1, 500000000 },
  { 6, G_MININT64, 0, G_MININT64, 0 },
  { 6, G_MAXINT64, 999999, G_MAXINT64, 999999000 },
  { 6, G_MAXINT64, 1000000, 0, PKTMON_TIME_UNKNOWN },
  { 0, 0, G_MAXUINT64, 0, PKTMON_TIME_UNKNOWN },
  { 0, -10, G_GUINT64_CONSTANT (1) << 63, G_MAXINT64 - 9, 0 },
  { 0, G_MININT64, G_MAXUINT64, G_MAXINT64, 0 },
};

static void
test_clocks (gconstpointer big_endian)
{
  g_autoptr (TestBuilder) builder = test_builder_new (GPOINTER_TO_INT (big_endian));
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  for (guint i = 0; i < G_N_ELEMENTS (clock_cases); i++)
    test_builder_clocked_interface (builder, clock_cases[i].resolution, clock_cases[i].offset);
  for (guint i = 0; i < G_N_ELEMENTS (clock_cases); i++)
    test_builder_enhanced (builder, i, clock_cases[i].ticks, 0, 0);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  for (guint i = 0; i < G_N_ELEMENTS (clock_cases); i++) {
    const TestRecord *packet = test_reading_get_packet (reading, i);
    gboolean known = clock_cases[i].nanoseconds != PKTMON_TIME_UNKNOWN;

    g_assert_cmpuint (packet->time.nanoseconds, ==, clock_cases[i].nanoseconds);
    if (known)
      g_assert_cmpint (packet->time.seconds, ==, clock_cases[i].seconds);
    g_assert_cmpint (packet->as_number, ==, pktmon_time_to_nanoseconds (packet->time));
  }
}

/* --- Lengths --- */

/* What simple packet blocks have captured follows from the interface's limit. */
static void
test_simple_packets (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  test_builder_interface (builder, 1, 6);
  test_builder_simple (builder, 6, 60);
  test_builder_simple (builder, 6, 6);
  test_builder_simple (builder, 5, 5);
  test_builder_simple (builder, 0, 0);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.captured, ==, 6);
  g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.length, ==, 60);
  g_assert_cmpuint (test_reading_get_packet (reading, 1)->record.packet.captured, ==, 6);
  g_assert_cmpuint (test_reading_get_packet (reading, 2)->record.packet.captured, ==, 5);
  g_assert_cmpuint (test_reading_get_packet (reading, 3)->record.packet.captured, ==, 0);
}

/* Captured lengths above the interface's limit, or above that on the wire, are what they are. */
static void
test_odd_lengths (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;
  static const guint32 lengths[][2] = {
    { 20, 100 }, { 20, 10 }, { 0, 0 }, { 0, G_MAXUINT32 }, { 300000, 300000 }
  };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 10);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    test_builder_enhanced (builder, 0, 0, lengths[i][0], lengths[i][1]);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    g_assert_cmpuint (packet->captured, ==, lengths[i][0]);
    g_assert_cmpuint (packet->length, ==, lengths[i][1]);
  }
}

/* Lengths that do not count the padding, as old writers wrote them. */
static void
test_unaligned (void)
{
  g_autoptr (TestBuilder) builder = begin_capture (FALSE);
  g_autoptr (TestReading) reading = NULL;

  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_u32 (builder, 0);
  test_builder_ticks (builder, 1);
  test_builder_u32 (builder, 5);
  test_builder_u32 (builder, 5);
  test_builder_padded (builder, "abcde", 5);
  test_builder_end_lying (builder, 37, 37);
  test_builder_enhanced (builder, 0, 2, 1, 1);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 2);
  g_assert_cmpmem (test_reading_get_packet (reading, 0)->record.packet.data, 5, "abcde", 5);
}

/* --- Bytes that come little by little --- */

static void
read_growing (const TestBuilder *builder, guint expected)
{
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  PktmonRecord record = { 0 };
  guint packets = 0;

  for (gsize have = 0; have <= builder->bytes->len;) {
    guint64 offset = pktmon_reader_get_offset (reader);
    g_autofree guint8 *piece = g_memdup2 (builder->bytes->data + offset, have - offset);
    g_autoptr (GError) error = NULL;
    PktmonReaderStep step = pktmon_reader_next (reader, piece, have - offset, &record, &error);

    g_assert_no_error (error);
    g_assert_cmpint (step, !=, PKTMON_READER_DAMAGED);
    packets += step == PKTMON_READER_PACKET;
    if (step != PKTMON_READER_MORE)
      continue;
    g_assert_cmpuint (pktmon_reader_get_wanted (reader), >, have - offset);
    have++;
  }
  g_assert_cmpuint (packets, ==, expected);
  g_assert_cmpuint (pktmon_reader_get_offset (reader), ==, builder->bytes->len);
}

/* A block that is half written is not damage: it is read when the rest has come. */
static void
test_growing (void)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2], i % 2 == 1);

    read_growing (builder, samples[i / 2].packets);
  }
}

/* --- Many of something --- */

static void
test_many_interfaces (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  for (guint i = 0; i < 70000; i++)
    test_builder_interface (builder, (guint16) i, 0);
  test_builder_enhanced (builder, 69999, 0, 0, 0);
  reading = read_built (builder);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.interface->number, ==,
                    69999);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/samples", test_samples);
  g_test_add_data_func ("/reader/packet-blocks/little", GINT_TO_POINTER (0), test_packet_blocks);
  g_test_add_data_func ("/reader/packet-blocks/big", GINT_TO_POINTER (1), test_packet_blocks);
  g_test_add_func ("/reader/places", test_places);
  g_test_add_func ("/reader/sections", test_sections);
  g_test_add_data_func ("/reader/options/little", GINT_TO_POINTER (0), test_options);
  g_test_add_data_func ("/reader/options/big", GINT_TO_POINTER (1), test_options);
  g_test_add_func ("/reader/options/bad", test_bad_options);
  g_test_add_func ("/reader/options/names", test_option_names);
  g_test_add_data_func ("/reader/clocks/little", GINT_TO_POINTER (0), test_clocks);
  g_test_add_data_func ("/reader/clocks/big", GINT_TO_POINTER (1), test_clocks);
  g_test_add_func ("/reader/simple-packets", test_simple_packets);
  g_test_add_func ("/reader/odd-lengths", test_odd_lengths);
  g_test_add_func ("/reader/unaligned", test_unaligned);
  g_test_add_func ("/reader/growing", test_growing);
  g_test_add_func ("/reader/many-interfaces", test_many_interfaces);
  return g_test_run();
}
