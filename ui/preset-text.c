/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preset-text.h"

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "ui/columns.h"

char *
pktmon_preset_text_dup_snap_length (guint snap_length)
{
  g_autofree char *count = pktmon_format_dup_count (snap_length);

  if (snap_length == 0)
    return g_strdup (_ ("Whole packets"));
  return g_strdup_printf (
      /* Translators: how much of each packet a capture keeps. */
      ngettext ("First %s byte of each packet", "First %s bytes of each packet", snap_length),
      count);
}

/* Its name, or what it says. */
static char *
dup_constraint (PktmonConstraint *constraint)
{
  const char *name = pktmon_constraint_get_fields (constraint)->name;

  return name != NULL && name[0] != '\0' ? g_strdup (name)
                                         : pktmon_constraint_dup_text (constraint);
}

char *
pktmon_preset_text_dup_constraints (GPtrArray *constraints)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (constraints == NULL || constraints->len == 0)
    return NULL;
  for (guint i = 0; i < constraints->len; i++) {
    g_autofree char *constraint = dup_constraint (g_ptr_array_index (constraints, i));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", constraint);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_column_title (const char *id)
{
  guint n_columns;
  const PktmonListColumn *columns = pktmon_columns_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (g_str_equal (columns[i].id, id))
      return _ (columns[i].title);
  return id;
}

char *
pktmon_preset_text_dup_columns (char **columns)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();
  g_auto (GStrv) titles = NULL;

  for (; columns != NULL && *columns != NULL; columns++)
    g_strv_builder_add (builder, get_column_title (*columns));
  titles = g_strv_builder_end (builder);
  return g_strjoinv (", ", titles);
}

/* --- All of it --- */

/* @text: taken, may be NULL. */
static void
add_take (GStrvBuilder *builder, char *text)
{
  g_autofree char *taken = text;

  if (taken != NULL)
    g_strv_builder_add (builder, taken);
}

static void
add_sources (GStrvBuilder *builder, const PktmonPresetContents *contents)
{
  guint n = contents->sources != NULL ? g_strv_length (contents->sources) : 0;

  if (n > 0)
    add_take (builder, g_strdup_printf (ngettext ("%u data source", "%u data sources", n), n));
}

static void
add_constraints (GStrvBuilder *builder, const PktmonPresetContents *contents)
{
  guint n = contents->constraints != NULL ? contents->constraints->len : 0;

  if (n > 0)
    add_take (builder, g_strdup_printf (ngettext ("%u constraint", "%u constraints", n), n));
}

static void
add_rest (GStrvBuilder *builder, const PktmonPresetContents *contents)
{
  if (contents->snap_length > 0)
    add_take (builder, pktmon_preset_text_dup_snap_length (contents->snap_length));
  if (contents->filter != NULL)
    add_take (builder, g_strdup_printf (_ ("Filter: %s"), contents->filter));
  if (contents->columns != NULL) {
    guint n = g_strv_length (contents->columns);

    add_take (builder, g_strdup_printf (ngettext ("%u column", "%u columns", n), n));
  }
}

char *
pktmon_preset_text_dup_summary (PktmonPreset *preset)
{
  const PktmonPresetContents *contents = pktmon_preset_get_contents (preset);
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) parts = NULL;

  if (contents->description != NULL)
    return g_strdup (contents->description);
  builder = g_strv_builder_new();
  add_sources (builder, contents);
  add_constraints (builder, contents);
  add_rest (builder, contents);
  parts = g_strv_builder_end (builder);
  return parts[0] != NULL ? g_strjoinv (" · ", parts) : g_strdup (_ ("All packets"));
}

static void
add_columns (GStrvBuilder *builder, const PktmonPresetContents *contents)
{
  g_autofree char *columns = NULL;

  if (contents->columns == NULL)
    return;
  columns = pktmon_preset_text_dup_columns (contents->columns);
  add_take (builder, g_strdup_printf (_ ("Columns: %s"), columns));
}

char *
pktmon_preset_text_dup_details (PktmonPreset *preset)
{
  const PktmonPresetContents *contents = pktmon_preset_get_contents (preset);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_strv_builder_add (builder, contents->name);
  if (!pktmon_preset_check (preset, &error)) {
    add_take (builder, pktmon_error_dup_what (error));
    g_strv_builder_add (builder, pktmon_error_get_advice (error));
  } else {
    add_take (builder, g_strdup (contents->description));
    if (contents->sources != NULL)
      add_take (builder, g_strjoinv (", ", contents->sources));
    add_take (builder, pktmon_preset_text_dup_constraints (contents->constraints));
    add_take (builder, pktmon_preset_text_dup_snap_length (contents->snap_length));
    if (contents->filter != NULL)
      add_take (builder, g_strdup_printf (_ ("Filter: %s"), contents->filter));
    add_columns (builder, contents);
  }
  lines = g_strv_builder_end (builder);
  return g_strjoinv ("\n", lines);
}
