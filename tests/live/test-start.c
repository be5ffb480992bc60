/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "support/capture-builder.h"
#include "support/frame-sender.h"
#include "support/network.h"
#include "support/pktmon.h"
#include "support/reading.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* "pktmon start" and "pktmon counters" as their users run them. */

typedef struct {
  TestNetwork *network;
  const char *a, *b;
  TestFrameSender *sender; /* from a0 to b0 */
  TestFolder *folder;
  char *source; /* id of b0 */
} Cable;

static void
set_up (Cable *self, gconstpointer data)
{
  self->network = test_network_new();
  if (self->network == NULL)
    return;
  self->a = test_network_add (self->network, "a");
  self->b = test_network_add (self->network, "b");
  test_network_ip ("-n %s link add a0 type veth peer name b0 netns %s", self->a, self->b);
  test_network_ip ("-n %s link set a0 up", self->a);
  test_network_ip ("-n %s link set b0 up", self->b);
  self->sender = test_frame_sender_new (self->a, "a0");
  self->folder = test_folder_new();
  self->source = g_strdup_printf ("ns:%s/if:b0", self->b);
}

static void
tear_down (Cable *self, gconstpointer data)
{
  g_clear_pointer (&self->sender, test_frame_sender_free);
  g_clear_pointer (&self->folder, test_folder_free);
  g_clear_pointer (&self->network, test_network_free);
  g_free (self->source);
}

/* Runs a shell script in the background until it says on standard error that it captures; what it
 * prints before its first packet is "ready". Other words there are not the program's. */
static TestProgram *
start (Cable *self, const char *options)
{
  g_autofree char *script =
      g_strdup_printf ("exec 3>&1; $pktmon start -s \"$1\" %s 2>&1 >&3 3>&- | "
                       "while IFS= read -r line; do case $line in *Capturing*) echo ready >&3 ;;"
                       " pktmon:*) echo \"$line\" >&3 ;; esac; done",
                       options);
  TestProgram *program = test_pktmon_start_script (script, self->source, self->folder->path, NULL);
  g_autofree char *line = test_program_read_line (program);

  g_assert_cmpstr (line, ==, "ready");
  return program;
}

static void
check_last_lines (TestProgram *program, const char *words)
{
  g_autoptr (TestProgramResult) result = test_program_finish (program);
  g_autofree char *text = test_program_result_dup_text (result);

  if (strstr (text, words) == NULL)
    g_assert_cmpstr (text, ==, words);
}

static void
test_text (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "-n 3");
  test_frame_sender_send (self->sender, 5);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *line = test_program_read_line (program);

    if (strstr (line, "Ethertype 1") == NULL)
      g_assert_cmpstr (line, ==, "Ethertype 1");
  }
  check_last_lines (program, "3 packets captured, none lost.");
}

static void
test_json (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autofree char *line = NULL, *found = NULL, *wanted = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "-n 1 --json --snaplen 40");
  test_frame_sender_send (self->sender, 1);
  line = test_program_read_line (program);
  bytes = g_bytes_new (line, strlen (line));
  found = test_python ("(lambda p: (p['frame.number'], p['frame.len'], p['frame.cap_len'],"
                       " p['frame.interface_name']))(json.loads(text))",
                       bytes);
  wanted = g_strdup_printf ("(1, %u, 40, '%s')", (guint) self->sender->size, self->source);
  g_assert_cmpstr (found, ==, wanted);
}

/* A file, until the user ends it. */
static void
test_file (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestReading) reading = NULL;
  g_autofree char *path = NULL;

  if (self->network == NULL)
    return;
  path = test_folder_build (self->folder, "out.pcapng");
  program = start (
      self, "-w \"$2/out.pcapng\" --size 1 -c 'ethertype=0x88b5' -c 'ip=10.0.0.0/8 exclude'");
  self->sender->size = 1000;
  test_frame_sender_send (self->sender, 2000);
  check_last_lines (program, "packets captured, none lost.");
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->size, <=, 1000000);
  g_assert_cmpuint (reading->packets, >, 900);
}

static void
test_signal (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestReading) reading = NULL;
  g_autofree char *path = NULL;

  if (self->network == NULL)
    return;
  path = test_folder_build (self->folder, "out.pcapng");
  program = start (self, "-w \"$2/out.pcapng\"");
  test_frame_sender_send (self->sender, 2000);
  test_network_ip ("netns exec %s pkill -INT -f %s/out.pcapng", self->b, self->folder->path);
  check_last_lines (program, "2,000 packets captured, none lost.");
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 2000);
}

