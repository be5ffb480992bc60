/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/preset.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "constraint/remote-session.h"
#include "preset/file-name.h"

/* The one of data/presets that leaves out the session over which its user sits there. */
#define REMOTE_SESSION_FILE "no-ssh.preset"

struct _PktmonPreset {
  GObject parent_instance;

  PktmonPresetContents contents;
  char *searched; /* all texts in it */
  char *english;  /* the name of one that came with the program, without its translation */
  GBytes *bytes;
  char *file; /* NULL: it is in none */
  GError *error;
  gboolean built_in;
};

enum { PROP_NAME = 1, PROP_DESCRIPTION, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (PktmonPreset, pktmon_preset, G_TYPE_OBJECT)

static void
pktmon_preset_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonPreset *self = PKTMON_PRESET (object);

  switch (id) {
  case PROP_NAME:
    g_value_set_string (value, self->contents.name);
    break;
  case PROP_DESCRIPTION:
    g_value_set_string (value, self->contents.description);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_preset_finalize (GObject *object)
{
  PktmonPreset *self = PKTMON_PRESET (object);

  pktmon_preset_contents_clear (&self->contents);
  g_free (self->searched);
  g_free (self->english);
  g_bytes_unref (self->bytes);
  g_free (self->file);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pktmon_preset_parent_class)->finalize (object);
}

static void
pktmon_preset_class_init (PktmonPresetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pktmon_preset_get_property;
  object_class->finalize = pktmon_preset_finalize;
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pktmon_preset_init (PktmonPreset *self)
{
}

/* --- What is searched --- */

static void
append_list (GString *text, char **list)
{
  for (; list != NULL && *list != NULL; list++)
    g_string_append_printf (text, "\n%s", *list);
}

/* (transfer full): NULL when it is not UTF-8. */
static char *
fold (const char *text)
{
  g_autofree char *folded = g_utf8_validate (text, -1, NULL) ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_DEFAULT_COMPOSE) : NULL;
}

/* All there is to search in, in the form that compares in any case. Made with the preset, as who
 * types a search looks at all presets with each key. */
static char *
dup_searched (PktmonPreset *self)
{
  const PktmonPresetContents *contents = &self->contents;
  g_autoptr (GString) text = g_string_new (contents->name);

  g_string_append_printf (text, "\n%s\n%s\n%s", self->english != NULL ? self->english : "",
                          contents->description != NULL ? contents->description : "",
                          contents->filter != NULL ? contents->filter : "");
  append_list (text, contents->sources);
  for (guint i = 0; contents->constraints != NULL && i < contents->constraints->len; i++) {
    g_autofree char *constraint =
        pktmon_constraint_dup_text (g_ptr_array_index (contents->constraints, i));

    g_string_append_printf (text, "\n%s", constraint);
  }
  return fold (text->str);
}

/* --- Making one --- */

PktmonPreset *
pktmon_preset_new (const PktmonPresetContents *contents, GError **error)
{
  g_auto (PktmonPresetContents) normal = { 0 };
  PktmonPreset *self;

  pktmon_preset_contents_copy (&normal, contents);
  if (!pktmon_preset_contents_normalize (&normal, error))
    return NULL;
  self = g_object_new (PKTMON_TYPE_PRESET, NULL);
  pktmon_preset_contents_copy (&self->contents, &normal);
  self->bytes = pktmon_preset_contents_save (&normal);
  self->searched = dup_searched (self);
  return self;
}

/* The texts of those that came with the program are in its catalogues (preset/built-in.c). */
static void
translate (PktmonPreset *self)
{
  self->english = self->contents.name;
  self->contents.name = g_strdup (_ (self->english));
  if (self->contents.description != NULL) {
    g_autofree char *description = self->contents.description;

    self->contents.description = g_strdup (_ (description));
  }
}

/* Whether both ends of a connection are known. */
static gboolean
is_connection (gconstpointer constraint, gconstpointer data)
{
  return pktmon_constraint_fields_has (pktmon_constraint_get_fields (constraint),
                                       PKTMON_CONSTRAINT_PORT2);
}

/* It names the session, where that is known; where it is not, everything stays that it may be. */
static void
name_session (PktmonPreset *self)
{
  g_autoptr (GPtrArray) session = NULL;
  GPtrArray *constraints = self->contents.constraints;

  if (g_strcmp0 (self->file, REMOTE_SESSION_FILE) != 0 || constraints == NULL)
    return;
  session = pktmon_remote_session_list (NULL);
  if (g_ptr_array_find_with_equal_func (session, NULL, is_connection, NULL))
    g_ptr_array_set_size (constraints, 0);
  g_ptr_array_extend_and_steal (constraints, g_steal_pointer (&session));
}

/* What is damaged says nothing but its name, be it that of its file. */
static void
keep_name (PktmonPreset *self)
{
  g_autofree char *name = g_steal_pointer (&self->contents.name);

  pktmon_preset_contents_clear (&self->contents);
  if (name != NULL && name[0] != '\0' && g_utf8_validate (name, -1, NULL))
    self->contents.name = g_steal_pointer (&name);
  else
    self->contents.name = pktmon_preset_file_name_dup_name (self->file);
}

PktmonPreset *
pktmon_preset_new_bytes (GBytes *bytes, const char *file, gboolean built_in)
{
  PktmonPreset *self = g_object_new (PKTMON_TYPE_PRESET, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->file = g_strdup (file);
  self->built_in = built_in;
  if (!pktmon_preset_contents_load (&self->contents, bytes, &self->error))
    keep_name (self);
  else if (built_in) {
    translate (self);
    name_session (self);
  }
  self->searched = dup_searched (self);
  return self;
}

PktmonPreset *
pktmon_preset_new_unreadable (const char *file, gboolean built_in, const GError *error)
{
  PktmonPreset *self = g_object_new (PKTMON_TYPE_PRESET, NULL);

  self->bytes = g_bytes_new (NULL, 0);
  self->file = g_strdup (file);
  self->built_in = built_in;
  self->error = g_error_copy (error);
  keep_name (self);
  self->searched = dup_searched (self);
  return self;
}

PktmonPreset *
pktmon_preset_new_in_file (PktmonPreset *other, const char *file)
{
  PktmonPreset *self = g_object_new (PKTMON_TYPE_PRESET, NULL);

  pktmon_preset_contents_copy (&self->contents, &other->contents);
  self->bytes = g_bytes_ref (other->bytes);
  self->file = g_strdup (file);
  self->error = other->error != NULL ? g_error_copy (other->error) : NULL;
  self->searched = g_strdup (other->searched);
  return self;
}

const char *
pktmon_preset_get_name (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), NULL);

