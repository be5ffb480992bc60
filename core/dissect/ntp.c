/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"
#include "dissect/names.h"

#include "base/clock.h"

/* The Network Time Protocol (RFC 5905; the modes for control RFC 9327). */

#define MODE_CONTROL 6
#define MODE_PRIVATE 7
#define HEADER_SIZE 48
#define N_TIMES 4
/* From 1900 to 1970; after 2036 the seconds begin again at 0 (RFC 5905 section 6). */
#define EPOCH G_GINT64_CONSTANT (2208988800)
#define ERA (G_GINT64_CONSTANT (1) << 32)

static const char *const modes[8] = {
  "reserved", "symmetric active", "symmetric passive", "client",
  "server",   "broadcast",        "control",           "private",
};
static const char *const leaps[4] = {
  "no warning",
  "last minute of the day has 61 seconds",
  "last minute of the day has 59 seconds",
  "unknown (clock unsynchronized)",
};

static const char *
stratum_name (guint8 stratum)
{
  if (stratum == 0)
    return "unspecified or invalid";
  if (stratum == 1)
    return "primary reference";
  if (stratum < 16)
    return "secondary reference";
  return stratum == 16 ? "unsynchronized" : "reserved";
}

/* Seconds in 16.16 fixed point. */
static void
add_short (PktmonDissection *self, const char *key, const char *name, PktmonBytes *bytes)
{
  char buffer[32];
  PktmonText text;
  gsize start = bytes->position;
  guint32 value = pktmon_bytes_be32 (bytes);
  guint64 micros = ((guint64) value * 1000000 + 0x8000) >> 16;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_printf (&text, "%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT " s",
                             micros / 1000000, micros % 1000000);
  pktmon_dissection_add_text (self, key, name, start, 4, buffer);
}

/* Seconds since 1900 in 32.32 fixed point. */
static void
add_time (PktmonDissection *self, const char *key, const char *name, PktmonBytes *bytes)
{
  char buffer[64];
  PktmonText text;
  gsize start = bytes->position;
  guint64 value = pktmon_bytes_be64 (bytes);
  PktmonTime time = {
    .seconds = (gint64) (value >> 32) - EPOCH,
    .nanoseconds = (guint32) (((value & G_MAXUINT32) * PKTMON_NANOSECONDS_PER_SECOND) >> 32),
  };

  if (!(value >> 63))
    time.seconds += ERA;
  pktmon_text_init (&text, buffer, sizeof buffer);
  if (value != 0) {
    g_autoptr (GTimeZone) utc = g_time_zone_new_utc();

    pktmon_time_append_date (&text, time, utc, 9);
    pktmon_text_append (&text, " UTC");
  } else
    pktmon_text_append (&text, "not set");
  pktmon_dissection_add_text (self, key, name, start, 8, buffer);
}

/* A name of four letters for a clock of its own, an address for one that follows another. */
static void
add_reference (PktmonDissection *self, guint8 stratum, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  const guint8 *id = pktmon_bytes_take (bytes, 4);
  gsize size = 4;

  while (size > 0 && id[size - 1] == '\0')
    size--;
  if (stratum <= 1)
    pktmon_dissection_add_foreign (self, "ntp.refid", "Reference ID", start, id, size);
  else
    pktmon_dissection_add_ipv4 (self, "ntp.refid", "Reference ID", start, id);
}

static void
add_body (PktmonDissection *self, PktmonBytes *bytes)
{
  static const struct {
    const char *key, *name;
  } times[N_TIMES] = {
    { "ntp.reftime", "Reference timestamp" },
    { "ntp.org", "Origin timestamp" },
    { "ntp.rec", "Receive timestamp" },
    { "ntp.xmt", "Transmit timestamp" },
  };
  gsize start = bytes->position;
  guint8 stratum = pktmon_bytes_u8 (bytes);
  guint8 poll = pktmon_bytes_u8 (bytes);
  guint8 precision = pktmon_bytes_u8 (bytes);
  char buffer[16];
  PktmonText text;

  pktmon_dissection_add_named (self, "ntp.stratum", "Stratum", start, 1, stratum,
                               stratum_name (stratum));
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_printf (&text, "2^%d s", (gint8) poll);
  pktmon_dissection_add_text (self, "ntp.ppoll", "Polling interval", start + 1, 1, buffer);
  pktmon_text_clear (&text);
  pktmon_text_append_printf (&text, "2^%d s", (gint8) precision);
  pktmon_dissection_add_text (self, "ntp.precision", "Clock precision", start + 2, 1, buffer);
  add_short (self, "ntp.rootdelay", "Root delay", bytes);
  add_short (self, "ntp.rootdispersion", "Root dispersion", bytes);
  add_reference (self, stratum, bytes);
  for (guint i = 0; i < N_TIMES; i++)
    add_time (self, times[i].key, times[i].name, bytes);
}

void
pktmon_dissect_ntp (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint8 first = pktmon_bytes_u8 (bytes);
  guint leap = first >> 6, version = first >> 3 & 7, mode = first & 7;
  PktmonText *info;

  if (version == 0 || version > 4 || mode == 0 ||
      (mode < MODE_CONTROL && self->transport_payload < HEADER_SIZE)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  pktmon_dissection_set_protocol (self, "NTP");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, "NTP Version ");
    pktmon_text_append_u64 (info, version);
    pktmon_text_append (info, ", ");
    pktmon_text_append (info, modes[mode]);
  }
  pktmon_dissection_begin (self, "ntp", "Network Time Protocol", start, 1);
  if (mode != MODE_PRIVATE)
    pktmon_dissection_add_named (self, "ntp.flags.li", "Leap indicator", start, 1, leap,
                                 leaps[leap]);
  pktmon_dissection_add_u64 (self, "ntp.flags.vn", "Version", start, 1, version);
  pktmon_dissection_add_named (self, "ntp.flags.mode", "Mode", start, 1, mode, modes[mode]);
  if (self->tree != NULL && mode < MODE_CONTROL && pktmon_bytes_left (bytes) >= HEADER_SIZE - 1)
    add_body (self, bytes);
  pktmon_dissection_end (self, bytes->position);
  pktmon_application_leave (self, bytes);
}
