/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/source-block.h"

#include <string.h>

#include "base/clock.h"
#include "pcapng/format.h"

/* Time stamps are nanoseconds. */
static const guint8 resolution = 9;

static void
put_text (PktmonWriter *writer, guint16 code, const char *text)
{
  if (*text != '\0')
    pktmon_writer_put_text_option (writer, code, text);
}

/* if_filter begins with its kind: 0 is text of libpcap. */
static void
put_filter (PktmonWriter *writer, const char *text)
{
  char value[PKTMON_MAX_FILTER_TEXT + 2] = { 0 };
  gsize length = strlen (text);

  if (length == 0)
    return;
  memcpy (value + 1, text, length);
  pktmon_writer_put_option (writer, PKTMON_OPTION_IF_FILTER, (const guint8 *) value, length + 1);
}

/* An IPv4 address with its mask, or an IPv6 address with its prefix length. */
static void
put_address (PktmonWriter *writer, const PktmonSourceAddress *address)
{
  guint8 value[17];
  guint32 mask = GUINT32_TO_BE (address->prefix == 0 ? 0 : G_MAXUINT32 << (32 - address->prefix));

  if (address->family == 4) {
    memcpy (value, address->bytes, 4);
    memcpy (value + 4, &mask, 4);
    pktmon_writer_put_option (writer, PKTMON_OPTION_IF_IPV4_ADDRESS, value, 8);
  } else {
    memcpy (value, address->bytes, 16);
    value[16] = address->prefix;
    pktmon_writer_put_option (writer, PKTMON_OPTION_IF_IPV6_ADDRESS, value, 17);
  }
}

gboolean
pktmon_source_block_write_description (const PktmonSourceDescription *source, PktmonWriter *writer,
                                       GError **error)
{
  const PktmonSourceOpenedAnswer *opened = &source->opened;

  pktmon_writer_begin (writer, PKTMON_BLOCK_INTERFACE_DESCRIPTION);
  pktmon_writer_put_u16 (writer, opened->link_type);
  pktmon_writer_put_u16 (writer, 0);
  pktmon_writer_put_u32 (writer, opened->snap_length);
  put_text (writer, PKTMON_OPTION_IF_NAME, source->id);
  put_text (writer, PKTMON_OPTION_IF_DESCRIPTION, source->description);
  for (guint i = 0; i < opened->n_addresses; i++)
    put_address (writer, &opened->addresses[i]);
  if (opened->has_mac)
    pktmon_writer_put_option (writer, PKTMON_OPTION_IF_MAC_ADDRESS, opened->mac, 6);
  pktmon_writer_put_option (writer, PKTMON_OPTION_IF_TSRESOL, &resolution, 1);
  put_filter (writer, source->filter);
  return pktmon_writer_end (writer, error);
}

static void
put_ticks (PktmonWriter *writer, guint64 ticks)
{
  pktmon_writer_put_u32 (writer, (guint32) (ticks >> 32));
  pktmon_writer_put_u32 (writer, (guint32) ticks);
}

static void
put_time (PktmonWriter *writer, guint16 code, guint64 ticks)
{
  guint32 halves[2] = { (guint32) (ticks >> 32), (guint32) ticks };

  pktmon_writer_put_option (writer, code, (const guint8 *) halves, sizeof halves);
}

static void
put_count (PktmonWriter *writer, guint16 code, guint64 count)
{
  pktmon_writer_put_option (writer, code, (const guint8 *) &count, sizeof count);
}

gboolean
pktmon_source_block_write_statistics (const PktmonSourceDescription *source, guint32 interface,
                                      const PktmonSourceCounters *counters, PktmonWriter *writer,
                                      GError **error)
{
  guint64 now = (guint64) pktmon_time_to_nanoseconds (pktmon_time_now());

  pktmon_writer_begin (writer, PKTMON_BLOCK_INTERFACE_STATISTICS);
  pktmon_writer_put_u32 (writer, interface);
  put_ticks (writer, now);
  put_time (writer, PKTMON_OPTION_ISB_STARTTIME, source->start);
  put_time (writer, PKTMON_OPTION_ISB_ENDTIME, now);
  put_count (writer, PKTMON_OPTION_ISB_IFDROP, counters->interface_lost);
  put_count (writer, PKTMON_OPTION_ISB_FILTERACCEPT,
             counters->packets + counters->kernel_lost + counters->unwritten);
  put_count (writer, PKTMON_OPTION_ISB_OSDROP, counters->kernel_lost);
  put_count (writer, PKTMON_OPTION_ISB_USRDELIV, counters->packets);
  return pktmon_writer_end (writer, error);
}
