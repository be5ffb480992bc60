/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#include "store/cursor.h"

struct _PktmonQuery {
  PktmonCursor *cursor;
  PktmonExpression *expression;
  PktmonPositions *positions;
  guint64 position; /* the next to judge */
};

PktmonQuery *
pktmon_query_new (PktmonStore *store, const PktmonExpression *expression)
{
  PktmonQuery *self = g_new0 (PktmonQuery, 1);

  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  self->expression = pktmon_expression_copy (expression);
  self->positions = pktmon_positions_new();
  return self;
}

void
pktmon_query_free (PktmonQuery *self)
{
  pktmon_positions_free (self->positions);
  pktmon_expression_free (self->expression);
  pktmon_cursor_free (self->cursor);
  g_free (self);
}

gboolean
pktmon_query_advance (PktmonQuery *self, guint64 until, GError **error)
{
  PktmonPacket packet;

  for (; self->position < until; self->position++) {
    if (!pktmon_cursor_read (self->cursor, self->position, &packet, error))
      return FALSE;
    if (pktmon_expression_match (self->expression, &packet))
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
