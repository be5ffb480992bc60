/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "support/pktmon.h"
#include "support/stack-watch.h"

/* What the kernel drops, and why: each provoked with real traffic. */

#define SEGMENT TEST_SOURCE_ROOT "/tests/live/send-segment.py"
#define SEND_DATAGRAM "echo x >/dev/udp/"

typedef struct {
  const char *name;
  const char *prepare[2]; /* namespace's letter and command; NULL: nothing */
  const char *provoke[2];
  const char *key, *value; /* of the packet that is dropped */
  const char *reason;
  const char *location; /* prefix of it */
  const char *hook;     /* NULL: none */
  const char *journey;
} Drop;

#define TO_LOCAL "a/local-out a/postrouting a/transmit a/receive a/prerouting a/local-in "
#define TO_ROUTER "a/local-out a/postrouting a/transmit r/receive r/prerouting "
#define TO_B TO_ROUTER "r/forward r/postrouting r/transmit b/receive b/prerouting b/local-in "
#define RULE(hook, port)                                                                           \
  "nft add table inet " hook "; nft add chain inet " hook " c '{ type filter hook " hook           \
  " priority 0; }'; nft add rule inet " hook " c udp dport " port " drop"

static const Drop drops[] = {
  { "udp-closed-port",
    { NULL },
    { "a", SEND_DATAGRAM "127.0.0.1/4001" },
    "udp.dstport",
    "4001",
    "NO_SOCKET",
    "__udp4_lib_rcv+0x",
    NULL,
    TO_LOCAL "a/drop:NO_SOCKET" },
  { "tcp-closed-port",
    { NULL },
    { "a", "echo x 2>/dev/null >/dev/tcp/10.0.2.2/4002; true" },
    "tcp.dstport",
    "4002",
    "NO_SOCKET",
    "tcp_v4_rcv+0x",
    NULL,
    TO_B "b/drop:NO_SOCKET" },
  { "tcp-checksum",
    { NULL },
    { "a", SEGMENT " 10.0.1.2 10.0.2.2 4003 64" },
    "tcp.dstport",
    "4003",
    "TCP_CSUM",
    "tcp_v4_rcv+0x",
    NULL,
    TO_B "b/drop:TCP_CSUM" },
  { "hook-prerouting",
    { "r", RULE ("prerouting", "4020") },
    { "a", SEND_DATAGRAM "10.0.2.2/4020" },
    "udp.dstport",
    "4020",
    "NETFILTER_DROP",
    "nft_do_chain+0x",
    "prerouting",
    TO_ROUTER "r/drop:NETFILTER_DROP" },
  { "hook-input",
    { "b", RULE ("input", "4021") },
    { "a", SEND_DATAGRAM "10.0.2.2/4021" },
    "udp.dstport",
    "4021",
    "NETFILTER_DROP",
    "nft_do_chain+0x",
    "local-in",
    TO_B "b/drop:NETFILTER_DROP" },
  { "hook-forward",
    { "r", RULE ("forward", "4022") },
    { "a", SEND_DATAGRAM "10.0.2.2/4022" },
    "udp.dstport",
    "4022",
    "NETFILTER_DROP",
    "nft_do_chain+0x",
    "forward",
    TO_ROUTER "r/forward r/drop:NETFILTER_DROP" },
  { "hook-output",
    { "a", RULE ("output", "4023") },
    { "a", SEND_DATAGRAM "10.0.2.2/4023 2>/dev/null; true" },
    "udp.dstport",
    "4023",
    "NETFILTER_DROP",
    "nft_do_chain+0x",
    "local-out",
    "a/local-out a/drop:NETFILTER_DROP" },
  { "hook-postrouting",
    { "r", RULE ("postrouting", "4024") },
    { "a", SEND_DATAGRAM "10.0.2.2/4024" },
    "udp.dstport",
    "4024",
    "NETFILTER_DROP",
    "nft_do_chain+0x",
    "postrouting",
    TO_ROUTER "r/forward r/postrouting r/drop:NETFILTER_DROP" },
  { "ttl",
    { NULL },
    { "a", SEGMENT " 10.0.1.2 10.0.2.2 4004 1 good" },
    "tcp.dstport",
    "4004",
    "IP_INHDR",
    "ip_forward+0x",
    NULL,
    TO_ROUTER "r/drop:IP_INHDR" },
  { "no-route",
    { NULL },
    { "a", SEND_DATAGRAM "10.9.9.9/4005" },
    "udp.dstport",
    "4005",
    "IP_INNOROUTES",
    "ip_error+0x",
    NULL,
    TO_ROUTER "r/drop:IP_INNOROUTES" },
  { "reverse-path",
    { "b", "sysctl -qw net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.b0.rp_filter=1;"
           " ip route del default" },
    { "r", SEGMENT " 10.77.0.1 10.0.2.2 4006 64 good" },
    "tcp.dstport",
    "4006",
    "IP_RPFILTER",
    "ip_rcv_finish_core",
    NULL,
    "r/local-out r/postrouting r/transmit b/receive b/prerouting b/drop:IP_RPFILTER" },
  { "neighbour",
    { "a", "sysctl -qw net.ipv4.neigh.a0.retrans_time_ms=100" },
    { "a", SEND_DATAGRAM "10.0.1.77/4007; sleep 1" },
    "udp.dstport",
    "4007",
    "NEIGH_FAILED",
    "neigh_invalidate+0x",
    NULL,
    "a/local-out a/postrouting a/drop:NEIGH_FAILED" },
  { "too-big",
    { "r", "ip link set rb mtu 600" },
    { "a", "python3 -c 'import socket; s = socket.socket (socket.AF_INET, socket.SOCK_DGRAM); "
           "s.setsockopt (0, 10, 2); s.sendto (bytes (1000), (\"10.0.2.2\", 4008))'" },
    "udp.dstport",
    "4008",
    "PKT_TOO_BIG",
    "ip_forward+0x",
    NULL,
    TO_ROUTER "r/drop:PKT_TOO_BIG" },
};

