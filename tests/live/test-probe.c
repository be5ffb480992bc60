/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "probe/point.h"
#include "probe/probe.h"
#include "support/pktmon.h"
#include "support/repeats.h"
#include "support/stack-watch.h"
#include "support/temp-folder.h"

/* Stack points as a whole: journeys, constraints, losses, and that nothing is left behind. */

#define STARTS TEST_REPEATS (200)

#define SEND "echo x >/dev/udp/"

/* --- Journeys --- */

/* The router gives the packet another destination and another source: it is the same packet. */
static void
test_nat (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *journey = NULL;
  GHashTable *first, *last;

  if (watch == NULL)
    return;
  test_stack_watch_run (watch->r,
                        "nft add table ip n;"
                        "nft add chain ip n p '{ type nat hook prerouting priority -100; }';"
                        "nft add chain ip n q '{ type nat hook postrouting priority 100; }';"
                        "nft add rule ip n p udp dport 5001 dnat to 10.0.2.2:5002;"
                        "nft add rule ip n q udp dport 5002 masquerade");
  /* The constraint is on what the packet is before: it is followed to where it is not that. */
  test_stack_watch_start (watch, "all", "-c 'ip=10.0.1.1 port=5001'");
  test_stack_watch_run (watch->a, SEND "10.0.1.1/5001");
  test_stack_watch_stop (watch);
  first = test_stack_watch_find (watch, "udp.dstport", "5001", NULL);
  journey = test_stack_watch_dup_journey (watch, first);
  g_assert_cmpstr (journey, ==,
                   "a/local-out a/postrouting a/transmit r/receive r/prerouting r/forward "
                   "r/postrouting r/transmit b/receive b/prerouting b/local-in b/drop:NO_SOCKET");
  last = test_stack_watch_find (watch, "journey.id", g_hash_table_lookup (first, "journey.id"),
                                "drop.reason", "NO_SOCKET", NULL);
  g_assert_cmpstr (g_hash_table_lookup (last, "udp.dstport"), ==, "5002");
  g_assert_cmpstr (g_hash_table_lookup (last, "ip.src"), ==, "10.0.2.1");
  g_assert_cmpstr (g_hash_table_lookup (first, "process.name"), ==, "bash");
  g_assert_cmpuint (watch->events->len, ==, 12);
}

/* A tunnel between a and b: inside of another packet it is still the same one. */
static void
test_tunnel (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *journey = NULL;

  if (watch == NULL)
    return;
  test_network_ip ("-n %s link add v0 type vxlan id 7 remote 10.0.2.2 dstport 4789", watch->a);
  test_network_ip ("-n %s link add v0 type vxlan id 7 remote 10.0.1.2 dstport 4789", watch->b);
  test_network_ip ("-n %s address add 10.7.0.1/24 dev v0", watch->a);
  test_network_ip ("-n %s address add 10.7.0.2/24 dev v0", watch->b);
  test_network_ip ("-n %s link set v0 up", watch->a);
  test_network_ip ("-n %s link set v0 up", watch->b);
  test_stack_watch_run (watch->a, "ping -qc1 -W5 10.7.0.2 >/dev/null");
  test_stack_watch_start (watch, "all", "-c 'ip=10.7.0.2 port=5003 encap=vxlan'");
  test_stack_watch_run (watch->a, SEND "10.7.0.2/5003");
  test_stack_watch_stop (watch);
  journey = test_stack_watch_dup_journey (
      watch, test_stack_watch_find (watch, "udp.dstport", "5003", NULL));
  g_assert_cmpstr (journey, ==,
                   "a/local-out a/postrouting a/transmit a/local-out a/postrouting a/transmit "
                   "r/receive r/prerouting r/forward r/postrouting r/transmit "
                   "b/receive b/prerouting b/local-in b/receive b/prerouting b/local-in "
                   "b/drop:NO_SOCKET");
}

