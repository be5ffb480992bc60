/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-counts.h"

/* How fast packets come from the sources of a capture. */

#define ID "stack:drop"

/* What a capture that began at @started has of the source. */
static void
take (PktmonSourceCounts *counts, gint64 started, guint64 packets, double seconds)
{
  PktmonSessionStatus *status = pktmon_session_status_new();

  status->state = PKTMON_SESSION_RUNNING;
  status->started = started;
  pktmon_session_status_add (status, ID)->counters.packets = packets;
  pktmon_source_counts_take (counts, status, (gint64) (seconds * G_USEC_PER_SEC));
}

static void
check (PktmonSourceCounts *counts, double rate)
{
  g_assert_cmpfloat_with_epsilon (pktmon_source_counts_get_rate (counts, ID), rate, 0.001);
}

static void
test_rate (void)
{
  g_autoptr (PktmonSourceCounts) counts = pktmon_source_counts_new();

  check (counts, -1);
  take (counts, 1, 100, 10);
  check (counts, -1);
  take (counts, 1, 300, 11);
  check (counts, 200);
  g_assert_cmpfloat (pktmon_source_counts_get_rate (counts, "stack:receive"), <, 0);
  take (counts, 1, 300, 12);
  check (counts, 0);
}

/* Looks right after each other do not make rates of a moment. */
static void
test_span (void)
{
  g_autoptr (PktmonSourceCounts) counts = pktmon_source_counts_new();

  take (counts, 1, 0, 10);
  take (counts, 1, 100, 11);
  take (counts, 1, 101, 11.001);
  check (counts, 101 / 1.001);
  take (counts, 1, 102, 11.002);
  check (counts, 102 / 1.002);
  take (counts, 1, 200, 12);
  check (counts, 100);
}

/* Another capture, none, and one that has ended. */
static void
test_course (void)
{
  g_autoptr (PktmonSourceCounts) counts = pktmon_source_counts_new();
  PktmonSessionStatus *ended = pktmon_session_status_new();

  take (counts, 1, 100, 10);
  take (counts, 1, 200, 11);
  take (counts, 2, 500, 12);
  check (counts, -1);
  take (counts, 2, 510, 13);
  check (counts, 10);
  take (counts, 2, 3, 14);
  check (counts, -1);
  ended->state = PKTMON_SESSION_STOPPED;
  ended->started = 2;
  pktmon_session_status_add (ended, ID)->counters.packets = 600;
  pktmon_source_counts_take (counts, ended, 15 * G_USEC_PER_SEC);
  check (counts, -1);
  g_assert_true (pktmon_source_counts_get_status (counts) == ended);
  pktmon_source_counts_take (counts, NULL, 16 * G_USEC_PER_SEC);
  check (counts, -1);
  g_assert_null (pktmon_source_counts_get_status (counts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-counts/rate", test_rate);
  g_test_add_func ("/source-counts/span", test_span);
  g_test_add_func ("/source-counts/course", test_course);
  return g_test_run();
}
