/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/address.h"

void
pktmon_address_append (const PktmonAddress *self, PktmonText *text)
{
  switch (self->kind) {
  case PKTMON_ADDRESS_MAC:
    pktmon_text_append_mac (text, self->bytes);
    break;
  case PKTMON_ADDRESS_IPV4:
    pktmon_text_append_ipv4 (text, self->bytes);
    break;
  case PKTMON_ADDRESS_IPV6:
    pktmon_text_append_ipv6 (text, self->bytes);
    break;
  case PKTMON_ADDRESS_NONE:
  default:
    break;
  }
}
