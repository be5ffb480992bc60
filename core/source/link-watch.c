/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/link-watch.h"

#include <glib-unix.h>
#include <linux/ethtool.h>
#include <linux/net_namespace.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/i18n.h"

/* Bytes of notifications that may wait for the program to read them. */
#define RECEIVE_BUFFER (1024 * 1024)

struct _PktmonLinkWatch {
  GObject parent_instance;

  struct nl_cache_mngr *manager; /* gets notifications; owns the two caches */
  struct nl_cache *links;
  struct nl_cache *addresses;
  struct nl_sock *request;  /* for questions of our own */
  struct nl_sock *counting; /* for those of pktmon_link_watch_read_counters */
  GSource *source;          /* NULL: not started */
};

G_DEFINE_FINAL_TYPE (PktmonLinkWatch, pktmon_link_watch, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- Notifications --- */

static void
link_changed_cb (struct nl_cache *cache, struct nl_object *object, int action, void *user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0,
                 rtnl_link_get_ifindex ((struct rtnl_link *) object));
}

static void
address_changed_cb (struct nl_cache *cache, struct nl_object *object, int action, void *user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0,
                 rtnl_addr_get_ifindex ((struct rtnl_addr *) object));
}

/* After notifications were lost: what the kernel has now is what counts. */
static void
start_over (PktmonLinkWatch *self)
{
  nl_cache_refill (self->request, self->links);
  nl_cache_refill (self->request, self->addresses);
  g_signal_emit (self, signals[CHANGED], 0, 0);
}

static gboolean
readable_cb (int descriptor, GIOCondition condition, gpointer user_data)
{
  PktmonLinkWatch *self = user_data;

  g_object_ref (self);
  if (nl_cache_mngr_data_ready (self->manager) < 0)
    start_over (self);
  g_object_unref (self);
  return G_SOURCE_CONTINUE;
}

/* --- Making and freeing --- */

typedef struct {
  PktmonLinkWatch *self;
  int result; /* of libnl: 0, or less */
} Opening;

static int
open_socket (struct nl_sock **socket)
{
  *socket = nl_socket_alloc();
  nl_socket_disable_auto_ack (*socket);
  return nl_connect (*socket, NETLINK_ROUTE);
}

/* The sockets that are made here belong to the namespace. */
static void
open_sockets (gpointer user_data)
{
  Opening *opening = user_data;
  PktmonLinkWatch *self = opening->self;
  int result = open_socket (&self->request);

  if (result >= 0)
    result = open_socket (&self->counting);
  if (result >= 0)
    result = nl_cache_mngr_alloc (NULL, NETLINK_ROUTE, 0, &self->manager);
  if (result >= 0)
    result = nl_cache_mngr_add (self->manager, "route/link", link_changed_cb, self, &self->links);
  if (result >= 0)
    result =
        nl_cache_mngr_add (self->manager, "route/addr", address_changed_cb, self, &self->addresses);
  opening->result = result;
}