static void
test_ring (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "-w \"$2/r.pcapng\" --file-size 1 --files 2 --size 5");
  self->sender->size = 1000;
  for (guint i = 0; i < 12; i++) {
    test_frame_sender_send (self->sender, 500);
    g_usleep (50000);
  }
  check_last_lines (program, "packets captured, none lost.");
  g_assert_cmpuint (test_folder_count (self->folder), ==, 2);
}

/* Files of so many packets, of which the oldest go, and that is said. */
static void
test_ring_of_packets (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "-w \"$2/r.pcapng\" --file-packets 300 --files 3 --packets 1500");
  test_frame_sender_send (self->sender, 1000);
  g_usleep (100000);
  test_frame_sender_send (self->sender, 1000);
  check_last_lines (program, "1,500 packets captured, none lost.\n"
                             "pktmon: The oldest 600 of them are not kept.");
  g_assert_cmpuint (test_folder_count (self->folder), ==, 3);
}

/* Until a packet matches, and exactly so many more. */
static void
test_until (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestReading) reading = NULL;
  g_autofree char *path = NULL;

  if (self->network == NULL)
    return;
  path = test_folder_build (self->folder, "out.pcapng");
  program = start (self, "-w \"$2/out.pcapng\" --until port=1 --until 'vlan=7 ethertype=0x88b5'"
                         " --after 123");
  test_frame_sender_send (self->sender, 2000);
  self->sender->vlan = 7;
  test_frame_sender_send (self->sender, 2000);
  check_last_lines (program, "2,124 packets captured, none lost.");
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  g_assert_cmpuint (reading->packets, ==, 2124);
}

/* How many packets are in a file of the folder; -1: it is not there. */
static gint64
count_packets (const Cable *self, const char *name)
{
  g_autofree char *path = test_folder_build (self->folder, name);
  g_autoptr (TestReading) reading = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return -1;
  reading = test_reading_new_file (path);
  g_assert_no_error (reading->error);
  return (gint64) reading->packets;
}

static gboolean
is_saved (gpointer data)
{
  return count_packets (data, "k_00003.pcapng") > 0;
}

/* Nothing is saved before it is asked for; then what is kept; the end saves it once more. */
static void
test_keep (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autofree char *old = NULL;

  if (self->network == NULL)
    return;
  old = test_folder_build (self->folder, "k_00002.pcapng");
  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  program = start (self, "-w \"$2/k.pcapng\" --keep 8 --packets 19000");
  self->sender->size = 1000;
  test_frame_sender_send (self->sender, 1500);
  g_usleep (300000);
  g_assert_cmpuint (test_folder_count (self->folder), ==, 1);
  test_network_ip ("netns exec %s pkill -USR1 -f %s/k.pcapng", self->b, self->folder->path);
  test_poll (is_saved, self, "what is kept is saved");
  g_assert_cmpint (count_packets (self, "k_00003.pcapng"), ==, 1500);
  test_frame_sender_send (self->sender, 18000);
  check_last_lines (program, "19,000 packets captured, none lost.\npktmon: The oldest");
  g_assert_cmpint (count_packets (self, "k_00004.pcapng"), >, 5000);
  g_assert_cmpint (count_packets (self, "k_00004.pcapng"), <, 7000);
  g_assert_cmpuint (test_folder_count (self->folder), ==, 3);
}

/* The newest seconds: older pieces go as newer ones come. */
static void
test_keep_time (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "-w \"$2/k.pcapng\" --keep-time 1 --packets 25");
  for (guint i = 0; i < 25; i++) {
    test_frame_sender_send (self->sender, 1);
    g_usleep (150000);
  }
  check_last_lines (program, "25 packets captured, none lost.\npktmon: The oldest");
  g_assert_cmpint (count_packets (self, "k_00001.pcapng"), >=, 6);
  g_assert_cmpint (count_packets (self, "k_00001.pcapng"), <, 20);
}

static void
test_counting (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "--counters-only -n 7");
  test_frame_sender_send (self->sender, 10);
  check_last_lines (program, "7 packets captured, none lost.");
}

