/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/bytes.h"
#include "base/text.h"

G_BEGIN_DECLS

/* Values in the basic encoding rules (ITU-T X.690), with tags of one byte and lengths that are
 * said. */

#define PKTMON_BER_INTEGER 0x02
#define PKTMON_BER_OCTETS 0x04
#define PKTMON_BER_OID 0x06
#define PKTMON_BER_SEQUENCE 0x30

/* Takes the next value: its tag, and its content as a cursor of its own, which holds what is there
 * where it is cut short. FALSE, and @bytes has failed, when no head of a value is there. */
gboolean pktmon_ber_next (PktmonBytes *bytes, guint8 *tag, PktmonBytes *content);

/* Takes the next value if it has the tag @tag. FALSE, and @bytes has failed, when it has not. */
gboolean pktmon_ber_expect (PktmonBytes *bytes, guint8 tag, PktmonBytes *content);

/* An integer's content; 0 when it is larger than 64 bits. */
gint64 pktmon_ber_get_integer (PktmonBytes content);

/* "1.3.6.1.2.1": an object identifier's content. */
void pktmon_ber_append_oid (PktmonText *text, PktmonBytes content);

G_END_DECLS
