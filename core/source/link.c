/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/link.h"

#include <linux/if.h>
#include <linux/if_arp.h>

void
pktmon_link_clear (PktmonLink *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->alias, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->driver, g_free);
  g_clear_pointer (&self->mac, g_free);
  g_clear_pointer (&self->addresses, g_strfreev);
}

typedef struct {
  guint hardware;
  int link_type;
} LinkType;

/* https://www.tcpdump.org/linktypes.html */
static const LinkType link_types[] = {
  { ARPHRD_ETHER, 1 },
  { ARPHRD_LOOPBACK, 1 },
  { ARPHRD_IEEE80211, 105 },
  { ARPHRD_IEEE80211_PRISM, 119 },
  { ARPHRD_IEEE80211_RADIOTAP, 127 },
  { ARPHRD_TUNNEL, 101 },
  { ARPHRD_SIT, 101 },
  { ARPHRD_IPGRE, 101 },
  { ARPHRD_RAWIP, 101 },
  { ARPHRD_NONE, 101 },
  { ARPHRD_CAN, 227 },
  { ARPHRD_NETLINK, 253 },
};

int
pktmon_link_get_link_type (const PktmonLink *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (link_types); i++)
    if (link_types[i].hardware == self->hardware)
      return link_types[i].link_type;
  return -1;
}

gboolean
pktmon_link_is_up (const PktmonLink *self)
{
  return (self->flags & IFF_UP) != 0;
}
