/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "pcapng/format.h"
#include "support/cable.h"
#include "support/waiting.h"

/* What can go wrong while packets are captured, provoked for real: what was captured before is
 * kept, and the message says what happened. */

/* --- Interfaces --- */

static gboolean
has_ended (gpointer data)
{
  return ((TestRecording *) data)->n_ended > 0;
}

static void
expect_end (TestCable *cable, PktmonEndReason reason)
{
  TestRecording *recording = cable->recording;

  test_wait (has_ended, recording, "the source ends");
  g_assert_cmpuint (recording->end_reason, ==, reason);
  g_assert_error (recording->error, PKTMON_ERROR, PKTMON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (recording->error->message, "“ns:b/if:b0”"));
}

/* The other source goes on; both have all their packets in the file. */
static void
check_rest (TestCable *cable, guint64 packets)
{
  g_autoptr (TestReading) reading = NULL;

  test_recording_stop (cable->recording);
  g_assert_no_error (cable->recording->error);
  reading = test_recording_read (cable->recording, 0);
  g_assert_cmpuint (reading->packets, ==, packets);
}

/* A packet on the loopback of a, which is the other source. */
static void
send_on_loopback (TestCable *cable)
{
  g_autoptr (TestFrameSender) sender = test_frame_sender_new (cable->a, "lo");

  test_frame_sender_send (sender, 10);
}

static void
begin_with_loopback (TestCable *cable)
{
  g_assert_cmpuint (test_recording_add (cable->recording, cable->a, "lo", "ns:a/if:lo"), !=, 0);
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 100);
}

static void
test_deleted (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  begin_with_loopback (cable);
  test_network_ip ("-n %s link del b0", cable->b);
  expect_end (cable, PKTMON_END_GONE);
  send_on_loopback (cable);
  check_rest (cable, 110);
}

static void
test_moved (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  begin_with_loopback (cable);
  test_network_ip ("-n %s link set b0 netns %s", cable->b, cable->a);
  expect_end (cable, PKTMON_END_MOVED);
  send_on_loopback (cable);
  check_rest (cable, 110);
}

static gboolean
has_changed (gpointer data)
{
  return ((TestRecording *) data)->n_changed > 0;
}

static void
wait_changed (TestRecording *recording, gboolean up)
{
  test_wait (has_changed, recording, "the interface changes");
  g_assert_cmpint (recording->up, ==, up);
  recording->n_changed = 0;
}

/* An interface that goes down is a source all the time. */
static void
test_down (TestCable *cable, gconstpointer data)
{
  if (cable->recording == NULL)
    return;
  begin_with_loopback (cable);
  for (guint i = 0; i < 3; i++) {
    test_network_ip ("-n %s link set b0 down", cable->b);
    wait_changed (cable->recording, FALSE);
    test_network_ip ("-n %s link set b0 up", cable->b);
    wait_changed (cable->recording, TRUE);
    test_frame_sender_send (cable->sender, 100);
  }
  g_assert_cmpuint (cable->recording->n_ended, ==, 0);
  check_rest (cable, 400);
}

/* --- Files --- */

/* Captures until there is no more room. */
static void
expect_no_room (TestCable *cable, guint64 limit)
{
  TestRecording *recording = cable->recording;
  const PktmonCaptureProgress *progress = &recording->stopped.progress;
  g_autoptr (TestReading) reading = NULL;

  test_cable_begin (cable);
  cable->sender->size = 1000;
  test_frame_sender_send (cable->sender, 3000);
  test_recording_wait_stopped (recording);
  g_assert_cmpuint (recording->stopped.reason, ==, PKTMON_STOP_FAILED);
  g_assert_error (recording->error, PKTMON_ERROR, PKTMON_ERROR_NO_SPACE);
  g_assert_nonnull (pktmon_error_get_advice (recording->error));
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->size, ==, progress->size);
  g_assert_cmpuint (reading->size, <=, limit);
  g_assert_cmpuint (reading->size, >, limit - 1100);
  g_assert_cmpuint (reading->packets, ==, progress->packets);
  g_assert_cmpuint (progress->sources[0].unwritten, >, 0);
  test_cable_check_numbers (reading, 0);
}

static void
test_disk_full (TestCable *cable, gconstpointer data)
{
  TestFolder *tiny = cable->recording != NULL ? test_folder_new_tiny (1024 * 1024) : NULL;

  if (tiny == NULL)
    return;
  test_folder_free (cable->recording->folder);
  cable->recording->folder = tiny;
  expect_no_room (cable, 1024 * 1024);
}

/* The limit is inherited by the helper. */
static void
test_file_size (TestCable *cable, gconstpointer data)
{
  struct rlimit before, limit;

  if (cable->recording == NULL)
    return;
  getrlimit (RLIMIT_FSIZE, &before);
  limit = (struct rlimit){ 777777, before.rlim_max };
  setrlimit (RLIMIT_FSIZE, &limit);
  test_recording_free (cable->recording);
  cable->recording = test_recording_new();
  setrlimit (RLIMIT_FSIZE, &before);
  expect_no_room (cable, 777777);
}

/* --- Processes --- */

/* The processes that this one has started and that have not ended. */
static GArray *
list_children (void)
{
  GArray *children = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL) {
    g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
    g_autofree char *contents = NULL;
    g_auto (GStrv) numbers = NULL;

    if (!g_file_get_contents (path, &contents, NULL, NULL))
      continue;
    numbers = g_strsplit (g_strstrip (contents), " ", -1);
    for (guint i = 0; numbers[i] != NULL && *numbers[i] != '\0'; i++) {
      pid_t child = (pid_t) g_ascii_strtoll (numbers[i], NULL, 10);

      g_array_append_val (children, child);
    }
  }
  return children;
}

