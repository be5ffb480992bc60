/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/application.h"
#include "dissect/layers.h"

/* Syslog messages (RFC 5424, RFC 3164): "<priority>text". */

#define MAX_PRIORITY 191
#define MAX_DIGITS 3

static const char *const facilities[] = {
  "KERN",   "USER",   "MAIL",     "DAEMON", "AUTH",   "SYSLOG",   "LPR",      "NEWS",
  "UUCP",   "CRON",   "AUTHPRIV", "FTP",    "NTP",    "LOGAUDIT", "LOGALERT", "CRON",
  "LOCAL0", "LOCAL1", "LOCAL2",   "LOCAL3", "LOCAL4", "LOCAL5",   "LOCAL6",   "LOCAL7",
};
static const char *const severities[] = {
  "EMERG", "ALERT", "CRIT", "ERR", "WARNING", "NOTICE", "INFO", "DEBUG",
};

static gboolean
read_priority (PktmonBytes *bytes, guint *priority)
{
  guint digits;
  guint8 c;

  *priority = 0;
  if (pktmon_bytes_u8 (bytes) != '<')
    return FALSE;
  for (digits = 0; g_ascii_isdigit (c = pktmon_bytes_u8 (bytes)); digits++) {
    if (digits == MAX_DIGITS)
      return FALSE;
    *priority = *priority * 10 + (c - '0');
  }
  return digits > 0 && c == '>' && *priority <= MAX_PRIORITY;
}

void
pktmon_dissect_syslog (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize digits;
  guint priority;
  PktmonText *info;

  if (!read_priority (bytes, &priority)) {
    pktmon_application_reject (self, bytes, start);
    return;
  }
  digits = bytes->position - start - 2;
  pktmon_dissection_set_protocol (self, "Syslog");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, facilities[priority / 8]);
    pktmon_text_append_char (info, '.');
    pktmon_text_append (info, severities[priority % 8]);
    pktmon_text_append (info, ": ");
    pktmon_text_append_rest (info, *bytes);
  }
  pktmon_dissection_begin (self, "syslog", "Syslog message", start, bytes->end - start);
  pktmon_dissection_add_named (self, "syslog.facility", "Facility", start + 1, digits, priority / 8,
                               facilities[priority / 8]);
  pktmon_dissection_add_named (self, "syslog.level", "Level", start + 1, digits, priority % 8,
                               severities[priority % 8]);
  pktmon_dissection_add_rest (self, "syslog.msg", "Message", *bytes);
  pktmon_dissection_end (self, bytes->end);
}
