/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/source-tree.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "support/network.h"

/* Data sources as they come and go in real network namespaces. */

#define DEADLINE_SECONDS 20

static gboolean
deadline_cb (gpointer user_data)
{
  g_error ("what was waited for did not come in time");
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (PktmonSourceTree *tree, const char *id);

static void
wait_until (PktmonSourceTree *tree, Condition condition, const char *id)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_SECONDS, deadline_cb, NULL);

  while (!condition (tree, id))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static gboolean
is_there (PktmonSourceTree *tree, const char *id)
{
  return pktmon_source_tree_find (tree, id) != NULL;
}

static gboolean
is_gone (PktmonSourceTree *tree, const char *id)
{
  return !is_there (tree, id);
}

static gboolean
is_available (PktmonSourceTree *tree, const char *id)
{
  PktmonDataSource *source = pktmon_source_tree_find (tree, id);

  return source != NULL && pktmon_data_source_check_available (source, NULL);
}

static gboolean
has_peer (PktmonSourceTree *tree, const char *id)
{
  PktmonDataSource *source = pktmon_source_tree_find (tree, id);

  return source != NULL && pktmon_data_source_get_peer (source) != NULL;
}

static gboolean
has_rates (PktmonSourceTree *tree, const char *id)
{
  PktmonDataSource *source = pktmon_source_tree_find (tree, id);
  PktmonRates rates;

  return source != NULL && pktmon_data_source_get_rates (source, &rates) && rates.sent_packets > 0;
}

static gboolean
lies_under (PktmonSourceTree *tree, const char *id, const char *parent)
{
  PktmonDataSource *source = pktmon_source_tree_find (tree, id);

  return strcmp (pktmon_data_source_get_id (pktmon_data_source_get_parent (source)), parent) == 0;
}

static char *
build_id (const char *namespace, const char *interface)
{
  return interface != NULL ? g_strdup_printf ("ns:%s/if:%s", namespace, interface)
                           : g_strdup_printf ("ns:%s", namespace);
}

static void
test_own_namespace (void)
{
  g_autoptr (PktmonSourceTree) tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  g_autoptr (PktmonDataSource) first = g_list_model_get_item (G_LIST_MODEL (tree), 0);
  PktmonDataSource *loopback = pktmon_source_tree_find (tree, "if:lo");

  g_assert_cmpstr (pktmon_data_source_get_id (first), ==, "ns:");
  g_assert_nonnull (loopback);
  g_assert_true (pktmon_data_source_get_parent (loopback) == first);
  g_assert_cmpint (pktmon_data_source_get_link_type (loopback), ==, 1);
  g_assert_null (pktmon_data_source_get_link (loopback)->mac);
  g_assert_null (pktmon_source_tree_find (tree, "if:none"));
}

static void
test_hot_plug (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autofree char *a = NULL, *root = NULL;
  const char *blue;

  if (network == NULL)
    return;
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  blue = test_network_add (network, "blue");
  root = build_id (blue, NULL);
  a = build_id (blue, "a");
  wait_until (tree, is_there, root);
  test_network_ip ("-n %s link add name a type veth peer name b", blue);
  wait_until (tree, is_there, a);
  g_assert_false (is_available (tree, a));
  test_network_ip ("-n %s link set dev a up", blue);
  wait_until (tree, is_available, a);
  test_network_ip ("-n %s link delete dev a", blue);
  wait_until (tree, is_gone, a);
  root = (g_free (root), build_id (blue, NULL));
  test_network_delete (network, blue);
  wait_until (tree, is_gone, root);
}

