/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* What the kernel says of a network interface of the calling thread's network namespace. */
typedef struct {
  guint32 index;
  guint16 hardware_type; /* ARPHRD_… */
  gboolean up;
  gboolean loopback;
  gboolean has_mac;
  guint8 mac[6];
  guint n_addresses;
  PktmonSourceAddress addresses[PKTMON_MAX_SOURCE_ADDRESSES];
} PktmonInterfaceFacts;

/* Asks about the interface with this @index, which must be called @name.
 * Returns: FALSE with PKTMON_ERROR_NOT_FOUND when there is none such. */
gboolean pktmon_interface_facts_load (PktmonInterfaceFacts *self, guint32 index, const char *name,
                                      GError **error);

G_END_DECLS
