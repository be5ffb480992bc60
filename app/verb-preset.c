/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint-option.h"
#include "base/output-file.h"
#include "message.h"
#include "preset-choice.h"
#include "preset-lines.h"
#include "usage.h"

static const PktmonUsage usage = {
  .verb = "preset",
  .operands = N_ ("ACTION…"),
  .min = 1,
  .max = G_MAXUINT,
  .summary = N_ ("Keeps choices of what to capture under a name."),
  .explanation = N_ (
      "Actions:\n"
      "  list [WORD…]         presets, or those that all of the words are in\n"
      "  show NAME            what a preset says\n"
      "  save NAME            makes a preset of the options that are given\n"
      "  rename NAME NEW      gives a preset another name\n"
      "  copy NAME [NEW]      makes a copy of a preset\n"
      "  delete NAME…         removes presets\n"
      "  import FILE…         takes presets from files\n"
      "  export NAME FILE|-   writes a preset to a file\n"
      "\n"
      "“pktmon start --preset NAME” uses a preset. Those that came with the program are built in:\n"
      "they cannot be changed, but copied. A SOURCE may be a kind of interfaces, such as\n"
      "kind:hardware or kind:veth.\n"
      "\n"
      "Examples:\n"
      "  pktmon preset list\n"
      "  pktmon preset save web -s kind:hardware -c 'port=443 proto=tcp' --snaplen 128\n"
      "  pktmon preset copy dns 'My names'\n"
      "  pktmon preset export web web.preset"),
};

typedef struct {
  char **sources;
  char **constraints;
  char *description, *filter, *columns, *snap_length;
  gboolean replace, json;
} Options;

typedef struct {
  PktmonPresetStore *store;
  Options options;
  char **operands; /* behind the action */
  guint n_operands;
  GError *error;
} Preset;

/* What is wrong stands on the command line, or it failed. */
static PktmonExit
fail (Preset *self)
{
  return g_error_matches (self->error, PKTMON_ERROR, PKTMON_ERROR_INVALID)
             ? pktmon_message_refused (self->error)
             : pktmon_message_failed (self->error);
}

/* --- Looking --- */

static PktmonExit
run_list (Preset *self)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonPreset) last = pktmon_preset_store_dup_last (self->store);
  g_autofree char *words =
      self->operands[0] != NULL ? g_strjoinv (" ", self->operands) : g_strdup ("");
  g_autoptr (GPtrArray) presets = g_ptr_array_new_with_free_func (g_object_unref);
  const GError *error = pktmon_preset_store_get_error (self->store);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++) {
    g_autoptr (PktmonPreset) preset = g_list_model_get_item (G_LIST_MODEL (self->store), i);

    if (pktmon_preset_matches (preset, words))
      g_ptr_array_add (presets, g_steal_pointer (&preset));
  }
  if (self->options.json)
    pktmon_preset_lines_append_json_list (&output, presets, last);
  else
    pktmon_preset_lines_append_list (&output, presets, last);
  return pktmon_output_finish (&output,
                               error != NULL ? pktmon_message_failed (error) : PKTMON_EXIT_DONE);
}

static PktmonExit
run_show (Preset *self)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonPreset) last = pktmon_preset_store_dup_last (self->store);
  PktmonPreset *preset = pktmon_preset_choice_find (self->store, self->operands[0], &self->error);

  if (preset == NULL)
    return fail (self);
  if (self->options.json)
    pktmon_preset_lines_append_json (&output, preset, last);
  else
    pktmon_preset_lines_append (&output, preset);
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

/* --- Changing --- */

static gboolean
add_constraints (PktmonPresetContents *contents, char **texts, GError **error)
{
  contents->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  for (; texts != NULL && *texts != NULL; texts++) {
    PktmonConstraint *constraint = pktmon_constraint_option_parse (*texts, error);

    if (constraint == NULL)
      return FALSE;
    g_ptr_array_add (contents->constraints, constraint);
  }
  return TRUE;
}

/* "eth0" is "if:eth0", as where sources are chosen. */
static char **
dup_sources (char **names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new();

  for (; names != NULL && *names != NULL; names++) {
    g_autofree char *id = g_strconcat (strchr (*names, ':') == NULL ? "if:" : "", *names, NULL);

    g_strv_builder_add (builder, id);
  }
  return g_strv_builder_end (builder);
}

