/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint-option.h"

#include "base/error.h"
#include "base/i18n.h"

PktmonConstraint *
pktmon_constraint_option_parse (const char *text, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  guint column;
  PktmonConstraint *constraint = pktmon_constraint_parse (text, &column, &wrong);

  if (constraint != NULL)
    return constraint;
  if (column == 0) {
    g_propagate_error (error, g_steal_pointer (&wrong));
    return NULL;
  }
  what = pktmon_error_dup_what (wrong);
  where = g_strdup_printf (_ ("Column %u: %s"), column, what);
  pktmon_error_set (error, wrong->code, where, pktmon_error_get_advice (wrong));
  return NULL;
}

GPtrArray *
pktmon_constraint_option_parse_all (GPtrArray *more, char **texts, GError **error)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (guint i = 0; more != NULL && i < more->len; i++)
    g_ptr_array_add (constraints, pktmon_constraint_ref (g_ptr_array_index (more, i)));
  for (char **text = texts; text != NULL && *text != NULL; text++) {
    PktmonConstraint *constraint = pktmon_constraint_option_parse (*text, error);

    if (constraint == NULL)
      return NULL;
    g_ptr_array_add (constraints, constraint);
  }
  return g_steal_pointer (&constraints);
}
