/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#include "store/cursor.h"

struct _PktmonQuery {
  const PktmonIndex *index; /* of the cursor's store */
  PktmonCursor *cursor;
  PktmonExpression *expression; /* NULL: all match */
  PktmonPositions *hidden;      /* interfaces; NULL: none */
  PktmonPositions *positions;
  guint64 position; /* the next to judge */
};

PktmonQuery *
pktmon_query_new (PktmonStore *store, const PktmonExpression *expression,
                  const PktmonPositions *hidden)
{
  PktmonQuery *self = g_new0 (PktmonQuery, 1);

  self->index = pktmon_store_get_index (store);
  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  self->expression = expression != NULL ? pktmon_expression_copy (expression) : NULL;
  self->hidden = hidden != NULL ? pktmon_positions_copy (hidden) : NULL;
  self->positions = pktmon_positions_new();
  return self;
}

void
pktmon_query_free (PktmonQuery *self)
{
  pktmon_positions_free (self->positions);
  g_clear_pointer (&self->hidden, pktmon_positions_free);
  g_clear_pointer (&self->expression, pktmon_expression_free);
  pktmon_cursor_free (self->cursor);
  g_free (self);
}

/* Judges the next packet. The index knows its interface, unless that is a far one.
 * @matches: (out) */
static gboolean
judge (PktmonQuery *self, gboolean *matches, GError **error)
{
  guint interface = pktmon_index_get (self->index, self->position)->interface;
  gboolean far = interface == PKTMON_INDEX_INTERFACE_FAR && self->hidden != NULL;
  PktmonPacket packet;

  *matches = self->hidden == NULL || far || !pktmon_positions_contains (self->hidden, interface);
  if (!*matches || (self->expression == NULL && !far))
    return TRUE;
  if (!pktmon_cursor_read (self->cursor, self->position, &packet, error))
    return FALSE;
  if (far)
    *matches = !pktmon_positions_contains (self->hidden, packet.interface->number);
  if (*matches && self->expression != NULL)
    *matches = pktmon_expression_match (self->expression, &packet);
  return TRUE;
}

gboolean
pktmon_query_advance (PktmonQuery *self, guint64 until, GError **error)
{
  gboolean matches;

  for (; self->position < until; self->position++) {
    if (!judge (self, &matches, error))
      return FALSE;
    if (matches)
      pktmon_positions_add (self->positions, self->position);
  }
  return TRUE;
}

guint64
pktmon_query_get_position (const PktmonQuery *self)
{
  return self->position;
}

PktmonPositions *
pktmon_query_get_positions (PktmonQuery *self)
{
  return self->positions;
}

const PktmonExpression *
pktmon_query_get_expression (const PktmonQuery *self)
{
  return self->expression;
}
