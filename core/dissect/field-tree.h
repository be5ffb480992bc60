/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One node of a field tree. */
typedef struct {
  const char *key;  /* Wireshark's field name ("ip.ttl"), or NULL; static */
  const char *name; /* "Time to Live"; static, never NULL */
  const char *text; /* "64"; owned by the tree, never NULL, may be empty */
  guint depth;      /* 0: a protocol layer */
  gsize offset;     /* first byte of the field in the captured bytes */
  gsize length;     /* its bytes; 0 when it stands for none */
} PktmonField;

/* PktmonFieldTree: everything the dissector knows of one packet, in the order of the packet; a
 * node's children follow it with a depth one greater. Made whole, then read only: any thread. */
typedef struct _PktmonFieldTree PktmonFieldTree;

/* Takes one packet apart in full; arguments as in pktmon_summarize. Never fails.
 * Returns: (transfer full): free with pktmon_field_tree_free. */
PktmonFieldTree *pktmon_field_tree_new (guint16 link_type, const guint8 *data, gsize captured,
                                        gsize length);
void pktmon_field_tree_free (PktmonFieldTree *self);

guint pktmon_field_tree_get_size (const PktmonFieldTree *self);
/* Borrowed, valid while the tree lives; @position must be below the size. */
const PktmonField *pktmon_field_tree_get (const PktmonFieldTree *self, guint position);
/* The deepest node that holds byte @offset; -1 when none does. */
int pktmon_field_tree_find (const PktmonFieldTree *self, gsize offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonFieldTree, pktmon_field_tree_free)

G_END_DECLS
