/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/link-type.h"

#include <pcap/pcap.h>

/* Link types whose number in files is not libpcap's own on this system (libpcap, pcap-common.c). */
static const struct {
  guint16 link_type;
  int dlt;
} differing[] = {
  { 100, DLT_ATM_RFC1483 },
  { 101, DLT_RAW },
  { 102, DLT_SLIP_BSDOS },
  { 103, DLT_PPP_BSDOS },
};

int
pktmon_link_type_to_dlt (guint16 link_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differing); i++)
    if (differing[i].link_type == link_type)
      return differing[i].dlt;
  return link_type;
}

int
pktmon_link_type_from_dlt (int dlt)
{
  for (gsize i = 0; i < G_N_ELEMENTS (differing); i++)
    if (differing[i].dlt == dlt)
      return differing[i].link_type;
  return dlt >= 0 && dlt <= G_MAXUINT16 ? dlt : -1;
}

const char *
pktmon_link_type_get_name (guint16 link_type)
{
  return pcap_datalink_val_to_name (pktmon_link_type_to_dlt (link_type));
}

void
pktmon_link_type_append_name (PktmonText *text, guint16 link_type)
{
  int dlt = pktmon_link_type_to_dlt (link_type);
  const char *name = pcap_datalink_val_to_name (dlt);

  if (name == NULL) {
    pktmon_text_append_u64 (text, link_type);
    return;
  }
  pktmon_text_append (text, pcap_datalink_val_to_description (dlt));
  pktmon_text_append (text, " (");
  pktmon_text_append (text, name);
  pktmon_text_append_char (text, ')');
}

int
pktmon_link_type_from_text (const char *text)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT16, &number, NULL))
    return (int) number;
  return pktmon_link_type_from_dlt (pcap_datalink_name_to_val (text));
}