/* How many packets each constraint held for. */
static void
test_hits (Cable *self, gconstpointer data)
{
  static const char options[] =
      "-c 'ethertype=0x88b5 name=\"One\"' -c vlan=7 -c vlan=8 -c 'vlan=9 exclude'";
  g_autoptr (TestProgram) text = NULL, json = NULL;
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *file = NULL, *counters = NULL, *found = NULL;

  if (self->network == NULL)
    return;
  file = g_strdup_printf ("-w \"$2/out.pcapng\" %s -n 15", options);
  text = start (self, file);
  self->sender->vlan = 7;
  test_frame_sender_send (self->sender, 5);
  self->sender->vlan = 0;
  test_frame_sender_send (self->sender, 10);
  check_last_lines (text, "15 packets captured, none lost.\n"
                          "pktmon: 15 packets matched: ethertype=0x88b5 name=\"One\"\n"
                          "pktmon: 5 packets matched: vlan=7\n"
                          "pktmon: 0 packets matched: vlan=8\n");
  counters = g_strdup_printf ("%s --counters-only --json -n 3", options);
  json = start (self, counters);
  test_frame_sender_send (self->sender, 3);
  result = test_program_finish (json);
  found = test_python ("[(c['constraint'], c['packets'])"
                       " for c in json.loads(text[text.index('['):text.rindex(']') + 1])[1:]]",
                       result->output);
  g_assert_cmpstr (found, ==,
                   "[('ethertype=0x88b5 name=\"One\"', 3), ('vlan=7', 0), ('vlan=8', 0)]");
}

/* A TCP segment between the hosts of the frames that tests make. */
static void
send_segment (Cable *self, guint16 source, guint16 destination)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 6, source, destination);
  g_assert_cmpint (send (self->sender->descriptor, frame, sizeof frame, 0), ==, sizeof frame);
}

/* What goes over the connection at which the user sits is left out, whoever began it. */
static void
test_remote_session (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestProgramResult) local = NULL;

  if (self->network == NULL)
    return;
  g_unsetenv ("DISPLAY");
  g_setenv ("SSH_CONNECTION", "10.0.0.1 50022 10.0.0.2 22", TRUE);
  program = start (self, "--counters-only --exclude-remote-session -n 3");
  send_segment (self, 50022, 22);
  send_segment (self, 50023, 22);
  send_segment (self, 22, 50022);
  send_segment (self, 50022, 23);
  send_segment (self, 50022, 22);
  send_segment (self, 1, 2);
  check_last_lines (program, "3 packets captured, none lost.");
  g_unsetenv ("SSH_CONNECTION");
  g_unsetenv ("SSH_CLIENT");
  local = test_pktmon_run (NULL, "start", "-s", self->source, "--exclude-remote-session",
                           "--duration", "1", NULL);
  test_pktmon_check_result (local, 0, "", "no remote session");
}

/* Constraints and snap length of a preset, and what is given beside it. */
static void
test_preset (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgramResult) saved = NULL;
  g_autoptr (TestProgram) kept = NULL;
  g_autoptr (TestProgram) nothing = NULL;
  g_autofree char *line = NULL, *found = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (self->network == NULL)
    return;
  g_setenv ("XDG_CONFIG_HOME", self->folder->path, TRUE);
  saved = test_pktmon_run (NULL, "preset", "save", "a b", "-s", "nowhere", "-c", "ethertype=0x88b5",
                           "--snaplen", "40", NULL);
  test_pktmon_check_result (saved, 0, "", NULL);
  kept = start (self, "--preset 'a b' -n 1 --json");
  test_frame_sender_send (self->sender, 1);
  line = test_program_read_line (kept);
  bytes = g_bytes_new (line, strlen (line));
  found = test_python ("json.loads(text)['frame.cap_len']", bytes);
  g_assert_cmpstr (found, ==, "40");
  nothing = start (self, "--preset 'a b' -c 'ethertype=0x88b5 exclude' --duration 1");
  test_frame_sender_send (self->sender, 5);
  check_last_lines (nothing, "0 packets captured");
}

/* The interface goes: an error, and what was captured. */
static void
test_gone (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgram) program = NULL;

  if (self->network == NULL)
    return;
  program = start (self, "--counters-only");
  test_frame_sender_send (self->sender, 10);
  test_network_ip ("-n %s link delete b0", self->b);
  check_last_lines (program, "10 packets captured, none lost.");
}

