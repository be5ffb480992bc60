/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/contents.h"

#include <string.h>

#include "pcapng/format.h"
#include "pcapng/own-option.h"
#include "pcapng/stack-event.h"

#define MAX_BLOCK_TYPES 64

typedef struct {
  PktmonTotals totals;
  gboolean has_statistics;
  PktmonInterfaceStatistics statistics;
} InterfaceContents;

struct _PktmonContents {
  GArray *interfaces; /* of InterfaceContents */
  GArray *blocks;     /* of PktmonBlockCount */
  guint64 position;   /* of the next packet */
  PktmonPositions *commented, *marked;
};

#define NO_TOTALS                                                                                  \
  {                                                                                                \
    .first = PKTMON_NANOSECONDS_NONE, .last = PKTMON_NANOSECONDS_NONE                              \
  }

static const PktmonTotals no_totals = NO_TOTALS;

PktmonContents *
pktmon_contents_new (void)
{
  PktmonContents *self = g_new0 (PktmonContents, 1);

  self->interfaces = g_array_new (FALSE, TRUE, sizeof (InterfaceContents));
  self->blocks = g_array_new (FALSE, TRUE, sizeof (PktmonBlockCount));
  self->commented = pktmon_positions_new();
  self->marked = pktmon_positions_new();
  return self;
}

PktmonContents *
pktmon_contents_copy (const PktmonContents *self)
{
  PktmonContents *copy = g_memdup2 (self, sizeof *self);

  copy->interfaces = g_array_copy (self->interfaces);
  copy->blocks = g_array_copy (self->blocks);
  copy->commented = pktmon_positions_copy (self->commented);
  copy->marked = pktmon_positions_copy (self->marked);
  return copy;
}

void
pktmon_contents_free (PktmonContents *self)
{
  g_array_unref (self->interfaces);
  g_array_unref (self->blocks);
  pktmon_positions_free (self->commented);
  pktmon_positions_free (self->marked);
  g_free (self);
}

static InterfaceContents *
ensure_interface (PktmonContents *self, guint interface)
{
  static const InterfaceContents empty = { .totals = NO_TOTALS };

  while (self->interfaces->len <= interface)
    g_array_append_val (self->interfaces, empty);
  return &g_array_index (self->interfaces, InterfaceContents, interface);
}

/* Widens the span of @totals to @time. */
static void
include_time (PktmonTotals *totals, PktmonNanoseconds time)
{
  if (time == PKTMON_NANOSECONDS_NONE)
    return;
  if (totals->first == PKTMON_NANOSECONDS_NONE || time < totals->first)
    totals->first = time;
  totals->last = MAX (totals->last, time);
}

static guint64
read_counter (PktmonBytes options, gboolean big_endian, guint16 code)
{
  PktmonOption option;
  PktmonBytes value;

  if (!pktmon_option_find (options, big_endian, code, &option) || option.size != 8)
    return PKTMON_STATISTICS_UNKNOWN;
  value = pktmon_bytes_new (option.value, option.size);
  return pktmon_bytes_u64 (&value, big_endian);
}

static guint64
add_drop_count (PktmonTotals *totals, const PktmonOption *option, gboolean big_endian)
{
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);
  guint64 count;

  if (option->size != 8)
    return 0;
  count = pktmon_bytes_u64 (&value, big_endian);
  totals->drop_counts++;
  totals->dropped += count;
  return count;
}

/* Whether it is what the program says of each drop, for people who read the file elsewhere. */
static gboolean
is_own_comment (const PktmonOption *option, const PktmonInterface *interface)
{
  gsize size = strlen (PKTMON_STACK_COMMENT);

  return option->size > size && memcmp (option->value, PKTMON_STACK_COMMENT, size) == 0 &&
         interface->name != NULL && g_str_has_suffix (interface->name, PKTMON_STACK_DROP);
}

/* Returns: packets lost before it. */
static guint64
look_at_options (PktmonContents *self, PktmonTotals *totals, const PktmonPacket *packet)
{
  gboolean big_endian = packet->interface->section->big_endian;
  gboolean enhanced = packet->block_type == PKTMON_BLOCK_ENHANCED_PACKET;
  gboolean counted = FALSE; /* the first count is the one that holds */
  PktmonBytes options = packet->options;
  PktmonOption option;
  guint64 lost = 0;

  while (pktmon_option_next (&options, big_endian, &option))
    if (option.code == PKTMON_OPTION_EPB_DROPCOUNT && enhanced && !counted) {
      lost = add_drop_count (totals, &option, big_endian);
      counted = TRUE;
    } else if (option.code == PKTMON_OPTION_COMMENT) {
      if (!is_own_comment (&option, packet->interface))
        pktmon_positions_add (self->commented, self->position);
    } else if (G_UNLIKELY (pktmon_own_option_parse (&option, big_endian, NULL) ==
                           PKTMON_OWN_OPTION_MARK))
      pktmon_positions_add (self->marked, self->position);
  return lost;
}

guint64
pktmon_contents_add_packet (PktmonContents *self, const PktmonPacket *packet,
                            PktmonNanoseconds time)
{
  PktmonTotals *totals = &ensure_interface (self, packet->interface->number)->totals;
  guint64 lost = 0;

  totals->packets++;
  totals->captured_bytes += packet->captured;
  totals->wire_bytes += packet->length;
  include_time (totals, time);
  if (G_UNLIKELY (pktmon_bytes_left (&packet->options) > 0))
    lost = look_at_options (self, totals, packet);
  self->position++;
  return lost;
}

