/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "pcapng/format.h"
#include "support/cable.h"
#include "support/waiting.h"

/* Captures that end by themselves, or are written to more than one file. */

#define MANY 100000u

/* --- Limits --- */

static void
set_limits (TestCable *cable, const PktmonSetLimitsRequest *limits)
{
  pktmon_helper_client_set_limits (cable->recording->client, limits);
  g_assert_true (test_recording_wait_done (cable->recording));
}

static void
test_packet_limit (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;

  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .packets = 12345 });
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 12345);
  test_recording_wait_stopped (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.reason, ==, PKTMON_STOP_PACKETS);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, 12345);
}

static void
test_byte_limit (TestCable *cable, gconstpointer data)
{
  g_autoptr (TestReading) reading = NULL;

  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .bytes = 100000 });
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 2000);
  test_recording_wait_stopped (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.reason, ==, PKTMON_STOP_BYTES);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->size, <=, 100000);
  g_assert_cmpuint (reading->size, >, 99800);
  test_cable_check_numbers (reading, 0);
}

static void
test_duration (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .duration = 1 });
  test_cable_begin (cable);
  test_recording_wait_stopped (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.reason, ==, PKTMON_STOP_DURATION);
}

/* --- More than one file --- */

/* All files together have every packet, in order, and each is complete. */
static void
check_files (TestCable *cable, guint64 max_size)
{
  TestRecording *recording = cable->recording;
  gint64 next = 0;

  for (guint i = 0; i < recording->paths->len; i++) {
    g_autoptr (TestReading) reading = test_recording_read (recording, i);
    const TestRecord *last = test_reading_get_record (reading, reading->records->len - 1);

    test_cable_check_numbers (reading, next);
    next += (gint64) reading->packets;
    g_assert_cmpuint (reading->size, <=, max_size);
    g_assert_cmpuint (last->record.type, ==, PKTMON_BLOCK_INTERFACE_STATISTICS);
  }
  g_assert_cmpint (next, ==, (gint64) cable->sender->sent);
}

static gpointer
send_many (gpointer data)
{
  test_frame_sender_send (data, MANY);
  return NULL;
}

typedef struct {
  const TestRecording *recording;
  guint n_ended;
} Rotation;

static gboolean
has_ended (gpointer data)
{
  return ((const TestRecording *) data)->n_ended > 0;
}

static gboolean
is_rotated (gpointer data)
{
  const Rotation *rotation = data;

  return rotation->recording->n_spools_ended >= rotation->n_ended;
}

/* Files take turns while packets come. */
static void
test_rotate (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  GThread *thread;

  if (recording == NULL)
    return;
  test_cable_begin (cable);
  thread = g_thread_new ("sender", send_many, cable->sender);
  for (guint i = 1; i <= 20; i++) {
    Rotation rotation = { recording, i };

    test_recording_add_file (recording, TRUE);
    g_assert_no_error (recording->error);
    test_wait (is_rotated, &rotation, "the next file takes over");
    g_assert_cmpuint (recording->spool_ended.spool, ==, i - 1);
  }
  g_thread_join (thread);
  test_recording_stop (recording);
  g_assert_cmpuint (recording->n_spools_ended, ==, 20);
  g_assert_cmpuint (recording->stopped.progress.lost, ==, 0);
  check_files (cable, G_MAXUINT64);
}

/* Adds as many files as can wait for their turn: the first one may still do. */
static void
add_files (TestRecording *recording)
{
  for (guint i = 1; i < PKTMON_MAX_QUEUED_SPOOLS; i++)
    g_assert_true (test_recording_add_file (recording, FALSE));
}

static void
test_rotate_at_size (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .file_size = 100000 });
  test_cable_begin (cable);
  add_files (cable->recording);
  test_frame_sender_send (cable->sender, 5500);
  test_recording_stop (cable->recording);
  g_assert_cmpuint (cable->recording->n_spools_ended, ==, 7);
  g_ptr_array_set_size (cable->recording->paths, 8);
  check_files (cable, 100000);
}

static void
check_packets (TestRecording *recording, guint n, guint64 packets)
{
  g_autoptr (TestReading) reading = test_recording_read (recording, n);

  g_assert_cmpuint (reading->packets, ==, packets);
}

