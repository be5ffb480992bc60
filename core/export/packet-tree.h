/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/field-tree.h"
#include "export/column.h"

G_BEGIN_DECLS

/* Everything that is known of one packet: a first layer "Frame" with what the capture says of it –
 * number, times, lengths, interface, link type, comments and other options – then the layers of its
 * bytes. The fields of that first layer stand for no bytes.
 *
 * @line: its `summary` is not looked at. Times are shown in @zone, and in UTC; a packet without a
 *   time has none. Any thread.
 * Returns: (transfer full): free with pktmon_field_tree_free. */
PktmonFieldTree *pktmon_packet_tree_new (const PktmonLine *line, GTimeZone *zone);

G_END_DECLS