static void
count_block (PktmonContents *self, guint32 type)
{
  PktmonBlockCount count = { .type = type, .count = 1 };

  for (guint i = 0; i < self->blocks->len; i++) {
    PktmonBlockCount *known = &g_array_index (self->blocks, PktmonBlockCount, i);

    if (known->type == type || i == MAX_BLOCK_TYPES) {
      known->count++;
      return;
    }
  }
  if (self->blocks->len == MAX_BLOCK_TYPES)
    count.type = PKTMON_OTHER_BLOCKS;
  g_array_append_val (self->blocks, count);
}

static PktmonTime
read_time (PktmonBytes options, const PktmonInterface *interface, guint16 code)
{
  gboolean big_endian = interface->section->big_endian;
  PktmonOption option;
  PktmonBytes value;
  guint64 high;

  if (!pktmon_option_find (options, big_endian, code, &option) || option.size != 8)
    return PKTMON_TIME_NONE;
  value = pktmon_bytes_new (option.value, option.size);
  high = pktmon_bytes_u32 (&value, big_endian);
  return pktmon_interface_get_time (interface, high << 32 | pktmon_bytes_u32 (&value, big_endian));
}

static void
take_statistics (PktmonContents *self, PktmonDirectory *directory, const PktmonSection *section,
                 PktmonBytes block)
{
  gboolean big_endian = section->big_endian;
  const PktmonInterface *interface;
  InterfaceContents *contents;
  guint64 number;

  pktmon_bytes_limit (&block, pktmon_bytes_left (&block) - 4);
  pktmon_bytes_skip (&block, 8);
  number = (guint64) section->first_interface + pktmon_bytes_u32 (&block, big_endian);
  pktmon_bytes_skip (&block, 8);
  if (block.failed || number > G_MAXUINT)
    return;
  interface = pktmon_directory_get_interface (directory, (guint) number);
  if (interface == NULL || interface->section != section)
    return;
  contents = ensure_interface (self, interface->number);
  contents->has_statistics = TRUE;
  contents->statistics = (PktmonInterfaceStatistics){
    .received = read_counter (block, big_endian, PKTMON_OPTION_ISB_IFRECV),
    .interface_dropped = read_counter (block, big_endian, PKTMON_OPTION_ISB_IFDROP),
    .filter_accepted = read_counter (block, big_endian, PKTMON_OPTION_ISB_FILTERACCEPT),
    .system_dropped = read_counter (block, big_endian, PKTMON_OPTION_ISB_OSDROP),
    .delivered = read_counter (block, big_endian, PKTMON_OPTION_ISB_USRDELIV),
    .start = read_time (block, interface, PKTMON_OPTION_ISB_STARTTIME),
    .end = read_time (block, interface, PKTMON_OPTION_ISB_ENDTIME),
  };
}

void
pktmon_contents_add_block (PktmonContents *self, PktmonDirectory *directory,
                           const PktmonRecord *record, const guint8 *data)
{
  const PktmonSection *section;
  guint64 end;

  section = pktmon_directory_find_section (directory, record->offset, &end);
  if (section == NULL || section->format != PKTMON_FORMAT_PCAPNG)
    return;
  count_block (self, record->type);
  if (record->type == PKTMON_BLOCK_INTERFACE_STATISTICS)
    take_statistics (self, directory, section, pktmon_bytes_new (data, record->size));
}

PktmonTotals
pktmon_contents_get_totals (const PktmonContents *self)
{
  PktmonTotals sum = no_totals;

  for (guint i = 0; i < self->interfaces->len; i++) {
    PktmonTotals one = pktmon_contents_get_interface_totals (self, i);

    sum.packets += one.packets;
    sum.captured_bytes += one.captured_bytes;
    sum.wire_bytes += one.wire_bytes;
    sum.drop_counts += one.drop_counts;
    sum.dropped += one.dropped;
    include_time (&sum, one.first);
    include_time (&sum, one.last);
  }
  return sum;
}

PktmonTotals
pktmon_contents_get_interface_totals (const PktmonContents *self, guint interface)
{
  if (interface >= self->interfaces->len)
    return no_totals;
  return g_array_index (self->interfaces, InterfaceContents, interface).totals;
}

gboolean
pktmon_contents_get_statistics (const PktmonContents *self, guint interface,
                                PktmonInterfaceStatistics *statistics)
{
  const InterfaceContents *contents;

  if (interface >= self->interfaces->len)
    return FALSE;
  contents = &g_array_index (self->interfaces, InterfaceContents, interface);
  *statistics = contents->statistics;
  return contents->has_statistics;
}

const PktmonBlockCount *
pktmon_contents_get_blocks (const PktmonContents *self, guint *n_types)
{
  *n_types = self->blocks->len;
  return (const PktmonBlockCount *) (gconstpointer) self->blocks->data;
}

const PktmonPositions *
pktmon_contents_get_commented (const PktmonContents *self)
{
  return self->commented;
}

const PktmonPositions *
pktmon_contents_get_marked (const PktmonContents *self)
{
  return self->marked;
}