PktmonLinkWatch *
pktmon_link_watch_new (PktmonNamespace *namespace, GError **error)
{
  g_autoptr (PktmonLinkWatch) self = g_object_new (PKTMON_TYPE_LINK_WATCH, NULL);
  Opening opening = { .self = self };
  int size = RECEIVE_BUFFER;

  if (!pktmon_namespace_run (namespace, open_sockets, &opening, error))
    return NULL;
  if (opening.result < 0) {
    g_autofree char *what = g_strdup_printf (_ ("Network interfaces cannot be listed: %s."),
                                             nl_geterror (opening.result));

    pktmon_error_set (error, PKTMON_ERROR_IO, what,
                      _ ("Check that nothing forbids the program to use netlink sockets."));
    return NULL;
  }
  setsockopt (nl_cache_mngr_get_fd (self->manager), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  return g_steal_pointer (&self);
}

void
pktmon_link_watch_start (PktmonLinkWatch *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default();

  g_return_if_fail (PKTMON_IS_LINK_WATCH (self));
  g_return_if_fail (self->source == NULL);

  self->source = g_unix_fd_source_new (nl_cache_mngr_get_fd (self->manager), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->source, context);
}

void
pktmon_link_watch_stop (PktmonLinkWatch *self)
{
  g_return_if_fail (PKTMON_IS_LINK_WATCH (self));

  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static void
pktmon_link_watch_finalize (GObject *object)
{
  PktmonLinkWatch *self = PKTMON_LINK_WATCH (object);

  g_assert (self->source == NULL);
  g_clear_pointer (&self->manager, nl_cache_mngr_free);
  g_clear_pointer (&self->request, nl_socket_free);
  g_clear_pointer (&self->counting, nl_socket_free);
  G_OBJECT_CLASS (pktmon_link_watch_parent_class)->finalize (object);
}

static void
pktmon_link_watch_class_init (PktmonLinkWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pktmon_link_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_LINK_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
pktmon_link_watch_init (PktmonLinkWatch *self)
{
}

/* --- Interfaces --- */

static int
compare_indexes (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* The cache also holds what bridges say of their members, as further objects with the same index,
 * which have no kind. A bridge itself is there once, but under that family too. */
static gboolean
is_interface (struct rtnl_link *link)
{
  return rtnl_link_get_family (link) == AF_UNSPEC || rtnl_link_get_type (link) != NULL;
}

GArray *
pktmon_link_watch_list (PktmonLinkWatch *self)
{
  GArray *indexes = g_array_new (FALSE, FALSE, sizeof (int));

  g_return_val_if_fail (PKTMON_IS_LINK_WATCH (self), indexes);

  for (struct nl_object *object = nl_cache_get_first (self->links); object != NULL;
       object = nl_cache_get_next (object)) {
    int index = rtnl_link_get_ifindex ((struct rtnl_link *) object);

    if (is_interface ((struct rtnl_link *) object))
      g_array_append_val (indexes, index);
  }
  g_array_sort (indexes, compare_indexes);
  return indexes;
}

static struct rtnl_link *
find_link (PktmonLinkWatch *self, int index)
{
  for (struct nl_object *object = nl_cache_get_first (self->links); object != NULL;
       object = nl_cache_get_next (object)) {
    struct rtnl_link *link = (struct rtnl_link *) object;

    if (rtnl_link_get_ifindex (link) == index && is_interface (link))
      return link;
  }
  return NULL;
}

/* "10.0.0.1/24"; libnl leaves the length out where it covers the whole address. */
static char *
dup_address (struct rtnl_addr *address)
{
  char buffer[128];
  struct nl_addr *local = rtnl_addr_get_local (address);

  if (local == NULL)
    return NULL;
  nl_addr2str (local, buffer, sizeof buffer);
  buffer[strcspn (buffer, "/")] = '\0';
  return g_strdup_printf ("%s/%d", buffer, rtnl_addr_get_prefixlen (address));
}

static char **
dup_addresses (PktmonLinkWatch *self, int index)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();

  for (struct nl_object *object = nl_cache_get_first (self->addresses); object != NULL;
       object = nl_cache_get_next (object)) {
    struct rtnl_addr *address = (struct rtnl_addr *) object;
    g_autofree char *text = rtnl_addr_get_ifindex (address) == index ? dup_address (address) : NULL;

    if (text != NULL)
      g_strv_builder_add (builder, text);
  }
  return g_strv_builder_end (builder);
}

/* NULL for an interface without an address of six bytes, and for the zeros of loopback. */
static char *
dup_mac (struct rtnl_link *link)
{
  struct nl_addr *address = rtnl_link_get_addr (link);
  char buffer[64];

  if (address == NULL || nl_addr_get_len (address) != 6 || nl_addr_iszero (address))
    return NULL;
  return g_strdup (nl_addr2str (address, buffer, sizeof buffer));
}

/* As ethtool(8) -i says it; any socket of the namespace may ask. */
static char *
dup_driver (PktmonLinkWatch *self, const char *name)
{
  struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
  struct ifreq request = { .ifr_data = (char *) &info };

  g_strlcpy (request.ifr_name, name, sizeof request.ifr_name);
  if (ioctl (nl_socket_get_fd (self->request), SIOCETHTOOL, &request) != 0 ||
      info.driver[0] == '\0')
    return NULL;
  return g_utf8_make_valid (info.driver, (gssize) strnlen (info.driver, sizeof info.driver));
}

gboolean
pktmon_link_watch_get (PktmonLinkWatch *self, int index, PktmonLink *link)
{
  struct rtnl_link *found;
  gint32 namespace = PKTMON_LINK_NAMESPACE_SAME;

  g_return_val_if_fail (PKTMON_IS_LINK_WATCH (self), FALSE);

  found = find_link (self, index);
  if (found == NULL)
    return FALSE;
  if (rtnl_link_get_link_netnsid (found, &namespace) < 0)
  namespace = PKTMON_LINK_NAMESPACE_SAME;
  *link = (PktmonLink){
    .index = index,
    .name = g_utf8_make_valid (rtnl_link_get_name (found), -1),
    .alias = g_strdup (rtnl_link_get_ifalias (found)),
    .kind = g_strdup (rtnl_link_get_type (found)),
    .driver = dup_driver (self, rtnl_link_get_name (found)),
    .master = rtnl_link_get_master (found),
    .lower = rtnl_link_get_link (found),
    .lower_namespace = namespace,
    .flags = rtnl_link_get_flags (found),
    .mtu = rtnl_link_get_mtu (found),
    .hardware = rtnl_link_get_arptype (found),
    .mac = dup_mac (found),
    .addresses = dup_addresses (self, index),
  };
  return TRUE;
}

/* --- Questions --- */

static int
namespace_number_cb (struct nl_msg *message, void *user_data)
{
  struct nlattr *attribute =
      nlmsg_find_attr (nlmsg_hdr (message), sizeof (struct rtgenmsg), NETNSA_NSID);

  if (attribute != NULL)
    *(int *) user_data = nla_get_s32 (attribute);
  return NL_OK;
}

int
pktmon_link_watch_find_namespace (PktmonLinkWatch *self, PktmonNamespace *other)
{
  struct rtgenmsg family = { .rtgen_family = AF_UNSPEC };
  struct nl_msg *message;
  int number = -1;

  g_return_val_if_fail (PKTMON_IS_LINK_WATCH (self), -1);

  message = nlmsg_alloc_simple (RTM_GETNSID, 0);
  nlmsg_append (message, &family, sizeof family, NLMSG_ALIGNTO);
  nla_put_u32 (message, NETNSA_FD, (guint32) pktmon_namespace_get_descriptor (other));
  nl_socket_modify_cb (self->request, NL_CB_VALID, NL_CB_CUSTOM, namespace_number_cb, &number);
  if (nl_send_auto (self->request, message) >= 0)
    nl_recvmsgs_default (self->request);
  nl_socket_modify_cb (self->request, NL_CB_VALID, NL_CB_DEFAULT, NULL, NULL);
  nlmsg_free (message);
  return number;
}

static PktmonLinkCounters
counters_of (struct rtnl_link *link)
{
  return (PktmonLinkCounters){
    .received_packets = rtnl_link_get_stat (link, RTNL_LINK_RX_PACKETS),
    .received_bytes = rtnl_link_get_stat (link, RTNL_LINK_RX_BYTES),
    .received_dropped = rtnl_link_get_stat (link, RTNL_LINK_RX_DROPPED),
    .sent_packets = rtnl_link_get_stat (link, RTNL_LINK_TX_PACKETS),
    .sent_bytes = rtnl_link_get_stat (link, RTNL_LINK_TX_BYTES),
    .sent_dropped = rtnl_link_get_stat (link, RTNL_LINK_TX_DROPPED),
  };
}

GHashTable *
pktmon_link_watch_read_counters (PktmonLinkWatch *self)
{
  g_autoptr (GHashTable) counters = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  struct nl_cache *links;

  g_return_val_if_fail (PKTMON_IS_LINK_WATCH (self), NULL);

  if (rtnl_link_alloc_cache (self->counting, AF_UNSPEC, &links) < 0)
    return NULL;
  for (struct nl_object *object = nl_cache_get_first (links); object != NULL;
       object = nl_cache_get_next (object)) {
    PktmonLinkCounters of_link = counters_of ((struct rtnl_link *) object);

    g_hash_table_insert (counters,
                         GINT_TO_POINTER (rtnl_link_get_ifindex ((struct rtnl_link *) object)),
                         g_memdup2 (&of_link, sizeof of_link));
  }
  nl_cache_free (links);
  return g_steal_pointer (&counters);
}
