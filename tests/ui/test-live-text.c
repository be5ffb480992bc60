/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "ui/live-text.h"

/* What the window says of a capture. */

static void
test_status (void)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_status_new();
  g_autofree char *running = NULL, *stopped = NULL, *causes = NULL;

  status->counters.packets = 12345;
  status->counters.file_size = 1200000;
  status->started = 1;
  status->ended = 1 + 65 * G_USEC_PER_SEC;
  running = pktmon_live_text_dup_status (status, 12000, 999.6);
  g_assert_cmpstr (running, ==,
                   "12,345 captured · 12,000 shown · none lost · 1,000/s · 1.2\u00a0MB · 1:05");
  stopped = pktmon_live_text_dup_status (status, 12345, -1);
  g_assert_cmpstr (stopped, ==, "12,345 captured · 12,345 shown · none lost · 1.2\u00a0MB · 1:05");
  causes = pktmon_live_text_dup_causes (status);
  g_assert_cmpstr (causes, ==, "");
}

static void
test_lost (void)
{
  g_autoptr (PktmonSessionStatus) status = pktmon_session_status_new();
  const PktmonSourceCounters source = { .kernel_lost = 7, .unwritten = 1 };
  g_autofree char *text = NULL, *lost = NULL, *causes = NULL, *source_causes = NULL;

  status->counters.kernel_lost = 1000;
  status->counters.interface_lost = 20;
  status->counters.disk_lost = 3;
  text = pktmon_live_text_dup_status (status, 0, -1);
  g_assert_null (strstr (text, "lost"));
  lost = pktmon_live_text_dup_lost (pktmon_session_status_get_lost (status));
  g_assert_cmpstr (lost, ==, "1,023 lost");
  causes = pktmon_live_text_dup_causes (status);
  g_assert_cmpstr (causes, ==,
                   "1,000 in the kernel, whose buffer was full: capture less.\n"
                   "20 at the interface, which had no room.\n"
                   "3 at the disk, which could not be written: free some space.");
  g_assert_cmpuint (pktmon_source_counters_get_lost (&source), ==, 8);
  source_causes = pktmon_live_text_dup_source_causes (&source);
  g_assert_cmpstr (source_causes, ==,
                   "7 in the kernel, whose buffer was full: capture less.\n"
                   "1 at the disk, which could not be written: free some space.");
}

static void
test_elapsed (void)
{
  static const struct {
    gint64 seconds;
    const char *text;
  } cases[] = { { 0, "0:00" }, { 59, "0:59" }, { 61, "1:01" }, { 3600 * 25 + 61, "25:01:01" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = pktmon_live_text_dup_elapsed (cases[i].seconds * G_USEC_PER_SEC);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-text/status", test_status);
  g_test_add_func ("/live-text/lost", test_lost);
  g_test_add_func ("/live-text/elapsed", test_elapsed);
  return g_test_run();
}
