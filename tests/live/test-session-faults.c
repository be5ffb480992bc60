/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <linux/if_arp.h>
#include <linux/if_tun.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "source/namespace.h"
#include "support/live.h"
#include "support/reading.h"
#include "support/waiting.h"

/* What can go wrong while a session is active, provoked for real: what was captured before is kept
 * and delivered, and the error says what happened and what to do. */

static void
begin (TestLive *live)
{
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_frame_sender_send (live->sender, 10);
  test_live_wait_packets (live, 10);
}

/* The session has ended by itself: every packet of the store was delivered, and its file is whole.
 */
static void
check_end (TestLive *live, gint code, const char *words)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (TestReading) reading = NULL;

  test_live_wait_stopped (live);
  g_assert_cmpuint (live->n_fatal, ==, 1);
  g_assert_error (live->error, PKTMON_ERROR, code);
  g_assert_nonnull (pktmon_error_get_advice (live->error));
  if (strstr (live->error->message, words) == NULL)
    g_assert_cmpstr (live->error->message, ==, words);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (live->packets, >=, 10);
  g_assert_cmpuint (live->packets, ==, status->counters.packets);
  reading = test_reading_new_file (pktmon_session_get_path (live->session));
  g_assert_cmpuint (reading->packets, ==, live->packets);
}

/* --- Disk --- */

static void
send_until_full (TestLive *live)
{
  live->sender->size = 1000;
  for (guint i = 0; i < 100 && pktmon_session_is_active (live->session); i++) {
    test_frame_sender_send (live->sender, 500);
    g_main_context_iteration (NULL, FALSE);
  }
}

static void
test_disk_full (TestLive *live, gconstpointer data)
{
  g_autoptr (TestFolder) tiny = live->session != NULL ? test_folder_new_tiny (1000000) : NULL;
  g_autofree char *path = NULL;
  g_autoptr (PktmonFileOutput) output = NULL;
  g_autoptr (PktmonSessionStatus) status = NULL;

  if (tiny == NULL)
    return;
  path = test_folder_build (tiny, "out.pcapng");
  output = pktmon_file_output_new (path);
  pktmon_session_attach_output (live->session, G_OBJECT (output), NULL);
  test_live_add_source (live);
  begin (live);
  send_until_full (live);
  check_end (live, PKTMON_ERROR_NO_SPACE, "No space left");
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (status->counters.disk_lost, >, 0);
}

/* The limits of users are not looked at for root on every kernel: a filter of system calls answers
 * for them. */
static void
test_quota (TestLive *live, gconstpointer data)
{
  g_autofree char *real = g_strdup (g_getenv ("PKTMON_HELPER"));

  if (live->session == NULL)
    return;
  g_setenv ("QUOTA_HELPER", real, TRUE);
  g_setenv ("PKTMON_HELPER", g_getenv ("TEST_QUOTA_HELPER"), TRUE);
  test_live_add_source (live);
  begin (live);
  g_setenv ("PKTMON_HELPER", real, TRUE);
  send_until_full (live);
  check_end (live, PKTMON_ERROR_NO_SPACE, "quota");
}

/* Files of a ring have no place any more: the capture ends, and does not grow the last one. */
static void
test_ring_folder (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonFileOutput) output = NULL;
  g_autofree char *folder = NULL, *elsewhere = NULL, *path = NULL;

  if (live->session == NULL)
    return;
  folder = test_folder_build (live->folder, "ring");
  elsewhere = test_folder_build (live->folder, "elsewhere");
  path = g_build_filename (folder, "out.pcapng", NULL);
  g_assert_cmpint (mkdir (folder, 0700), ==, 0);
  output = pktmon_file_output_new_ring (path, &(PktmonRing){ .file_size = 1000000 }, NULL);
  pktmon_session_attach_output (live->session, G_OBJECT (output), NULL);
  test_live_add_source (live);
  begin (live);
  g_assert_cmpint (rename (folder, elsewhere), ==, 0);
  send_until_full (live);
  test_live_wait_stopped (live);
  g_assert_error (live->error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (live->error->message, "out_00003.pcapng"));
  g_assert_cmpuint (live->packets, >, 1000);
}