/* Through a bridge, whose machine looks at Ethernet alone. */
static void
test_bridge (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *journey = NULL;

  if (watch == NULL)
    return;
  test_network_ip ("-n %s link add br0 type bridge", watch->r);
  test_network_ip ("-n %s link set ra master br0", watch->r);
  test_network_ip ("-n %s link set rb master br0", watch->r);
  test_network_ip ("-n %s link set br0 up", watch->r);
  /* Where the kernel can, bridges send packets through the hooks of IP. */
  test_stack_watch_run (watch->r,
                        "sysctl -qw net.bridge.bridge-nf-call-iptables=0 2>/dev/null; true");
  test_network_ip ("-n %s address add 10.0.1.3/24 dev b0", watch->b);
  test_stack_watch_run (watch->a, "ping -qc1 -W5 10.0.1.3 >/dev/null");
  test_stack_watch_start (watch, "all", "-c port=5009");
  test_stack_watch_run (watch->a, SEND "10.0.1.3/5009");
  test_stack_watch_stop (watch);
  journey = test_stack_watch_dup_journey (
      watch, test_stack_watch_find (watch, "udp.dstport", "5009", NULL));
  g_assert_cmpstr (journey, ==,
                   "a/local-out a/postrouting a/transmit r/receive r/transmit "
                   "b/receive b/prerouting b/local-in b/drop:NO_SOCKET");
}

/* --- Constraints --- */

static void
test_constraints (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();

  if (watch == NULL)
    return;
  test_stack_watch_start (watch, "all",
                          "-c 'port=5005' -c 'bpf=\"udp port 5006\"' -c 'ip=10.0.2.9 exclude'");
  test_stack_watch_run (watch->a, "for port in 5004 5005 5006 5007; do " SEND
                                  "127.0.0.1/$port; done; " SEND "10.0.2.9/5005");
  test_stack_watch_stop (watch);
  g_assert_cmpuint (test_stack_watch_count (watch, "udp.dstport", "5004"), ==, 0);
  g_assert_cmpuint (test_stack_watch_count (watch, "udp.dstport", "5007"), ==, 0);
  g_assert_cmpuint (test_stack_watch_count (watch, "ip.dst", "10.0.2.9"), ==, 0);
  /* Seven points each. */
  g_assert_cmpuint (test_stack_watch_count (watch, "drop.reason", "NO_SOCKET"), ==, 2);
  g_assert_cmpuint (test_stack_watch_count (watch, "udp.dstport", "5005"), >=, 7);
  g_assert_cmpuint (test_stack_watch_count (watch, "udp.dstport", "5006"), >=, 7);
}

/* --- Counting --- */

/* Numbers come without the packets, and what was dropped by reason. */
static void
test_counting (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *found = NULL, *reasons = NULL;
  g_autoptr (TestProgramResult) result = NULL;

  if (watch == NULL)
    return;
  test_stack_watch_start (watch, "all", "--counters-only -c 'port=5010'");
  test_stack_watch_run (watch->a,
                        "for i in {1..30}; do " SEND "10.0.2.2/5010; " SEND "127.0.0.1/5011; done");
  g_usleep (200000);
  test_program_signal (watch->program, SIGINT);
  result = test_program_finish (watch->program);
  g_clear_pointer (&watch->program, test_program_free);
  found = test_python (
      "' '.join (s['id'][3] + s['id'].split (':')[-1] for s in json.loads (text)"
      " if 'id' in s and s['packets'] == 30 and s['bytes'] == 30 * (44 if s['id'].split (':')[-1]"
      " in ('receive', 'transmit', 'drop') else 30))",
      result->output);
  g_assert_cmpstr (found, ==,
                   "alocal-out apostrouting atransmit rreceive rprerouting rforward rpostrouting "
                   "rtransmit breceive bprerouting blocal-in bdrop");
  reasons = test_python ("[(s['drop.reason'], s['class'], s['packets'], s['bytes'])"
                         " for s in json.loads (text) if 'drop.reason' in s]",
                         result->output);
  g_assert_cmpstr (reasons, ==, "[('NO_SOCKET', 'suspicious', 30, 1320)]");
}

