/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/journey-text.h"

#include <string.h>

#include "base/i18n.h"
#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "probe/point.h"

#define TEXT_SIZE 256u

/* --- Times --- */

/* "48 µs" */
static char *
dup_span (PktmonNanoseconds span)
{
  if (span < 1000)
    /* Translators: nanoseconds. */
    return g_strdup_printf (_ ("%d ns"), (int) span);
  if (span < 1000000)
    /* Translators: microseconds. */
    return g_strdup_printf (_ ("%.1f µs"), (double) span / 1e3);
  if (span < 1000000000)
    /* Translators: milliseconds. */
    return g_strdup_printf (_ ("%.2f ms"), (double) span / 1e6);
  /* Translators: seconds. */
  return g_strdup_printf (_ ("%.3f s"), (double) span / 1e9);
}

static gboolean
is_timed (const PktmonAppearance *before, const PktmonAppearance *after)
{
  return before->time != PKTMON_NANOSECONDS_NONE && after->time != PKTMON_NANOSECONDS_NONE &&
         after->time >= before->time;
}

char *
pktmon_journey_text_dup_pause (const PktmonAppearance *before, const PktmonAppearance *after)
{
  g_autofree char *span = NULL;

  if (!is_timed (before, after))
    return g_strdup ("");
  span = dup_span (after->time - before->time);
  return g_strconcat ("+", span, NULL);
}

char *
pktmon_journey_text_dup_summary (PktmonJourney *journey)
{
  guint n = pktmon_journey_get_count (journey);
  guint64 all = n + pktmon_journey_get_left_out (journey);
  g_autofree char *points = g_strdup_printf (
      /* Translators: at which a packet was seen on its way through the network stack. */
      ngettext ("%u point", "%u points", (gulong) all), (guint) all);
  const PktmonAppearance *first, *last;
  g_autofree char *span = NULL;

  if (n == 0)
    return g_steal_pointer (&points);
  first = pktmon_journey_get (journey, 0);
  last = pktmon_journey_get (journey, n - 1);
  if (!is_timed (first, last))
    return g_steal_pointer (&points);
  span = dup_span (last->time - first->time);
  return g_strconcat (points, ", ", span, NULL);
}

/* --- Points --- */

char *
pktmon_journey_text_dup_point (const PktmonAppearance *appearance)
{
  const char *what = appearance->point < PKTMON_N_POINTS
                         ? _ (pktmon_point_get_description (appearance->point))
                         : _ ("Unknown point");

  if (*appearance->device == '\0')
    return g_strdup (what);
  /* Translators: what happened to a packet, and the network interface. */
  return g_strdup_printf (_ ("%s, %s"), what, appearance->device);
}

static void
add_line (GString *lines, const char *text)
{
  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, text);
}

char *
pktmon_journey_text_dup_notes (const PktmonAppearance *appearance)
{
  GString *lines = g_string_new (NULL);

  if (appearance->process != 0) {
    g_autofree char *process = g_strdup_printf (
        /* Translators: name and number of the process that ran. */
        _ ("Process: %s (%u)"), appearance->command, appearance->process);

    add_line (lines, process);
  }
  if (appearance->flags & PKTMON_STACK_CLONE)
    add_line (lines, _ ("One of several copies of the packet"));
  if (appearance->flags & PKTMON_STACK_REPLACED)
    add_line (lines, _ ("Presumably the same packet: its bytes were moved"));
  return g_string_free (lines, FALSE);
}

/* --- Changes --- */

typedef void (*AppendValue) (PktmonText *text, const PktmonAppearance *appearance);

static gboolean
has_link (const PktmonAppearance *self)
{
  return self->summary.fields.present & PKTMON_FIELD_ETH && !(self->flags & PKTMON_STACK_MADE_UP);
}

static void
append_mac_source (PktmonText *text, const PktmonAppearance *self)
{
  if (has_link (self))
    pktmon_text_append_mac (text, self->summary.fields.eth_src);
}

static void
append_mac_destination (PktmonText *text, const PktmonAppearance *self)
{
  if (has_link (self))
    pktmon_text_append_mac (text, self->summary.fields.eth_dst);
}

/* The outermost address and port, as a rule of NAT changes them. */
static void
append_end (PktmonText *text, const PktmonAppearance *self, gboolean is_source)
{
  const PktmonFields *fields = &self->summary.fields;
  gboolean is_ipv6 = (fields->present & (PKTMON_FIELD_IP | PKTMON_FIELD_IPV6)) == PKTMON_FIELD_IPV6;

  if (is_ipv6)
    pktmon_text_append_ipv6 (text, is_source ? fields->ipv6_src : fields->ipv6_dst);
  else if (fields->present & PKTMON_FIELD_IP)
    pktmon_text_append_ipv4 (text, is_source ? fields->ip_src : fields->ip_dst);
  else
    return;
  if ((fields->present & (PKTMON_FIELD_TCP_PORTS | PKTMON_FIELD_UDP_PORTS)) == 0)
    return;
  pktmon_text_append (text, is_ipv6 ? " " : ":");
  if (fields->present & PKTMON_FIELD_TCP_PORTS)
    pktmon_text_append_u64 (text, is_source ? fields->tcp_srcport : fields->tcp_dstport);
  else
    pktmon_text_append_u64 (text, is_source ? fields->udp_srcport : fields->udp_dstport);
}

