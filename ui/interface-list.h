/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* PktmonInterfaceItem: one row of an interface list; knows its interface, and nothing else. */
#define PKTMON_TYPE_INTERFACE_ITEM (pktmon_interface_item_get_type())
G_DECLARE_FINAL_TYPE (PktmonInterfaceItem, pktmon_interface_item, PKTMON, INTERFACE_ITEM, GObject)

/* Its number in the directory of the store. */
guint pktmon_interface_item_get_number (PktmonInterfaceItem *self);

/* PktmonInterfaceList: the interfaces of a capture as a GListModel, which grows while the capture
 * is loaded, without those of sections that are not kept any more. Items are made when they are
 * asked for and not kept. Main thread only. */
#define PKTMON_TYPE_INTERFACE_LIST (pktmon_interface_list_get_type())
G_DECLARE_FINAL_TYPE (PktmonInterfaceList, pktmon_interface_list, PKTMON, INTERFACE_LIST, GObject)

/* Keeps a reference to @store. */
PktmonInterfaceList *pktmon_interface_list_new (PktmonStore *store);

G_END_DECLS
