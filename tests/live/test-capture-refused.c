/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib-unix.h>
#include <locale.h>
#include <unistd.h>

#include "base/error.h"
#include "support/cable.h"

/* What the helper does not do. */

static void
expect_refused (TestCable *cable, PktmonHelperSource *source, PktmonError code)
{
  source->network_namespace = test_namespace_open (cable->b);
  g_assert_cmpuint (test_recording_add_source (cable->recording, source), ==, 0);
  close (source->network_namespace);
  g_assert_error (cable->recording->error, PKTMON_ERROR, (int) code);
  g_assert_nonnull (pktmon_error_get_advice (cable->recording->error));
}

static void
test_refused_sources (TestCable *cable, gconstpointer data)
{
  const PktmonInstruction endless = { 0x05, 0, 0, G_MAXUINT32 };
  PktmonHelperSource good = { .kind = PKTMON_CAPTURE_INTERFACE, .device = "b0", .id = "x" };
  PktmonHelperSource bad;

  if (cable->recording == NULL)
    return;
  good.interface_index = test_namespace_get_index (cable->b, "b0");
  bad = good;
  bad.device = "b1";
  expect_refused (cable, &bad, PKTMON_ERROR_NOT_FOUND);
  bad = good;
  bad.interface_index++;
  expect_refused (cable, &bad, PKTMON_ERROR_NOT_FOUND);
  bad = good;
  bad.interface_index = 0;
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.device = "";
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.device = "a-name-longer-than-there-are";
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.id = "";
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.snap_length = PKTMON_MAX_SNAP_LENGTH + 1;
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.buffer_size = PKTMON_MAX_CAPTURE_BUFFER + 1;
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.kind = 7;
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  bad = good;
  bad.filter.n_instructions = 1;
  bad.filter.instructions = &endless;
  expect_refused (cable, &bad, PKTMON_ERROR_INVALID);
  /* And what is not refused. */
  g_assert_cmpuint (test_recording_add (cable->recording, cable->b, "b0", "x"), !=, 0);
}

static void
test_refused_devices (TestCable *cable, gconstpointer data)
{
  static const char *names[] = { "/etc/passwd", "eth0", "usbmon",       "nflog:",
                                 "nflog:1x",    "any ", "dbus-session", "rpcap://x" };

  if (cable->recording == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    PktmonHelperSource source = {
      .kind = PKTMON_CAPTURE_DEVICE,
      .device = names[i],
      .id = "x",
      .network_namespace = -1,
    };

    g_assert_cmpuint (test_recording_add_source (cable->recording, &source), ==, 0);
    g_assert_error (cable->recording->error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  }
}

static gboolean
add_spool (TestCable *cable, int descriptor)
{
  g_assert_cmpint (descriptor, >=, 0);
  g_clear_error (&cable->recording->error);
  pktmon_helper_client_add_spool (cable->recording->client, descriptor, NULL, FALSE);
  close (descriptor);
  return test_recording_wait_done (cable->recording);
}

static void
test_refused_files (TestCable *cable, gconstpointer data)
{
  int ends[2];

  if (cable->recording == NULL)
    return;
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  g_assert_false (add_spool (cable, open ("/proc/self/exe", O_RDONLY | O_CLOEXEC)));
  g_assert_false (add_spool (cable, open (cable->recording->folder->path, O_PATH | O_CLOEXEC)));
  g_assert_false (add_spool (cable, open ("/dev/null", O_RDWR | O_CLOEXEC)));
  g_assert_false (add_spool (cable, ends[1]));
  g_assert_error (cable->recording->error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  close (ends[0]);
  /* There is none then. */
  g_assert_false (test_recording_start (cable->recording));
  g_assert_error (cable->recording->error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
}

static void
test_refused_states (TestCable *cable, gconstpointer data)
{
  void (*const requests[]) (PktmonHelperClient *) = {
    pktmon_helper_client_pause,
    pktmon_helper_client_resume,
    pktmon_helper_client_stop,
  };

  if (cable->recording == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_clear_error (&cable->recording->error);
    requests[i](cable->recording->client);
    g_assert_false (test_recording_wait_done (cable->recording));
    g_assert_error (cable->recording->error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  }
  test_cable_begin (cable);
  g_assert_false (test_recording_start (cable->recording));
  test_recording_stop (cable->recording);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  test_cable_add ("/capture-refused/sources", test_refused_sources);
  test_cable_add ("/capture-refused/devices", test_refused_devices);
  test_cable_add ("/capture-refused/files", test_refused_files);
  test_cable_add ("/capture-refused/states", test_refused_states);
  return g_test_run();
}