static void
append_source (PktmonText *text, const PktmonAppearance *self)
{
  append_end (text, self, TRUE);
}

static void
append_destination (PktmonText *text, const PktmonAppearance *self)
{
  append_end (text, self, FALSE);
}

static void
append_hop_limit (PktmonText *text, const PktmonAppearance *self)
{
  if (self->hop_limit >= 0)
    pktmon_text_append_u64 (text, (guint64) self->hop_limit);
}

/* A packet that has no link-layer header has its tag elsewhere. */
static void
append_vlan (PktmonText *text, const PktmonAppearance *self)
{
  if (self->vlan >= 0)
    pktmon_text_append_u64 (text, (guint64) self->vlan);
  else if (has_link (self))
    pktmon_text_append (text, _ ("none"));
}

static void
append_mark (PktmonText *text, const PktmonAppearance *self)
{
  pktmon_text_append_hex (text, self->mark, 1);
}

static void
append_namespace (PktmonText *text, const PktmonAppearance *self)
{
  pktmon_text_append_u64 (text, self->network_namespace);
}

/* Of what is behind the link-layer header, which not all points have. */
static void
append_length (PktmonText *text, const PktmonAppearance *self)
{
  guint header = self->summary.fields.present & PKTMON_FIELD_ETH ? 14 : 0;

  if (self->summary.fields.present & PKTMON_FIELD_VLAN)
    header += 4;
  pktmon_text_append_u64 (text, self->length - MIN (self->length, header));
}

static void
append_protocol (PktmonText *text, const PktmonAppearance *self)
{
  pktmon_text_append (text, self->summary.protocol);
}

static const struct {
  const char *name;
  AppendValue append; /* nothing where the value is not known */
} values[] = {
  { N_ ("Network namespace"), append_namespace },
  { N_ ("Source"), append_source },
  { N_ ("Destination"), append_destination },
  { N_ ("TTL"), append_hop_limit },
  { N_ ("Source MAC address"), append_mac_source },
  { N_ ("Destination MAC address"), append_mac_destination },
  { N_ ("VLAN"), append_vlan },
  { N_ ("Firewall mark"), append_mark },
  { N_ ("Protocol"), append_protocol },
  { N_ ("Length"), append_length },
};

char *
pktmon_journey_text_dup_changes (const PktmonAppearance *before, const PktmonAppearance *after)
{
  char old_value[TEXT_SIZE], new_value[TEXT_SIZE];
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    PktmonText old_text, new_text;
    g_autofree char *line = NULL;

    pktmon_text_init (&old_text, old_value, sizeof old_value);
    pktmon_text_init (&new_text, new_value, sizeof new_value);
    values[i].append (&old_text, before);
    values[i].append (&new_text, after);
    if (old_text.length == 0 || new_text.length == 0 || g_str_equal (old_value, new_value))
      continue;
    /* Translators: what changed of a packet, what it was, what it is. */
    line = g_strdup_printf (_ ("%s: %s → %s"), _ (values[i].name), old_value, new_value);
    add_line (lines, line);
  }
  return g_string_free (lines, FALSE);
}

/* --- The end --- */

static char *
dup_drop (const PktmonAppearance *last)
{
  const char *meaning = pktmon_meaning_get_text (last->reason, strlen (last->reason));
  GString *lines = g_string_new (NULL);

  /* Translators: why the kernel dropped a packet. */
  g_string_printf (lines, _ ("Dropped: %s"), last->reason);
  if (*last->location != '\0')
    /* Translators: the place in the kernel's code. */
    g_string_append_printf (lines, _ (" at %s"), last->location);
  if (*last->hook != '\0')
    /* Translators: the firewall's hook, "forward". */
    g_string_append_printf (lines, _ (", by a rule of %s"), last->hook);
  if (meaning != NULL)
    add_line (lines, meaning);
  return g_string_free (lines, FALSE);
}

char *
pktmon_journey_text_dup_end (const PktmonAppearance *last)
{
  g_autofree char *point = NULL;

  if (last->point == PKTMON_POINT_DROP)
    return dup_drop (last);
  if (last->point == PKTMON_POINT_DELIVERY && last->process != 0)
    return g_strdup_printf (_ ("Delivered to %s (%u)"), last->command, last->process);
  if (last->point == PKTMON_POINT_DELIVERY)
    return g_strdup (_ ("Delivered to a program"));
  point = pktmon_journey_text_dup_point (last);
  /* Translators: what happened to a packet at the last point where it was seen. */
  return g_strdup_printf (_ ("Seen last: %s"), point);
}
