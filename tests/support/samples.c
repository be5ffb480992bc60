/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/samples.h"

#include <string.h>

#define START G_GUINT64_CONSTANT (1700000000)
#define ETHERNET 1
#define RAW_IP 101

/* --- Every option --- */

static void
add_common_options (TestBuilder *builder)
{
  static const guint8 custom[] = { 0, 0, 0x80, 0x7a, 'x', 'y', 'z' };

  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "first comment");
  test_builder_option_text (builder, PKTMON_OPTION_COMMENT, "second comment");
  test_builder_option (builder, PKTMON_OPTION_CUSTOM_TEXT, custom, sizeof custom);
  test_builder_option (builder, PKTMON_OPTION_CUSTOM_BINARY, custom, sizeof custom);
  test_builder_option (builder, PKTMON_OPTION_CUSTOM_TEXT_NO_COPY, custom, sizeof custom);
  test_builder_option (builder, PKTMON_OPTION_CUSTOM_BINARY_NO_COPY, custom, sizeof custom);
  test_builder_option_end (builder);
}

static void
add_full_section (TestBuilder *builder)
{
  test_builder_begin_section (builder);
  test_builder_option_text (builder, PKTMON_OPTION_SHB_HARDWARE, "made-up machine");
  test_builder_option_text (builder, PKTMON_OPTION_SHB_OS, "Linux");
  test_builder_option_text (builder, PKTMON_OPTION_SHB_USERAPPL, "test");
  add_common_options (builder);
  test_builder_end (builder);
}

static void
add_full_interface (TestBuilder *builder)
{
  static const guint8 address[17] = {
    0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 64
  };
  static const guint8 filter[] = { 0, 't', 'c', 'p' };

  test_builder_begin_interface (builder, ETHERNET, 65535);
  test_builder_option_text (builder, PKTMON_OPTION_IF_NAME, "eth0");
  test_builder_option_text (builder, PKTMON_OPTION_IF_DESCRIPTION, "first interface");
  test_builder_option (builder, PKTMON_OPTION_IF_IPV4_ADDRESS, address, 8);
  test_builder_option (builder, PKTMON_OPTION_IF_IPV6_ADDRESS, address, 17);
  test_builder_option (builder, PKTMON_OPTION_IF_MAC_ADDRESS, address, 6);
  test_builder_option (builder, PKTMON_OPTION_IF_EUI_ADDRESS, address, 8);
  test_builder_option_u64 (builder, PKTMON_OPTION_IF_SPEED, 1000000000);
  test_builder_option_u8 (builder, PKTMON_OPTION_IF_TSRESOL, 9);
  test_builder_option_u32 (builder, PKTMON_OPTION_IF_TZONE, 3600);
  test_builder_option (builder, PKTMON_OPTION_IF_FILTER, filter, sizeof filter);
  test_builder_option_text (builder, PKTMON_OPTION_IF_OS, "Linux");
  test_builder_option_u8 (builder, PKTMON_OPTION_IF_FCSLEN, 4);
  test_builder_option_u64 (builder, PKTMON_OPTION_IF_TSOFFSET, 100);
  test_builder_option_text (builder, PKTMON_OPTION_IF_HARDWARE, "made-up card");
  test_builder_option_u64 (builder, PKTMON_OPTION_IF_TXSPEED, 10);
  test_builder_option_u64 (builder, PKTMON_OPTION_IF_RXSPEED, 20);
  test_builder_option_text (builder, PKTMON_OPTION_IF_IANA_TZNAME, "Europe/Berlin");
  add_common_options (builder);
  test_builder_end (builder);
}

static void
add_full_packet (TestBuilder *builder)
{
  static const guint8 hash[] = { 2, 1, 2, 3, 4 };
  static const guint8 verdict[] = { 2, 0, 0, 0, 0, 0, 0, 0, 1 }; /* of XDP */
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 53, 40000);
  test_builder_begin_enhanced (builder, 0, START * 1000000000 + 123456789, frame, sizeof frame,
                               1500);
  test_builder_option_u32 (builder, PKTMON_OPTION_EPB_FLAGS, 2);
  test_builder_option (builder, PKTMON_OPTION_EPB_HASH, hash, sizeof hash);
  test_builder_option_u64 (builder, PKTMON_OPTION_EPB_DROPCOUNT, 5);
  test_builder_option_u64 (builder, PKTMON_OPTION_EPB_PACKETID, 6);
  test_builder_option_u32 (builder, PKTMON_OPTION_EPB_QUEUE, 7);
  test_builder_option (builder, PKTMON_OPTION_EPB_VERDICT, verdict, sizeof verdict);
  test_builder_option_u64 (builder, PKTMON_OPTION_EPB_PROCESSID_THREADID, 8);
  add_common_options (builder);
  test_builder_end (builder);
}