static void
test_wrong (void)
{
  const struct {
    const char *arguments[10];
    int status;
    const char *message;
  } cases[] = {
    { { "start", "-w", "-", NULL }, 2, "standard output" },
    { { "start", "--files", "2", NULL }, 2, "--file-size" },
    { { "start", "--file-size", "2", NULL }, 2, "-w" },
    { { "start", "--total-size", "2", NULL }, 2, "-w" },
    { { "start", "--keep", "20", NULL }, 2, "-w" },
    { { "start", "--keep", "20", "-w", "x", "--file-size", "3", NULL }, 2, "more than one" },
    { { "start", "-s", "lo", "--keep", "7", "-w", "x", NULL }, 2, "8 MB" },
    { { "start", "-s", "lo", "--keep", "9", "-w", "/nowhere/x", NULL }, 1, "/nowhere/x_00001" },
    { { "start", "--after", "2", NULL }, 2, "--until" },
    { { "start", "-s", "lo", "--until", "prot=3", NULL }, 2, "prot" },
    { { "start", "-s", "lo", "-w", "x", "--total-size", "1", NULL }, 2, "1 MB" },
    { { "start", "-s", "lo", "-w", "x", "--total-size", "5", "--file-size", "3", NULL },
      2,
      "at least twice" },
    { { "start", "--json", "--text", NULL }, 2, "exclude" },
    { { "start", "--counters-only", "-w", "x", NULL }, 2, "no packets" },
    { { "start", "--packets", "many", NULL }, 2, "--packets" },
    { { "start", "--snaplen", "262145", NULL }, 2, "262144" },
    { { "start", "more", NULL }, 2, "too many" },
    { { "start", "-s", "lo", "-c", "tcp portt 3", NULL }, 2, "tcp portt 3" },
    { { "start", "-s", "lo", "-c", " ", NULL }, 2, "empty" },
    { { "start", "-s", "no-such-source", NULL }, 1, "no-such-source" },
    { { "counters", "-s", "no-such-source", NULL }, 1, "no-such-source" },
    { { "counters", "-c", "prot=3", NULL }, 2, "prot" },
    { { "start", "-s", "lo", "-w", "/nowhere/x.pcapng", NULL }, 1, "/nowhere/x.pcapng" },
    { { "start", "-s", "lo", "-w", "/dev/null", NULL }, 1, "regular file" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    test_pktmon_check (cases[i].arguments, cases[i].status, "", cases[i].message);
}

static void
test_counters (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *found = NULL;

  if (self->network == NULL)
    return;
  test_frame_sender_send (self->sender, 10);
  result = test_pktmon_run (NULL, "counters", "--json", "-s", self->source, NULL);
  test_pktmon_check_result (result, 0, NULL, "");
  found = test_python ("(lambda s: (s['received_packets'], s['received_bytes'],"
                       " s['sent_packets']))(json.loads(text)[0])",
                       result->output);
  g_assert_cmpstr (found, ==, "(10, 1000, 0)");
}

/* Frames all the time. */
typedef struct {
  Cable *cable;
  int ended; /* atomic */
} Load;

static gpointer
send_load (gpointer data)
{
  Load *load = data;

  while (!g_atomic_int_get (&load->ended)) {
    test_frame_sender_send (load->cable->sender, 1);
    g_usleep (5000);
  }
  return NULL;
}

/* Of constraints, too, in a second. */
static void
test_counted_constraints (Cable *self, gconstpointer data)
{
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *found = NULL, *text = NULL;
  Load load = { .cable = self };
  GThread *sender;

  if (self->network == NULL)
    return;
  sender = g_thread_new ("sender", send_load, &load);
  result = test_pktmon_run (NULL, "counters", "--json", "-s", self->source, "-c",
                            "ethertype=0x88b5", "-c", "vlan=7", NULL);
  test_pktmon_check_result (result, 0, NULL, "");
  found = test_python ("[(c.get('constraint'), 0 < c.get('packets', -1) < 400)"
                       " for c in json.loads(text)]",
                       result->output);
  g_assert_cmpstr (found, ==, "[(None, False), ('ethertype=0x88b5', True), ('vlan=7', False)]");
  test_program_result_free (result);
  result = test_pktmon_run_script ("$pktmon counters --live -s \"$1\" -c ethertype=0x88b5 |"
                                   " sed 6q",
                                   self->source, NULL);
  g_atomic_int_set (&load.ended, TRUE);
  g_thread_join (sender);
  text = test_program_result_dup_text (result);
  g_assert_nonnull (strstr (text, "Packets/s\nethertype=0x88b5 "));
}

static void
add (const char *path, void (*test) (Cable *, gconstpointer))
{
  g_test_add (path, Cable, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  add ("/start/text", test_text);
  add ("/start/json", test_json);
  add ("/start/file", test_file);
  add ("/start/signal", test_signal);
  add ("/start/ring", test_ring);
  add ("/start/ring-of-packets", test_ring_of_packets);
  add ("/start/until", test_until);
  add ("/start/keep", test_keep);
  add ("/start/keep-time", test_keep_time);
  add ("/start/counting", test_counting);
  add ("/start/hits", test_hits);
  add ("/start/remote-session", test_remote_session);
  add ("/start/preset", test_preset);
  add ("/start/gone", test_gone);
  add ("/start/counters", test_counters);
  add ("/start/counted-constraints", test_counted_constraints);
  g_test_add_func ("/start/wrong", test_wrong);
  return g_test_run();
}
