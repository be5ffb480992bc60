/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/link-monitor.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/i18n.h"

/* Larger than any message about one interface with the few attributes that are asked for. */
#define BUFFER_SIZE (64u * 1024)

struct _PktmonLinkMonitor {
  int descriptor;
  guint32 index;
  guint16 hardware_type;
  gboolean has_base;
  guint64 base; /* of the interface's own counter when the monitor was made */
  PktmonLinkState state;
  guint8 *buffer;
};

void
pktmon_link_monitor_free (PktmonLinkMonitor *self)
{
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_free (self->buffer);
  g_free (self);
}

int
pktmon_link_monitor_get_descriptor (const PktmonLinkMonitor *self)
{
  return self->descriptor;
}

void
pktmon_link_monitor_ask (PktmonLinkMonitor *self)
{
  struct {
    struct nlmsghdr header;
    struct ifinfomsg link;
  } request = {
    .header = { .nlmsg_len = sizeof request,
                .nlmsg_type = RTM_GETLINK,
                .nlmsg_flags = NLM_F_REQUEST },
    .link = { .ifi_family = AF_UNSPEC, .ifi_index = (int) self->index },
  };

  /* A lost question is asked again. */
  (void) send (self->descriptor, &request, sizeof request, MSG_DONTWAIT);
}

PktmonLinkMonitor *
pktmon_link_monitor_new (const PktmonInterfaceFacts *facts, GError **error)
{
  g_autoptr (PktmonLinkMonitor) self = g_new0 (PktmonLinkMonitor, 1);
  struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };

  self->index = facts->index;
  self->hardware_type = facts->hardware_type;
  self->state.up = facts->up;
  self->descriptor = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (self->descriptor < 0 ||
      bind (self->descriptor, (const struct sockaddr *) &address, sizeof address) != 0) {
    pktmon_error_set_errno (error, errno, _ ("The network interface cannot be watched"));
    return NULL;
  }
  self->buffer = g_malloc (BUFFER_SIZE);
  pktmon_link_monitor_ask (self);
  return g_steal_pointer (&self);
}

/* --- Messages --- */

/* Numbers of netlink are in the byte order of the machine. */
static guint32
take_u32 (PktmonBytes *bytes)
{
  return pktmon_bytes_u32 (bytes, G_BYTE_ORDER == G_BIG_ENDIAN);
}

static guint16
take_u16 (PktmonBytes *bytes)
{
  return pktmon_bytes_u16 (bytes, G_BYTE_ORDER == G_BIG_ENDIAN);
}

/* What libpcap counts as dropped by the interface, too. */
static void
take_statistics (PktmonLinkMonitor *self, PktmonBytes value)
{
  struct rtnl_link_stats64 statistics = { 0 };
  guint64 lost;

  if (!pktmon_bytes_copy (&value, &statistics, offsetof (struct rtnl_link_stats64, rx_compressed)))
    return;
  lost = statistics.rx_missed_errors + statistics.rx_fifo_errors;
  if (!self->has_base)
    self->base = lost;
  self->has_base = TRUE;
  self->state.lost = lost >= self->base ? lost - self->base : self->state.lost;
}

/* Takes one attribute. Returns: its type; 0 when there are no more. */
static guint16
take_attribute (PktmonBytes *bytes, PktmonBytes *value)
{
  guint16 length = take_u16 (bytes);
  guint16 type = take_u16 (bytes);

  if (bytes->failed || length < 4)
    return 0;
  *value = pktmon_bytes_split (bytes, length - 4u);
  pktmon_bytes_skip (bytes, MIN (-(gsize) length & 3, pktmon_bytes_left (bytes)));
  return type & NLA_TYPE_MASK;
}

/* The body of RTM_NEWLINK or RTM_DELLINK: struct ifinfomsg, then attributes. */
static void
take_link (PktmonLinkMonitor *self, PktmonBytes *bytes, gboolean deleted)
{
  guint16 family = take_u16 (bytes);
  guint16 hardware_type = take_u16 (bytes);
  guint32 index = take_u32 (bytes);
  guint32 flags = take_u32 (bytes);
  gboolean moved = FALSE;
  PktmonBytes value;
  guint16 type;

  pktmon_bytes_skip (bytes, 4);
  /* Bridges tell of their ports with a family of their own. */
  if (bytes->failed || (family & 0xff) != AF_UNSPEC || index != self->index ||
      self->state.fate != PKTMON_LINK_THERE)
    return;
  while ((type = take_attribute (bytes, &value)) != 0) {
    if (type == IFLA_STATS64)
      take_statistics (self, value);
    moved = moved || type == IFLA_NEW_NETNSID;
  }
  self->state.up = (flags & IFF_UP) != 0;
  if (deleted)
    self->state.fate = moved ? PKTMON_LINK_MOVED : PKTMON_LINK_GONE;
  else if (hardware_type != self->hardware_type)
    self->state.fate = PKTMON_LINK_TYPE_CHANGED;
}

/* The answer to a question about an interface that is no more. */
static void
take_error (PktmonLinkMonitor *self, PktmonBytes *bytes)
{
  if ((int) take_u32 (bytes) == -ENODEV && self->state.fate == PKTMON_LINK_THERE)
    self->state.fate = PKTMON_LINK_GONE;
}

static void
take_messages (PktmonLinkMonitor *self, PktmonBytes *bytes)
{
  while (pktmon_bytes_left (bytes) >= sizeof (struct nlmsghdr)) {
    guint32 length = take_u32 (bytes);
    guint16 type = take_u16 (bytes);
    PktmonBytes body;

    pktmon_bytes_skip (bytes, sizeof (struct nlmsghdr) - 6);
    if (length < sizeof (struct nlmsghdr))
      return;
    body = pktmon_bytes_split (bytes, length - sizeof (struct nlmsghdr));
    pktmon_bytes_skip (bytes, MIN (-(gsize) length & 3, pktmon_bytes_left (bytes)));
    if (type == RTM_NEWLINK || type == RTM_DELLINK)
      take_link (self, &body, type == RTM_DELLINK);
    else if (type == NLMSG_ERROR)
      take_error (self, &body);
  }
}

const PktmonLinkState *
pktmon_link_monitor_update (PktmonLinkMonitor *self)
{
  for (;;) {
    gssize got = recv (self->descriptor, self->buffer, BUFFER_SIZE, MSG_DONTWAIT);
    PktmonBytes bytes;

    if (got < 0 && errno == EINTR)
      continue;
    /* More happened than there was room for: ask how it is now. */
    if (got < 0 && errno == ENOBUFS) {
      pktmon_link_monitor_ask (self);
      continue;
    }
    if (got <= 0)
      return &self->state;
    bytes = pktmon_bytes_new (self->buffer, (gsize) got);
    take_messages (self, &bytes);
  }
}
