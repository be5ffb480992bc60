/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/clock.h"

/* Times against exact sums in 128 bits. */

#define BILLION ((__int128) PKTMON_NANOSECONDS_PER_SECOND)
#define TEXT_SIZE 64

static guint64
any_u64 (void)
{
  guint64 high = (guint32) g_test_rand_int();

  /* Numbers of every magnitude. */
  return (high << 32 | (guint32) g_test_rand_int()) >> g_test_rand_int_range (0, 64);
}

static gint64
any_i64 (void)
{
  gint64 value = (gint64) any_u64();

  return g_test_rand_bit() ? value : -value;
}

static PktmonTime
any_time (void)
{
  return (PktmonTime){ any_i64(), (guint32) g_test_rand_int_range (0, 1000000000) };
}

/* Nanoseconds since 1970, of any size. */
static __int128
get_total (PktmonTime time)
{
  return time.seconds * BILLION + time.nanoseconds;
}

/* The other way round; PKTMON_TIME_NONE when 64 bits do not hold the seconds. */
static PktmonTime
from_total (__int128 total)
{
  __int128 seconds = total / BILLION;
  __int128 rest = total % BILLION;

  if (rest < 0) {
    seconds--;
    rest += BILLION;
  }
  if (seconds < G_MININT64 || seconds > G_MAXINT64)
    return PKTMON_TIME_NONE;
  return (PktmonTime){ (gint64) seconds, (guint32) rest };
}

static void
assert_time (PktmonTime a, PktmonTime b)
{
  g_assert_cmpint (pktmon_time_is_known (a), ==, pktmon_time_is_known (b));
  if (!pktmon_time_is_known (b))
    return;
  g_assert_cmpint (a.seconds, ==, b.seconds);
  g_assert_cmpuint (a.nanoseconds, ==, b.nanoseconds);
}

/* --- Ticks --- */

static __int128
power_of_ten (guint exponent)
{
  __int128 power = 1;

  while (exponent-- > 0)
    power *= 10;
  return power;
}

/* What @ticks are in whole nanoseconds. */
static __int128
sum_ticks (guint64 ticks, guint8 resolution)
{
  guint exponent = resolution & 0x7f;

  if (resolution & 0x80)
    return ticks * BILLION >> exponent;
  if (exponent <= 9)
    return ticks * power_of_ten (9 - exponent);
  return exponent - 9 > 38 ? 0 : ticks / power_of_ten (exponent - 9);
}

static void
check_ticks (guint64 ticks, guint8 resolution, gint64 offset)
{
  assert_time (pktmon_time_from_ticks (ticks, resolution, offset),
               from_total (sum_ticks (ticks, resolution) + offset * BILLION));
}

static void
test_ticks (void)
{
  static const gint64 offsets[] = { 0, 1, -1, 1700000000, G_MAXINT64, G_MININT64, -1700000000 };

  for (guint resolution = 0; resolution < 256; resolution++)
    for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
      for (guint shift = 0; shift < 64; shift++) {
        check_ticks (G_MAXUINT64 >> shift, (guint8) resolution, offsets[i]);
        check_ticks (G_GUINT64_CONSTANT (1) << shift, (guint8) resolution, offsets[i]);
      }
      check_ticks (0, (guint8) resolution, offsets[i]);
    }
}

static void
test_any_ticks (void)
{
  for (guint i = 0; i < 200000; i++)
    check_ticks (any_u64(), (guint8) g_test_rand_int(), any_i64());
}

/* --- One number --- */

static void
test_nanoseconds (void)
{
  for (guint i = 0; i < 100000; i++) {
    PktmonTime time = any_time();
    __int128 total = get_total (time);
    PktmonNanoseconds expected =
        (PktmonNanoseconds) CLAMP (total, PKTMON_NANOSECONDS_NONE + 1, G_MAXINT64);

    g_assert_cmpint (pktmon_time_to_nanoseconds (time), ==, expected);
    assert_time (pktmon_time_from_nanoseconds (expected), from_total (expected));
    g_assert_cmpint (pktmon_time_to_nanoseconds (pktmon_time_from_nanoseconds (expected)), ==,
                     expected);
  }
  g_assert_cmpint (pktmon_time_to_nanoseconds (PKTMON_TIME_NONE), ==, PKTMON_NANOSECONDS_NONE);
  assert_time (pktmon_time_from_nanoseconds (PKTMON_NANOSECONDS_NONE), PKTMON_TIME_NONE);
  assert_time (pktmon_time_from_nanoseconds (-1), (PktmonTime){ -1, 999999999 });
}

