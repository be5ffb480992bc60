/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of files: one group for the preset, and one for each of its constraints, in the order of
 * the file. */
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "preset/contents.h"

#define GROUP "Preset"
#define CONSTRAINT_GROUP "Constraint "
#define VERSION 1

enum {
  KEY_VERSION,
  KEY_NAME,
  KEY_DESCRIPTION,
  KEY_SOURCES,
  KEY_SNAP_LENGTH,
  KEY_FILTER,
  KEY_COLUMNS,
  N_KEYS,
};

static const char *const keys[N_KEYS] = {
  "version", "name", "description", "sources", "snap-length", "filter", "columns",
};

static gboolean
refuse (GError **error, const char *what)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Correct the file in a text editor, or delete the preset."));
  return FALSE;
}

/* @what: taken. */
static gboolean
refuse_take (GError **error, char *what)
{
  g_autofree char *taken = what;

  return refuse (error, taken);
}

/* --- Reading --- */

static gboolean
refuse_value (GError **error, guint key)
{
  return refuse_take (error, g_strdup_printf (_ ("“%s” of the preset cannot be that."), keys[key]));
}

/* FALSE: it is there, and is no text. */
static gboolean
load_text (GKeyFile *file, guint key, char **text, GError **error)
{
  if (!g_key_file_has_key (file, GROUP, keys[key], NULL))
    return TRUE;
  g_free (*text);
  *text = g_key_file_get_string (file, GROUP, keys[key], NULL);
  return *text != NULL || refuse_value (error, key);
}

static gboolean
load_list (GKeyFile *file, guint key, char ***list, GError **error)
{
  if (!g_key_file_has_key (file, GROUP, keys[key], NULL))
    return TRUE;
  *list = g_key_file_get_string_list (file, GROUP, keys[key], NULL, NULL);
  return *list != NULL || refuse_value (error, key);
}

/* @number: stays when there is none. */
static gboolean
load_number (GKeyFile *file, guint key, guint max, guint *number, GError **error)
{
  g_autofree char *text = NULL;
  guint64 value;

  if (!load_text (file, key, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, max, &value, NULL))
    return refuse_value (error, key);
  *number = (guint) value;
  return TRUE;
}

static gboolean
check_keys (GKeyFile *file, GError **error)
{
  g_auto (GStrv) found = g_key_file_get_keys (file, GROUP, NULL, NULL);

  for (char **key = found; *key != NULL; key++) {
    gboolean known = FALSE;

    for (guint i = 0; i < N_KEYS && !known; i++)
      known = g_str_equal (*key, keys[i]);
    if (!known)
      return refuse_take (error, g_strdup_printf (_ ("A preset has no field “%s”."), *key));
  }
  return TRUE;
}

static gboolean
check_version (GKeyFile *file, GError **error)
{
  guint version = 0;

  if (!load_number (file, KEY_VERSION, G_MAXUINT, &version, error))
    return FALSE;
  if (version == 0)
    return refuse (error, _ ("The preset does not say of which version it is."));
  if (version > VERSION)
    pktmon_error_set (error, PKTMON_ERROR_REVISION_MISMATCH,
                      _ ("The preset is of a newer version of Packet Monitor."),
                      _ ("Use it with that version, or make another one here."));
  return version <= VERSION;
}

/* One more than there may be is enough to be refused. */
static gboolean
load_constraints (PktmonPresetContents *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  for (char **group = groups; *group != NULL; group++) {
    PktmonConstraint *constraint;

    if (g_str_equal (*group, GROUP) || self->constraints->len > PKTMON_MAX_CONSTRAINTS)
      continue;
    if (!g_str_has_prefix (*group, CONSTRAINT_GROUP))
      return refuse_take (error, g_strdup_printf (_ ("A preset has no part “%s”."), *group));
    constraint = pktmon_constraint_load (file, *group, error);
    if (constraint == NULL)
      return FALSE;
    g_ptr_array_add (self->constraints, constraint);
  }
  return TRUE;
}

static gboolean
load_all (PktmonPresetContents *self, GKeyFile *file, GError **error)
{
  /* The name first: what cannot be used has one too. */
  return load_text (file, KEY_NAME, &self->name, error) && check_version (file, error) &&
         check_keys (file, error) && load_text (file, KEY_DESCRIPTION, &self->description, error) &&
         load_list (file, KEY_SOURCES, &self->sources, error) &&
         load_number (file, KEY_SNAP_LENGTH, PKTMON_MAX_SNAP_LENGTH, &self->snap_length, error) &&
         load_text (file, KEY_FILTER, &self->filter, error) &&
         load_list (file, KEY_COLUMNS, &self->columns, error) &&
         load_constraints (self, file, error) && pktmon_preset_contents_normalize (self, error);
}

gboolean
pktmon_preset_contents_load (PktmonPresetContents *self, GBytes *bytes, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new();
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (size > PKTMON_MAX_PRESET_SIZE)
    return refuse (error, _ ("The file is too large for a preset."));
  if (size == 0 || !g_utf8_validate (text, (gssize) size, NULL) ||
      !g_key_file_load_from_data (file, text, size, G_KEY_FILE_NONE, NULL) ||
      !g_key_file_has_group (file, GROUP))
    return refuse (error, _ ("The file is no preset, or a damaged one."));
  return load_all (self, file, error);
}

/* --- Writing --- */

static void
save_text (GKeyFile *file, guint key, const char *text)
{
  if (text != NULL)
    g_key_file_set_string (file, GROUP, keys[key], text);
}

static void
save_list (GKeyFile *file, guint key, char **list)
{
  if (list != NULL)
    g_key_file_set_string_list (file, GROUP, keys[key], (const char *const *) list,
                                g_strv_length (list));
}

GBytes *
pktmon_preset_contents_save (const PktmonPresetContents *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new();
  gsize size;
  char *text;

  g_key_file_set_integer (file, GROUP, keys[KEY_VERSION], VERSION);
  save_text (file, KEY_NAME, self->name);
  save_text (file, KEY_DESCRIPTION, self->description);
  save_list (file, KEY_SOURCES, self->sources);
  if (self->snap_length > 0)
    g_key_file_set_uint64 (file, GROUP, keys[KEY_SNAP_LENGTH], self->snap_length);
  save_text (file, KEY_FILTER, self->filter);
  save_list (file, KEY_COLUMNS, self->columns);
  for (guint i = 0; self->constraints != NULL && i < self->constraints->len; i++) {
    g_autofree char *group = g_strdup_printf (CONSTRAINT_GROUP "%u", i + 1);

    pktmon_constraint_save (g_ptr_array_index (self->constraints, i), file, group);
  }
  text = g_key_file_to_data (file, &size, NULL);
  return g_bytes_new_take (text, size);
}