static void
test_rotate_at_packets (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .file_packets = 1000 });
  test_cable_begin (cable);
  add_files (cable->recording);
  test_frame_sender_send (cable->sender, 5500);
  test_recording_stop (cable->recording);
  g_assert_cmpuint (cable->recording->n_spools_ended, ==, 5);
  g_ptr_array_set_size (cable->recording->paths, 6);
  check_files (cable, G_MAXUINT64);
  for (guint i = 0; i < 6; i++)
    check_packets (cable->recording, i, i < 5 ? 1000 : 500);
}

/* A file's time begins with its first packet: one without any waits for it. */
static void
test_rotate_at_time (TestCable *cable, gconstpointer data)
{
  Rotation rotation = { cable->recording, 1 };

  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .file_duration = 50 });
  test_cable_begin (cable);
  add_files (cable->recording);
  test_frame_sender_send (cable->sender, 10);
  test_wait (is_rotated, &rotation, "the next file takes over");
  g_usleep (200000);
  test_frame_sender_send (cable->sender, 7);
  rotation.n_ended = 2;
  test_wait (is_rotated, &rotation, "the next file takes over again");
  test_frame_sender_send (cable->sender, 3);
  test_recording_stop (cable->recording);
  check_packets (cable->recording, 0, 10);
  check_packets (cable->recording, 1, 7);
}

/* --- Triggers --- */

static void
set_trigger (TestCable *cable, guint number, const char *text)
{
  guint n;
  g_autofree PktmonInstruction *instructions = test_filter_compile (text, &n);
  const PktmonHelperFilter trigger = { .instructions = instructions, .n_instructions = n };

  g_assert_true (
      pktmon_helper_client_set_trigger (cable->recording->client, number, &trigger, NULL));
  g_assert_true (test_recording_wait_done (cable->recording));
}

/* Exactly so many more, whatever file they are in; and the frame has its tag. */
static void
test_trigger (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .after = 777, .file_packets = 1000 });
  cable->sender->vlan = 9;
  set_trigger (cable, test_cable_begin (cable), "ether[14:2] = 9 and ether[22:4] = 4321");
  add_files (cable->recording);
  test_frame_sender_send (cable->sender, 20000);
  test_recording_wait_stopped (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.reason, ==, PKTMON_STOP_TRIGGER);
  g_assert_cmpuint (cable->recording->stopped.progress.packets, ==, 4321 + 1 + 777);
  check_packets (cable->recording, 5, 4321 + 1 + 777 - 5000);
}

/* What comes first ends it. */
static void
test_trigger_and_limit (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .packets = 4400, .after = 777 });
  set_trigger (cable, test_cable_begin (cable), "ether[18:4] = 4321");
  test_frame_sender_send (cable->sender, 20000);
  test_recording_wait_stopped (cable->recording);
  g_assert_cmpuint (cable->recording->stopped.reason, ==, PKTMON_STOP_PACKETS);
  g_assert_cmpuint (cable->recording->stopped.progress.packets, ==, 4400);
}

/* A source that has ended gives its number in the next file to another one. */
static void
test_renumber (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  guint first;

  if (recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .file_packets = 700 });
  first = test_recording_add (recording, cable->a, "a0", "first");
  test_cable_begin (cable);
  add_files (recording);
  pktmon_helper_client_remove_source (recording->client, first);
  g_assert_true (test_recording_wait_done (recording));
  test_wait (has_ended, recording, "the source has ended");
  test_frame_sender_send (cable->sender, 5000);
  test_recording_stop (recording);
  g_assert_cmpuint (recording->n_spools_ended, ==, 7);
  g_ptr_array_set_size (recording->paths, 8);
  check_files (cable, G_MAXUINT64);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  test_cable_add ("/capture-files/packet-limit", test_packet_limit);
  test_cable_add ("/capture-files/byte-limit", test_byte_limit);
  test_cable_add ("/capture-files/duration", test_duration);
  test_cable_add ("/capture-files/rotate", test_rotate);
  test_cable_add ("/capture-files/rotate-at-size", test_rotate_at_size);
  test_cable_add ("/capture-files/rotate-at-packets", test_rotate_at_packets);
  test_cable_add ("/capture-files/rotate-at-time", test_rotate_at_time);
  test_cable_add ("/capture-files/trigger", test_trigger);
  test_cable_add ("/capture-files/trigger-and-limit", test_trigger_and_limit);
  test_cable_add ("/capture-files/renumber", test_renumber);
  return g_test_run();
}
