/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Namespace of an interface's lower device: the interface's own. */
#define PKTMON_LINK_NAMESPACE_SAME (-1)

/* Sums since the interface came to be. */
typedef struct {
  guint64 received_packets, received_bytes, received_dropped;
  guint64 sent_packets, sent_bytes, sent_dropped;
} PktmonLinkCounters;

/* PktmonLink: what rtnetlink(7) says of one network interface. Plain value that owns its texts. */
typedef struct {
  int index; /* above 0 */
  char *name;
  char *alias;  /* NULL: none */
  char *kind;   /* "veth", "bridge", "vlan"…; NULL for a device of hardware, and for loopback */
  char *driver; /* NULL when it does not say */
  int master;   /* index of the bridge, bond… it is a member of; 0: none */
  int lower;    /* index of the device below it, or of the peer of a veth; 0: none */
  int lower_namespace; /* number that this namespace gives to that one's; …_SAME */
  guint flags;         /* IFF_… of netdevice(7) */
  guint mtu;
  guint hardware;   /* ARPHRD_… */
  char *mac;        /* "02:00:00:00:00:01"; NULL: none */
  char **addresses; /* "10.0.0.1/24", "fe80::1/64", in the order of the kernel; never NULL */
} PktmonLink;

/* Frees all texts. */
void pktmon_link_clear (PktmonLink *self);

/* LINKTYPE_ value of packets that are captured from it, as libpcap gives them
 * (pcap-linux.c, map_arphrd_to_dlt); -1 when that is not known before the capture begins. */
int pktmon_link_get_link_type (const PktmonLink *self);

/* Whether its packets can be captured as it is now: FALSE while it is down. */
gboolean pktmon_link_is_up (const PktmonLink *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonLink, pktmon_link_clear)

G_END_DECLS
