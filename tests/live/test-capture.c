/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "pcapng/packet-block.h"
#include "support/cable.h"

/* Captures by the real helper, in network namespaces made here: every packet is counted. */

static guint32
get_flags (const TestReading *reading, guint n)
{
  const PktmonPacket *packet = &test_reading_get_packet (reading, n)->record.packet;
  PktmonOption option;
  PktmonBytes value;

  g_assert_true (pktmon_option_find (packet->options, packet->interface->section->big_endian,
                                     PKTMON_OPTION_EPB_FLAGS, &option));
  value = pktmon_bytes_new (option.value, option.size);
  return pktmon_bytes_u32 (&value, packet->interface->section->big_endian);
}

/* --- One source --- */

#define MANY 200000u

static void
test_count (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  const PktmonSourceCounters *counters = &recording->stopped.progress.sources[0];
  g_autoptr (TestReading) reading = NULL;
  gint64 seen;

  if (recording == NULL)
    return;
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, MANY);
  test_recording_stop (recording);
  g_assert_no_error (recording->error);
  g_assert_cmpuint (recording->stopped.reason, ==, PKTMON_STOP_ASKED);
  g_assert_cmpuint (recording->stopped.progress.n_sources, ==, 1);
  g_assert_cmpuint (counters->packets + counters->kernel_lost, ==, MANY);
  g_assert_cmpuint (counters->bytes, ==, counters->packets * cable->sender->size);
  g_assert_cmpuint (counters->packets, ==, recording->stopped.progress.packets);
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->packets, ==, counters->packets);
  g_assert_cmpuint (reading->size, ==, recording->stopped.progress.size);
  g_assert_cmpuint (pktmon_spool_get_size (recording->spool), ==, reading->size);
  if (counters->kernel_lost == 0)
    test_cable_check_numbers (reading, 0);
  seen = test_recording_count_with_tshark (recording, 0);
  if (seen >= 0)
    g_assert_cmpint (seen, ==, (gint64) counters->packets);
}

static void
check_option (const PktmonInterface *interface, guint16 code, gconstpointer value, gsize size)
{
  PktmonBytes options = pktmon_bytes_new (interface->options, interface->options_size);
  PktmonOption option;

  g_assert_true (pktmon_option_find (options, interface->section->big_endian, code, &option));
  g_assert_cmpmem (option.value, option.size, value, size);
}

static guint64
get_statistic (const TestReading *reading, guint16 code)
{
  const TestRecord *last = test_reading_get_record (reading, reading->records->len - 1);
  gboolean big_endian = pktmon_directory_get_section (reading->directory, 0)->big_endian;
  PktmonBytes bytes = pktmon_bytes_new (reading->bytes + last->record.offset, last->record.size);
  PktmonOption option;
  PktmonBytes value;

  g_assert_cmpuint (last->record.type, ==, PKTMON_BLOCK_INTERFACE_STATISTICS);
  pktmon_bytes_skip (&bytes, 20);
  pktmon_bytes_limit (&bytes, pktmon_bytes_left (&bytes) - 4);
  g_assert_true (pktmon_option_find (bytes, big_endian, code, &option));
  value = pktmon_bytes_new (option.value, option.size);
  return pktmon_bytes_u64 (&value, big_endian);
}

