/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* What the records of one segment have told so far. */
typedef struct {
  gboolean datagram;  /* DTLS */
  guint16 version;    /* of the connection; 0: not known yet */
  gboolean encrypted; /* the cipher has changed */
  gsize pending;      /* bytes that the last handshake message has in the records that follow */
} PktmonTlsState;

/* Takes the handshake messages of one record apart (RFC 8446 section 4, RFC 5246 section 7.4, RFC
 * 6347 section 4.2.2) and appends their names to the info text.
 * @record: what was captured of the record behind its header; @length: all of it. */
void pktmon_tls_handshake_dissect (PktmonDissection *self, PktmonBytes record, gsize length,
                                   PktmonTlsState *state);

G_END_DECLS
