/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "store/cursor.h"
#include "store/drop-interfaces.h"

struct _PktmonQuery {
  const PktmonIndex *index; /* of the cursor's store */
  PktmonCursor *cursor;
  PktmonExpression *expression; /* NULL: all match */
  GPtrArray *constraints;       /* of PktmonConstraint; NULL: none counts */
  PktmonMatcher *matcher;       /* of these, once it was needed */
  PktmonPositions *hidden;      /* interfaces; NULL: none */
  PktmonJourneyFold *fold;      /* NULL: each packet stands for itself */
  PktmonDropInterfaces *drops;  /* whose expected ones are left out; NULL: none are */
  guint64 expected;             /* of these */
  PktmonPositions *positions;
  guint64 position; /* the next to judge */
};

static gboolean
is_any_enabled (GPtrArray *constraints)
{
  for (guint i = 0; constraints != NULL && i < constraints->len; i++)
    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      return TRUE;
  return FALSE;
}

PktmonQuery *
pktmon_query_new (PktmonStore *store, const PktmonWanted *wanted)
{
  PktmonQuery *self = g_new0 (PktmonQuery, 1);
  const PktmonExpression *expression = wanted->expression;

  self->index = pktmon_store_get_index (store);
  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_SEQUENTIAL);
  self->expression = expression != NULL ? pktmon_expression_copy (expression) : NULL;
  if (is_any_enabled (wanted->constraints))
    self->constraints = g_ptr_array_ref (wanted->constraints);
  self->hidden = wanted->hidden != NULL ? pktmon_positions_copy (wanted->hidden) : NULL;
  self->fold = wanted->fold != NULL ? pktmon_journey_fold_ref (wanted->fold) : NULL;
  if (wanted->without_expected)
    self->drops = pktmon_drop_interfaces_new (pktmon_store_get_directory (store));
  self->positions = pktmon_positions_new();
  return self;
}

void
pktmon_query_free (PktmonQuery *self)
{
  pktmon_positions_free (self->positions);
  g_clear_pointer (&self->hidden, pktmon_positions_free);
  g_clear_pointer (&self->fold, pktmon_journey_fold_unref);
  g_clear_pointer (&self->drops, pktmon_drop_interfaces_free);
  g_clear_pointer (&self->matcher, pktmon_matcher_free);
  g_clear_pointer (&self->constraints, g_ptr_array_unref);
  g_clear_pointer (&self->expression, pktmon_expression_free);
  pktmon_cursor_free (self->cursor);
  g_free (self);
}

static gboolean
judge_bytes (PktmonQuery *self, const PktmonPacket *packet)
{
  return (self->expression == NULL || pktmon_expression_match (self->expression, packet)) &&
         (self->matcher == NULL || pktmon_matcher_match (self->matcher, packet));
}

/* What could not be read matches nothing if it is not kept any more. */
static gboolean
skip_forgotten (PktmonQuery *self, gboolean *matches, GError **error)
{
  *matches = FALSE;
  if (pktmon_index_get (self->index, self->position)->offset != 0)
    return FALSE;
  g_clear_error (error);
  return TRUE;
}

static gboolean
is_expected (PktmonQuery *self, const PktmonPacket *packet)
{
  PktmonStackEvent event;

  return self->drops != NULL &&
         pktmon_drop_interfaces_has (self->drops, packet->interface->number) &&
         pktmon_stack_event_find (packet, &event) &&
         pktmon_meaning_get_class (event.texts[PKTMON_STACK_REASON].data,
                                   event.texts[PKTMON_STACK_REASON].size) == PKTMON_DROP_EXPECTED;
}

/* @interface: as the index has it. */
static gboolean
is_read (PktmonQuery *self, guint interface)
{
  if (self->expression != NULL || self->matcher != NULL || self->fold != NULL)
    return TRUE;
  if (interface == PKTMON_INDEX_INTERFACE_FAR)
    return self->hidden != NULL || self->drops != NULL;
  return self->drops != NULL && pktmon_drop_interfaces_has (self->drops, interface);
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
  if (!*matches || !is_read (self, interface))
    return TRUE;
  if (!pktmon_cursor_read (self->cursor, self->position, &packet, error))
    return skip_forgotten (self, matches, error);
  if (far)
    *matches = !pktmon_positions_contains (self->hidden, packet.interface->number);
  if (!*matches)
    return TRUE;
  *matches = judge_bytes (self, &packet);
  if (*matches && is_expected (self, &packet)) {
    *matches = FALSE;
    self->expected++;
  }
  if (self->fold != NULL)
    *matches = pktmon_journey_fold_add (self->fold, &packet, *matches);
  return TRUE;
}

gboolean
pktmon_query_advance (PktmonQuery *self, guint64 until, GError **error)
{
  gboolean matches;

  if (self->constraints != NULL && self->matcher == NULL)
    self->matcher = pktmon_matcher_new (self->constraints, error);
  if (self->constraints != NULL && self->matcher == NULL)
    return FALSE;
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

guint64
pktmon_query_get_hits (const PktmonQuery *self, guint n)
{
  return self->matcher != NULL ? pktmon_matcher_get_hits (self->matcher, n) : 0;
}

guint64
pktmon_query_get_expected (const PktmonQuery *self)
{
  return self->expected;
}

guint64
pktmon_query_get_unjudged (const PktmonQuery *self, const char **reason)
{
  const char *other = NULL;
  guint64 unjudged = 0;

  *reason = NULL;
  if (self->expression != NULL)
    unjudged += pktmon_expression_get_unjudged (self->expression, reason);
  if (self->matcher != NULL)
    unjudged += pktmon_matcher_get_unjudged (self->matcher, &other);
  if (*reason == NULL)
    *reason = other;
  return unjudged;
}
