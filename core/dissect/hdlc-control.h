/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"
#include "base/text.h"

G_BEGIN_DECLS

/* The control field of HDLC and its children LLC (ISO/IEC 8802-2 clause 5.4), LAPB and frame relay,
 * with numbers modulo 128: two bytes for information and supervisory frames, one for unnumbered. */
typedef struct {
  guint16 value; /* in the order of the wire: the first byte is the upper one of two */
  guint8 size;   /* 1 or 2 */
} PktmonHdlcControl;

/* Unnumbered information. */
#define PKTMON_HDLC_UI 0x03

PktmonHdlcControl pktmon_hdlc_control_take (PktmonBytes *bytes);
/* Whether data follows: I and UI frames. */
gboolean pktmon_hdlc_control_has_data (PktmonHdlcControl self);
/* "U, func=UI", "I P, N(R)=0, N(S)=17"; the poll bit is a final bit in a response. */
void pktmon_hdlc_control_append (PktmonHdlcControl self, gboolean is_response, PktmonText *text);

G_END_DECLS
