/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/draft.h"

#include "constraint/expression.h"

struct _PktmonConstraintDraft {
  GObject parent_instance;

  char *texts[PKTMON_N_CONSTRAINT_FIELDS];      /* as they were written; NULL: none */
  GError *problems[PKTMON_N_CONSTRAINT_FIELDS]; /* of each field alone */
  PktmonConstraintFields fields;                /* those that are right */
  GError *conflict;                             /* of fields that are right alone; NULL: none */
  PktmonConstraintField conflicting;
  PktmonConstraint *constraint; /* NULL: not valid */
  char *text;                   /* its text form */
  GCancellable *checking;       /* the expression; NULL: that is done */
};

enum {
  PROP_VALID = PKTMON_N_CONSTRAINT_FIELDS + 1, /* behind the fields, which count from 1 */
  PROP_TEXT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum {
  PROBLEMS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PktmonConstraintDraft, pktmon_constraint_draft, G_TYPE_OBJECT)

static gboolean
has_problem (PktmonConstraintDraft *self)
{
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++)
    if (self->problems[i] != NULL)
      return TRUE;
  return self->checking != NULL;
}

/* Finds out what all fields together are. */
static void
judge (PktmonConstraintDraft *self)
{
  g_autoptr (PktmonConstraint) before = g_steal_pointer (&self->constraint);
  g_autofree char *text_before = g_steal_pointer (&self->text);

  g_clear_error (&self->conflict);
  if (pktmon_constraint_fields_check (&self->fields, &self->conflicting, &self->conflict) &&
      !has_problem (self))
    self->constraint = pktmon_constraint_new_fields (&self->fields, NULL);
  if (self->constraint != NULL)
    self->text = pktmon_constraint_dup_text (self->constraint);
  g_signal_emit (self, signals[PROBLEMS_CHANGED], 0);
  if ((before != NULL) != (self->constraint != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
  if (g_strcmp0 (text_before, self->text) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/* --- Expressions --- */

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new_finish (result, &error);
  PktmonConstraintDraft *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_object_unref (self);
    return;
  }
  g_clear_object (&self->checking);
  if (expression != NULL) {
    self->fields.expression = g_strdup (pktmon_expression_get_text (expression));
    self->fields.present |= 1u << PKTMON_CONSTRAINT_EXPRESSION;
  }
  self->problems[PKTMON_CONSTRAINT_EXPRESSION] = g_steal_pointer (&error);
  judge (self);
  g_object_unref (self);
}

static void
stop_checking (PktmonConstraintDraft *self)
{
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
}

static void
check_expression (PktmonConstraintDraft *self, const char *text)
{
  if (pktmon_expression_is_blank (text)) {
    pktmon_constraint_fields_set (&self->fields, PKTMON_CONSTRAINT_EXPRESSION, text,
                                  &self->problems[PKTMON_CONSTRAINT_EXPRESSION]);
    return;
  }
  self->checking = g_cancellable_new();
  pktmon_expression_new_async (text, self->checking, checked_cb, g_object_ref (self));
}

/* --- Fields --- */

const char *
pktmon_constraint_draft_get_field (PktmonConstraintDraft *self, PktmonConstraintField field)
{
  return self->texts[field];
}

void
pktmon_constraint_draft_set_field (PktmonConstraintDraft *self, PktmonConstraintField field,
                                   const char *text)
{
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (self->texts[field], text) == 0)
    return;
  g_free (self->texts[field]);
  self->texts[field] = g_strdup (text);
  g_clear_error (&self->problems[field]);
  pktmon_constraint_fields_unset (&self->fields, field);
  if (field == PKTMON_CONSTRAINT_EXPRESSION)
    stop_checking (self);
  if (text != NULL && field == PKTMON_CONSTRAINT_EXPRESSION)
    check_expression (self, text);
  else if (text != NULL)
    pktmon_constraint_fields_set (&self->fields, field, text, &self->problems[field]);
  judge (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[field + 1]);
}

gboolean
pktmon_constraint_draft_is_empty (PktmonConstraintDraft *self)
{
  for (guint i = 0; i <= PKTMON_CONSTRAINT_EXPRESSION; i++)
    if (self->texts[i] != NULL)
      return FALSE;
  return TRUE;
}

const GError *
pktmon_constraint_draft_get_problem (PktmonConstraintDraft *self, PktmonConstraintField field)
{
  if (self->problems[field] != NULL)
    return self->problems[field];
  if (self->conflicting != field || has_problem (self) || pktmon_constraint_draft_is_empty (self))
    return NULL;
  return self->conflict;
}

PktmonConstraint *
pktmon_constraint_draft_dup_constraint (PktmonConstraintDraft *self)
{
  return self->constraint != NULL ? pktmon_constraint_ref (self->constraint) : NULL;
}

/* --- Object --- */

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PktmonConstraintDraft *self = PKTMON_CONSTRAINT_DRAFT (object);

  if (id == PROP_VALID)
    g_value_set_boolean (value, self->constraint != NULL);
  else if (id == PROP_TEXT)
    g_value_set_string (value, self->text);
  else if (pktmon_constraint_field_is_switch (id - 1))
    g_value_set_boolean (value, self->texts[id - 1] != NULL);
  else
    g_value_set_string (value, self->texts[id - 1]);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  PktmonConstraintDraft *self = PKTMON_CONSTRAINT_DRAFT (object);
  PktmonConstraintField field = id - 1;

  if (!pktmon_constraint_field_is_switch (field))
    pktmon_constraint_draft_set_field (self, field, g_value_get_string (value));
  else
    pktmon_constraint_draft_set_field (self, field, g_value_get_boolean (value) ? "yes" : NULL);
}

