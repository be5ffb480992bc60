/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "pcapng/format.h"
#include "session/capture-files.h"
#include "session/leftover.h"
#include "session/session.h"
#include "session/stream.h"
#include "support/frame-sender.h"
#include "support/network.h"
#include "support/pktmon.h"
#include "support/reading.h"
#include "support/repeats.h"
#include "support/waiting.h"

/* Programs that are killed while they capture, at random moments, with their helper or without:
 * every whole block that reached the disk is offered again. */

#define ROUNDS TEST_REPEATS (20u)
#define AT_ONCE 10u
#define MAX_DELAY_MS 40

/* --- The program that is killed --- */

static gboolean
is_found (gpointer data)
{
  gpointer *search = data;
  PktmonDataSource *source = pktmon_source_tree_find (search[0], search[1]);

  return source != NULL && pktmon_data_source_check_available (source, NULL);
}

/* Captures like a window, until it is killed. */
static G_NORETURN void
capture (const char *id)
{
  g_autoptr (PktmonMonitor) monitor = pktmon_monitor_new (PKTMON_API_VERSION, NULL);
  g_autoptr (PktmonSession) session = pktmon_session_new (monitor, "killed", NULL);
  g_autoptr (PktmonStream) stream = pktmon_stream_new (monitor, &(PktmonStreamConfig){ 0 }, NULL);
  PktmonSourceTree *tree = pktmon_monitor_get_source_tree (monitor);
  gpointer search[] = { tree, (gpointer) id };

  test_wait (is_found, search, "the source is there");
  g_assert_true (pktmon_session_add_source (session, pktmon_source_tree_find (tree, id), NULL));
  g_assert_true (pktmon_session_attach_output (session, G_OBJECT (stream), NULL));
  g_assert_true (pktmon_session_set_active (session, TRUE, NULL));
  g_assert_cmpint (write (STDOUT_FILENO, "!", 1), ==, 1);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* --- Who kills it --- */

typedef struct {
  TestFrameSender *sender;
  char *id; /* of the source */
  int done; /* atomic */
  guint n_found, n_with_packets, n_cut;
  guint64 packets;
} Kills;

typedef struct {
  GPid pid;
  int output;
} Victim;

static void
begin (const Kills *self, Victim *victim)
{
  char *arguments[] = { g_file_read_link ("/proc/self/exe", NULL), (char *) "--capture", self->id,
                        NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_async_with_pipes (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &victim->pid, NULL, &victim->output, NULL, &error);
  g_assert_no_error (error);
  g_free (arguments[0]);
}

static void
kill_children (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) children = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  children = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; children[i] != NULL && children[i][0] != '\0'; i++)
    kill ((pid_t) g_ascii_strtoll (children[i], NULL, 10), SIGKILL);
}

/* @late: only when it captures. @helper: with its helper. */
static void
end (const Victim *victim, gboolean late, gboolean helper)
{
  char byte;

  if (late)
    g_assert_cmpint (read (victim->output, &byte, 1), ==, 1);
  g_usleep ((gulong) g_test_rand_int_range (0, MAX_DELAY_MS * 1000));
  if (helper)
    kill_children (victim->pid);
  kill (victim->pid, SIGKILL);
  waitpid (victim->pid, NULL, 0);
  close (victim->output);
}

/* --- What is left --- */

/* Files with something in them. */
static guint
count_files (void)
{
  g_autofree char *path = pktmon_capture_files_dup_folder();
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    GStatBuf status;

    n += g_stat (file, &status) == 0 && status.st_size > 0;
  }
  return n;
}

/* Helpers that were not killed end by themselves; until then their file is not offered. */
static gboolean
are_all_offered (gpointer data)
{
  g_autoptr (GPtrArray) found = pktmon_leftovers_find();

  return found->len == count_files();
}

/* Packets in whole blocks. @whole: (out): bytes of these. */
static guint64
count_whole (const char *path, gsize *size, gsize *whole)
{
  g_autofree char *bytes = NULL;
  guint64 packets = 0;

  g_assert_true (g_file_get_contents (path, &bytes, size, NULL));
  for (*whole = 0; *size - *whole >= 12;) {
    guint32 type, length;

    memcpy (&type, bytes + *whole, sizeof type);
    memcpy (&length, bytes + *whole + 4, sizeof length);
    g_assert_cmpuint (length, >=, 12);
    if (length > *size - *whole)
      break;
    packets += type == PKTMON_BLOCK_ENHANCED_PACKET;
    *whole += length;
  }
  return packets;
}