/* The preset that is to be replaced, where the user says so. */
static PktmonPreset *
find_replaced (Preset *self)
{
  PktmonPreset *preset =
      self->options.replace ? pktmon_preset_store_find (self->store, self->operands[0]) : NULL;

  return preset != NULL && !pktmon_preset_is_built_in (preset) ? preset : NULL;
}

static PktmonExit
run_save (Preset *self)
{
  const Options *options = &self->options;
  guint64 snap_length = 0;
  g_auto (PktmonPresetContents) contents = { .name = g_strdup (self->operands[0]) };
  g_autoptr (PktmonPreset) preset = NULL;

  if (options->snap_length != NULL &&
      !pktmon_usage_parse_count (&usage, "--snaplen", options->snap_length, PKTMON_MAX_SNAP_LENGTH,
                                 &snap_length))
    return PKTMON_EXIT_USAGE;
  contents.description = g_strdup (options->description);
  contents.sources = dup_sources (options->sources);
  contents.snap_length = (guint) snap_length;
  contents.filter = g_strdup (options->filter);
  contents.columns = options->columns != NULL ? g_strsplit (options->columns, ",", -1) : NULL;
  if (add_constraints (&contents, options->constraints, &self->error))
    preset = pktmon_preset_store_save (self->store, &contents, find_replaced (self), &self->error);
  return preset != NULL ? PKTMON_EXIT_DONE : fail (self);
}

static PktmonExit
run_rename (Preset *self)
{
  PktmonPreset *preset = pktmon_preset_choice_find (self->store, self->operands[0], &self->error);
  g_autoptr (PktmonPreset) renamed =
      preset != NULL
          ? pktmon_preset_store_rename (self->store, preset, self->operands[1], &self->error)
          : NULL;

  return renamed != NULL ? PKTMON_EXIT_DONE : fail (self);
}

static void
note_name (PktmonPreset *preset)
{
  pktmon_message_note (_ ("The preset is called “%s”."), pktmon_preset_get_name (preset));
}

static PktmonExit
run_copy (Preset *self)
{
  PktmonPreset *preset = pktmon_preset_choice_find (self->store, self->operands[0], &self->error);
  g_autoptr (PktmonPreset) copy =
      preset != NULL
          ? pktmon_preset_store_duplicate (self->store, preset, self->operands[1], &self->error)
          : NULL;

  if (copy == NULL)
    return fail (self);
  if (self->operands[1] == NULL)
    note_name (copy);
  return PKTMON_EXIT_DONE;
}

/* Each that can be deleted is. */
static PktmonExit
run_delete (Preset *self)
{
  PktmonExit exit = PKTMON_EXIT_DONE;

  for (char **name = self->operands; *name != NULL; name++) {
    PktmonPreset *preset = pktmon_preset_choice_find (self->store, *name, &self->error);

    if (preset == NULL || !pktmon_preset_store_delete (self->store, preset, &self->error))
      exit = fail (self);
    g_clear_error (&self->error);
  }
  return exit;
}

/* --- Files --- */

static PktmonExit
run_import (Preset *self)
{
  PktmonExit exit = PKTMON_EXIT_DONE;

  for (char **path = self->operands; *path != NULL; path++) {
    g_autoptr (PktmonPreset) preset = pktmon_preset_store_import (self->store, *path, &self->error);

    if (preset != NULL)
      note_name (preset);
    else
      exit = pktmon_message_failed (self->error);
    g_clear_error (&self->error);
  }
  return exit;
}

static gboolean
write_bytes (PktmonOutputFile *file, GBytes *bytes, GError **error)
{
  gsize left;
  const guint8 *data = g_bytes_get_data (bytes, &left);
  g_autofree char *what = NULL;

  while (left > 0) {
    gssize size = write (pktmon_output_file_get_descriptor (file), data, left);

    if (size < 0 && errno != EINTR) {
      int error_number = errno;

      what = g_strdup_printf (_ ("“%s” could not be written"), pktmon_output_file_get_name (file));
      pktmon_error_set_errno (error, error_number, what);
      return FALSE;
    }
    size = MAX (size, 0);
    data += size;
    left -= (gsize) size;
  }
  return TRUE;
}

static PktmonExit
run_export (Preset *self)
{
  PktmonPreset *preset =
      pktmon_preset_choice_find_usable (self->store, self->operands[0], &self->error);
  g_autoptr (PktmonOutputFile) file = NULL;

  if (preset == NULL)
    return fail (self);
  file = pktmon_output_file_new (self->operands[1], &self->error);
  if (file != NULL && write_bytes (file, pktmon_preset_get_bytes (preset), &self->error) &&
      pktmon_output_file_commit (file, &self->error))
    return PKTMON_EXIT_DONE;
  return pktmon_message_failed (self->error);
}

