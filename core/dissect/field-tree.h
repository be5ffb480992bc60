/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One node of a field tree. */
typedef struct {
  const char *key;  /* Wireshark's field name ("ip.ttl"), or NULL; static */
  const char *name; /* "Time to Live"; static, never NULL */
  const char *text; /* "64"; owned by the tree, never NULL, may be empty. Of a layer that has a
                       source and a destination: "10.0.0.1 → 10.0.0.2" */
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

/* Makes one in steps: what somebody else knows of the packet, then its layers. */
PktmonFieldTree *pktmon_field_tree_new_empty (void);
/* Adds a copy of @field with its text (NULL: empty) below the open node, which grows to hold it.
 * `depth` is set here. When the tree is full the field is left out; its last one says so. */
void pktmon_field_tree_add (PktmonFieldTree *self, const PktmonField *field);
/* The same, and opens it: what is added until pktmon_field_tree_close is below it. */
void pktmon_field_tree_open (PktmonFieldTree *self, const PktmonField *field);
/* Closes the node that was opened last, which grows to reach the position @end. */
void pktmon_field_tree_close (PktmonFieldTree *self, gsize end);
/* Adds the packet's layers, while no node is open; arguments as in pktmon_summarize. Never fails.
 */
void pktmon_field_tree_add_packet (PktmonFieldTree *self, guint16 link_type, const guint8 *data,
                                   gsize captured, gsize length);

void pktmon_field_tree_free (PktmonFieldTree *self);

guint pktmon_field_tree_get_size (const PktmonFieldTree *self);
/* Borrowed, valid while the tree lives; @position must be below the size. */
const PktmonField *pktmon_field_tree_get (const PktmonFieldTree *self, guint position);
/* The deepest node that holds byte @offset; -1 when none does. */
int pktmon_field_tree_find (const PktmonFieldTree *self, gsize offset);
/* The node that @position is a child of; -1 for a layer. */
int pktmon_field_tree_get_parent (const PktmonFieldTree *self, guint position);
/* Where the node at @position and all below it end: the position of the next node that is no
 * descendant, or the size. */
guint pktmon_field_tree_get_end (const PktmonFieldTree *self, guint position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonFieldTree, pktmon_field_tree_free)

G_END_DECLS
