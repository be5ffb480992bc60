/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/text.h"

G_BEGIN_DECLS

/* A moment, in seconds since 1970-01-01 00:00 UTC and nanoseconds after that second. */
typedef struct {
  gint64 seconds;
  guint32 nanoseconds; /* below 1,000,000,000; PKTMON_TIME_UNKNOWN when there is no time */
} PktmonTime;

#define PKTMON_TIME_UNKNOWN G_MAXUINT32
#define PKTMON_TIME_NONE ((PktmonTime){ .nanoseconds = PKTMON_TIME_UNKNOWN })
#define PKTMON_NANOSECONDS_PER_SECOND G_GINT64_CONSTANT (1000000000)

/* The same as one number for sorting: nanoseconds since 1970, clamped to what 64 bits hold (1677 to
 * 2262); PKTMON_NANOSECONDS_NONE when there is no time. */
typedef gint64 PktmonNanoseconds;
#define PKTMON_NANOSECONDS_NONE G_MININT64

static inline gboolean
pktmon_time_is_known (PktmonTime time)
{
  return time.nanoseconds != PKTMON_TIME_UNKNOWN;
}

/* @ticks: a time stamp in the unit that @resolution stands for, as option if_tsresol says it
 * (pcapng, section 4.2): highest bit clear: 10 to the minus @resolution; set: 2 to the minus the
 * rest.
 * @offset: if_tsoffset, seconds to add. Exact down to the nanosecond, for every value; a sum that
 * no 64 bits hold is PKTMON_TIME_NONE. */
PktmonTime pktmon_time_from_ticks (guint64 ticks, guint8 resolution, gint64 offset);
PktmonNanoseconds pktmon_time_to_nanoseconds (PktmonTime time);
PktmonTime pktmon_time_from_nanoseconds (PktmonNanoseconds nanoseconds);
/* Current time of the system's clock. */
PktmonTime pktmon_time_now (void);
/* Whether @a lies before (< 0), at or after (> 0) @b; both known. */
int pktmon_time_compare (PktmonTime a, PktmonTime b);
/* @a minus @b as a moment since 1970; PKTMON_TIME_NONE when either is, or when it does not fit. */
PktmonTime pktmon_time_subtract (PktmonTime a, PktmonTime b);

/* "1700000000.000001000", with @digits (0 to 9) decimals, cut, not rounded; "-0.500000000" before
 * 1970. Nothing when there is no time. */
void pktmon_time_append_epoch (PktmonText *text, PktmonTime time, guint digits);
/* "2023-11-14 22:13:20.000001000" in @zone, with @digits decimals; the epoch form for years beyond
 * 1 to 9999. */
void pktmon_time_append_date (PktmonText *text, PktmonTime time, GTimeZone *zone, guint digits);

G_END_DECLS
