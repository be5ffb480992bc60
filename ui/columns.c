/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/columns.h"

#include "base/format.h"
#include "base/i18n.h"
#include "probe/point.h"
#include "ui/journey-text.h"
#include "ui/drop-class.h"

static void
append_number (PktmonText *text, const PktmonCell *cell)
{
  if (cell->marked)
    pktmon_text_append (text, "● ");
  pktmon_text_append_u64 (text, cell->row->position + 1);
}

static void
append_spoken_number (PktmonText *text, const PktmonCell *cell)
{
  pktmon_text_append_u64 (text, cell->row->position + 1);
  if (cell->marked) {
    pktmon_text_append_char (text, ' ');
    /* Translators: stands behind the number of a packet that the user has marked. */
    pktmon_text_append (text, _ ("marked"));
  }
}

static void
append_time (PktmonText *text, const PktmonCell *cell)
{
  const PktmonTimeStyle *style = cell->time_style;
  PktmonTime time = cell->row->time;
  g_autoptr (GTimeZone) utc = NULL;

  switch (style->format) {
  case PKTMON_TIME_FORMAT_DELTA:
    pktmon_time_append_epoch (text, pktmon_time_subtract (time, cell->previous), style->digits);
    break;
  case PKTMON_TIME_FORMAT_ABSOLUTE:
    pktmon_time_append_date (text, time, style->zone, style->digits);
    break;
  case PKTMON_TIME_FORMAT_UTC:
    utc = g_time_zone_new_utc();
    pktmon_time_append_date (text, time, utc, style->digits);
    break;
  case PKTMON_TIME_FORMAT_RELATIVE:
  default:
    pktmon_time_append_epoch (text, pktmon_time_subtract (time, cell->start), style->digits);
    break;
  }
}

static void
append_source (PktmonText *text, const PktmonCell *cell)
{
  pktmon_address_append (&cell->row->summary.source, text);
}

static void
append_destination (PktmonText *text, const PktmonCell *cell)
{
  pktmon_address_append (&cell->row->summary.destination, text);
}

static void
append_protocol (PktmonText *text, const PktmonCell *cell)
{
  pktmon_text_append (text, cell->row->summary.protocol);
}

static void
append_length (PktmonText *text, const PktmonCell *cell)
{
  if (cell->row->interface != NULL)
    pktmon_text_append_u64 (text, cell->row->length);
}

/* "3 packets lost · ": a gap before this packet. */
static void
append_gap (PktmonText *text, guint64 lost)
{
  g_autofree char *number = pktmon_format_dup_count (lost);
  g_autofree char *words = g_strdup_printf (
      /* Translators: packets that the capture lost just before the one in this row. */
      ngettext ("%s packet lost before", "%s packets lost before", (gulong) lost), number);

  pktmon_text_append (text, words);
  pktmon_text_append (text, " · ");
}

/* "9 points, 48 µs, delivered to nginx · 2222 → 80" */
static void
append_packet_or_journey (PktmonText *text, const PktmonCell *cell)
{
  if (cell->journey != NULL) {
    pktmon_journey_text_append_folded (text, cell->journey);
    pktmon_text_append (text, " · ");
  }
  pktmon_text_append (text, cell->row->summary.info);
}

static void
append_info (PktmonText *text, const PktmonCell *cell)
{
  if (cell->row->lost > 0 && !cell->divided)
    append_gap (text, cell->row->lost);
  append_packet_or_journey (text, cell);
}

/* Who goes from packet to packet does not meet the row before. */
static void
append_spoken_info (PktmonText *text, const PktmonCell *cell)
{
  if (cell->row->lost > 0)
    append_gap (text, cell->row->lost);
  append_packet_or_journey (text, cell);
}

static void
append_interface (PktmonText *text, const PktmonCell *cell)
{
  const PktmonInterface *interface = cell->row->interface;

  if (interface != NULL && interface->name != NULL)
    pktmon_text_append (text, interface->name);
}

/* --- Inside of the network stack --- */

static void
append_point (PktmonText *text, const PktmonCell *cell)
{
  const PktmonPacketStack *stack = &cell->row->stack;

  if (stack->is_known && stack->point < PKTMON_N_POINTS)
    pktmon_text_append (text, pktmon_point_get_name (stack->point));
}

/* "17 · 3": its journey, and how often the packet was seen on it. */
static void
append_journey (PktmonText *text, const PktmonCell *cell)
{
  const PktmonPacketStack *stack = &cell->row->stack;

  if (!stack->is_known || stack->journey == 0)
    return;
  pktmon_text_append_u64 (text, stack->journey);
  pktmon_text_append (text, " · ");
  pktmon_text_append_u64 (text, stack->appearance);
}

static gboolean
is_drop (const PktmonCell *cell)
{
  return cell->row->stack.is_known && cell->row->stack.point == PKTMON_POINT_DROP;
}

static void
append_drop (PktmonText *text, const PktmonCell *cell)
{
  if (!is_drop (cell))
    return;
  pktmon_text_append (text, cell->row->stack.reason);
  if (cell->row->stack.location[0] == '\0')
    return;
  pktmon_text_append (text, " @ ");
  pktmon_text_append (text, cell->row->stack.location);
}

static const char *
get_drop_icon (const PktmonCell *cell)
{
  return is_drop (cell) ? pktmon_drop_class_get_icon (cell->row->stack.reason) : NULL;
}

/* What the icon says too. */
static void
append_spoken_drop (PktmonText *text, const PktmonCell *cell)
{
  if (!is_drop (cell))
    return;
  append_drop (text, cell);
  pktmon_text_append_char (text, ' ');
  pktmon_text_append (text, pktmon_drop_class_get_word (cell->row->stack.reason));
}

static void
append_process (PktmonText *text, const PktmonCell *cell)
{
  const PktmonPacketStack *stack = &cell->row->stack;

  if (!stack->is_known || stack->process == 0)
    return;
  pktmon_text_append (text, stack->command);
  pktmon_text_append (text, " (");
  pktmon_text_append_u64 (text, stack->process);
  pktmon_text_append_char (text, ')');
}

#define START 0.0f
#define END 1.0f

static const PktmonListColumn columns[] = {
  { "number", N_ ("No."), 7, END, FALSE, append_number, append_spoken_number },
  { "time", N_ ("Time"), 11, END, FALSE, append_time },
  { "source", N_ ("Source"), 15, START, FALSE, append_source },
  { "destination", N_ ("Destination"), 15, START, FALSE, append_destination },
  { "protocol", N_ ("Protocol"), 9, START, FALSE, append_protocol },
  { "length", N_ ("Length"), 6, END, FALSE, append_length },
  { "info", N_ ("Info"), 20, START, TRUE, append_info, append_spoken_info },
  { "interface", N_ ("Interface"), 9, START, FALSE, append_interface,
    .automatic = PKTMON_COLUMN_INTERFACES },
  { "point", N_ ("Point"), 11, START, FALSE, append_point, .automatic = PKTMON_COLUMN_STACK },
  { "journey", N_ ("Journey"), 10, START, FALSE, append_journey, .automatic = PKTMON_COLUMN_STACK },
  { "drop", N_ ("Drop"), 20, START, FALSE, append_drop, append_spoken_drop, get_drop_icon,
    PKTMON_COLUMN_STACK },
  { "process", N_ ("Process"), 14, START, FALSE, append_process, .automatic = PKTMON_COLUMN_STACK },
};

const PktmonListColumn *
pktmon_columns_get_all (guint *n_columns)
{
  *n_columns = G_N_ELEMENTS (columns);
  return columns;
}
