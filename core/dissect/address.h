/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/text.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_ADDRESS_NONE,
  PKTMON_ADDRESS_MAC,
  PKTMON_ADDRESS_IPV4,
  PKTMON_ADDRESS_IPV6,
} PktmonAddressKind;

/* An address as it stands in the packet, network order. */
typedef struct {
  PktmonAddressKind kind;
  guint8 bytes[16];
} PktmonAddress;

/* Room for any address as text, with the final zero. */
#define PKTMON_ADDRESS_TEXT_SIZE 46u

/* Appends the text that the columns Source and Destination show; nothing for PKTMON_ADDRESS_NONE.
 * Any thread. */
void pktmon_address_append (const PktmonAddress *self, PktmonText *text);

G_END_DECLS