static void
check (Kills *self, const char *path)
{
  g_autoptr (TestReading) reading = NULL;
  g_autoptr (GError) error = NULL;
  gsize size, whole;
  guint64 expected = count_whole (path, &size, &whole), packets;

  if (whole == 0)
    return;
  g_assert_true (pktmon_leftover_mend (path, &packets, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (packets, ==, expected);
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->size, ==, whole);
  g_assert_cmpuint (reading->packets, ==, expected);
  for (guint i = 1; i < packets; i++) {
    const PktmonPacket *one = &test_reading_get_packet (reading, i - 1)->record.packet;
    const PktmonPacket *next = &test_reading_get_packet (reading, i)->record.packet;

    g_assert_cmpint (test_frame_get_number (next->data, next->captured), >,
                     test_frame_get_number (one->data, one->captured));
  }
  self->n_found++;
  self->n_with_packets += packets > 0;
  self->n_cut += whole < size;
  self->packets += packets;
}

static void
remove_files (void)
{
  g_autofree char *path = pktmon_capture_files_dup_folder();
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
}

static void
check_all (Kills *self)
{
  g_autoptr (GPtrArray) found = NULL;

  test_poll (are_all_offered, NULL, "all that was left is offered");
  found = pktmon_leftovers_find();
  for (guint i = 0; i < found->len; i++)
    check (self, ((const PktmonLeftover *) g_ptr_array_index (found, i))->path);
  remove_files();
}

static gpointer
send_cb (gpointer data)
{
  Kills *self = data;

  while (!g_atomic_int_get (&self->done)) {
    test_frame_sender_send (self->sender, 5);
    g_usleep (1000);
  }
  return NULL;
}

static void
test_kill (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  Kills self = { 0 };
  const char *a, *b;
  GThread *thread;

  if (network == NULL)
    return;
  a = test_network_add (network, "a");
  b = test_network_add (network, "b");
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", a, b);
  test_network_ip ("-n %s link set a0 up", a);
  test_network_ip ("-n %s link set b0 up", b);
  self.sender = test_frame_sender_new (a, "a0");
  self.id = g_strdup_printf ("ns:%s/if:b0", b);
  thread = g_thread_new ("sender", send_cb, &self);
  for (guint round = 0; round < ROUNDS; round++) {
    Victim victims[AT_ONCE];

    for (guint i = 0; i < AT_ONCE; i++)
      begin (&self, &victims[i]);
    for (guint i = 0; i < AT_ONCE; i++)
      end (&victims[i], i % 3 != 0, i % 2 == 0);
    check_all (&self);
  }
  g_atomic_int_set (&self.done, TRUE);
  g_thread_join (thread);
  g_test_message ("%u captures were left, %u with packets, %u cut short; %" G_GUINT64_FORMAT
                  " packets",
                  self.n_found, self.n_with_packets, self.n_cut, self.packets);
  g_assert_cmpuint (self.n_with_packets, >=, ROUNDS);
  test_frame_sender_free (self.sender);
  g_free (self.id);
}

/* An empty capture: a section. */
static const guint8 header[28] = { 0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0,    0,    0x4d, 0x3c,
                                   0x2b, 0x1a, 1,    0,    0,  0, 0xff, 0xff, 0xff, 0xff,
                                   0xff, 0xff, 0xff, 0xff, 28, 0, 0,    0 };

/* A file that somebody writes is not touched; one that ends within a block is cut there; damage
 * stays as it is. */
static void
test_mend (void)
{
  const struct {
    guint8 tail[8];
    gsize kept;
  } cases[] = {
    { { 6, 0, 0, 0, 0xff, 0, 0, 0 }, 28 },  /* within a block */
    { { 6, 0, 0, 0, 7, 0, 0, 0 }, 28 + 8 }, /* which cannot be one */
  };
  g_autofree char *path = g_build_filename (g_get_user_cache_dir(), "mend.pcapng", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint8 bytes[sizeof header + sizeof cases[i].tail];
    g_autoptr (GError) error = NULL;
    GStatBuf status;
    guint64 packets;

    memcpy (bytes, header, sizeof header);
    memcpy (bytes + sizeof header, cases[i].tail, sizeof cases[i].tail);
    g_assert_true (g_file_set_contents (path, (const char *) bytes, sizeof bytes, NULL));
    g_assert_true (pktmon_leftover_mend (path, &packets, &error));
    g_assert_cmpuint (packets, ==, 0);
    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpuint ((gsize) status.st_size, ==, cases[i].kept);
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
}

/* The command line lists what was left, newest first. */
static void
test_list (void)
{
  static const char *const names[] = { "old.pcapng", "new.pcapng", "other.txt" };
  g_autofree char *folder = pktmon_capture_files_dup_folder();
  g_autoptr (TestProgramResult) json = NULL;
  g_autoptr (TestProgramResult) text = NULL;
  g_autofree char *found = NULL, *lines = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    struct utimbuf times = { .modtime = 1000 + i };

    g_assert_true (g_file_set_contents (path, (const char *) header, sizeof header, NULL));
    g_assert_cmpint (g_utime (path, &times), ==, 0);
  }
  json = test_pktmon_run (NULL, "list", "--unsaved", "--json", NULL);
  test_pktmon_check_result (json, 0, NULL, "");
  found = test_python ("[(os.path.basename(c['path']), c['modified'], c['size'], c['packets'])"
                       " for os in [__import__('os')] for c in json.loads(text)]",
                       json->output);
  g_assert_cmpstr (found, ==, "[('new.pcapng', 1001, 28, 0), ('old.pcapng', 1000, 28, 0)]");
  text = test_pktmon_run (NULL, "list", "--unsaved", NULL);
  lines = g_strdup_printf ("1970-01-01 00:16:41    28 bytes           0 packets  %s/new.pcapng\n"
                           "1970-01-01 00:16:40    28 bytes           0 packets  %s/old.pcapng\n",
                           folder, folder);
  test_pktmon_check_result (text, 0, lines, "");
  test_pktmon_check ((const char *const[]){ "list", "--unsaved", "--all", NULL }, 2, "", "exclude");
  remove_files();
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = NULL, *captures = NULL, *folder = NULL;
  int status;

  if (argc == 3 && g_str_equal (argv[1], "--capture"))
    capture (argv[2]);
  setlocale (LC_ALL, "C.UTF-8");
  /* Before anybody asks for it. */
  cache = g_dir_make_tmp ("recovery-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery/mend", test_mend);
  g_test_add_func ("/recovery/list", test_list);
  g_test_add_func ("/recovery/kill", test_kill);
  status = g_test_run();
  captures = pktmon_capture_files_dup_folder();
  folder = g_path_get_dirname (captures);
  g_rmdir (captures);
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (cache), ==, 0);
  return status;
}