/* --- The command line --- */

typedef struct {
  const char *name;
  const char *operands;
  guint min, max;
  gboolean prints; /* and can do it as JSON */
  PktmonExit (*run) (Preset *self);
} Action;

static const Action actions[] = {
  { "list", "", 0, G_MAXUINT, TRUE, run_list },
  { "show", "NAME", 1, 1, TRUE, run_show },
  { "save", "NAME", 1, 1, FALSE, run_save },
  { "rename", "NAME NEW", 2, 2, FALSE, run_rename },
  { "copy", "NAME", 1, 2, FALSE, run_copy },
  { "delete", "NAME…", 1, G_MAXUINT, FALSE, run_delete },
  { "import", "FILE…", 1, G_MAXUINT, FALSE, run_import },
  { "export", "NAME FILE|-", 2, 2, FALSE, run_export },
};

static const Action *
find_action (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      return &actions[i];
  return NULL;
}

static gboolean
has_save_option (const Options *options)
{
  return options->sources != NULL || options->constraints != NULL || options->description != NULL ||
         options->filter != NULL || options->columns != NULL || options->snap_length != NULL ||
         options->replace;
}

static gboolean
check (const Preset *self, const Action *action)
{
  if (self->n_operands < action->min)
    pktmon_message_usage (usage.verb, _ ("Something is missing: “pktmon preset %s” needs %s."),
                          action->name, action->operands);
  else if (self->n_operands > action->max)
    pktmon_message_usage (usage.verb, _ ("“%s” is one argument too many."),
                          self->operands[action->max]);
  else if (self->options.json && !action->prints)
    pktmon_message_usage (usage.verb, _ ("“%s” prints nothing that could be JSON."), action->name);
  else if (has_save_option (&self->options) && action->run != run_save)
    pktmon_message_usage (usage.verb, _ ("Only “save” takes what a preset says."));
  else
    return TRUE;
  return FALSE;
}

static PktmonExit
run (Preset *self, const char *name)
{
  const Action *action = find_action (name);
  PktmonExit exit;

  if (action == NULL)
    return pktmon_message_usage (usage.verb, _ ("“%s” is nothing that can be done with presets."),
                                 name);
  if (!check (self, action))
    return PKTMON_EXIT_USAGE;
  self->store = pktmon_preset_store_new();
  exit = action->run (self);
  g_object_unref (self->store);
  return exit;
}

static void
options_clear (Options *self)
{
  g_strfreev (self->sources);
  g_strfreev (self->constraints);
  g_free (self->description);
  g_free (self->filter);
  g_free (self->columns);
  g_free (self->snap_length);
}

PktmonExit
pktmon_verb_preset (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  Preset self = { 0 };
  Options *o = &self.options;
  PktmonExit exit = PKTMON_EXIT_USAGE;
  const GOptionEntry entries[] = {
    { "source", 's', 0, G_OPTION_ARG_STRING_ARRAY, &o->sources,
      N_ ("Where to capture; more than one can be given"), N_ ("SOURCE") },
    { "constraint", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &o->constraints,
      N_ ("What to capture; more than one can be given"), N_ ("TEXT") },
    { "snaplen", 0, 0, G_OPTION_ARG_STRING, &o->snap_length,
      N_ ("Keep at most N bytes of each packet"), N_ ("N") },
    { "filter", 'f', 0, G_OPTION_ARG_STRING, &o->filter, N_ ("What of the packets to show"),
      N_ ("EXPR") },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &o->columns, N_ ("Which columns to show"),
      N_ ("NAMES") },
    { "description", 'd', 0, G_OPTION_ARG_STRING, &o->description, N_ ("What it is for"),
      N_ ("TEXT") },
    { "replace", 0, 0, G_OPTION_ARG_NONE, &o->replace,
      N_ ("Save in the place of the preset of that name"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("JSON objects, from list and show"), NULL },
    { NULL },
  };

  if (pktmon_usage_parse (&usage, entries, argc, argv, &operands)) {
    self.operands = operands + 1;
    self.n_operands = g_strv_length (self.operands);
    exit = run (&self, operands[0]);
  }
  options_clear (o);
  g_clear_error (&self.error);
  return exit;
}
