/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/source-text.h"

#include <net/if.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "pcapng/link-type.h"
#include "probe/event.h"

/* --- Icons --- */

typedef struct {
  const char *prefix; /* of the kind of an interface, or of the name of a device */
  const char *icon;
} Icon;

static const Icon kind_icons[] = {
  { "bond", "network-transmit-receive-symbolic" },
  { "bridge", "network-workgroup-symbolic" },
  { "geneve", "network-vpn-symbolic" },
  { "gre", "network-vpn-symbolic" },
  { "ip6", "network-vpn-symbolic" },
  { "ipip", "network-vpn-symbolic" },
  { "sit", "network-vpn-symbolic" },
  { "team", "network-transmit-receive-symbolic" },
  { "tun", "network-vpn-symbolic" },
  { "vxlan", "network-vpn-symbolic" },
  { "wireguard", "network-vpn-symbolic" },
};

static const Icon device_icons[] = {
  { "bluetooth", "bluetooth-symbolic" },
  { "dbus", "system-run-symbolic" },
  { "nf", "security-medium-symbolic" },
  { "usb", "media-removable-symbolic" },
};

static const char *
find_icon (const Icon *icons, gsize n_icons, const char *text, const char *otherwise)
{
  for (gsize i = 0; i < n_icons; i++)
    if (text != NULL && g_str_has_prefix (text, icons[i].prefix))
      return icons[i].icon;
  return otherwise;
}

static const char *
get_link_icon (const PktmonLink *link)
{
  if (link->flags & IFF_LOOPBACK)
    return "media-playlist-repeat-symbolic";
  return find_icon (kind_icons, G_N_ELEMENTS (kind_icons), link->kind, "network-wired-symbolic");
}

const char *
pktmon_source_get_icon_name (PktmonDataSource *source)
{
  switch (pktmon_data_source_get_kind (source)) {
  case PKTMON_DATA_SOURCE_NAMESPACE:
    return pktmon_namespace_is_own (pktmon_data_source_get_namespace (source))
               ? "computer-symbolic"
               : "network-server-symbolic";
  case PKTMON_DATA_SOURCE_INTERFACE:
    return get_link_icon (pktmon_data_source_get_link (source));
  case PKTMON_DATA_SOURCE_STACK:
    return "view-list-symbolic";
  case PKTMON_DATA_SOURCE_STACK_POINT:
    return pktmon_data_source_get_point (source) == PKTMON_POINT_DROP ? "user-trash-symbolic"
                                                                      : "mark-location-symbolic";
  case PKTMON_DATA_SOURCE_DEVICE:
    return find_icon (device_icons, G_N_ELEMENTS (device_icons),
                      pktmon_data_source_get_name (source), "network-receive-symbolic");
  default:
    return "network-receive-symbolic";
  }
}

/* --- In one line --- */

char *
pktmon_source_dup_name (PktmonDataSource *source)
{
  return pktmon_text_dup_foreign (pktmon_data_source_get_name (source));
}

static void
add_word (GPtrArray *words, const char *word)
{
  if (word != NULL && word[0] != '\0')
    g_ptr_array_add (words, g_strdup (word));
}

/* The namespace is told where it is another one. */
static char *
dup_peer (PktmonDataSource *source, PktmonDataSource *peer)
{
  PktmonNamespace *namespace = pktmon_data_source_get_namespace (peer);
  const char *name = pktmon_data_source_get_name (peer);

  if (namespace == pktmon_data_source_get_namespace (source))
    return g_strdup_printf (_ ("peer %s"), name);
  if (pktmon_namespace_is_own (namespace))
    return g_strdup_printf (_ ("peer %s on this machine"), name);
  /* Translators: the other end of a pair of interfaces, and the network namespace that it is in. */
  return g_strdup_printf (_ ("peer %s in %s"), name, pktmon_namespace_get_name (namespace));
}

static const char *
get_type (const PktmonLink *link)
{
  if (link->flags & IFF_LOOPBACK)
    return _ ("loopback");
  return link->kind != NULL ? link->kind : link->driver;
}

static const char *
get_state (const PktmonLink *link)
{
  if (!(link->flags & IFF_UP))
    return _ ("down");
  return link->flags & IFF_RUNNING ? _ ("up") : _ ("no carrier");
}

static void
add_link (GPtrArray *words, PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);
  PktmonDataSource *peer = pktmon_data_source_get_peer (source);

  add_word (words, get_type (link));
  if (peer != NULL)
    g_ptr_array_add (words, dup_peer (source, peer));
  if ((link->flags & (IFF_UP | IFF_RUNNING)) != (IFF_UP | IFF_RUNNING))
    add_word (words, get_state (link));
  add_word (words, link->addresses[0]);
  if (words->len == 0)
    add_word (words, link->mac);
}

