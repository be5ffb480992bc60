/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/built-in.h"

#include "base/i18n.h"

/* What stands in data/presets. */
const char *const pktmon_built_in_texts[] = {
  N_ ("ARP and neighbor discovery"),
  N_ ("Who asks for whose hardware address, and who answers."),
  N_ ("Broadcast and multicast"),
  N_ ("Packets to everybody, or to many."),
  N_ ("DHCP"),
  N_ ("How hosts get their addresses."),
  N_ ("DNS"),
  N_ ("Which names are looked up, and what is answered; multicast DNS too."),
  N_ ("Fragments"),
  N_ ("Parts of IP packets that were too large for the way."),
  N_ ("Headers only"),
  N_ ("All packets, but of each only the first 128 bytes."),
  N_ ("HTTP and TLS"),
  N_ ("The web, encrypted or not, over TCP and QUIC."),
  N_ ("ICMP"),
  N_ ("Pings, and what routers and hosts report."),
  N_ ("Service discovery"),
  N_ ("How printers, players and other devices find each other."),
  N_ ("TCP handshakes and resets"),
  N_ ("Connections that are asked for, accepted, refused or broken off."),
  N_ ("Without my SSH session"),
  N_ ("All packets but those of SSH, over which you may be sitting here."),
  N_ ("What is dropped right now?"),
  N_ ("Packets that the kernel drops, with the reason and the place."),
  N_ ("Why can’t this host connect?"),
  N_ ("Name lookups, connections that are asked for or refused, and errors, on their way through "
      "the "
      "network stack."),
  N_ ("Is the firewall the cause?"),
  N_ ("Packets that rules of the firewall drop, and in which hook."),
  N_ ("Who uses my uplink?"),
  N_ ("What leaves this machine, with the process that sends it, and what it forwards."),
  NULL,
};

const char *
pktmon_built_in_get_folder (void)
{
  const char *folder = g_getenv ("PKTMON_PRESET_DIR");

  return folder != NULL ? folder : PRESET_DIR;
}
