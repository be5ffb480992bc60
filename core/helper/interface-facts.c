/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/interface-facts.h"

#include <errno.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"

/* Bits that are set in a network mask. */
static guint8
count_bits (gconstpointer mask, gsize size)
{
  const guint8 *bytes = mask;
  guint8 bits = 0;

  for (gsize i = 0; i < size; i++)
    bits = (guint8) (bits + __builtin_popcount (bytes[i]));
  return bits;
}

static void
add_address (PktmonInterfaceFacts *self, gconstpointer address, gconstpointer mask, guint family)
{
  const struct sockaddr_in *ipv4 = address, *mask4 = mask;
  const struct sockaddr_in6 *ipv6 = address, *mask6 = mask;
  PktmonSourceAddress *to = &self->addresses[self->n_addresses];

  if (self->n_addresses == PKTMON_MAX_SOURCE_ADDRESSES || mask == NULL)
    return;
  if (family == AF_INET) {
    to->family = 4;
    memcpy (to->bytes, &ipv4->sin_addr, 4);
    to->prefix = count_bits (&mask4->sin_addr, 4);
  } else {
    to->family = 6;
    memcpy (to->bytes, &ipv6->sin6_addr, 16);
    to->prefix = count_bits (&mask6->sin6_addr, 16);
  }
  self->n_addresses++;
}

static void
take_hardware (PktmonInterfaceFacts *self, const struct sockaddr_ll *address, guint flags)
{
  self->index = (guint32) address->sll_ifindex;
  self->hardware_type = address->sll_hatype;
  self->up = (flags & IFF_UP) != 0;
  self->loopback = (flags & IFF_LOOPBACK) != 0;
  self->has_mac = address->sll_halen == sizeof self->mac;
  if (self->has_mac)
    memcpy (self->mac, address->sll_addr, sizeof self->mac);
}

gboolean
pktmon_interface_facts_load (PktmonInterfaceFacts *self, guint32 index, const char *name,
                             GError **error)
{
  struct ifaddrs *all = NULL;
  g_autofree char *what = NULL;

  *self = (PktmonInterfaceFacts){ 0 };
  if (getifaddrs (&all) != 0) {
    pktmon_error_set_errno (error, errno, _ ("The network interfaces could not be listed"));
    return FALSE;
  }
  for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next) {
    if (i->ifa_addr == NULL || !g_str_equal (i->ifa_name, name))
      continue;
    if (i->ifa_addr->sa_family == AF_PACKET)
      take_hardware (self, (gconstpointer) i->ifa_addr, i->ifa_flags);
    else if (i->ifa_addr->sa_family == AF_INET || i->ifa_addr->sa_family == AF_INET6)
      add_address (self, i->ifa_addr, i->ifa_netmask, i->ifa_addr->sa_family);
  }
  freeifaddrs (all);
  if (self->index == index && index != 0)
    return TRUE;
  what =
      g_strdup_printf (_ ("There is no interface “%s” with the number %u any more."), name, index);
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, what,
                    _ ("Choose one that is in the list of data sources now."));
  return FALSE;
}
