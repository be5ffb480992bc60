/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define HEADER_SIZE 4
#define FIRST_WITHOUT_OPTIONS 5

static const char *const control_codes[] = {
  "Vendor Specific",      "Configuration Request", "Configuration Ack", "Configuration Nak",
  "Configuration Reject", "Termination Request",   "Termination Ack",   "Code Reject",
  "Protocol Reject",      "Echo Request",          "Echo Reply",        "Discard Request",
  "Identification",       "Time Remaining",        "Reset Request",     "Reset Ack",
};

static const char *const pap_codes[] = {
  NULL,
  "Authenticate-Request",
  "Authenticate-Ack",
  "Authenticate-Nak",
};

static const char *const chap_codes[] = {
  NULL, "Challenge", "Response", "Success", "Failure",
};

typedef struct {
  const char *layer; /* of the tree */
  const char *const *codes;
  guint n_codes;
} Dialect;

/* Options of a configuration packet: type, length with these two bytes, value. */
static void
add_options (PktmonDissection *self, PktmonBytes *bytes)
{
  while (pktmon_bytes_left (bytes) >= 2) {
    gsize start = bytes->position;
    guint8 type = pktmon_bytes_u8 (bytes);
    guint8 length = pktmon_bytes_u8 (bytes);

    if (length < 2 || !pktmon_bytes_skip (bytes, length - 2u))
      return;
    pktmon_dissection_begin (self, "ppp.opt", "Option", start, length);
    pktmon_dissection_add_u64 (self, "ppp.opt.type", "Type", start, 1, type);
    pktmon_dissection_add_u64 (self, "ppp.opt.length", "Length", start + 1, 1, length);
    pktmon_dissection_end (self, start + length);
  }
}

static void
dissect (PktmonDissection *self, PktmonBytes *bytes, const Dialect *dialect)
{
  gsize start = bytes->position;
  guint8 code = pktmon_bytes_u8 (bytes);
  guint8 identifier = pktmon_bytes_u8 (bytes);
  guint16 length = pktmon_bytes_be16 (bytes);
  const char *name = code < dialect->n_codes ? dialect->codes[code] : NULL;
  PktmonText *info = pktmon_dissection_get_info (self);

  if (bytes->failed)
    return;
  if (info != NULL) {
    pktmon_text_clear (info);
    pktmon_text_append (info, name != NULL ? name : "Unknown code");
  }
  pktmon_bytes_limit (bytes, MAX (length, HEADER_SIZE) - HEADER_SIZE);
  pktmon_dissection_begin (self, "ppp", dialect->layer, start, HEADER_SIZE);
  pktmon_dissection_add_named (self, "ppp.code", "Code", start, 1, code, name);
  pktmon_dissection_add_u64 (self, "ppp.identifier", "Identifier", start + 1, 1, identifier);
  pktmon_dissection_add_u64 (self, "ppp.length", "Length", start + 2, 2, length);
  if (dialect->codes == control_codes && code > 0 && code < FIRST_WITHOUT_OPTIONS &&
      self->tree != NULL)
    add_options (self, bytes);
  bytes->position = bytes->end;
  pktmon_dissection_end (self, bytes->end);
}

void
pktmon_dissect_ppp_control (PktmonDissection *self, PktmonBytes *bytes)
{
  static const Dialect dialect = {
    "PPP Control Protocol",
    control_codes,
    G_N_ELEMENTS (control_codes),
  };

  dissect (self, bytes, &dialect);
}

void
pktmon_dissect_ppp_pap (PktmonDissection *self, PktmonBytes *bytes)
{
  static const Dialect dialect = {
    "PPP Password Authentication Protocol",
    pap_codes,
    G_N_ELEMENTS (pap_codes),
  };

  dissect (self, bytes, &dialect);
}

void
pktmon_dissect_ppp_chap (PktmonDissection *self, PktmonBytes *bytes)
{
  static const Dialect dialect = {
    "PPP Challenge Handshake Authentication Protocol",
    chap_codes,
    G_N_ELEMENTS (chap_codes),
  };

  dissect (self, bytes, &dialect);
}
