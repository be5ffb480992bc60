/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "info.h"

#include "base/i18n.h"

PktmonTime
pktmon_info_get_time (PktmonNanoseconds nanoseconds)
{
  /* The ends stand for everything beyond them too. */
  if (nanoseconds == PKTMON_NANOSECONDS_NONE + 1 || nanoseconds == G_MAXINT64)
    return PKTMON_TIME_NONE;
  return pktmon_time_from_nanoseconds (nanoseconds);
}

PktmonTime
pktmon_info_get_duration (const PktmonTotals *totals)
{
  return pktmon_time_subtract (pktmon_info_get_time (totals->last),
                               pktmon_info_get_time (totals->first));
}

double
pktmon_info_get_rate (const PktmonTotals *totals, guint64 amount)
{
  PktmonTime duration = pktmon_info_get_duration (totals);
  double seconds = (double) duration.seconds + duration.nanoseconds / 1e9;

  return pktmon_time_is_known (duration) && seconds > 0 ? (double) amount / seconds : -1;
}

const char *
pktmon_info_get_format (const PktmonSection *section)
{
  static const char *const names[] = {
    [PKTMON_FORMAT_PCAPNG] = "pcapng",
    [PKTMON_FORMAT_PCAP] = "pcap",
    [PKTMON_FORMAT_PCAP_MODIFIED] = "modified pcap",
  };

  return names[section->format];
}

static const PktmonInfoCounter counters[] = {
  { "isb_ifrecv", N_ ("Received by the interface"),
    G_STRUCT_OFFSET (PktmonInterfaceStatistics, received) },
  { "isb_ifdrop", N_ ("Lost by the interface"),
    G_STRUCT_OFFSET (PktmonInterfaceStatistics, interface_dropped) },
  { "isb_filteraccept", N_ ("Accepted by the filter"),
    G_STRUCT_OFFSET (PktmonInterfaceStatistics, filter_accepted) },
  { "isb_osdrop", N_ ("Lost by the system"),
    G_STRUCT_OFFSET (PktmonInterfaceStatistics, system_dropped) },
  { "isb_usrdeliv", N_ ("Delivered to the program"),
    G_STRUCT_OFFSET (PktmonInterfaceStatistics, delivered) },
};

const PktmonInfoCounter *
pktmon_info_get_counters (guint *n_counters)
{
  *n_counters = G_N_ELEMENTS (counters);
  return counters;
}

guint64
pktmon_info_get_counter (const PktmonInfoCounter *counter,
                         const PktmonInterfaceStatistics *statistics)
{
  return G_STRUCT_MEMBER (guint64, statistics, counter->offset);
}