/* --- Other blocks --- */

static void
add_names (TestBuilder *builder)
{
  static const guint8 record[] = { 10, 0, 0, 1, 'h', 'o', 's', 't', 0 };
  static const guint8 server[] = { 10, 0, 0, 53 };

  test_builder_begin (builder, PKTMON_BLOCK_NAME_RESOLUTION);
  test_builder_option (builder, 1, record, sizeof record);
  test_builder_option (builder, 0, NULL, 0);
  test_builder_option_text (builder, PKTMON_OPTION_NS_DNSNAME, "dns.example");
  test_builder_option (builder, PKTMON_OPTION_NS_DNSIP4ADDR, server, sizeof server);
  test_builder_option_end (builder);
  test_builder_end (builder);
}

/* Times are two words in any byte order, the higher one first. */
static void
add_time (TestBuilder *builder, guint16 code, guint64 time)
{
  test_builder_option_u64 (builder, code, builder->big_endian ? time : time << 32 | time >> 32);
}

static void
add_statistics (TestBuilder *builder)
{
  test_builder_begin_statistics (builder, 0, START * 1000000000);
  add_time (builder, PKTMON_OPTION_ISB_STARTTIME, START * 1000000000);
  add_time (builder, PKTMON_OPTION_ISB_ENDTIME, START * 1000000000 + 1);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_IFRECV, 1000);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_IFDROP, 1);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_FILTERACCEPT, 900);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_OSDROP, 2);
  test_builder_option_u64 (builder, PKTMON_OPTION_ISB_USRDELIV, 890);
  test_builder_option_end (builder);
  test_builder_end (builder);
}

static void
add_secrets (TestBuilder *builder)
{
  static const char keys[] = "CLIENT_RANDOM 00 11\n";

  test_builder_begin (builder, PKTMON_BLOCK_DECRYPTION_SECRETS);
  test_builder_u32 (builder, 0x544c534b); /* TLS key log */
  test_builder_u32 (builder, sizeof keys - 1);
  test_builder_padded (builder, keys, sizeof keys - 1);
  test_builder_end (builder);
}

static void
add_journal (TestBuilder *builder)
{
  static const char entry[] = "__REALTIME_TIMESTAMP=1700000000000000\nMESSAGE=hello\n\n";

  test_builder_begin (builder, PKTMON_BLOCK_SYSTEMD_JOURNAL);
  test_builder_padded (builder, entry, sizeof entry - 1);
  test_builder_end (builder);
}

static void
add_custom (TestBuilder *builder, guint32 type)
{
  test_builder_begin (builder, type);
  test_builder_u32 (builder, 32890); /* enterprise number */
  test_builder_pattern (builder, 1, 8);
  test_builder_end (builder);
}

static void
build_everything (TestBuilder *builder)
{
  add_full_section (builder);
  add_full_interface (builder);
  test_builder_interface (builder, RAW_IP, 0);
  add_names (builder);
  add_secrets (builder);
  add_full_packet (builder);
  test_builder_enhanced (builder, 1, START * 1000000, 5, 5);
  add_journal (builder);
  add_custom (builder, PKTMON_BLOCK_CUSTOM);
  add_custom (builder, PKTMON_BLOCK_CUSTOM_NO_COPY);
  test_builder_block (builder, 0x00001234, 20); /* a type that nobody has */
  test_builder_simple (builder, 7, 7);
  test_builder_obsolete (builder, 0, START * 1000000000, 9, 90);
  add_statistics (builder);
}

/* --- Shapes of files --- */

static void
build_plain (TestBuilder *builder)
{
  test_builder_section (builder);
  test_builder_interface (builder, ETHERNET, 0);
  for (guint i = 0; i < 8; i++)
    test_builder_frame (builder, START * 1000000 + i, i % 2 == 0 ? 17 : 6, (guint16) (1000 + i),
                        (guint16) (i < 4 ? 53 : 443));
}