static void
test_details (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autofree char *a = NULL;
  g_autoptr (GError) error = NULL;
  const char *blue;
  const PktmonLink *link;

  if (network == NULL)
    return;
  blue = test_network_add (network, "blue");
  a = build_id (blue, "a");
  test_network_ip ("-n %s link add name a address 02:00:00:00:00:0a type veth peer name b", blue);
  test_network_ip ("-n %s address add 10.9.8.7/24 dev a", blue);
  test_network_ip ("-n %s link set dev a mtu 1400 alias uplink", blue);
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  link = pktmon_data_source_get_link (pktmon_source_tree_find (tree, a));
  g_assert_cmpstr (link->kind, ==, "veth");
  g_assert_cmpstr (link->driver, ==, "veth");
  g_assert_cmpstr (link->mac, ==, "02:00:00:00:00:0a");
  g_assert_cmpstr (link->addresses[0], ==, "10.9.8.7/24");
  g_assert_cmpuint (link->mtu, ==, 1400);
  g_assert_cmpstr (pktmon_data_source_get_description (pktmon_source_tree_find (tree, a)), ==,
                   "uplink");
  g_assert_false (pktmon_data_source_check_available (pktmon_source_tree_find (tree, a), &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_nonnull (strstr (pktmon_error_get_advice (error), " link set dev a up"));
}

/* A bridge with members, which later leave it and lose it. */
static void
test_nesting (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autofree char *root = NULL, *bridge = NULL, *a = NULL, *b = NULL, *above = NULL;
  const char *blue;

  if (network == NULL)
    return;
  blue = test_network_add (network, "blue");
  root = build_id (blue, NULL);
  bridge = build_id (blue, "bridge0");
  a = build_id (blue, "a");
  b = build_id (blue, "b");
  above = build_id (blue, "above");
  test_network_ip ("-n %s link add name a type veth peer name b", blue);
  test_network_ip ("-n %s link add name above link b type macvlan", blue);
  test_network_ip ("-n %s link add name bridge0 type bridge", blue);
  test_network_ip ("-n %s link set dev a master bridge0", blue);
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  g_assert_true (lies_under (tree, a, bridge));
  g_assert_true (lies_under (tree, b, root));
  g_assert_true (lies_under (tree, above, b));
  g_assert_true (has_peer (tree, a));
  test_network_ip ("-n %s link set dev a nomaster", blue);
  while (!lies_under (tree, a, root))
    g_main_context_iteration (NULL, TRUE);
  test_network_ip ("-n %s link set dev a master bridge0", blue);
  while (!lies_under (tree, a, bridge))
    g_main_context_iteration (NULL, TRUE);
  test_network_ip ("-n %s link delete dev bridge0", blue);
  wait_until (tree, is_gone, bridge);
  g_assert_true (lies_under (tree, a, root));
}

static void
test_peers (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autofree char *a = NULL, *b = NULL;
  const char *blue, *red;

  if (network == NULL)
    return;
  blue = test_network_add (network, "blue");
  red = test_network_add (network, "red");
  a = build_id (blue, "a");
  b = build_id (red, "b");
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  test_network_ip ("link add name a netns %s type veth peer name b netns %s", blue, red);
  wait_until (tree, has_peer, a);
  wait_until (tree, has_peer, b);
  g_assert_true (pktmon_data_source_get_peer (pktmon_source_tree_find (tree, a)) ==
                 pktmon_source_tree_find (tree, b));
  /* Moved away, it is another source, and the same peer. */
  test_network_ip ("-n %s link set dev b netns %s", red, blue);
  wait_until (tree, is_gone, b);
  wait_until (tree, has_peer, a);
}

static void
test_rates (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autofree char *lo = NULL;
  g_autoptr (GSubprocess) ping = NULL;
  const char *blue;

  if (network == NULL)
    return;
  blue = test_network_add (network, "blue");
  lo = build_id (blue, "lo");
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_NAMED);
  pktmon_source_tree_begin_measuring (tree);
  ping = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL, "ip", "netns", "exec", blue,
                           "ping", "-i", "0.05", "127.0.0.1", NULL);
  wait_until (tree, has_rates, lo);
  g_subprocess_force_exit (ping);
  g_subprocess_wait (ping, NULL, NULL);
}

/* A namespace that only a process holds is found through it, and let go of with it. */
static void
test_processes (void)
{
  g_autoptr (TestNetwork) network = test_network_new();
  g_autoptr (PktmonSourceTree) tree = NULL;
  g_autoptr (GSubprocess) holder = NULL;
  g_autofree char *link = NULL, *path = NULL, *id = NULL;
  char *number;

  if (network == NULL)
    return;
  holder = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, "unshare", "-n", "cat", NULL);
  path = g_strdup_printf ("/proc/%s/ns/net", g_subprocess_get_identifier (holder));
  do {
    g_autofree char *own = g_file_read_link ("/proc/self/ns/net", NULL);

    g_free (link);
    link = g_file_read_link (path, NULL);
    if (g_strcmp0 (link, own) != 0)
      break;
  } while (TRUE);
  number = strchr (link, '[') + 1;
  number[strlen (number) - 1] = '\0';
  id = g_strdup_printf ("ns:#%s", number);
  tree = pktmon_source_tree_new (PKTMON_NAMESPACE_SCAN_PROCESSES);
  g_assert_true (is_there (tree, id));
  g_assert_nonnull (
      strstr (pktmon_data_source_get_description (pktmon_source_tree_find (tree, id)), "cat"));
  g_subprocess_force_exit (holder);
  g_subprocess_wait (holder, NULL, NULL);
  wait_until (tree, is_gone, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/source-tree/own-namespace", test_own_namespace);
  g_test_add_func ("/live/source-tree/hot-plug", test_hot_plug);
  g_test_add_func ("/live/source-tree/details", test_details);
  g_test_add_func ("/live/source-tree/nesting", test_nesting);
  g_test_add_func ("/live/source-tree/peers", test_peers);
  g_test_add_func ("/live/source-tree/rates", test_rates);
  g_test_add_func ("/live/source-tree/processes", test_processes);
  return g_test_run();
}
