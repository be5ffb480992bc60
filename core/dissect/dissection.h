/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/bytes.h"
#include "base/text.h"
#include "dissect/field-tree.h"
#include "dissect/summary.h"

G_BEGIN_DECLS

/* The state of taking one packet apart; private to core/dissect.
 *
 * A layer is a function that reads its own header from `bytes`, leaves the cursor at its payload
 * (limited to it, where the header says how long it is) and sets `next` to the layer that follows,
 * or leaves it NULL when nothing does. It is called with `next` NULL. It first reads, then asks
 * `bytes->failed` once, and only then puts values where they show. The same function serves summary
 * and tree: what it adds to the tree costs nothing when there is none. */
typedef struct _PktmonDissection PktmonDissection;
typedef void (*PktmonLayer) (PktmonDissection *self, PktmonBytes *bytes);

struct _PktmonDissection {
  PktmonSummary *summary;
  PktmonFieldTree *tree; /* NULL when only the summary is wanted */
  gboolean wants_info;   /* FALSE: nobody looks at the info text */
  PktmonText info;       /* writes into summary->info */
  PktmonLayer next;
  guint layers;      /* headers taken apart so far */
  gboolean quoted;   /* inside the packet that an ICMP error quotes: addresses, protocol and info
                        of the columns stay as they are, fields are still taken */
  gsize wire_length; /* length of the packet on the wire, from its first byte */
  gsize ip_payload;  /* of the last IP header: bytes behind it, captured or not */
  guint8 ip_ttl;     /* of the last IP header: time to live, hop limit */
  guint16 source_port, destination_port; /* of the last transport header */
  gsize transport_payload;               /* bytes behind it, captured or not */
};

/* --- Columns; each does nothing while `quoted` --- */

/* Names the innermost protocol so far and starts a new info text; @name is static. */
void pktmon_dissection_set_protocol (PktmonDissection *self, const char *name);
/* Names the current protocol more exactly; its info text stays. */
void pktmon_dissection_refine_protocol (PktmonDissection *self, const char *name);
/* Info text of the current protocol, or NULL when nobody wants it:
 *   PktmonText *info = pktmon_dissection_get_info (self);
 *   if (info != NULL) … */
PktmonText *pktmon_dissection_get_info (PktmonDissection *self);
/* Appends one of several things to the info text, behind a comma where it is not the first. */
void pktmon_dissection_append_item (PktmonDissection *self, const char *item);
void pktmon_dissection_set_addresses (PktmonDissection *self, PktmonAddressKind kind,
                                      const guint8 *source, const guint8 *destination);

/* --- Tree; each does nothing without one ---
 * @start is the position of the field's first byte (PktmonBytes.position before it was read). */

/* Begins a layer or a subtree: following fields are its children until pktmon_dissection_end. */
void pktmon_dissection_begin (PktmonDissection *self, const char *key, const char *name,
                              gsize start, gsize length);
/* The same with a text of its own, valid UTF-8. */
void pktmon_dissection_begin_text (PktmonDissection *self, const char *key, const char *name,
                                   gsize start, gsize length, const char *text);
/* Ends it; the node's length grows to @end (a position) where that is farther. */
void pktmon_dissection_end (PktmonDissection *self, gsize end);

void pktmon_dissection_add_u64 (PktmonDissection *self, const char *key, const char *name,
                                gsize start, gsize length, guint64 value);
/* Value in hexadecimal, as wide as the field. */
void pktmon_dissection_add_hex (PktmonDissection *self, const char *key, const char *name,
                                gsize start, gsize length, guint64 value);
/* Value with what it stands for: "6 (TCP)"; @meaning may be NULL. */
void pktmon_dissection_add_named (PktmonDissection *self, const char *key, const char *name,
                                  gsize start, gsize length, guint64 value, const char *meaning);
/* As above with the number in hexadecimal: "0x0800 (IPv4)". */
void pktmon_dissection_add_named_hex (PktmonDissection *self, const char *key, const char *name,
                                      gsize start, gsize length, guint64 value,
                                      const char *meaning);
/* @text is our own, valid UTF-8. */
void pktmon_dissection_add_text (PktmonDissection *self, const char *key, const char *name,
                                 gsize start, gsize length, const char *text);
/* Bytes from outside, as text. */
void pktmon_dissection_add_foreign (PktmonDissection *self, const char *key, const char *name,
                                    gsize start, const guint8 *data, gsize length);
/* The same with all that is left of @bytes. */
void pktmon_dissection_add_rest (PktmonDissection *self, const char *key, const char *name,
                                 PktmonBytes bytes);
/* Bytes from outside, in hexadecimal; the first of them when there are many. */
void pktmon_dissection_add_bytes (PktmonDissection *self, const char *key, const char *name,
                                  gsize start, const guint8 *data, gsize length);
/* The same with all that is left of @bytes. */
void pktmon_dissection_add_rest_bytes (PktmonDissection *self, const char *key, const char *name,
                                       PktmonBytes bytes);
void pktmon_dissection_add_mac (PktmonDissection *self, const char *key, const char *name,
                                gsize start, const guint8 mac[6]);
void pktmon_dissection_add_ipv4 (PktmonDissection *self, const char *key, const char *name,
                                 gsize start, const guint8 address[4]);
void pktmon_dissection_add_ipv6 (PktmonDissection *self, const char *key, const char *name,
                                 gsize start, const guint8 address[16]);

G_END_DECLS
