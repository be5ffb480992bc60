/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/constraint.h"

#include "base/error.h"
#include "base/i18n.h"
#include "constraint/expression.h"

struct _PktmonConstraint {
  char *expression;
};

PktmonConstraint *
pktmon_constraint_new (const char *expression, GError **error)
{
  g_autoptr (PktmonExpression) checked = NULL;
  PktmonConstraint *self;

  if (pktmon_expression_is_blank (expression)) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("A constraint is empty."),
                      _ ("Say what packets it is about, or leave it out."));
    return NULL;
  }
  checked = pktmon_expression_new (expression, error);
  if (checked == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (PktmonConstraint);
  self->expression = g_strdup (expression);
  return self;
}

PktmonConstraint *
pktmon_constraint_ref (PktmonConstraint *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
constraint_clear (gpointer data)
{
  PktmonConstraint *self = data;

  g_free (self->expression);
}

void
pktmon_constraint_unref (PktmonConstraint *self)
{
  g_atomic_rc_box_release_full (self, constraint_clear);
}

const char *
pktmon_constraint_get_expression (const PktmonConstraint *self)
{
  return self->expression;
}
