/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonInterfaceRow: one interface of a capture: whether its packets are visible, name, link type,
 * and how many packets came from it; the tooltip has the rest. */
#define PKTMON_TYPE_INTERFACE_ROW (pktmon_interface_row_get_type())
G_DECLARE_FINAL_TYPE (PktmonInterfaceRow, pktmon_interface_row, PKTMON, INTERFACE_ROW, AdwBin)

PktmonInterfaceRow *pktmon_interface_row_new (void);

/* Shows the interface with @number in the directory of @document's store; keeps a reference until
 * it is unbound. */
void pktmon_interface_row_bind (PktmonInterfaceRow *self, PktmonDocument *document, guint number);
void pktmon_interface_row_unbind (PktmonInterfaceRow *self);
guint pktmon_interface_row_get_number (PktmonInterfaceRow *self);
/* Shows how many packets came from it, and whether they are visible. */
void pktmon_interface_row_refresh (PktmonInterfaceRow *self, guint64 packets);
/* Shows its packets, or hides them. */
void pktmon_interface_row_toggle (PktmonInterfaceRow *self);

G_END_DECLS
