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

static void
test_rotate_at_size (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  set_limits (cable, &(PktmonSetLimitsRequest){ .file_size = 100000 });
  test_cable_begin (cable);
  for (guint i = 0; i < PKTMON_MAX_QUEUED_SPOOLS; i++)
    g_assert_true (test_recording_add_file (cable->recording, FALSE));
  test_frame_sender_send (cable->sender, 5500);
  test_recording_stop (cable->recording);
  g_assert_cmpuint (cable->recording->n_spools_ended, ==, 7);
  g_ptr_array_set_size (cable->recording->paths, 8);
  check_files (cable, 100000);
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
  return g_test_run();
}
