/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "support/capture-builder.h"
#include "support/reading.h"

/* The kinds of pcap file. */

#define SECONDS G_GUINT64_CONSTANT (1700000000)

static TestReading *
read_built (const TestBuilder *builder)
{
  return test_reading_new (builder->bytes->data, builder->bytes->len);
}

static void
assert_damage (const TestReading *reading, PktmonError code, const char *words)
{
  g_assert_error (reading->error, PKTMON_ERROR, (int) code);
  if (strstr (reading->error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", reading->error->message, words);
  g_assert_nonnull (pktmon_error_get_advice (reading->error));
}

typedef struct {
  guint32 magic;
  gsize extra;
  guint32 nanoseconds_per_tick;
  PktmonFormat format;
} PcapCase;

static const PcapCase pcap_cases[] = {
  { PKTMON_PCAP_MAGIC_MICROSECONDS, 0, 1000, PKTMON_FORMAT_PCAP },
  { PKTMON_PCAP_MAGIC_NANOSECONDS, 0, 1, PKTMON_FORMAT_PCAP },
  { PKTMON_PCAP_MAGIC_MODIFIED, 8, 1000, PKTMON_FORMAT_PCAP_MODIFIED },
};

static void
test_pcap (gconstpointer big_endian)
{
  for (guint i = 0; i < G_N_ELEMENTS (pcap_cases); i++) {
    const PcapCase *c = &pcap_cases[i];
    g_autoptr (TestBuilder) builder = test_builder_new (GPOINTER_TO_INT (big_endian));
    g_autoptr (TestReading) reading = NULL;

    test_builder_pcap_header (builder, c->magic, 100, 113);
    for (guint j = 0; j < 3; j++)
      test_builder_pcap_record (builder, (guint32) SECONDS + j, j, 10 + j, 100, c->extra);
    reading = read_built (builder);
    g_assert_no_error (reading->error);
    g_assert_cmpuint (reading->packets, ==, 3);
    g_assert_cmpint (pktmon_directory_get_section (reading->directory, 0)->format, ==, c->format);
    for (guint j = 0; j < 3; j++) {
      const TestRecord *packet = test_reading_get_packet (reading, j);

      g_assert_cmpint (packet->time.seconds, ==, SECONDS + j);
      g_assert_cmpuint (packet->time.nanoseconds, ==, j * c->nanoseconds_per_tick);
      g_assert_cmpuint (packet->record.packet.captured, ==, 10 + j);
      g_assert_cmpuint (packet->record.packet.length, ==, 100);
      g_assert_cmpmem (packet->record.packet.data, 3, "\0\1\2", 3);
      g_assert_cmpuint (packet->record.packet.interface->link_type, ==, 113);
      g_assert_cmpuint (packet->record.packet.interface->snap_length, ==, 100);
    }
  }
}

/* A fraction of more than a second, and times after 2038, in both units. */
static void
test_pcap_times (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
    g_autoptr (TestReading) reading = NULL;
    guint32 per_second = i == 0 ? 1000000 : 1000000000;

    test_builder_pcap_header (builder, pcap_cases[i].magic, 0, 1);
    test_builder_pcap_record (builder, 10, 2 * per_second + per_second / 2, 0, 0, 0);
    test_builder_pcap_record (builder, G_MAXUINT32, 0, 0, 0, 0);
    reading = read_built (builder);
    g_assert_no_error (reading->error);
    g_assert_cmpint (test_reading_get_packet (reading, 0)->time.seconds, ==, 12);
    g_assert_cmpint (test_reading_get_packet (reading, 0)->time.nanoseconds, ==, 500000000);
    g_assert_cmpint (test_reading_get_packet (reading, 1)->time.seconds, ==, G_MAXUINT32);
  }
}

typedef struct {
  guint32 field;
  guint16 link_type;
  guint8 fcs_length;
  gboolean refused;
} LinkTypeCase;

/* The upper half of the field: bits of the frame check sequence, and reserved ones. */
static const LinkTypeCase link_type_cases[] = {
  { 1, 1, 0, FALSE },          { 0x44000001, 1, 8, FALSE }, { 0x24000069, 105, 4, FALSE },
  { 0xf0000001, 1, 0, FALSE }, { 0x30000001, 1, 0, FALSE }, { 0x0800ffff, 65535, 0, FALSE },
  { 0x00200001, 0, 0, TRUE },  { 0x03000001, 0, 0, TRUE },
};

static void
test_pcap_link_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (link_type_cases); i++) {
    const LinkTypeCase *c = &link_type_cases[i];
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
    g_autoptr (TestReading) reading = NULL;
    const PktmonInterface *interface;

    test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 0, c->field);
    test_builder_pcap_record (builder, 0, 0, 4, 4, 0);
    reading = read_built (builder);
    if (c->refused) {
      assert_damage (reading, PKTMON_ERROR_UNSUPPORTED, "link type");
      continue;
    }
    g_assert_no_error (reading->error);
    interface = pktmon_directory_get_interface (reading->directory, 0);
    g_assert_cmpuint (interface->link_type, ==, c->link_type);
    g_assert_cmpuint (interface->fcs_length, ==, c->fcs_length);
  }
}

/* Versions below 2.4 had the two lengths the other way round. */
static void
test_pcap_versions (void)
{
  for (guint8 minor = 0; minor < 5; minor++) {
    g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
    g_autoptr (TestReading) reading = NULL;
    gboolean swapped = minor < 4;

    test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 0, 1);
    builder->bytes->data[6] = minor;
    test_builder_u64 (builder, 0);
    test_builder_u32 (builder, swapped ? 60 : 4);
    test_builder_u32 (builder, swapped ? 4 : 60);
    test_builder_pattern (builder, 0, 4);
    reading = read_built (builder);
    g_assert_no_error (reading->error);
    g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.captured, ==, 4);
    g_assert_cmpuint (test_reading_get_packet (reading, 0)->record.packet.length, ==, 60);
  }
}

static void
test_pcap_refused (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) version = NULL;
  g_autoptr (TestReading) large = NULL;

  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 64, 1);
  builder->bytes->data[4] = 3;
  version = read_built (builder);
  assert_damage (version, PKTMON_ERROR_UNSUPPORTED, "3.4");

  builder->bytes->data[4] = 2;
  test_builder_pcap_record (builder, 0, 0, 1000, 1000, 0); /* more than the header's limit: real */
  test_builder_pcap_record (builder, 0, 0, 1, 1, 0);
  test_builder_u64 (builder, 0);
  test_builder_u32 (builder, 300000);
  test_builder_u32 (builder, 300000);
  test_builder_pattern (builder, 0, 1000);
  large = read_built (builder);
  assert_damage (large, PKTMON_ERROR_DAMAGED, "300000");
  g_assert_cmpuint (large->packets, ==, 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/reader-pcap/little", GINT_TO_POINTER (0), test_pcap);
  g_test_add_data_func ("/reader-pcap/big", GINT_TO_POINTER (1), test_pcap);
  g_test_add_func ("/reader-pcap/times", test_pcap_times);
  g_test_add_func ("/reader-pcap/link-types", test_pcap_link_types);
  g_test_add_func ("/reader-pcap/versions", test_pcap_versions);
  g_test_add_func ("/reader-pcap/refused", test_pcap_refused);
  return g_test_run();
}
