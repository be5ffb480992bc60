/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#define BINARY_RESOLUTION 0x80u

static guint64
power_of_ten (guint exponent)
{
  guint64 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* 10 to the minus @exponent seconds a tick. */
static PktmonTime
from_decimal (guint64 ticks, guint exponent)
{
  PktmonTime time = { 0 };
  guint64 fraction = ticks;

  if (exponent <= 19) {
    guint64 unit = power_of_ten (exponent);

    time.seconds = (gint64) (ticks / unit);
    fraction = ticks % unit;
  }
  if (exponent <= 9)
    time.nanoseconds = (guint32) (fraction * power_of_ten (9 - exponent));
  else if (exponent <= 28)
    time.nanoseconds = (guint32) (fraction / power_of_ten (exponent - 9));
  return time;
}

/* 2 to the minus @exponent seconds a tick; @exponent is at most 127. */
static PktmonTime
from_binary (guint64 ticks, guint exponent)
{
  PktmonTime time = { 0 };
  guint64 fraction = ticks;

  if (exponent < 64) {
    time.seconds = (gint64) (ticks >> exponent);
    fraction = ticks & ((G_GUINT64_CONSTANT (1) << exponent) - 1);
  }
  time.nanoseconds =
      (guint32) ((unsigned __int128) fraction * (guint64) PKTMON_NANOSECONDS_PER_SECOND >>
                 exponent);
  return time;
}

PktmonTime
pktmon_time_from_ticks (guint64 ticks, guint8 resolution, gint64 offset)
{
  PktmonTime time = resolution & BINARY_RESOLUTION ? from_binary (ticks, resolution & 0x7f)
                                                   : from_decimal (ticks, resolution);

  /* Ticks of whole seconds can be more than a signed number holds, until @offset is added. */
  if (__builtin_add_overflow ((guint64) time.seconds, offset, &time.seconds))
    return PKTMON_TIME_NONE;
  return time;
}

PktmonNanoseconds
pktmon_time_to_nanoseconds (PktmonTime time)
{
  __int128 sum = (__int128) time.seconds * PKTMON_NANOSECONDS_PER_SECOND + time.nanoseconds;

  if (!pktmon_time_is_known (time))
    return PKTMON_NANOSECONDS_NONE;
  return (PktmonNanoseconds) CLAMP (sum, PKTMON_NANOSECONDS_NONE + 1, G_MAXINT64);
}

PktmonTime
pktmon_time_from_nanoseconds (PktmonNanoseconds nanoseconds)
{
  gint64 seconds = nanoseconds / PKTMON_NANOSECONDS_PER_SECOND;
  gint64 rest = nanoseconds % PKTMON_NANOSECONDS_PER_SECOND;

  if (nanoseconds == PKTMON_NANOSECONDS_NONE)
    return PKTMON_TIME_NONE;
  if (rest < 0) {
    seconds--;
    rest += PKTMON_NANOSECONDS_PER_SECOND;
  }
  return (PktmonTime){ .seconds = seconds, .nanoseconds = (guint32) rest };
}

PktmonTime
pktmon_time_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return (PktmonTime){ .seconds = now.tv_sec, .nanoseconds = (guint32) now.tv_nsec };
}

int
pktmon_time_compare (PktmonTime a, PktmonTime b)
{
  if (a.seconds != b.seconds)
    return a.seconds < b.seconds ? -1 : 1;
  return (a.nanoseconds > b.nanoseconds) - (a.nanoseconds < b.nanoseconds);
}

PktmonTime
pktmon_time_subtract (PktmonTime a, PktmonTime b)
{
  gint64 seconds, nanoseconds;

  if (!pktmon_time_is_known (a) || !pktmon_time_is_known (b) ||
      __builtin_sub_overflow (a.seconds, b.seconds, &seconds))
    return PKTMON_TIME_NONE;
  nanoseconds = (gint64) a.nanoseconds - b.nanoseconds;
  if (nanoseconds < 0) {
    if (__builtin_sub_overflow (seconds, 1, &seconds))
      return PKTMON_TIME_NONE;
    nanoseconds += PKTMON_NANOSECONDS_PER_SECOND;
  }
  return (PktmonTime){ .seconds = seconds, .nanoseconds = (guint32) nanoseconds };
}

static void
append_fraction (PktmonText *text, guint32 nanoseconds, guint digits)
{
  char buffer[11] = ".";

  digits = MIN (digits, 9);
  if (digits == 0)
    return;
  for (guint i = 9; i > 0; i--) {
    buffer[i] = (char) ('0' + nanoseconds % 10);
    nanoseconds /= 10;
  }
  buffer[digits + 1] = '\0';
  pktmon_text_append (text, buffer);
}

void
pktmon_time_append_epoch (PktmonText *text, PktmonTime time, guint digits)
{
  guint64 magnitude = (guint64) time.seconds;
  guint32 nanoseconds = time.nanoseconds;

  if (!pktmon_time_is_known (time))
    return;
  if (time.seconds < 0) {
    /* A moment counts forward from its second; text counts away from 1970. */
    magnitude = -magnitude;
    if (nanoseconds > 0) {
      magnitude--;
      nanoseconds = (guint32) PKTMON_NANOSECONDS_PER_SECOND - nanoseconds;
    }
    pktmon_text_append_char (text, '-');
  }
  pktmon_text_append_u64 (text, magnitude);
  append_fraction (text, nanoseconds, digits);
}

void
pktmon_time_append_date (PktmonText *text, PktmonTime time, GTimeZone *zone, guint digits)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = NULL;

  if (!pktmon_time_is_known (time))
    return;
  utc = g_date_time_new_from_unix_utc (time.seconds);
  local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  date = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : NULL;
  if (date == NULL) {
    pktmon_time_append_epoch (text, time, digits);
    return;
  }
  pktmon_text_append (text, date);
  append_fraction (text, time.nanoseconds, digits);
}
