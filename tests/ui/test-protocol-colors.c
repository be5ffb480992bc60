/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <locale.h>

#include "ui/protocol-colors.h"

static void
test_find (void)
{
  static const struct {
    const char *protocol;
    const char *class;
  } cases[] = {
    { "AH", "protocol_secure" },
    { "WireGuard", "protocol_secure" },
    { "TCP", "protocol_stream" },
    { "UDP", "protocol_datagram" },
    { "UDP-Lite", "protocol_datagram" },
    { "TLSv1.3", "protocol_secure" },
    { "SSLv2", "protocol_secure" },
    { "SSH", "protocol_secure" },
    { "SSHv2", "protocol_secure" },
    { "DTLSv1.0", "protocol_secure" },
    { "DNS", "protocol_names" },
    { "mDNS", "protocol_names" },
    { "ICMP", "protocol_control" },
    { "ICMPv6", "protocol_control" },
    { "IGMPv3", "protocol_control" },
    { "DHCPv6", "protocol_setup" },
    { "RIPv1", "protocol_routing" },
    { "ARP", "protocol_link" },
    { "HTTP", "protocol_web" },
    { "SIP", "protocol_voice" },
    { "", NULL },
    { "v6", NULL },
    { "T", NULL },
    { "TCPX", NULL },
    { "Data", NULL },
    { "zzz", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (pktmon_protocol_colors_find (cases[i].protocol), ==, cases[i].class);
}

/* Each is one that widgets can look up. */
static void
test_style (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/org/packetmonitor/PacketMonitor/style.css",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const char *const *colors = pktmon_protocol_colors_get_all();

  g_assert_nonnull (bytes);
  for (gsize i = 0; colors[i] != NULL; i++) {
    g_autofree char *definition = g_strdup_printf ("@define-color %s #", colors[i]);

    g_assert_nonnull (strstr (g_bytes_get_data (bytes, NULL), definition));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-colors/find", test_find);
  g_test_add_func ("/protocol-colors/style", test_style);
  return g_test_run();
}
