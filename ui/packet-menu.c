/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-menu.h"

#include "base/i18n.h"
#include "export/packet-filter.h"
#include "store/cursor.h"
#include "ui/handover.h"

/* What the value of a column is to a filter. */
static const struct {
  const char *column;
  PktmonPacketFilter filter;
} values[] = {
  { "source", PKTMON_PACKET_FILTER_SOURCE },
  { "destination", PKTMON_PACKET_FILTER_DESTINATION },
  { "protocol", PKTMON_PACKET_FILTER_PROTOCOL },
  { "length", PKTMON_PACKET_FILTER_LENGTH },
};

/* For the submenu; lengths are rarely what packets have in common. */
static const PktmonPacketFilter offered[] = {
  PKTMON_PACKET_FILTER_SOURCE,
  PKTMON_PACKET_FILTER_DESTINATION,
  PKTMON_PACKET_FILTER_PROTOCOL,
  PKTMON_PACKET_FILTER_CONVERSATION,
};

static char *
dup_filter (PktmonCursor *cursor, guint64 position, PktmonPacketFilter filter)
{
  PktmonPacket packet;
  PktmonSummary summary;

  if (position == PKTMON_POSITION_NONE || !pktmon_cursor_read (cursor, position, &packet, NULL))
    return NULL;
  pktmon_summarize (packet.interface->link_type, packet.data, packet.captured, packet.length,
                    PKTMON_SUMMARY_FULL, &summary);
  return pktmon_packet_filter_new (&packet, &summary, filter);
}

static PktmonCursor *
cursor_new (PktmonDocument *document)
{
  return pktmon_cursor_new (pktmon_document_get_store (document), PKTMON_CURSOR_RANDOM);
}

char *
pktmon_packet_menu_dup_filter (PktmonDocument *document, guint64 position,
                               const PktmonListColumn *column)
{
  g_autoptr (PktmonCursor) cursor = cursor_new (document);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].column, column->id))
      return dup_filter (cursor, position, values[i].filter);
  return NULL;
}

void
pktmon_packet_menu_set_filters (GMenu *menu, PktmonDocument *document, guint64 position)
{
  g_autoptr (PktmonCursor) cursor = cursor_new (document);

  g_menu_remove_all (menu);
  for (gsize i = 0; i < G_N_ELEMENTS (offered); i++) {
    g_autofree char *filter = dup_filter (cursor, position, offered[i]);
    g_autoptr (GMenuItem) item = g_menu_item_new (filter, NULL);

    if (filter == NULL)
      continue;
    g_menu_item_set_action_and_target (item, "packets.filter", "s", filter);
    g_menu_append_item (menu, item);
  }
}

gboolean
pktmon_packet_menu_set_programs (GMenu *menu)
{
  g_autoptr (GAppInfo) program = pktmon_handover_find_program();

  g_menu_remove_all (menu);
  g_menu_append (menu,
                 program != NULL ? _ ("Open in _Wireshark") : _ ("Wireshark Is Not Installed"),
                 "packets.open-in-wireshark");
  return program != NULL;
}