/* What the file says of the source. */
static void
test_description (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  g_autofree PktmonInstruction *program = NULL;
  PktmonHelperSource source = { .kind = PKTMON_CAPTURE_INTERFACE, .device = "b0" };
  g_autoptr (TestReading) reading = NULL;
  const PktmonInterface *interface;

  if (recording == NULL)
    return;
  test_network_ip ("-n %s address add 10.1.2.3/20 dev b0", cable->b);
  program = test_filter_compile ("ether proto 0x88b5", &source.filter.n_instructions);
  source.interface_index = test_namespace_get_index (cable->b, "b0");
  source.network_namespace = test_namespace_open (cable->b);
  source.id = "ns:b/if:b0";
  source.description = "the far end";
  source.snap_length = 60;
  source.buffer_size = 4 * 1024 * 1024;
  source.filter.text = "ether proto 0x88b5";
  source.filter.instructions = program;
  g_assert_cmpuint (test_recording_add_source (recording, &source), ==, 1);
  close (source.network_namespace);
  g_assert_cmpuint (recording->opened.link_type, ==, 1);
  g_assert_cmpuint (recording->opened.snap_length, ==, 60);
  g_assert_cmpuint (recording->opened.buffer_size, ==, source.buffer_size);
  g_assert_true (recording->opened.up);
  g_assert_true (test_recording_add_file (recording, FALSE));
  g_assert_true (test_recording_start (recording));
  test_frame_sender_send (cable->sender, 10);
  cable->sender->kind = 0xb6;
  test_frame_sender_send (cable->sender, 10);
  test_recording_stop (recording);
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->packets, ==, 10);
  interface = pktmon_directory_get_interface (reading->directory, 0);
  g_assert_cmpstr (interface->name, ==, "ns:b/if:b0");
  g_assert_cmpstr (interface->description, ==, "the far end");
  g_assert_cmpuint (interface->snap_length, ==, 60);
  g_assert_cmpuint (interface->resolution, ==, 9);
  check_option (interface, PKTMON_OPTION_IF_MAC_ADDRESS, "\2\0\0\0\0\2", 6);
  check_option (interface, PKTMON_OPTION_IF_IPV4_ADDRESS, "\12\1\2\3\377\377\360\0", 8);
  check_option (interface, PKTMON_OPTION_IF_FILTER, "\0ether proto 0x88b5", 19);
  for (guint i = 0; i < 10; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    g_assert_cmpuint (packet->captured, ==, 60);
    g_assert_cmpuint (packet->length, ==, 100);
  }
  test_cable_check_numbers (reading, 0);
  g_assert_cmpuint (get_statistic (reading, PKTMON_OPTION_ISB_USRDELIV), ==, 10);
  g_assert_cmpuint (get_statistic (reading, PKTMON_OPTION_ISB_FILTERACCEPT), ==, 10);
  g_assert_cmpuint (get_statistic (reading, PKTMON_OPTION_ISB_OSDROP), ==, 0);
}

/* The kernel takes a VLAN tag out of a received frame; the file has it again. */
static void
test_vlan (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;

  if (cable->recording == NULL)
    return;
  test_cable_begin (cable);
  cable->sender->vlan = 0xa123;
  for (guint size = TEST_NUMBERED_MIN_SIZE; size < 130; size++) {
    cable->sender->size = size;
    test_frame_sender_send (cable->sender, 1);
  }
  test_recording_stop (cable->recording);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, 130 - TEST_NUMBERED_MIN_SIZE);
  test_cable_check_numbers (reading, 0);
  for (guint i = 0; i < reading->packets; i++) {
    const PktmonPacket *packet = &test_reading_get_packet (reading, i)->record.packet;

    g_assert_cmpmem (packet->data + 12, 4, "\x81\x00\xa1\x23", 4);
    g_assert_cmpuint (packet->length, ==, TEST_NUMBERED_MIN_SIZE + i + 4);
    g_assert_cmpuint (packet->captured, ==, packet->length);
  }
}

/* --- Several sources --- */

/* Both ends of the cable: in the order of time, with their directions. */
static void
test_merge (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  g_autoptr (TestReading) reading = NULL;
  guint n_sent = 0, n_received = 0;

  if (recording == NULL)
    return;
  test_recording_add (recording, cable->a, "a0", "ns:a/if:a0");
  test_recording_add (recording, cable->a, "lo", "ns:a/if:lo");
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, MANY / 4);
  test_recording_stop (recording);
  g_assert_cmpuint (recording->stopped.progress.packets + recording->stopped.progress.lost, ==,
                    MANY / 2);
  reading = test_recording_read (recording, 0);
  for (guint i = 0; i < reading->packets; i++) {
    const TestRecord *record = test_reading_get_packet (reading, i);
    gboolean sent = record->record.packet.interface->number == 0;

    if (i > 0)
      g_assert_cmpint (record->as_number, >=, test_reading_get_packet (reading, i - 1)->as_number);
    g_assert_cmpuint (get_flags (reading, i), ==,
                      sent ? PKTMON_FLAGS_OUTBOUND : PKTMON_FLAGS_INBOUND | PKTMON_FLAGS_UNICAST);
    n_sent += sent;
    n_received += !sent;
  }
  g_assert_cmpuint (n_sent, >, 0);
  g_assert_cmpuint (n_received, >, 0);
}