static void
test_order (void)
{
  for (guint i = 0; i < 100000; i++) {
    PktmonTime a = any_time();
    PktmonTime b =
        g_test_rand_bit() ? any_time() : (PktmonTime){ a.seconds, any_time().nanoseconds };
    __int128 difference = get_total (a) - get_total (b);

    g_assert_cmpint (pktmon_time_compare (a, b), ==, (difference > 0) - (difference < 0));
    g_assert_cmpint (pktmon_time_compare (a, a), ==, 0);
    assert_time (pktmon_time_subtract (a, b), from_total (difference));
  }
  assert_time (pktmon_time_subtract (PKTMON_TIME_NONE, any_time()), PKTMON_TIME_NONE);
  assert_time (pktmon_time_subtract (any_time(), PKTMON_TIME_NONE), PKTMON_TIME_NONE);
  assert_time (pktmon_time_subtract ((PktmonTime){ G_MININT64, 0 }, (PktmonTime){ 0, 1 }),
               PKTMON_TIME_NONE);
}

static void
test_now (void)
{
  PktmonTime time = pktmon_time_now();

  g_assert_cmpint (time.seconds, >, 1700000000);
  g_assert_cmpuint (time.nanoseconds, <, 1000000000);
}

/* --- Text --- */

static void
assert_epoch (PktmonTime time, guint digits, const char *expected)
{
  char buffer[TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_time_append_epoch (&text, time, digits);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_epoch (void)
{
  assert_epoch ((PktmonTime){ 1700000000, 1000 }, 9, "1700000000.000001000");
  assert_epoch ((PktmonTime){ 1700000000, 999999999 }, 6, "1700000000.999999");
  assert_epoch ((PktmonTime){ 1, 999999999 }, 0, "1");
  assert_epoch ((PktmonTime){ 1, 5 }, 100, "1.000000005");
  assert_epoch ((PktmonTime){ -1, 500000000 }, 9, "-0.500000000");
  assert_epoch ((PktmonTime){ -1, 0 }, 3, "-1.000");
  assert_epoch ((PktmonTime){ G_MAXINT64, 999999999 }, 9, "9223372036854775807.999999999");
  assert_epoch ((PktmonTime){ G_MININT64, 0 }, 9, "-9223372036854775808.000000000");
  assert_epoch ((PktmonTime){ G_MININT64, 1 }, 9, "-9223372036854775807.999999999");
  assert_epoch (PKTMON_TIME_NONE, 9, "");
}

/* The digits stand for the exact number. */
static void
test_any_epoch (void)
{
  for (guint i = 0; i < 20000; i++) {
    PktmonTime time = any_time();
    __int128 total = get_total (time);
    __int128 size = total < 0 ? -total : total;
    g_autofree char *expected =
        g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%09u", total < 0 ? "-" : "",
                         (guint64) (size / BILLION), (guint) (size % BILLION));

    assert_epoch (time, 9, expected);
  }
}

static void
assert_date (PktmonTime time, const char *zone, const char *expected)
{
  g_autoptr (GTimeZone) own = g_time_zone_new_identifier (zone);
  char buffer[TEXT_SIZE];
  PktmonText text;

  g_assert_nonnull (own);
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_time_append_date (&text, time, own, 6);
  g_assert_cmpstr (buffer, ==, expected);
}

static void
test_date (void)
{
  assert_date ((PktmonTime){ 1700000000, 1000 }, "UTC", "2023-11-14 22:13:20.000001");
  assert_date ((PktmonTime){ 1700000000, 0 }, "+05:30", "2023-11-15 03:43:20.000000");
  assert_date ((PktmonTime){ -1, 999999999 }, "UTC", "1969-12-31 23:59:59.999999");
  assert_date ((PktmonTime){ G_GINT64_CONSTANT (253402300799), 0 }, "UTC",
               "9999-12-31 23:59:59.000000");
  assert_date ((PktmonTime){ G_GINT64_CONSTANT (253402300800), 0 }, "UTC", "253402300800.000000");
  assert_date ((PktmonTime){ G_GINT64_CONSTANT (253402300799), 0 }, "+05:30",
               "253402300799.000000");
  assert_date ((PktmonTime){ G_MININT64, 0 }, "UTC", "-9223372036854775808.000000");
  assert_date ((PktmonTime){ G_MAXINT64, 0 }, "UTC", "9223372036854775807.000000");
  assert_date (PKTMON_TIME_NONE, "UTC", "");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/ticks", test_ticks);
  g_test_add_func ("/clock/any-ticks", test_any_ticks);
  g_test_add_func ("/clock/nanoseconds", test_nanoseconds);
  g_test_add_func ("/clock/order", test_order);
  g_test_add_func ("/clock/now", test_now);
  g_test_add_func ("/clock/epoch", test_epoch);
  g_test_add_func ("/clock/any-epoch", test_any_epoch);
  g_test_add_func ("/clock/date", test_date);
  return g_test_run();
}
