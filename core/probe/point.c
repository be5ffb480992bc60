/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/point.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "probe/kernel-types.h"

#define LINKTYPE_ETHERNET 1
#define LINKTYPE_RAW 101

/* Of the ids of sources. */
#define STACK_PREFIX "stack:"

typedef struct {
  const char *name;
  const char *description;
  guint16 link_type;
  const char *tracepoint; /* NULL: it is a hook */
} Point;

static const Point points[] = {
  [PKTMON_POINT_RECEIVE] = { "receive", N_ ("Received by a network device"), LINKTYPE_ETHERNET,
                             "netif_receive_skb" },
  [PKTMON_POINT_PREROUTING] = { "prerouting", N_ ("Before routing"), LINKTYPE_RAW },
  [PKTMON_POINT_LOCAL_IN] = { "local-in", N_ ("For this machine"), LINKTYPE_RAW },
  [PKTMON_POINT_FORWARD] = { "forward", N_ ("Forwarded"), LINKTYPE_RAW },
  [PKTMON_POINT_LOCAL_OUT] = { "local-out", N_ ("Sent by this machine"), LINKTYPE_RAW },
  [PKTMON_POINT_POSTROUTING] = { "postrouting", N_ ("After routing"), LINKTYPE_RAW },
  [PKTMON_POINT_QUEUE_IN] = { "queue-in", N_ ("Into the queue of a network device"),
                              LINKTYPE_ETHERNET, "qdisc_enqueue" },
  [PKTMON_POINT_QUEUE_OUT] = { "queue-out", N_ ("Out of the queue of a network device"),
                               LINKTYPE_ETHERNET, "qdisc_dequeue" },
  [PKTMON_POINT_TRANSMIT] = { "transmit", N_ ("Handed to a network device"), LINKTYPE_ETHERNET,
                              "net_dev_start_xmit" },
  [PKTMON_POINT_DELIVERY] = { "delivery", N_ ("Read by a program"), LINKTYPE_RAW,
                              "skb_copy_datagram_iovec" },
  [PKTMON_POINT_DROP] = { "drop", N_ ("Dropped"), LINKTYPE_ETHERNET, "kfree_skb" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (points) == PKTMON_N_POINTS);

const char *
pktmon_point_get_name (guint point)
{
  return points[point].name;
}

guint
pktmon_point_find (const char *name)
{
  guint point = 0;

  while (point < PKTMON_N_POINTS && !g_str_equal (points[point].name, name))
    point++;
  return point;
}

guint
pktmon_point_find_source (const char *id)
{
  const char *name = id != NULL ? strrchr (id, '/') : NULL;

  name = name != NULL ? name + 1 : id;
  return name != NULL && g_str_has_prefix (name, STACK_PREFIX)
             ? pktmon_point_find (name + strlen (STACK_PREFIX))
             : PKTMON_N_POINTS;
}

const char *
pktmon_point_get_description (guint point)
{
  return _ (points[point].description);
}

guint16
pktmon_point_get_link_type (guint point)
{
  return points[point].link_type;
}

gboolean
pktmon_point_is_hook (guint point)
{
  return points[point].tracepoint == NULL;
}

/* --- Whether it is there --- */

static gboolean
fail (GError **error, const char *what, const char *advice)
{
  pktmon_error_set (error, PKTMON_ERROR_UNSUPPORTED, what, advice);
  return FALSE;
}

static gboolean
look (guint point, GError **error)
{
  if (!PKTMON_HAVE_PROBE)
    return fail (error, _ ("This program was built without stack points."),
                 _ ("Install one that was built with libbpf, clang and bpftool."));
  if (!pktmon_kernel_types_are_known())
    return fail (error, _ ("The kernel does not say how its structures are laid out."),
                 _ ("Use one with type information (CONFIG_DEBUG_INFO_BTF)."));
  if (pktmon_point_is_hook (point) && !pktmon_kernel_types_have_hooks())
    return fail (error, _ ("The kernel does not let programs look into its packet filter."),
                 _ ("Use Linux 6.4 or newer, with CONFIG_NETFILTER_BPF_LINK."));
  if (pktmon_point_is_hook (point) ||
      pktmon_kernel_types_count_parameters (points[point].tracepoint) > 0)
    return TRUE;
  return fail (error, _ ("The kernel does not show packets at this point."),
               _ ("Choose another one, or a newer kernel."));
}

gboolean
pktmon_point_check (guint point, GError **error)
{
  static gsize looked;
  static GError *errors[PKTMON_N_POINTS]; /* NULL: it is there */

  if (g_once_init_enter (&looked)) {
    for (guint i = 0; i < PKTMON_N_POINTS; i++)
      look (i, &errors[i]);
    g_once_init_leave (&looked, 1);
  }
  if (errors[point] != NULL && error != NULL)
    *error = g_error_copy (errors[point]);
  return errors[point] == NULL;
}
