/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/layers.h"
#include "dissect/link.h"

/* Headers that capture devices put before 802.11 frames.
 * https://www.radiotap.org, https://www.tcpdump.org/linktypes.html */

#define RADIOTAP_TSFT (1u << 0)
#define RADIOTAP_FLAGS (1u << 1)
#define RADIOTAP_MORE (1u << 31)
#define FLAG_FCS_AT_END 0x10
#define FLAG_PADDED 0x20
#define FCS_SIZE 4
#define AVS_MAGIC 0x80211000u
#define AVS_MAGIC_MASK 0xfffff000u
#define PRISM_SIZE 144

/* The flags field, 0 where there is none; @bytes is behind the fixed header. */
static guint8
read_radiotap_flags (PktmonBytes bytes, guint32 present)
{
  guint32 more = present;

  while ((more & RADIOTAP_MORE) && !bytes.failed)
    more = pktmon_bytes_le32 (&bytes);
  if (!(present & RADIOTAP_FLAGS))
    return 0;
  if (present & RADIOTAP_TSFT) {
    pktmon_bytes_skip (&bytes, -(bytes.position) & 7);
    pktmon_bytes_skip (&bytes, 8);
  }
  return pktmon_bytes_u8 (&bytes);
}

void
pktmon_dissect_radiotap (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonBytes header = *bytes;
  guint16 length;
  guint32 present;
  guint8 flags;

  pktmon_bytes_skip (&header, 2);
  length = pktmon_bytes_le16 (&header);
  present = pktmon_bytes_le32 (&header);
  if (length < 8 || !pktmon_bytes_skip (bytes, length))
    return;
  pktmon_bytes_limit (&header, length - 8);
  flags = read_radiotap_flags (header, present);
  pktmon_dissection_set_protocol (self, "Radiotap");
  pktmon_dissection_begin (self, "radiotap", "Radiotap header", start, length);
  pktmon_dissection_add_u64 (self, "radiotap.length", "Header length", start + 2, 2, length);
  pktmon_dissection_add_hex (self, "radiotap.present", "Present flags", start + 4, 4, present);
  pktmon_dissection_add_hex (self, "radiotap.flags", "Flags", start, 0, flags);
  pktmon_dissection_end (self, bytes->position);
  if ((flags & FLAG_FCS_AT_END) && pktmon_bytes_left (bytes) >= FCS_SIZE)
    pktmon_bytes_limit (bytes, pktmon_bytes_left (bytes) - FCS_SIZE);
  if (!(flags & FLAG_PADDED))
    self->next = pktmon_dissect_wifi;
}

/* Per-Packet Information: says itself what follows. */
void
pktmon_dissect_ppi (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonBytes header = *bytes;
  guint16 length;
  guint32 link_type;

  pktmon_bytes_skip (&header, 2);
  length = pktmon_bytes_le16 (&header);
  link_type = pktmon_bytes_le32 (&header);
  if (length < 8 || !pktmon_bytes_skip (bytes, length))
    return;
  pktmon_dissection_set_protocol (self, "PPI");
  pktmon_dissection_begin (self, "ppi", "PPI Packet Header", start, length);
  pktmon_dissection_add_u64 (self, "ppi.length", "Header length", start + 2, 2, length);
  pktmon_dissection_add_u64 (self, "ppi.dlt", "Link type", start + 4, 4, link_type);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_link_layer ((guint16) MIN (link_type, G_MAXUINT16));
}

static void
skip_header (PktmonDissection *self, PktmonBytes *bytes, const char *key, const char *name,
             guint32 length)
{
  gsize start = bytes->position;

  if (length < 8 || !pktmon_bytes_skip (bytes, length))
    return;
  pktmon_dissection_begin (self, key, name, start, length);
  pktmon_dissection_end (self, bytes->position);
  self->next = pktmon_dissect_wifi;
}

void
pktmon_dissect_avs (PktmonDissection *self, PktmonBytes *bytes)
{
  skip_header (self, bytes, "wlancap", "AVS capture header", pktmon_bytes_peek_be32 (bytes, 4));
}

/* Captures of this type may have the AVS header instead. */
void
pktmon_dissect_prism (PktmonDissection *self, PktmonBytes *bytes)
{
  if ((pktmon_bytes_peek_be32 (bytes, 0) & AVS_MAGIC_MASK) == AVS_MAGIC)
    pktmon_dissect_avs (self, bytes);
  else
    skip_header (self, bytes, "prism", "Prism capture header", PRISM_SIZE);
}
