/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"

void
pktmon_dissect_data (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (bytes, &size);

  if (self->layers <= 1) {
    PktmonText *info;

    pktmon_dissection_set_protocol (self, "Data");
    info = pktmon_dissection_get_info (self);
    if (info != NULL) {
      pktmon_text_append_u64 (info, size);
      pktmon_text_append (info, size == 1 ? " byte" : " bytes");
    }
  }
  if (self->tree == NULL || size == 0)
    return;
  pktmon_dissection_begin (self, "data", "Data", start, size);
  pktmon_dissection_add_bytes (self, "data.data", "Data", start, data, size);
  pktmon_dissection_add_u64 (self, "data.len", "Length", start, size, size);
  pktmon_dissection_end (self, start + size);
}
