/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/packet-menu.h"

#include "base/i18n.h"
#include "export/packet-constraint.h"
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

static gboolean
read_packet (PktmonCursor *cursor, guint64 position, PktmonPacket *packet, PktmonSummary *summary)
{
  if (position == PKTMON_POSITION_NONE || !pktmon_cursor_read (cursor, position, packet, NULL))
    return FALSE;
  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, summary);
  return TRUE;
}

static char *
dup_filter (PktmonCursor *cursor, guint64 position, PktmonPacketFilter filter)
{
  PktmonPacket packet;
  PktmonSummary summary;

  return read_packet (cursor, position, &packet, &summary)
             ? pktmon_packet_filter_new (&packet, &summary, filter)
             : NULL;
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

/* --- Constraints --- */

static const PktmonPacketConstraint offered_constraints[] = {
  PKTMON_PACKET_CONSTRAINT_CONVERSATION,     PKTMON_PACKET_CONSTRAINT_SOURCE,
  PKTMON_PACKET_CONSTRAINT_DESTINATION,      PKTMON_PACKET_CONSTRAINT_SOURCE_PORT,
  PKTMON_PACKET_CONSTRAINT_DESTINATION_PORT,
};

/* "Host 10.0.0.1" (transfer full) */
static char *
dup_label (const PktmonConstraint *constraint, PktmonPacketConstraint what)
{
  const PktmonConstraintFields *fields = pktmon_constraint_get_fields (constraint);
  gboolean is_mac = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_MAC1);
  g_autofree char *host = pktmon_constraint_fields_dup_text (
      fields, is_mac ? PKTMON_CONSTRAINT_MAC1 : PKTMON_CONSTRAINT_IP1);

  if (what == PKTMON_PACKET_CONSTRAINT_CONVERSATION)
    return g_strdup (_ ("This _Conversation"));
  if (what == PKTMON_PACKET_CONSTRAINT_SOURCE || what == PKTMON_PACKET_CONSTRAINT_DESTINATION)
    return g_strdup_printf (_ ("Host %s"), host);
  return g_strdup_printf (_ ("Port %u"), fields->port[0]);
}

/* The same once only: both ports may be one. */
static void
add_constraint (GMenu *menu, const PktmonConstraint *constraint, PktmonPacketConstraint what,
                GHashTable *seen)
{
  char *text = pktmon_constraint_dup_text (constraint);
  g_autofree char *label = dup_label (constraint, what);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "find.constrain-to", "s", text);
  if (g_hash_table_add (seen, text))
    g_menu_append_item (menu, item);
}

void
pktmon_packet_menu_set_constraints (GMenu *menu, PktmonDocument *document, guint64 position,
                                    gboolean exclude)
{
  g_autoptr (PktmonCursor) cursor = cursor_new (document);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean live = pktmon_document_get_capture_constraints (document) != NULL;
  g_autoptr (GMenu) section = g_menu_new();
  PktmonPacket packet;
  PktmonSummary summary;

  g_menu_remove_all (menu);
  g_menu_append_section (menu, live ? _ ("What Is Captured") : _ ("What Is Shown"),
                         G_MENU_MODEL (section));
  if (!read_packet (cursor, position, &packet, &summary))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (offered_constraints); i++) {
    g_autoptr (PktmonConstraint) constraint =
        pktmon_packet_constraint_new (&packet, &summary, offered_constraints[i], exclude);

    if (constraint != NULL)
      add_constraint (section, constraint, offered_constraints[i], seen);
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