char *
pktmon_source_dup_summary (PktmonDataSource *source)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;
  g_autofree char *joined = NULL;

  if (!pktmon_data_source_check_available (source, &reason) &&
      pktmon_data_source_get_link (source) == NULL) {
    g_autofree char *what = pktmon_error_dup_what (reason);

    return pktmon_text_dup_foreign (what);
  }
  add_word (words, pktmon_data_source_get_description (source));
  if (pktmon_data_source_get_link (source) != NULL)
    add_link (words, source);
  else if (words->len == 0 && pktmon_data_source_get_kind (source) == PKTMON_DATA_SOURCE_NAMESPACE)
    add_word (words, _ ("network namespace"));
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (", ", (char **) words->pdata);
  return pktmon_text_dup_foreign (joined);
}

char *
pktmon_source_dup_rate (double packets)
{
  guint64 rounded = (guint64) (packets + 0.5);
  g_autofree char *number = pktmon_format_dup_count (rounded);

  return g_strdup_printf (ngettext ("%s packet/s", "%s packets/s", rounded), number);
}

/* --- In lines --- */

static void
append_line (GString *lines, const char *title, const char *value)
{
  g_autofree char *clean = NULL;

  if (value == NULL || value[0] == '\0')
    return;
  clean = pktmon_text_dup_foreign (value);
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  /* Translators: a property of an interface, and its value. */
  g_string_append_printf (lines, _ ("%s: %s"), _ (title), clean);
}

static void
append_rate (GString *lines, const char *title, double packets, double bytes)
{
  g_autofree char *rate = pktmon_source_dup_rate (packets);
  g_autofree char *size = g_format_size ((guint64) bytes);
  /* Translators: packets in each second, and bytes in each second: "12 packets/s, 3.4 kB/s". */
  g_autofree char *value = g_strdup_printf (_ ("%s, %s/s"), rate, size);

  append_line (lines, title, value);
}

static void
append_rates (GString *lines, PktmonDataSource *source)
{
  PktmonRates rates;
  g_autofree char *dropped = NULL;

  if (!pktmon_data_source_get_rates (source, &rates))
    return;
  append_rate (lines, N_ ("Received"), rates.received_packets, rates.received_bytes);
  append_rate (lines, N_ ("Sent"), rates.sent_packets, rates.sent_bytes);
  if (rates.dropped <= 0)
    return;
  dropped = pktmon_source_dup_rate (rates.dropped);
  append_line (lines, N_ ("Dropped by the interface"), dropped);
}

static void
append_link (GString *lines, PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);
  PktmonDataSource *peer = pktmon_data_source_get_peer (source);
  int link_type = pktmon_data_source_get_link_type (source);
  g_autofree char *mtu = pktmon_format_dup_count (link->mtu);

  append_line (lines, N_ ("Type"), get_type (link));
  append_line (lines, N_ ("Driver"), link->driver);
  append_line (lines, N_ ("State"), get_state (link));
  append_line (lines, N_ ("Peer"), peer != NULL ? pktmon_data_source_get_id (peer) : NULL);
  if (link_type >= 0)
    append_line (lines, N_ ("Link type"), pktmon_link_type_get_name ((guint16) link_type));
  append_line (lines, N_ ("Largest packet, bytes"), mtu);
  append_line (lines, N_ ("MAC address"), link->mac);
  for (char **address = link->addresses; *address != NULL; address++)
    append_line (lines, N_ ("Address"), *address);
  append_rates (lines, source);
}

char *
pktmon_source_dup_reason (PktmonDataSource *source)
{
  g_autoptr (GError) reason = NULL;

  if (pktmon_data_source_check_available (source, &reason))
    return NULL;
  return g_strdup (reason->message);
}

char *
pktmon_source_dup_details (PktmonDataSource *source)
{
  GString *lines = g_string_new (NULL);
  g_autofree char *reason = pktmon_source_dup_reason (source);

  append_line (lines, N_ ("Data source"), pktmon_data_source_get_id (source));
  append_line (lines, N_ ("Description"), pktmon_data_source_get_description (source));
  if (pktmon_data_source_get_link (source) != NULL)
    append_link (lines, source);
  if (reason != NULL)
    g_string_append_printf (lines, "\n\n%s", reason);
  return g_string_free (lines, FALSE);
}