/* --- Sources --- */

/* A namespace that is deleted: the capture lets go of it. */
static void
test_namespace (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  test_live_add_source (live);
  begin (live);
  test_network_delete (live->network, live->b);
  check_end (live, PKTMON_ERROR_NOT_FOUND, "was deleted");
}

typedef struct {
  int descriptor; /* of the device */
  guint16 type;   /* ARPHRD_ */
} Tap;

static void
change_type_cb (gpointer user_data)
{
  Tap *tap = user_data;

  g_assert_cmpint (ioctl (tap->descriptor, TUNSETLINK, (gulong) tap->type), ==, 0);
}

static void
open_tap_cb (gpointer user_data)
{
  Tap *tap = user_data;
  struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI, .ifr_name = "tap0" };

  tap->descriptor = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (tap->descriptor >= 0)
    g_assert_cmpint (ioctl (tap->descriptor, TUNSETIFF, &request), ==, 0);
}

static void
test_link_type (TestLive *live, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (PktmonNamespace) namespace = NULL;
  g_autoptr (GError) error = NULL;
  Tap tap = { .type = ARPHRD_INFINIBAND };

  if (live->session == NULL)
    return;
  path = g_strdup_printf ("/run/netns/%s", live->b);
  namespace = pktmon_namespace_new (path, live->b, NULL);
  g_assert_true (pktmon_namespace_run (namespace, open_tap_cb, &tap, &error));
  if (tap.descriptor < 0) {
    g_test_skip ("there are no TAP devices here");
    return;
  }
  test_network_ip ("-n %s link set tap0 up", live->b);
  pktmon_session_add_source (live->session, test_live_find (live, live->b, "tap0"), &error);
  g_assert_no_error (error);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  for (guint8 i = 0; i < 10; i++) {
    guint8 frame[60] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, i, 0x88, 0xb5 };

    g_assert_cmpint (write (tap.descriptor, frame, sizeof frame), ==, sizeof frame);
  }
  test_live_wait_packets (live, 10);
  test_network_ip ("-n %s link set tap0 down", live->b);
  g_assert_true (pktmon_namespace_run (namespace, change_type_cb, &tap, &error));
  test_network_ip ("-n %s link set tap0 up", live->b);
  check_end (live, PKTMON_ERROR_NOT_FOUND, "another kind");
  close (tap.descriptor);
}

/* Makes the cable anew. */
static void
make_cable (TestLive *live)
{
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", live->a, live->b);
  test_network_ip ("-n %s link set a0 up", live->a);
  test_network_ip ("-n %s link set b0 up", live->b);
}