  return self->contents.name;
}

const char *
pktmon_preset_get_description (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), NULL);

  return self->contents.description;
}

gboolean
pktmon_preset_is_built_in (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), FALSE);

  return self->built_in;
}

const char *
pktmon_preset_get_file (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), NULL);

  return self->file;
}

gboolean
pktmon_preset_is_in_file_of (PktmonPreset *self, PktmonPreset *other)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), FALSE);

  return other != NULL && self->built_in == other->built_in &&
         g_strcmp0 (self->file, other->file) == 0;
}

const PktmonPresetContents *
pktmon_preset_get_contents (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), NULL);

  return &self->contents;
}

GBytes *
pktmon_preset_get_bytes (PktmonPreset *self)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), NULL);

  return self->bytes;
}

gboolean
pktmon_preset_check (PktmonPreset *self, GError **error)
{
  g_return_val_if_fail (PKTMON_IS_PRESET (self), FALSE);

  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  return self->error == NULL;
}

/* --- Search --- */

gboolean
pktmon_preset_matches (PktmonPreset *self, const char *text)
{
  g_autofree char *wanted = fold (text);
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET (self), FALSE);

  if (wanted == NULL) /* no text */
    return FALSE;
  words = g_strsplit_set (wanted, " \t\r\n", -1);
  for (char **word = words; *word != NULL; word++)
    if (strstr (self->searched, *word) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
pktmon_preset_is_called (PktmonPreset *self, const char *name)
{
  g_autofree char *normal = NULL;
  g_autofree char *file = NULL;

  g_return_val_if_fail (PKTMON_IS_PRESET (self), FALSE);

  normal = g_utf8_normalize (name, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  if (normal == NULL)
    return FALSE;
  g_strstrip (normal);
  if (g_str_equal (normal, self->contents.name))
    return TRUE;
  if (!self->built_in || self->file == NULL)
    return FALSE;
  file = pktmon_preset_file_name_dup_name (self->file);
  return g_strcmp0 (normal, self->english) == 0 || g_str_equal (normal, file);
}