static const char *
get_namespace (TestStackWatch *watch, const char *letter)
{
  return *letter == 'a' ? watch->a : *letter == 'r' ? watch->r : watch->b;
}

static void
check_location (GHashTable *event, const char *prefix)
{
  const char *location = g_hash_table_lookup (event, "drop.location");

  g_assert_nonnull (location);
  if (!g_str_has_prefix (location, prefix))
    g_assert_cmpstr (location, ==, prefix);
  g_assert_nonnull (strstr (location, "+0x"));
}

/* All of them are provoked in one watch. */
static TestStackWatch *
watch_all (void)
{
  TestStackWatch *watch = test_stack_watch_new();

  if (watch == NULL)
    return NULL;
  test_stack_watch_start (watch, "all", "");
  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++) {
    const Drop *drop = &drops[i];

    if (drop->prepare[0] != NULL)
      test_stack_watch_run (get_namespace (watch, drop->prepare[0]), "%s", drop->prepare[1]);
    test_stack_watch_run (get_namespace (watch, drop->provoke[0]), "%s", drop->provoke[1]);
  }
  test_stack_watch_stop (watch);
  return watch;
}

static void
check_drop (TestStackWatch *watch, const Drop *drop)
{
  GHashTable *event =
      test_stack_watch_find (watch, drop->key, drop->value, "drop.reason", drop->reason, NULL);
  g_autofree char *journey = test_stack_watch_dup_journey (
      watch, event != NULL ? event : test_stack_watch_find (watch, drop->key, drop->value, NULL));

  g_test_message ("%s", drop->name);
  g_assert_cmpstr (journey, ==, drop->journey);
  check_location (event, drop->location);
  g_assert_cmpstr (g_hash_table_lookup (event, "drop.hook"), ==, drop->hook);
}

static void
test_reasons (void)
{
  g_autoptr (TestStackWatch) watch = watch_all();

  for (gsize i = 0; watch != NULL && i < G_N_ELEMENTS (drops); i++)
    check_drop (watch, &drops[i]);
}

static guint
count_deliveries (TestStackWatch *watch)
{
  g_autofree char *source = g_strdup_printf ("ns:%s/stack:delivery", watch->a);

  return test_stack_watch_count (watch, "frame.interface_name", source);
}

/* Nothing is read, so that the buffer of the socket becomes full; sent is delivered and dropped. */
static void
test_full_socket (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  GHashTable *event;
  g_autofree char *journey = NULL;
  guint dropped;

  if (watch == NULL)
    return;
  test_stack_watch_start (watch, "all", "");
  test_stack_watch_run (watch->a,
                        "python3 -c 'import socket\n"
                        "s = socket.socket (socket.AF_INET, socket.SOCK_DGRAM)\n"
                        "s.setsockopt (1, 8, 2000)\n"
                        "s.bind ((\"127.0.0.1\", 4009))\n"
                        "t = socket.socket (socket.AF_INET, socket.SOCK_DGRAM)\n"
                        "t.sendto (b\"first\", (\"127.0.0.1\", 4009)); s.recv (1000)\n"
                        "for i in range (20): t.sendto (bytes (500), (\"127.0.0.1\", 4009))\n"
                        "s.settimeout (0.1)\n"
                        "try:\n"
                        "  while True: s.recv (1000)\n"
                        "except OSError: pass'");
  test_stack_watch_stop (watch);
  event = test_stack_watch_find (watch, "drop.reason", "SOCKET_RCVBUFF", NULL);
  g_assert_nonnull (event);
  check_location (event, "udp_queue_rcv_one_skb+0x");
  dropped = test_stack_watch_count (watch, "drop.reason", "SOCKET_RCVBUFF");
  g_assert_cmpuint (dropped, >, 0);
  g_assert_cmpuint (dropped, <, 20);
  g_assert_cmpuint (count_deliveries (watch), ==, 21 - dropped);
  /* Whose socket it was is known since it was read from. */
  g_assert_cmpstr (g_hash_table_lookup (event, "process.name"), ==, "python3");
  journey = test_stack_watch_dup_journey (watch, event);
  g_assert_cmpstr (journey, ==, TO_LOCAL "a/drop:SOCKET_RCVBUFF");
}