/* Until frames that are sent there are captured. */
static void
send_until_captured (TestLive *live, TestFrameSender *sender)
{
  guint64 before = live->packets;

  while (live->packets == before) {
    test_frame_sender_send (sender, 1);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* An interface that was deleted and made again is another one; it is captured from again by itself,
 * each time, and adding it is no mistake. */
static void
test_back (TestLive *live, gconstpointer data)
{
  g_autoptr (PktmonSessionStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  pktmon_session_add_source (live->session, test_live_find (live, live->a, "lo"), &error);
  g_assert_no_error (error);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  for (guint i = 1; i <= 3; i++) {
    g_autoptr (TestFrameSender) sender = NULL;

    test_network_ip ("-n %s link delete b0", live->b);
    while (live->n_warnings < i && i < 3) /* the last time it is back before anybody looks */
      g_main_context_iteration (NULL, TRUE);
    make_cable (live);
    while (live->n_returned < i)
      g_main_context_iteration (NULL, TRUE);
    test_live_add_source (live); /* at once, while it is being opened */
    sender = test_frame_sender_new (live->a, "a0");
    send_until_captured (live, sender);
  }
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->n_warnings, ==, 3);
  g_assert_cmpuint (live->n_returned, ==, 3);
  status = pktmon_session_dup_status (live->session);
  g_assert_cmpuint (live->packets, ==, status->counters.packets);
}

/* What was taken away does not come back, and what is there all the time is not added again. */
static void
test_not_back (TestLive *live, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  pktmon_session_add_source (live->session, test_live_find (live, live->a, "lo"), &error);
  g_assert_no_error (error);
  test_live_attach_stream (live, &(PktmonStreamConfig){ 0 });
  test_live_start (live);
  test_network_ip ("-n %s link delete b0", live->b);
  while (live->n_warnings == 0)
    g_main_context_iteration (NULL, TRUE);
  id = g_strdup_printf ("ns:%s/if:b0", live->b);
  pktmon_session_remove_source (live->session, id);
  make_cable (live);
  test_live_find (live, live->b, "b0");
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  pktmon_session_set_active (live->session, FALSE, NULL);
  test_live_wait_stopped (live);
  g_assert_cmpuint (live->n_returned, ==, 0);
  g_assert_cmpuint (live->packets, ==, 0);
}

/* --- Helper --- */

/* The process that this one has started last, in whatever thread. */
static pid_t
find_child (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;
  pid_t child = 0;

  while ((task = g_dir_read_name (tasks)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
    g_autofree char *contents = NULL;

    if (g_file_get_contents (path, &contents, NULL, NULL))
      child = MAX (child, (pid_t) g_ascii_strtoll (contents, NULL, 10));
  }
  return child;
}

static void
test_helper_killed (TestLive *live, gconstpointer data)
{
  if (live->session == NULL)
    return;
  test_live_add_source (live);
  begin (live);
  kill (find_child(), SIGKILL);
  check_end (live, PKTMON_ERROR_IO, "signal 9");
}

static void
test_helper_missing (TestLive *live, gconstpointer data)
{
  g_autofree char *real = g_strdup (g_getenv ("PKTMON_HELPER"));
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  test_live_add_source (live);
  g_setenv ("PKTMON_HELPER", "/nowhere/pktmon-helper", TRUE);
  g_assert_false (pktmon_session_set_active (live->session, TRUE, &error));
  g_setenv ("PKTMON_HELPER", real, TRUE);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_SETUP);
  g_assert_false (pktmon_session_is_active (live->session));
  /* It can be tried again. */
  begin (live);
}

/* What is no helper: it says nothing that makes sense. */
static void
test_helper_nonsense (TestLive *live, gconstpointer data)
{
  g_autofree char *real = g_strdup (g_getenv ("PKTMON_HELPER"));
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (live->session == NULL)
    return;
  path = test_folder_build (live->folder, "nonsense");
  g_assert_true (g_file_set_contents (
      path, "#!/usr/bin/python3\nimport socket\nsocket.socket(fileno=0).send(b'\\xff' * 100)\n", -1,
      NULL));
  g_assert_cmpint (chmod (path, 0755), ==, 0);
  test_live_add_source (live);
  g_setenv ("PKTMON_HELPER", path, TRUE);
  g_assert_false (pktmon_session_set_active (live->session, TRUE, &error));
  g_setenv ("PKTMON_HELPER", real, TRUE);
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) cache = test_folder_new();

  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("XDG_CACHE_HOME", cache->path, TRUE);
  g_test_init (&argc, &argv, NULL);
  test_live_add ("/session-faults/disk-full", test_disk_full);
  test_live_add ("/session-faults/quota", test_quota);
  test_live_add ("/session-faults/ring-folder", test_ring_folder);
  test_live_add ("/session-faults/namespace", test_namespace);
  test_live_add ("/session-faults/link-type", test_link_type);
  test_live_add ("/session-faults/back", test_back);
  test_live_add ("/session-faults/not-back", test_not_back);
  test_live_add ("/session-faults/helper-killed", test_helper_killed);
  test_live_add ("/session-faults/helper-missing", test_helper_missing);
  test_live_add ("/session-faults/helper-nonsense", test_helper_nonsense);
  return g_test_run();
}