/* --- Losses --- */

/* Nobody reads while the program is stopped; what does not fit is counted, nothing is forgotten. */
static void
send_to_nobody (guint n)
{
  g_autofree char *command = g_strdup_printf (
      "bash -c 'for i in {1..%u}; do " SEND "127.0.0.1/5008; done' 2>/dev/null", n);

  if (system (command) != 0)
    g_test_message ("some were refused");
}

static void
count_cb (const PktmonProbeEvent *event, gpointer user_data)
{
  *(guint64 *) user_data += event->reason != 0;
}

static void
test_small_ring (void)
{
  g_autoptr (PktmonProbe) probe = NULL;
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  PktmonProbeRequest request = { PKTMON_POINT_DROP, 100, 4096 };
  PktmonProbeCounters counters;
  g_autoptr (GError) error = NULL;
  guint64 read = 0;
  guint slot;

  if (watch == NULL)
    return;
  probe = pktmon_probe_new();
  slot = (guint) pktmon_probe_add (probe, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pktmon_probe_get_buffer_size (probe, slot), ==, 4096);
  g_assert_true (pktmon_probe_begin (probe, &error));
  pktmon_probe_set_open (probe, slot, TRUE);
  send_to_nobody (100);
  pktmon_probe_set_open (probe, slot, FALSE);
  g_assert_true (pktmon_probe_is_pending (probe, slot));
  g_assert_true (pktmon_probe_read (probe, slot, count_cb, &read));
  g_assert_false (pktmon_probe_is_pending (probe, slot));
  pktmon_probe_get_counters (probe, slot, &counters);
  g_assert_cmpuint (counters.packets, >=, 100);
  g_assert_cmpuint (counters.lost, >, 0);
  g_assert_cmpuint (read + counters.lost, ==, counters.packets);
}

/* More packets wait in a queue than journeys are known, which is said. */
static void
test_forgotten (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture.pcapng");
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *line = NULL;

  if (watch == NULL)
    return;
  test_network_ip ("netns exec %s tc qdisc add dev a0 root tbf rate 8kbit burst 1600 "
                   "limit 100000000",
                   watch->a);
  program = test_pktmon_start_script (
      "exec 3>&1; exec $pktmon start -s ns:$1/stack:local-out -c port=5012 -w $2 2> >(while IFS= "
      "read -r line; do case $line in *Capturing*) echo ready >&3 ;; *) echo \"$line\" >&2 ;; "
      "esac; done)",
      watch->a, path, NULL);
  line = test_program_read_line (program);
  g_assert_cmpstr (line, ==, "ready");
  test_stack_watch_run (watch->a, "python3 -c 'import socket\n"
                                  "s = socket.socket (socket.AF_INET, socket.SOCK_DGRAM)\n"
                                  "s.setsockopt (1, 32, 1 << 28)\n" /* SO_SNDBUFFORCE */
                                  "for i in range (40000): s.sendto (b\"x\", "
                                  "(\"10.0.2.2\", 5012))'");
  test_program_signal (program, SIGINT);
  result = test_program_finish (program);
  g_assert_cmpint (result->status, ==, 0);
  g_assert_nonnull (strstr (result->messages, "too many packets under way: 7"));
}

/* --- What is left behind --- */

/* Of the whole machine. */
static guint
count_programs (void)
{
  g_autofree char *list = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_spawn_command_line_sync ("bpftool prog list", &list, NULL, NULL, NULL));
  lines = g_strsplit (list, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    n += strstr (*line, "name on_") != NULL;
  return n;
}

static void
wait_for_programs (guint n)
{
  for (guint i = 0; count_programs() != n; i++) {
    g_assert_cmpuint (i, <, 100);
    g_usleep (100000);
  }
}

