/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/contents.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "preset/source-kind.h"

void
pktmon_preset_contents_clear (PktmonPresetContents *self)
{
  g_free (self->name);
  g_free (self->description);
  g_strfreev (self->sources);
  g_clear_pointer (&self->constraints, g_ptr_array_unref);
  g_free (self->filter);
  g_strfreev (self->columns);
  *self = (PktmonPresetContents){ 0 };
}

static gpointer
ref_constraint (gconstpointer constraint, gpointer unused)
{
  return pktmon_constraint_ref ((PktmonConstraint *) constraint);
}

static GPtrArray *
copy_constraints (GPtrArray *constraints)
{
  GPtrArray *copy = g_ptr_array_copy (constraints, ref_constraint, NULL);

  g_ptr_array_set_free_func (copy, (GDestroyNotify) pktmon_constraint_unref);
  return copy;
}

void
pktmon_preset_contents_copy (PktmonPresetContents *self, const PktmonPresetContents *other)
{
  *self = (PktmonPresetContents){
    .name = g_strdup (other->name),
    .description = g_strdup (other->description),
    .sources = g_strdupv (other->sources),
    .constraints = other->constraints != NULL ? copy_constraints (other->constraints) : NULL,
    .snap_length = other->snap_length,
    .filter = g_strdup (other->filter),
    .columns = g_strdupv (other->columns),
  };
}

static gboolean
lists_equal (char **self, char **other)
{
  static char *none[] = { NULL };

  return g_strv_equal ((const char *const *) (self != NULL ? self : none),
                       (const char *const *) (other != NULL ? other : none));
}

static gboolean
constraints_equal (GPtrArray *self, GPtrArray *other)
{
  guint n_self = self != NULL ? self->len : 0;
  guint n_other = other != NULL ? other->len : 0;

  for (guint i = 0; i < n_self && n_self == n_other; i++)
    if (!pktmon_constraint_equal (g_ptr_array_index (self, i), g_ptr_array_index (other, i)))
      return FALSE;
  return n_self == n_other;
}

gboolean
pktmon_preset_contents_equal (const PktmonPresetContents *self, const PktmonPresetContents *other)
{
  return g_strcmp0 (self->name, other->name) == 0 &&
         g_strcmp0 (self->description, other->description) == 0 &&
         lists_equal (self->sources, other->sources) &&
         constraints_equal (self->constraints, other->constraints) &&
         self->snap_length == other->snap_length && g_strcmp0 (self->filter, other->filter) == 0 &&
         lists_equal (self->columns, other->columns);
}

/* --- What can be in a preset --- */

static gboolean
refuse (GError **error, const char *what, const char *advice)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what, advice);
  return FALSE;
}

/* @what: taken. */
static gboolean
refuse_take (GError **error, char *what, const char *advice)
{
  g_autofree char *taken = what;

  return refuse (error, taken, advice);
}

/* Names that look the same are the same. */
static gboolean
normalize_name (PktmonPresetContents *self, GError **error)
{
  const char *advice = _ ("Give it a name of 1 to 256 characters.");
  g_autofree char *name = NULL;

  if (self->name == NULL || !g_utf8_validate (self->name, -1, NULL))
    return refuse (error, _ ("The preset has no name."), advice);
  name = g_strstrip (g_utf8_normalize (self->name, -1, G_NORMALIZE_DEFAULT_COMPOSE));
  if (name[0] == '\0')
    return refuse (error, _ ("The preset has no name."), advice);
  if (g_utf8_strlen (name, -1) > PKTMON_MAX_PRESET_NAME)
    return refuse (error, _ ("The name of the preset is too long."), advice);
  g_free (self->name);
  self->name = g_steal_pointer (&name);
  return TRUE;
}

/* A text that says nothing is none. */
static gboolean
normalize_text (char **text, gsize max, GError **error)
{
  if (*text != NULL && !g_utf8_validate (*text, -1, NULL))
    return refuse (error, _ ("A text of the preset is not UTF-8."), _ ("Write it anew."));
  if (*text != NULL && strlen (*text) > max)
    return refuse_take (
        error, g_strdup_printf (_ ("A text of the preset is longer than %u bytes."), (guint) max),
        _ ("Make it shorter."));
  if (*text != NULL && (*text)[strspn (*text, " \t\r\n")] == '\0')
    g_clear_pointer (text, g_free);
  return TRUE;
}

static gboolean
normalize_sources (PktmonPresetContents *self, GError **error)
{
  for (char **source = self->sources; source != NULL && *source != NULL; source++)
    if (!pktmon_source_kind_check_text (*source, error))
      return FALSE;
  if (self->sources != NULL && g_strv_length (self->sources) > PKTMON_MAX_CAPTURE_SOURCES)
    return refuse_take (error,
                        g_strdup_printf (_ ("The preset has more than %u data sources."),
                                         PKTMON_MAX_CAPTURE_SOURCES),
                        _ ("Leave some out."));
  if (self->sources != NULL && self->sources[0] == NULL)
    g_clear_pointer (&self->sources, g_strfreev);
  return TRUE;
}

static gboolean
is_column (const char *text)
{
  gsize size = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return size > 0 && size <= PKTMON_MAX_COLUMN_ID && text[size] == '\0';
}

static gboolean
normalize_columns (PktmonPresetContents *self, GError **error)
{
  guint n = 0;

  for (char **column = self->columns; column != NULL && *column != NULL; column++, n++)
    if (n == PKTMON_MAX_PRESET_COLUMNS || !is_column (*column))
      return refuse_take (error, g_strdup_printf (_ ("“%s” is no column."), *column),
                          _ ("Columns are named as “protocol” is."));
  if (n == 0)
    g_clear_pointer (&self->columns, g_strfreev);
  return TRUE;
}

static gboolean
normalize_constraints (PktmonPresetContents *self, GError **error)
{
  if (self->constraints != NULL && self->constraints->len > PKTMON_MAX_CONSTRAINTS)
    return refuse_take (
        error,
        g_strdup_printf (_ ("The preset has more than %u constraints."), PKTMON_MAX_CONSTRAINTS),
        _ ("Leave some out, or write one that says the same."));
  if (self->constraints != NULL && self->constraints->len == 0)
    g_clear_pointer (&self->constraints, g_ptr_array_unref);
  return TRUE;
}

gboolean
pktmon_preset_contents_normalize (PktmonPresetContents *self, GError **error)
{
  if (self->snap_length > PKTMON_MAX_SNAP_LENGTH)
    return refuse_take (error,
                        g_strdup_printf (_ ("The preset keeps more than %u bytes of a packet."),
                                         PKTMON_MAX_SNAP_LENGTH),
                        _ ("Keep less, or whole packets."));
  return normalize_name (self, error) &&
         normalize_text (&self->description, PKTMON_MAX_PRESET_DESCRIPTION, error) &&
         normalize_sources (self, error) && normalize_constraints (self, error) &&
         normalize_text (&self->filter, PKTMON_MAX_FILTER_TEXT, error) &&
         normalize_columns (self, error);
}
