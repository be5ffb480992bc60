/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

#define FUNCTION_REPLY 1
#define FUNCTION_FORWARD 2

static const char *
function_name (guint16 function)
{
  return function == FUNCTION_REPLY     ? "Reply"
         : function == FUNCTION_FORWARD ? "Forward Data"
                                        : "Unknown function";
}

void
pktmon_dissect_ethernet_loop (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  guint16 skip = pktmon_bytes_le16 (bytes);
  guint16 function = pktmon_bytes_le16 (bytes);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "LOOP");
  if (bytes->failed)
    return;
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, function_name (function));
  pktmon_dissection_begin (self, "loop", "Configuration Test Protocol (loopback)", start, 4);
  pktmon_dissection_add_u64 (self, "loop.skipcount", "skipCount", start, 2, skip);
  pktmon_dissection_add_named (self, "loop.function", "Function", start + 2, 2, function,
                               function_name (function));
  if (function == FUNCTION_REPLY && pktmon_bytes_left (bytes) >= 2)
    pktmon_dissection_add_u64 (self, "loop.receipt_number", "Receipt number", start + 4, 2,
                               pktmon_bytes_le16 (bytes));
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_data;
}
