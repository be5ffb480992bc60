/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset-lines.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/text.h"
#include "export/json-writer.h"

/* Columns between a name and what is said of it; the names' column is at most so wide. */
#define GAP 2
#define MAX_WIDTH 40

/* --- Text --- */

static void
add_word (GPtrArray *words, const char *word)
{
  if (word != NULL)
    g_ptr_array_add (words, g_strdup (word));
}

/* Why it cannot be used. (transfer full) */
static char *
describe_reason (const GError *reason)
{
  g_autofree char *what = pktmon_error_dup_what (reason);

  return g_strdup_printf (_ ("unusable: %s %s"), what, pktmon_error_get_advice (reason));
}

static char *
describe (PktmonPreset *preset, gboolean is_last)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;
  g_autofree char *joined = NULL;

  if (pktmon_preset_is_built_in (preset))
    add_word (words, _ ("built in"));
  if (is_last)
    add_word (words, _ ("used last"));
  add_word (words, pktmon_preset_get_description (preset));
  if (!pktmon_preset_check (preset, &reason))
    g_ptr_array_add (words, describe_reason (reason));
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (", ", (char **) words->pdata);
  return pktmon_text_dup_foreign (joined);
}

static guint
get_width (PktmonPreset *preset)
{
  g_autofree char *name = pktmon_text_dup_foreign (pktmon_preset_get_name (preset));

  return (guint) g_utf8_strlen (name, -1);
}

void
pktmon_preset_lines_append_list (PktmonOutput *output, GPtrArray *presets, PktmonPreset *last)
{
  guint width = 0;

  for (guint i = 0; i < presets->len; i++)
    width = MAX (width, MIN (get_width (g_ptr_array_index (presets, i)), MAX_WIDTH));
  for (guint i = 0; i < presets->len; i++) {
    PktmonPreset *preset = g_ptr_array_index (presets, i);
    g_autofree char *name = pktmon_text_dup_foreign (pktmon_preset_get_name (preset));
    g_autofree char *words = describe (preset, preset == last);
    guint own = get_width (preset);

    pktmon_line_buffer_append (&output->buffer, name);
    if (words[0] != '\0')
      pktmon_line_buffer_append_spaces (&output->buffer, MAX (width, own) - own + GAP);
    pktmon_line_buffer_append (&output->buffer, words);
    pktmon_line_buffer_append_char (&output->buffer, '\n');
  }
}

static void
append_line (PktmonOutput *output, const char *label, const char *text)
{
  g_autofree char *clean = NULL;

  if (text == NULL)
    return;
  clean = pktmon_text_dup_foreign (text);
  pktmon_line_buffer_append_printf (&output->buffer, "%s %s\n", label, clean);
}

static void
append_reason (PktmonOutput *output, PktmonPreset *preset)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *words = NULL;

  if (pktmon_preset_check (preset, &reason))
    return;
  words = describe_reason (reason);
  append_line (output, _ ("State:"), words);
}

void
pktmon_preset_lines_append (PktmonOutput *output, PktmonPreset *preset)
{
  const PktmonPresetContents *contents = pktmon_preset_get_contents (preset);
  g_autofree char *length =
      contents->snap_length > 0 ? g_strdup_printf ("%u", contents->snap_length) : NULL;
  g_autofree char *columns =
      contents->columns != NULL ? g_strjoinv (", ", contents->columns) : NULL;

  append_line (output, _ ("Name:"), contents->name);
  append_line (output, _ ("Description:"), contents->description);
  append_reason (output, preset);
  for (char **source = contents->sources; source != NULL && *source != NULL; source++)
    append_line (output, _ ("Source:"), *source);
  for (guint i = 0; contents->constraints != NULL && i < contents->constraints->len; i++) {
    g_autofree char *text =
        pktmon_constraint_dup_text (g_ptr_array_index (contents->constraints, i));

    append_line (output, _ ("Constraint:"), text);
  }
  append_line (output, _ ("Bytes kept of a packet:"), length);
  append_line (output, _ ("View filter:"), contents->filter);
  append_line (output, _ ("Columns:"), columns);
}

/* --- JSON --- */

static void
add_list (PktmonJsonWriter *json, const char *key, char **list)
{
  pktmon_json_writer_begin_array (json, key);
  for (; list != NULL && *list != NULL; list++)
    pktmon_json_writer_add_text (json, NULL, *list);
  pktmon_json_writer_end_array (json);
}

static void
add_constraints (PktmonJsonWriter *json, GPtrArray *constraints)
{
  pktmon_json_writer_begin_array (json, "constraints");
  for (guint i = 0; constraints != NULL && i < constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (constraints, i));

    pktmon_json_writer_add_text (json, NULL, text);
  }
  pktmon_json_writer_end_array (json);
}

static void
add_preset (PktmonJsonWriter *json, PktmonPreset *preset, gboolean is_last)
{
  const PktmonPresetContents *contents = pktmon_preset_get_contents (preset);
  g_autoptr (GError) reason = NULL;
  gboolean available = pktmon_preset_check (preset, &reason);
  g_autofree char *what = reason != NULL ? pktmon_error_dup_what (reason) : NULL;

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "name", contents->name);
  pktmon_json_writer_add_text (json, "description", contents->description);
  pktmon_json_writer_add_boolean (json, "built_in", pktmon_preset_is_built_in (preset));
  pktmon_json_writer_add_boolean (json, "last", is_last);
  pktmon_json_writer_add_boolean (json, "available", available);
  pktmon_json_writer_add_text (json, "reason", what);
  pktmon_json_writer_add_text (json, "advice",
                               reason != NULL ? pktmon_error_get_advice (reason) : NULL);
  add_list (json, "sources", contents->sources);
  add_constraints (json, contents->constraints);
  if (contents->snap_length > 0)
    pktmon_json_writer_add_u64 (json, "snap_length", contents->snap_length);
  else
    pktmon_json_writer_add_text (json, "snap_length", NULL);
  pktmon_json_writer_add_text (json, "filter", contents->filter);
  add_list (json, "columns", contents->columns);
  pktmon_json_writer_end_object (json);
}

void
pktmon_preset_lines_append_json_list (PktmonOutput *output, GPtrArray *presets, PktmonPreset *last)
{
  PktmonJsonWriter json = { .buffer = &output->buffer };

  pktmon_json_writer_begin_array (&json, NULL);
  for (guint i = 0; i < presets->len; i++)
    add_preset (&json, g_ptr_array_index (presets, i), g_ptr_array_index (presets, i) == last);
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_finish (&json);
}

void
pktmon_preset_lines_append_json (PktmonOutput *output, PktmonPreset *preset, PktmonPreset *last)
{
  PktmonJsonWriter json = { .buffer = &output->buffer };

  add_preset (&json, preset, preset == last);
  pktmon_json_writer_finish (&json);
}
