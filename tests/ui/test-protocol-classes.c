/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>

#include "ui/protocol-classes.h"

static void
test_find (void)
{
  static const struct {
    const char *protocol;
    const char *class;
  } cases[] = {
    { "AH", "protocol-secure" },
    { "WireGuard", "protocol-secure" },
    { "TCP", "protocol-stream" },
    { "UDP", "protocol-datagram" },
    { "UDP-Lite", "protocol-datagram" },
    { "TLSv1.3", "protocol-secure" },
    { "SSLv2", "protocol-secure" },
    { "SSH", "protocol-secure" },
    { "SSHv2", "protocol-secure" },
    { "DTLSv1.0", "protocol-secure" },
    { "DNS", "protocol-names" },
    { "mDNS", "protocol-names" },
    { "ICMP", "protocol-control" },
    { "ICMPv6", "protocol-control" },
    { "IGMPv3", "protocol-control" },
    { "DHCPv6", "protocol-setup" },
    { "RIPv1", "protocol-routing" },
    { "ARP", "protocol-link" },
    { "HTTP", "protocol-web" },
    { "SIP", "protocol-voice" },
    { "", NULL },
    { "v6", NULL },
    { "T", NULL },
    { "TCPX", NULL },
    { "Data", NULL },
    { "zzz", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pktmon_protocol_classes_find (cases[i].protocol), ==, cases[i].class);
}

/* Each has its colour in each style. */
static void
check_style (const char *path, const char *property)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *const *classes = pktmon_protocol_classes_get_all();

  g_assert_nonnull (bytes);
  for (gsize i = 0; classes[i] != NULL; i++) {
    g_autofree char *rule = g_strdup_printf ("row.%s {[^}]*%s", classes[i], property);

    g_assert_true (g_regex_match_simple (rule, g_bytes_get_data (bytes, NULL), 0, 0));
  }
}

static void
test_style (void)
{
  check_style ("/org/packetmonitor/PacketMonitor/style.css", "background-image");
  check_style ("/org/packetmonitor/PacketMonitor/style-hc.css", "box-shadow");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-classes/find", test_find);
  g_test_add_func ("/protocol-classes/style", test_style);
  return g_test_run();
}