static void
test_full_queue (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autofree char *journey = NULL;
  GHashTable *event;

  if (watch == NULL)
    return;
  test_network_ip ("netns exec %s tc qdisc add dev a0 root tbf rate 64kbit burst 1600 limit 3000",
                   watch->a);
  test_stack_watch_start (watch, "all", "");
  test_stack_watch_run (watch->a, "for i in {1..20}; do head -c 1000 /dev/zero; done | "
                                  "python3 -c 'import socket, sys\n"
                                  "s = socket.socket (socket.AF_INET, socket.SOCK_DGRAM)\n"
                                  "for i in range (20): "
                                  "s.sendto (sys.stdin.buffer.read (1000), (\"10.0.2.2\", 4010))'");
  test_stack_watch_stop (watch);
  event = test_stack_watch_find (watch, "udp.dstport", "4010", "drop.reason", "QDISC_DROP", NULL);
  journey = test_stack_watch_dup_journey (
      watch, event != NULL ? event : test_stack_watch_find (watch, "udp.dstport", "4010", NULL));
  g_assert_cmpstr (journey, ==, "a/local-out a/postrouting a/drop:QDISC_DROP");
  g_assert_cmpstr (g_hash_table_lookup (event, "process.name"), ==, "python3");
  /* Others were queued. */
  event = test_stack_watch_find (watch, "udp.dstport", "4010", "journey.appearance", "4", NULL);
  g_free (journey);
  journey = test_stack_watch_dup_journey (watch, event);
  g_assert_true (g_str_has_prefix (
      journey, "a/local-out a/postrouting a/queue-in a/queue-out a/transmit r/receive"));
}

static TestProgram *
start_counters (TestStackWatch *watch)
{
  TestProgram *program = test_pktmon_start_script (
      "exec 3>&1; exec $pktmon counters --drop-reason --json -s ns:$1 2> >(while IFS= read -r "
      "line; do case $line in *Counting*) echo ready >&3 ;; *) echo \"$line\" >&2 ;; esac; done)",
      watch->a, NULL);
  g_autofree char *line = test_program_read_line (program);

  g_assert_cmpstr (line, ==, "ready");
  return program;
}

static void
assert_counted (const TestProgramResult *result, const char *expected)
{
  g_autofree char *found = test_python ("[(d['drop.reason'], d['class'], d['packets'], d['bytes'])"
                                        " for d in json.loads (text) if d['meaning']]",
                                        result->output);

  g_assert_cmpstr (found, ==, expected);
}

/* By reason, until the user ends it. */
static void
test_counters (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestProgramResult) result = NULL;

  if (watch == NULL)
    return;
  program = start_counters (watch);
  test_stack_watch_run (
      watch->a, RULE ("input", "4012") "; for i in {1..5}; do " SEND_DATAGRAM
                                       "127.0.0.1/4011; done; for i in {1..2}; do " SEND_DATAGRAM
                                       "127.0.0.1/4012; done");
  g_usleep (200000);
  test_program_signal (program, SIGINT);
  result = test_program_finish (program);
  g_assert_cmpint (result->status, ==, 0);
  assert_counted (result,
                  "[('NO_SOCKET', 'suspicious', 5, 220), ('NETFILTER_DROP', 'hard', 2, 88)]");
}

/* What was counted until the helper was killed is shown, and then what happened. */
static void
test_counters_killed (void)
{
  g_autoptr (TestStackWatch) watch = test_stack_watch_new();
  g_autoptr (TestProgram) program = NULL;
  g_autoptr (TestProgramResult) result = NULL;
  g_autofree char *command = NULL;

  if (watch == NULL)
    return;
  program = start_counters (watch);
  test_stack_watch_run (watch->a, "for i in {1..5}; do " SEND_DATAGRAM "127.0.0.1/4013; done");
  g_usleep (500000);
  command = g_strdup_printf ("pkill -KILL -P %s pktmon-helper",
                             g_subprocess_get_identifier (program->process));
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  result = test_program_finish (program);
  g_assert_cmpint (result->status, ==, 1);
  assert_counted (result, "[('NO_SOCKET', 'suspicious', 5, 220)]");
  g_assert_nonnull (strstr (result->messages, "capture helper was ended by signal 9"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe-drop/reasons", test_reasons);
  g_test_add_func ("/probe-drop/full-socket", test_full_socket);
  g_test_add_func ("/probe-drop/full-queue", test_full_queue);
  g_test_add_func ("/probe-drop/counters", test_counters);
  g_test_add_func ("/probe-drop/counters-killed", test_counters_killed);
  return g_test_run();
}
