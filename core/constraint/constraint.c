/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/constraint.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/text.h"

/* What a message repeats of a key, in bytes with the final zero. */
#define QUOTE_SIZE 100

struct _PktmonConstraint {
  PktmonConstraintFields fields;
};

G_DEFINE_BOXED_TYPE (PktmonConstraint, pktmon_constraint, pktmon_constraint_ref,
                     pktmon_constraint_unref)

/* Makes the same of values that mean the same, and refuses those that mean nothing.
 * @to: without fields. */
static gboolean
normalize (PktmonConstraintFields *to, const PktmonConstraintFields *from, GError **error)
{
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    g_autofree char *text = pktmon_constraint_fields_dup_text (from, i);

    /* It was compiled once already. */
    if (i == PKTMON_CONSTRAINT_EXPRESSION && text != NULL) {
      to->expression = g_steal_pointer (&text);
      to->present |= 1u << i;
    } else if (text != NULL && !pktmon_constraint_fields_set (to, i, text, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

PktmonConstraint *
pktmon_constraint_new_fields (const PktmonConstraintFields *fields, GError **error)
{
  g_auto (PktmonConstraintFields) normal = { 0 };
  PktmonConstraint *self;

  if (!normalize (&normal, fields, error) || !pktmon_constraint_fields_check (&normal, NULL, error))
    return NULL;
  self = g_atomic_rc_box_new0 (PktmonConstraint);
  pktmon_constraint_fields_copy (&self->fields, &normal);
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

  pktmon_constraint_fields_clear (&self->fields);
}

void
pktmon_constraint_unref (PktmonConstraint *self)
{
  g_atomic_rc_box_release_full (self, constraint_clear);
}

gboolean
pktmon_constraint_equal (const PktmonConstraint *self, const PktmonConstraint *other)
{
  return pktmon_constraint_fields_equal (&self->fields, &other->fields);
}

const PktmonConstraintFields *
pktmon_constraint_get_fields (const PktmonConstraint *self)
{
  return &self->fields;
}

gboolean
pktmon_constraint_is_enabled (const PktmonConstraint *self)
{
  return !pktmon_constraint_fields_has (&self->fields, PKTMON_CONSTRAINT_DISABLED);
}

gboolean
pktmon_constraint_is_excluding (const PktmonConstraint *self)
{
  return pktmon_constraint_fields_has (&self->fields, PKTMON_CONSTRAINT_EXCLUDE);
}

const char *
pktmon_constraint_get_expression (const PktmonConstraint *self)
{
  return self->fields.expression;
}

gboolean
pktmon_constraint_has_headers (const PktmonConstraint *self)
{
  return (self->fields.present & ~PKTMON_CONSTRAINT_NO_HEADERS) != 0;
}

/* --- Key files --- */

static gboolean
refuse_key (const char *key, GError **error)
{
  g_autofree char *what = NULL;
  char buffer[QUOTE_SIZE];
  PktmonText quote;

  pktmon_text_init (&quote, buffer, sizeof buffer);
  pktmon_text_append_foreign (&quote, (const guint8 *) key, strlen (key));
  what = g_strdup_printf (_ ("A constraint has no field “%s”."), buffer);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Correct it, or leave it out."));
  return FALSE;
}

/* @key: of @group in @file. */
static gboolean
load_field (PktmonConstraintFields *fields, GKeyFile *file, const char *group, const char *key,
            GError **error)
{
  int field = pktmon_constraint_field_find (key, strlen (key));
  g_autofree char *text = NULL;
  g_autofree char *what = NULL;

  if (field < 0 || !g_str_equal (pktmon_constraint_field_get_key (field), key))
    return refuse_key (key, error);
  text = g_key_file_get_string (file, group, key, NULL);
  if (text == NULL) {
    what = g_strdup_printf (_ ("The value of “%s” is not text."), key);
    pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                      pktmon_constraint_field_get_advice (field));
    return FALSE;
  }
  return pktmon_constraint_fields_set (fields, field, text, error);
}

PktmonConstraint *
pktmon_constraint_load (GKeyFile *file, const char *group, GError **error)
{
  g_auto (PktmonConstraintFields) fields = { 0 };
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!load_field (&fields, file, group, keys[i], error))
      return NULL;
  return pktmon_constraint_new_fields (&fields, error);
}

void
pktmon_constraint_save (const PktmonConstraint *self, GKeyFile *file, const char *group)
{
  g_key_file_remove_group (file, group, NULL);
  for (guint i = 0; i < PKTMON_N_CONSTRAINT_FIELDS; i++) {
    g_autofree char *text = pktmon_constraint_fields_dup_text (&self->fields, i);

    if (text != NULL)
      g_key_file_set_string (file, group, pktmon_constraint_field_get_key (i), text);
  }
}