static void
test_starts (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  guint before;

  if (watch == NULL)
    return;
  before = count_programs();
  for (guint i = 0; i < STARTS; i++) {
    g_autoptr (PktmonProbe) probe = pktmon_probe_new();
    g_autoptr (GError) error = NULL;
    PktmonProbeRequest request = { PKTMON_POINT_DROP, 100, 4096 };

    if (i % 20 == 0)
      request.point = i / 20;
    g_assert_cmpint (pktmon_probe_add (probe, &request, &error), ==, 0);
    g_assert_no_error (error);
    g_assert_true (pktmon_probe_begin (probe, &error));
    pktmon_probe_set_open (probe, 0, TRUE);
    if (i % 20 == 0)
      g_assert_cmpuint (count_programs(), >, before);
  }
  wait_for_programs (before);
}

/* A helper that is killed takes everything with it. */
static void
test_killed (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *command = NULL;
  guint before;

  if (watch == NULL)
    return;
  before = count_programs();
  test_stack_watch_start (watch, "all", "");
  g_assert_cmpuint (count_programs(), >, before);
  command = g_strdup_printf ("pkill -KILL -P %s pktmon-helper",
                             g_subprocess_get_identifier (watch->program->process));
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  wait_for_programs (before);
  g_clear_pointer (&watch->program, test_program_free);
}

/* Those that are left go on. */
static void
test_namespace_deleted (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();

  if (watch == NULL)
    return;
  test_stack_watch_start (watch, "all", "");
  test_network_delete (watch->network, watch->b);
  test_stack_watch_run (watch->a, SEND "127.0.0.1/5009");
  test_stack_watch_stop (watch);
  g_assert_nonnull (
      test_stack_watch_find (watch, "udp.dstport", "5009", "drop.reason", "NO_SOCKET", NULL));
}

/* --- What cannot be --- */

/* A kernel that does not say anything of its types has no points, and says so. */
static void
test_no_types (void)
{
  g_autoptr (TestProgramResult) listed =
      test_pktmon_run_script ("PKTMON_KERNEL_TYPES=/dev/null $pktmon list --json", NULL);
  g_autoptr (TestProgramResult) started = test_pktmon_run_script (
      "PKTMON_KERNEL_TYPES=/dev/null $pktmon start -s stack:drop --duration 1", NULL);
  g_autofree char *found = NULL;

  g_assert_cmpint (listed->status, ==, 0);
  found = test_python ("[(s['available'], s['reason']) for s in json.loads (text)"
                       " if s['id'] == 'stack:drop']",
                       listed->output);
  g_assert_cmpstr (found, ==,
                   "[(False, 'The kernel does not say how its structures are laid out.')]");
  test_pktmon_check_result (started, 1, NULL, "does not say how its structures");
}

static void
test_no_rights (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autoptr (TestProgramResult) result = NULL;

  if (watch == NULL)
    return;
  result = test_pktmon_run_script (
      "setpriv --bounding-set=-bpf,-perfmon $pktmon start -s stack:drop --duration 1", NULL);
  test_pktmon_check_result (result, 1, NULL, "no right to look into the network stack");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/nat", test_nat);
  g_test_add_func ("/probe/tunnel", test_tunnel);
  g_test_add_func ("/probe/bridge", test_bridge);
  g_test_add_func ("/probe/constraints", test_constraints);
  g_test_add_func ("/probe/counting", test_counting);
  g_test_add_func ("/probe/small-ring", test_small_ring);
  g_test_add_func ("/probe/starts", test_starts);
  g_test_add_func ("/probe/killed", test_killed);
  g_test_add_func ("/probe/namespace-deleted", test_namespace_deleted);
  g_test_add_func ("/probe/no-types", test_no_types);
  g_test_add_func ("/probe/no-rights", test_no_rights);
  g_test_add_func ("/probe/forgotten", test_forgotten);
  return g_test_run();
}
