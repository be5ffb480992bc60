/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/matcher.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint/expression.h"
#include "constraint/table.h"

struct _PktmonMatcher {
  GPtrArray *constraints; /* of PktmonConstraint */
  PktmonTable table;
  PktmonExpression *expressions[PKTMON_TABLE_SIZE]; /* of the table's entries; NULL: none */
  guint positions[PKTMON_TABLE_SIZE];               /* entries in `constraints` */
  guint64 *hits;                                    /* of each of `constraints` */
  guint16 link_type;                                /* of the last packet */
  int link;                                         /* PKTMON_LINK_…, of the last packet */
};

static guint
count_enabled (GPtrArray *constraints)
{
  guint n = 0;

  for (guint i = 0; i < constraints->len; i++)
    n += pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i));
  return n;
}

static gboolean
add_expression (PktmonMatcher *self, guint entry, const PktmonConstraint *constraint,
                GError **error)
{
  const char *text = pktmon_constraint_get_expression (constraint);

  if (text == NULL)
    return TRUE;
  self->expressions[entry] = pktmon_expression_new (text, error);
  return self->expressions[entry] != NULL;
}

static gboolean
add_expressions (PktmonMatcher *self, GError **error)
{
  guint entry = 0;

  for (guint i = 0; i < self->constraints->len; i++) {
    const PktmonConstraint *constraint = g_ptr_array_index (self->constraints, i);

    if (!pktmon_constraint_is_enabled (constraint))
      continue;
    self->positions[entry] = i;
    if (!add_expression (self, entry++, constraint, error))
      return FALSE;
  }
  return TRUE;
}

static gpointer
ref_constraint (gconstpointer data, gpointer user_data)
{
  return pktmon_constraint_ref ((gpointer) data);
}

static PktmonMatcher *
new_empty (GPtrArray *constraints)
{
  PktmonMatcher *self = g_new0 (PktmonMatcher, 1);

  self->constraints = g_ptr_array_copy (constraints, ref_constraint, NULL);
  g_ptr_array_set_free_func (self->constraints, (GDestroyNotify) pktmon_constraint_unref);
  self->hits = g_new0 (guint64, MAX (constraints->len, 1));
  self->link = pktmon_table_get_link (self->link_type);
  return self;
}

PktmonMatcher *
pktmon_matcher_new (GPtrArray *constraints, GError **error)
{
  g_autoptr (PktmonMatcher) self = NULL;

  if (count_enabled (constraints) > PKTMON_MAX_CONSTRAINTS) {
    g_autofree char *what =
        g_strdup_printf (_ ("There are more than %u constraints."), PKTMON_MAX_CONSTRAINTS);

    pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Disable or remove some of them."));
    return NULL;
  }
  self = new_empty (constraints);
  pktmon_table_init (&self->table, self->constraints);
  return add_expressions (self, error) ? g_steal_pointer (&self) : NULL;
}

PktmonMatcher *
pktmon_matcher_copy (const PktmonMatcher *self)
{
  PktmonMatcher *copy = new_empty (self->constraints);

  copy->table = self->table;
  memcpy (copy->positions, self->positions, sizeof self->positions);
  for (guint i = 0; i < self->table.n; i++)
    if (self->expressions[i] != NULL)
      copy->expressions[i] = pktmon_expression_copy (self->expressions[i]);
  return copy;
}

void
pktmon_matcher_free (PktmonMatcher *self)
{
  for (guint i = 0; i < self->table.n; i++)
    g_clear_pointer (&self->expressions[i], pktmon_expression_free);
  g_ptr_array_unref (self->constraints);
  g_free (self->hits);
  g_free (self);
}

/* @matches: entries whose headers fit. Returns: those of them whose expressions do too. */
static guint32
match_expressions (PktmonMatcher *self, const PktmonPacket *packet, guint32 matches)
{
  for (guint32 left = matches & self->table.expressions; left != 0; left &= left - 1) {
    guint i = (guint) __builtin_ctz (left);

    if (!pktmon_expression_match (self->expressions[i], packet))
      matches &= ~(1u << i);
  }
  return matches;
}

gboolean
pktmon_matcher_match (PktmonMatcher *self, const PktmonPacket *packet)
{
  PktmonBytes bytes = pktmon_bytes_new (packet->data, packet->captured);
  PktmonFacts facts = { 0 };
  guint32 matches;

  if (self->table.n == 0)
    return TRUE;
  if (packet->interface->link_type != self->link_type) {
    self->link_type = packet->interface->link_type;
    self->link = pktmon_table_get_link (self->link_type);
  }
  matches = pktmon_table_match (&self->table, &bytes, &facts, self->link);
  matches = match_expressions (self, packet, matches);
  for (guint32 left = matches; left != 0; left &= left - 1)
    self->hits[self->positions[__builtin_ctz (left)]]++;
  return pktmon_table_decide (&self->table, matches) != 0;
}

guint64
pktmon_matcher_get_hits (const PktmonMatcher *self, guint position)
{
  return self->hits[position];
}

guint64
pktmon_matcher_get_unjudged (const PktmonMatcher *self, const char **reason)
{
  guint64 unjudged = 0;

  *reason = NULL;
  for (guint i = 0; i < self->table.n; i++) {
    const char *words;

    if (self->expressions[i] == NULL)
      continue;
    unjudged += pktmon_expression_get_unjudged (self->expressions[i], &words);
    if (*reason == NULL)
      *reason = words;
  }
  return unjudged;
}