static void
dispose (GObject *object)
{
  stop_checking (PKTMON_CONSTRAINT_DRAFT (object));
  G_OBJECT_CLASS (pktmon_constraint_draft_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  PktmonConstraintDraft *self = PKTMON_CONSTRAINT_DRAFT (object);

  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    g_free (self->texts[i]);
    g_clear_error (&self->problems[i]);
  }
  g_clear_error (&self->conflict);
  pktmon_constraint_fields_clear (&self->fields);
  g_clear_pointer (&self->constraint, pktmon_constraint_unref);
  g_free (self->text);
  G_OBJECT_CLASS (pktmon_constraint_draft_parent_class)->finalize (object);
}

static void
pktmon_constraint_draft_class_init (PktmonConstraintDraftClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    const char *key = pktmon_constraint_field_get_key (i);

    properties[i + 1] = pktmon_constraint_field_is_switch (i)
                            ? g_param_spec_boolean (key, NULL, NULL, FALSE, flags)
                            : g_param_spec_string (key, NULL, NULL, NULL, flags);
  }
  properties[PROP_VALID] =
      g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] =
      g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[PROBLEMS_CHANGED] = g_signal_new ("problems-changed", PKTMON_TYPE_CONSTRAINT_DRAFT,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pktmon_constraint_draft_init (PktmonConstraintDraft *self)
{
  judge (self);
}

PktmonConstraintDraft *
pktmon_constraint_draft_new (const PktmonConstraint *constraint)
{
  PktmonConstraintDraft *self = g_object_new (PKTMON_TYPE_CONSTRAINT_DRAFT, NULL);

  if (constraint != NULL)
    pktmon_constraint_draft_set_all (self, constraint);
  return self;
}

/* It was checked, the expression too. */
void
pktmon_constraint_draft_set_all (PktmonConstraintDraft *self, const PktmonConstraint *constraint)
{
  g_object_freeze_notify (G_OBJECT (self));
  stop_checking (self);
  pktmon_constraint_fields_clear (&self->fields);
  pktmon_constraint_fields_copy (&self->fields, pktmon_constraint_get_fields (constraint));
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    g_clear_error (&self->problems[i]);
    g_free (self->texts[i]);
    self->texts[i] = pktmon_constraint_fields_dup_text (&self->fields, i);
    g_object_notify_by_pspec (G_OBJECT (self), properties[i + 1]);
  }
  judge (self);
  g_object_thaw_notify (G_OBJECT (self));
}
