/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/finisher.h"

#include "base/error.h"
#include "base/i18n.h"
#include "helper/program.h"

struct _PktmonFinisher {
  PktmonTable table;
  int link;                                   /* PKTMON_LINK_… */
  PktmonProgram *programs[PKTMON_TABLE_SIZE]; /* of the entries' expressions; NULL: none */
};

/* --- Making it --- */

static gboolean
refuse (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("A constraint was asked for that cannot be one."),
                    _ ("Install the program and its capture helper in the same version."));
  return FALSE;
}

/* Whatever is in an entry, it means some packets.
 * @left: of the filter's instructions of expressions. */
static gboolean
add (PktmonFinisher *self, const PktmonCaptureConstraint *constraint,
     const PktmonInstruction **instructions, guint *left, GError **error)
{
  gboolean has_expression = (constraint->role & PKTMON_ROLE_HAS_EXPRESSION) != 0;
  guint entry = self->table.n;

  if (has_expression != (constraint->n_instructions > 0) || constraint->n_instructions > *left)
    return refuse (error);
  pktmon_table_add (&self->table, &constraint->entry, constraint->role);
  if (!has_expression)
    return TRUE;
  self->programs[entry] =
      pktmon_program_new_expression (*instructions, constraint->n_instructions, error);
  *instructions += constraint->n_instructions;
  *left -= constraint->n_instructions;
  return self->programs[entry] != NULL;
}

PktmonFinisher *
pktmon_finisher_new (const PktmonCaptureFilter *filter, guint16 link_type, GError **error)
{
  g_autoptr (PktmonFinisher) self = g_new0 (PktmonFinisher, 1);
  const PktmonInstruction *instructions = filter->expressions;
  guint left = filter->n_expressions;

  self->link = pktmon_table_get_link (link_type);
  pktmon_table_clear (&self->table);
  for (guint i = 0; i < filter->n_constraints; i++)
    if (!add (self, &filter->constraints[i], &instructions, &left, error))
      return NULL;
  if (left > 0) {
    refuse (error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
pktmon_finisher_free (PktmonFinisher *self)
{
  for (guint i = 0; i < PKTMON_TABLE_SIZE; i++)
    g_free (self->programs[i]);
  g_free (self);
}

/* --- Deciding --- */

gboolean
pktmon_finisher_wants (const PktmonFinisher *self, const guint8 *data, guint32 captured,
                       guint32 length)
{
  PktmonBytes bytes = pktmon_bytes_new (data, captured);
  PktmonFacts facts = { 0 };
  guint32 matches;

  if (self->table.n == 0)
    return TRUE;
  matches = pktmon_table_match (&self->table, &bytes, &facts, self->link);
  for (guint32 left = matches & self->table.expressions; left != 0; left &= left - 1) {
    guint i = (guint) __builtin_ctz (left);

    if (pktmon_program_run (self->programs[i], data, captured, length) == 0)
      matches &= ~(1u << i);
  }
  return pktmon_table_decide (&self->table, matches) != 0;
}