static gboolean
has_failed (gpointer data)
{
  return ((TestRecording *) data)->failed;
}

static void
test_helper_killed (TestCable *cable, gconstpointer data)
{
  TestRecording *recording = cable->recording;
  g_autoptr (GArray) children = NULL;
  g_autoptr (TestReading) reading = NULL;

  if (recording == NULL)
    return;
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 1000);
  test_recording_wait_packets (recording, 1000);
  children = list_children();
  g_assert_cmpuint (children->len, ==, 1);
  kill (g_array_index (children, pid_t, 0), SIGKILL);
  test_wait (has_failed, recording, "the client hears of it");
  g_assert_error (recording->error, PKTMON_ERROR, PKTMON_ERROR_IO);
  g_assert_nonnull (strstr (recording->error->message, "signal 9"));
  reading = test_recording_read (recording, 0);
  g_assert_cmpuint (reading->packets, ==, 1000);
  g_assert_cmpuint (pktmon_spool_get_size (recording->spool), ==, reading->size);
  g_assert_cmpfloat (pktmon_spool_get_fraction (recording->spool), ==, 1);
}

/* A process that captures until it is killed. Returns: its id. */
static pid_t
fork_client (TestCable *cable, const char *path, int words)
{
  pid_t child = fork();

  if (child != 0)
    return child;
  dup2 (words, STDERR_FILENO);
  execl ("/proc/self/exe", "test-capture-faults", "--capture", cable->b, path, NULL);
  _exit (1);
}

/* The other process. */
static G_NORETURN void
capture_for_ever (const char *network_namespace, const char *path)
{
  TestRecording *recording = test_recording_new();

  g_assert_cmpuint (test_recording_add (recording, network_namespace, "b0", "if:b0"), !=, 0);
  pktmon_helper_client_add_spool (recording->client,
                                  open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), NULL, FALSE);
  g_assert_true (test_recording_wait_done (recording));
  g_assert_true (test_recording_start (recording));
  g_printerr ("started\n");
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* The client is killed: the helper completes the file and ends. Both have the pipe's end. */
static void
test_client_killed (TestCable *cable, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (TestReading) reading = NULL;
  const TestRecord *last;
  char word[8];
  int ends[2];
  pid_t client;

  if (cable->recording == NULL)
    return;
  path = test_folder_build (cable->recording->folder, "killed.pcapng");
  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  client = fork_client (cable, path, ends[1]);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], word, sizeof word), ==, sizeof word);
  g_assert_cmpmem (word, sizeof word, "started\n", 8);
  test_frame_sender_send (cable->sender, 1000);
  kill (client, SIGKILL);
  g_assert_cmpint (waitpid (client, NULL, 0), ==, client);
  while (read (ends[0], word, sizeof word) > 0)
    ; /* the helper may say that nobody listens any more */
  close (ends[0]);
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 1000);
  test_cable_check_numbers (reading, 0);
  last = test_reading_get_record (reading, reading->records->len - 1);
  g_assert_cmpuint (last->record.type, ==, PKTMON_BLOCK_INTERFACE_STATISTICS);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* Nothing is left: no process, and no more descriptors than *@data. GLib closes some in a thread of
 * its own. */
static gboolean
is_clean (gpointer data)
{
  g_autoptr (GArray) children = list_children();

  g_main_context_wakeup (NULL);
  return children->len == 0 && count_descriptors() <= *(guint *) data;
}

/* Many helpers, one after the other, leave nothing behind. */
static void
test_many (TestCable *cable, gconstpointer data)
{
  guint descriptors = G_MAXUINT;

  if (cable->recording == NULL)
    return;
  for (guint i = 0; i < 50; i++) {
    test_cable_begin (cable);
    test_frame_sender_send (cable->sender, 10);
    test_recording_stop (cable->recording);
    g_assert_cmpuint (cable->recording->stopped.progress.packets, ==, 10);
    g_clear_pointer (&cable->recording, test_recording_free);
    test_wait (is_clean, &descriptors, "nothing is left of the helper");
    if (i == 1)
      descriptors = count_descriptors();
    cable->recording = test_recording_new();
  }
}

/* Two captures of one interface know nothing of each other. */
static void
test_two (TestCable *cable, gconstpointer data)
{
  TestRecording *first = cable->recording;
  TestRecording *second;

  if (first == NULL)
    return;
  second = cable->recording = test_recording_new();
  test_cable_begin (cable);
  cable->recording = first;
  test_cable_begin (cable);
  test_frame_sender_send (cable->sender, 100);
  test_recording_stop (second);
  g_assert_cmpuint (second->stopped.progress.packets, ==, 100);
  test_frame_sender_send (cable->sender, 100);
  test_recording_stop (first);
  g_assert_cmpuint (first->stopped.progress.packets, ==, 200);
  test_recording_free (second);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  if (argc == 4 && g_str_equal (argv[1], "--capture"))
    capture_for_ever (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  test_cable_add ("/capture-faults/deleted", test_deleted);
  test_cable_add ("/capture-faults/moved", test_moved);
  test_cable_add ("/capture-faults/down", test_down);
  test_cable_add ("/capture-faults/disk-full", test_disk_full);
  test_cable_add ("/capture-faults/file-size", test_file_size);
  test_cable_add ("/capture-faults/helper-killed", test_helper_killed);
  test_cable_add ("/capture-faults/client-killed", test_client_killed);
  test_cable_add ("/capture-faults/many", test_many);
  test_cable_add ("/capture-faults/two", test_two);
  return g_test_run();
}
