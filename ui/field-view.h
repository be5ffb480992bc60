/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "dissect/field-tree.h"

G_BEGIN_DECLS

/* PktmonFieldView: the fields of a packet as a tree, from which they can be copied and filtered on.
 *
 * What the user has expanded is expanded in every packet that has it, and the field that is
 * selected stays so while the user goes from packet to packet.
 *
 * Signals: `selected` (no arguments): another field is selected, or none. `filter` (string text):
 * the user wants to see the packets that match this expression. */
#define PKTMON_TYPE_FIELD_VIEW (pktmon_field_view_get_type())
G_DECLARE_FINAL_TYPE (PktmonFieldView, pktmon_field_view, PKTMON, FIELD_VIEW, AdwBin)

PktmonFieldView *pktmon_field_view_new (void);

/* Shows the packet of @tree (transfer full; NULL: none) with @bytes, to which it keeps a reference.
 */
void pktmon_field_view_take_packet (PktmonFieldView *self, PktmonFieldTree *tree, GBytes *bytes);

/* The field that is selected; NULL: none. Borrowed, until another packet is shown. */
const PktmonField *pktmon_field_view_get_selected (PktmonFieldView *self);
/* Selects the deepest field that holds the byte at @offset, and brings it into sight. */
void pktmon_field_view_select_byte (PktmonFieldView *self, gsize offset);

G_END_DECLS