/* Sections of both byte orders, each with interfaces of its own. */
static void
build_sections (TestBuilder *builder)
{
  for (guint i = 0; i < 4; i++) {
    test_builder_section (builder);
    for (guint j = 0; j <= i; j++)
      test_builder_clocked_interface (builder, (guint8) (6 + j), (gint64) i * 10);
    test_builder_enhanced (builder, i, START * 1000000 + i, 10 + i, 20);
    test_builder_simple (builder, i, i);
    builder->big_endian = !builder->big_endian;
  }
}

static void
build_clocks (TestBuilder *builder)
{
  static const guint8 resolutions[] = { 0, 3, 6, 9, 12, 20, 127, 0x80, 0x8a, 0xa0, 0xbf, 0xff };

  test_builder_section (builder);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    test_builder_clocked_interface (builder, resolutions[i], i % 2 == 0 ? 0 : -1);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    test_builder_enhanced (builder, i, 0x0123456789abcdef, i, i);
}

/* Old writers did not count the padding in the lengths, and readers round up. */
static void
build_unaligned (TestBuilder *builder)
{
  test_builder_section (builder);
  test_builder_interface (builder, ETHERNET, 0);
  test_builder_begin (builder, 0x1234);
  test_builder_pattern (builder, 0, 4);
  test_builder_end_lying (builder, 15, 15);
  test_builder_enhanced (builder, 0, START * 1000000, 3, 3);
}

static void
build_snapped (TestBuilder *builder)
{
  test_builder_section (builder);
  test_builder_interface (builder, ETHERNET, 20);
  test_builder_simple (builder, 20, 60);
  test_builder_enhanced (builder, 0, START * 1000000, 30, 60); /* more than it should have */
}

static void
build_divided (TestBuilder *builder)
{
  static const char *const texts[] = { "ip=10.0.0.1", "", "port=53\nproto=tcp exclude" };

  test_builder_section (builder);
  test_builder_interface (builder, ETHERNET, 0);
  for (guint32 i = 0; i < G_N_ELEMENTS (texts); i++) {
    test_builder_divider (builder, 1, i + 1, (gint64) START * 1000000000 + i, texts[i],
                          (guint32) strlen (texts[i]));
    test_builder_frame (builder, START * 1000000 + i, 17, 1000, 53);
  }
}

static void
build_pcap (TestBuilder *builder)
{
  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MICROSECONDS, 262144, ETHERNET);
  for (guint i = 0; i < 4; i++)
    test_builder_pcap_record (builder, (guint32) START + i, 999999, 14 + i, 60, 0);
}

static void
build_pcap_nanoseconds (TestBuilder *builder)
{
  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_NANOSECONDS, 0, 0x44000000 | ETHERNET);
  test_builder_pcap_record (builder, (guint32) START, 999999999, 14, 14, 0);
  test_builder_pcap_record (builder, (guint32) START, 1500000000, 0, 14, 0);
}

static void
build_pcap_modified (TestBuilder *builder)
{
  test_builder_pcap_header (builder, PKTMON_PCAP_MAGIC_MODIFIED, 65535, ETHERNET);
  for (guint i = 0; i < 3; i++)
    test_builder_pcap_record (builder, (guint32) START + i, i, 14 + i, 60, 8);
}

static const TestSample samples[] = {
  { "everything", build_everything, 4 },
  { "plain", build_plain, 8 },
  { "sections", build_sections, 8 },
  { "clocks", build_clocks, 12 },
  { "unaligned", build_unaligned, 1 },
  { "snapped", build_snapped, 2 },
  { "divided", build_divided, 3 },
  { "pcap", build_pcap, 4 },
  { "pcap-nanoseconds", build_pcap_nanoseconds, 2 },
  { "pcap-modified", build_pcap_modified, 3 },
};

const TestSample *
test_samples_get_all (guint *n_samples)
{
  *n_samples = G_N_ELEMENTS (samples);
  return samples;
}

TestBuilder *
test_sample_build (const TestSample *self, gboolean big_endian)
{
  TestBuilder *builder = test_builder_new (big_endian);

  self->build (builder);
  return builder;
}