/* A source that comes, and one that goes, while the others are captured. */
static void
test_add_remove (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  g_autoptr (TestReading) reading = NULL;
  guint b0, a0;

  if (recording == NULL)
    return;
  b0 = test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 100);
  a0 = test_recording_add (recording, cable->a, "a0", "ns:a/if:a0");
  g_assert_cmpuint (a0, !=, 0);
  test_frame_sender_send (cable->sender, 100);
  pktmon_helper_client_remove_source (recording->client, b0);
  g_assert_true (test_recording_wait_done (recording));
  test_frame_sender_send (cable->sender, 100);
  test_recording_wait_packets (recording, 400);
  g_assert_cmpuint (recording->n_ended, ==, 1);
  g_assert_cmpuint (recording->end_reason, ==, PKTMON_END_REMOVED);
  g_assert_cmpuint (test_recording_add (recording, cable->b, "b0", "ns:b/if:b0"), !=, 0);
  test_frame_sender_send (cable->sender, 100);
  test_recording_stop (recording);
  g_assert_cmpuint (recording->stopped.progress.packets, ==, 600);
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->packets, ==, 600);
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==, 3);
}

/* --- Changes while packets are captured --- */

static void
set_filter (TestCable *cable, guint number, const char *text)
{
  PktmonHelperFilter filter = { .text = text };
  g_autofree PktmonInstruction *program =
      text != NULL ? test_filter_compile (text, &filter.n_instructions) : NULL;

  filter.instructions = program;
  g_assert_true (pktmon_helper_client_set_filter (cable->recording->client, number, &filter, NULL));
  g_assert_true (test_recording_wait_done (cable->recording));
}

static void
test_filter (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;
  guint number;

  if (cable->recording == NULL)
    return;
  number = test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 100);
  set_filter (cable, number, "ether proto 0x88b6");
  test_frame_sender_send (cable->sender, 50);
  cable->sender->sent = 100;
  cable->sender->kind = 0xb6;
  test_frame_sender_send (cable->sender, 100);
  set_filter (cable, number, NULL);
  test_frame_sender_send (cable->sender, 100);
  test_recording_stop (cable->recording);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, 300);
  test_cable_check_numbers (reading, 0);
}

/* A filter is replaced many times under load, by ones that pass everything: nothing is missing. */
static void
test_filter_load (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;
  guint number;

  if (cable->recording == NULL)
    return;
  number = test_cable_begin (cable);
  for (guint i = 0; i < 100; i++) {
    test_frame_sender_send (cable->sender, 64);
    set_filter (cable, number, i % 2 == 0 ? "ether proto 0x88b5" : "len > 10");
    test_frame_sender_send (cable->sender, 64);
  }
  test_recording_stop (cable->recording);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, cable->sender->sent);
  test_cable_check_numbers (reading, 0);
}

static void
test_pause (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;

  if (cable->recording == NULL)
    return;
  test_cable_begin (cable);
  for (guint i = 0; i < 3; i++) {
    test_frame_sender_send (cable->sender, 100);
    pktmon_helper_client_pause (cable->recording->client);
    g_assert_true (test_recording_wait_done (cable->recording));
    test_frame_sender_send (cable->sender, 50);
    cable->sender->sent -= 50;
    pktmon_helper_client_resume (cable->recording->client);
    g_assert_true (test_recording_wait_done (cable->recording));
  }
  test_recording_stop (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.progress.lost, ==, 0);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, 300);
  test_cable_check_numbers (reading, 0);
}

/* The same helper captures again, and again. */
static void
test_again (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  for (guint i = 0; i < 5; i++) {
    g_autoptr (TestReading) reading = NULL;

    cable->sender->sent = 0;
    test_cable_begin (cable);
    test_frame_sender_send (cable->sender, 100);
    test_recording_stop (cable->recording);
    reading = test_recording_read (cable->recording, i);
    g_assert_cmpuint (reading->packets, ==, 100);
    test_cable_check_numbers (reading, 0);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  test_cable_add ("/capture/count", test_count);
  test_cable_add ("/capture/description", test_description);
  test_cable_add ("/capture/vlan", test_vlan);
  test_cable_add ("/capture/merge", test_merge);
  test_cable_add ("/capture/add-remove", test_add_remove);
  test_cable_add ("/capture/filter", test_filter);
  test_cable_add ("/capture/filter-load", test_filter_load);
  test_cable_add ("/capture/pause", test_pause);
  test_cable_add ("/capture/again", test_again);
  return g_test_run();
}
