/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/hdlc-control.h"

#define IS_UNNUMBERED(first) (((first) &0x03) == 0x03)
#define POLL_UNNUMBERED 0x10
#define POLL_NUMBERED 0x01

PktmonHdlcControl
pktmon_hdlc_control_take (PktmonBytes *bytes)
{
  PktmonHdlcControl self = { .value = pktmon_bytes_u8 (bytes), .size = 1 };

  if (!IS_UNNUMBERED (self.value)) {
    self.value = (guint16) (self.value << 8 | pktmon_bytes_u8 (bytes));
    self.size = 2;
  }
  return self;
}

gboolean
pktmon_hdlc_control_has_data (PktmonHdlcControl self)
{
  if (self.size == 1)
    return (self.value & ~POLL_UNNUMBERED) == PKTMON_HDLC_UI;
  return (self.value >> 8 & 1) == 0;
}

/* Name of an unnumbered frame, by the bits beside poll and type; those of commands and of responses
 * hardly overlap. */
static const char *
unnumbered_name (guint8 control, gboolean is_response)
{
  switch (control & 0xec) {
  case 0x00:
    return "UI";
  case 0x0c:
    return "DM";
  case 0x40:
    return is_response ? "RD" : "DISC";
  case 0x60:
    return "UA";
  case 0x6c:
    return "SABME";
  case 0x2c:
    return "SABM";
  case 0x84:
    return "FRMR";
  case 0xac:
    return "XID";
  case 0xe0:
    return "TEST";
  default:
    return "Unknown";
  }
}

static void
append_number (PktmonText *text, const char *name, guint number)
{
  pktmon_text_append (text, name);
  pktmon_text_append_u64 (text, number);
}

void
pktmon_hdlc_control_append (PktmonHdlcControl self, gboolean is_response, PktmonText *text)
{
  static const char *const supervisory[] = { "RR", "RNR", "REJ", "SREJ" };
  guint first = self.size == 1 ? self.value : self.value >> 8;
  guint second = self.value & 0xff;
  gboolean polls = self.size == 1 ? (first & POLL_UNNUMBERED) != 0 : (second & POLL_NUMBERED) != 0;

  pktmon_text_append_char (text, self.size == 1 ? 'U' : (first & 1) != 0 ? 'S' : 'I');
  if (polls)
    pktmon_text_append (text, is_response ? " F" : " P");
  if (self.size == 1) {
    pktmon_text_append (text, ", func=");
    pktmon_text_append (text, unnumbered_name ((guint8) first, is_response));
    return;
  }
  if ((first & 1) != 0) {
    pktmon_text_append (text, ", func=");
    pktmon_text_append (text, supervisory[first >> 2 & 3]);
  }
  append_number (text, ", N(R)=", second >> 1);
  if ((first & 1) == 0)
    append_number (text, ", N(S)=", first >> 1);
}
