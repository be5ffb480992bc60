/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/capture-options.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "ui/settings.h"

#define MEGABYTE 1000000u
#define SECOND 1000u /* in milliseconds */

static guint64
get_number (GSettings *settings, const char *key)
{
  return (guint64) g_settings_get_int (settings, key);
}

/* --- Outputs --- */

static gboolean
refuse_file (GError **error, const char *what)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Choose a name in a folder in which files can be made."));
  return FALSE;
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autofree char *folder = NULL;

  if (path[0] == '\0')
    return refuse_file (error, _ ("The files of the ring have no name yet."));
  if (!g_path_is_absolute (path))
    return refuse_file (error, _ ("The name of the files does not begin with a folder."));
  folder = g_path_get_dirname (path);
  return g_file_test (folder, G_FILE_TEST_IS_DIR) && access (folder, W_OK) == 0
             ? TRUE
             : refuse_file (error, _ ("No files can be made in the folder for captures."));
}

static PktmonFileOutput *
make_ring (GSettings *settings, GError **error)
{
  g_autofree char *path = g_settings_get_string (settings, PKTMON_SETTING_CAPTURE_RING_FILE);
  const PktmonRing ring = {
    .file_size = get_number (settings, PKTMON_SETTING_CAPTURE_RING_SIZE) * MEGABYTE,
    .file_packets = get_number (settings, PKTMON_SETTING_CAPTURE_RING_PACKETS),
    .file_duration = get_number (settings, PKTMON_SETTING_CAPTURE_RING_TIME) * SECOND,
    .files = (guint) get_number (settings, PKTMON_SETTING_CAPTURE_RING_FILES),
    .total_size = get_number (settings, PKTMON_SETTING_CAPTURE_RING_TOTAL) * MEGABYTE,
  };

  return check_file (path, error) ? pktmon_file_output_new_ring (path, &ring, error) : NULL;
}

char *
pktmon_capture_options_dup_autosave_folder (GSettings *settings)
{
  g_autofree char *folder = g_settings_get_string (settings, PKTMON_SETTING_AUTOSAVE_FOLDER);
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  if (folder[0] != '\0')
    return g_steal_pointer (&folder);
  return g_strdup (documents != NULL ? documents : g_get_home_dir());
}

/* A name in @folder that nothing has, made from the time. (transfer full) */
static char *
dup_new_path (const char *folder)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local();
  g_autofree char *name = g_date_time_format (now, _ ("Capture %Y-%m-%d %H.%M.%S"));
  g_autofree char *file = g_strconcat (name, ".pcapng", NULL);
  char *path = g_build_filename (folder, file, NULL);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++) {
    g_autofree char *other = g_strdup_printf ("%s (%u).pcapng", name, i);

    g_free (path);
    path = g_build_filename (folder, other, NULL);
  }
  return path;
}

static PktmonFileOutput *
make_autosave (GSettings *settings, GError **error)
{
  g_autofree char *folder = pktmon_capture_options_dup_autosave_folder (settings);
  g_autofree char *path = NULL;

  if (!g_settings_get_boolean (settings, PKTMON_SETTING_AUTOSAVE))
    return NULL;
  path = dup_new_path (folder);
  return check_file (path, error) ? pktmon_file_output_new (path) : NULL;
}

PktmonFileOutput *
pktmon_capture_options_make_output (GSettings *settings, GError **error)
{
  switch (g_settings_get_enum (settings, PKTMON_SETTING_CAPTURE_KEEP)) {
  case PKTMON_CAPTURE_KEEP_NEWEST:
    return pktmon_file_output_new_bounded (
        get_number (settings, PKTMON_SETTING_CAPTURE_NEWEST_SIZE) * MEGABYTE,
        get_number (settings, PKTMON_SETTING_CAPTURE_NEWEST_TIME) * SECOND, error);
  case PKTMON_CAPTURE_KEEP_RING:
    return make_ring (settings, error);
  default:
    return make_autosave (settings, error);
  }
}

static gboolean
attach_output (GSettings *settings, PktmonSession *session, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (PktmonFileOutput) output = pktmon_capture_options_make_output (settings, &wrong);

  if (output != NULL)
    return pktmon_session_attach_output (session, G_OBJECT (output), error);
  if (wrong == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

/* --- What ends it --- */

GPtrArray *
pktmon_capture_options_parse_match (const char *text, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  PktmonConstraint *constraint;

  if (text[strspn (text, " ")] == '\0')
    return g_steal_pointer (&found);
  constraint = pktmon_constraint_new (text, error);
  if (constraint == NULL)
    return NULL;
  g_ptr_array_add (found, constraint);
  return g_steal_pointer (&found);
}

static gboolean
set_triggers (GSettings *settings, PktmonSession *session, GError **error)
{
  g_autofree char *text = g_settings_get_string (settings, PKTMON_SETTING_CAPTURE_STOP_MATCH);
  g_autoptr (GPtrArray) triggers = pktmon_capture_options_parse_match (text, error);

  if (triggers != NULL)
    pktmon_session_set_triggers (session, triggers,
                                 get_number (settings, PKTMON_SETTING_CAPTURE_STOP_AFTER));
  return triggers != NULL;
}

static void
set_limits (GSettings *settings, PktmonSession *session)
{
  const PktmonSessionLimits limits = {
    .packets = get_number (settings, PKTMON_SETTING_CAPTURE_STOP_PACKETS),
    .bytes = get_number (settings, PKTMON_SETTING_CAPTURE_STOP_SIZE) * MEGABYTE,
    .duration = get_number (settings, PKTMON_SETTING_CAPTURE_STOP_DURATION) * SECOND,
  };

  pktmon_session_set_limits (session, &limits);
}

/* --- All of it --- */

gboolean
pktmon_capture_options_apply (GSettings *settings, PktmonSession *session, GError **error)
{
  guint64 buffer = get_number (settings, PKTMON_SETTING_CAPTURE_BUFFER) * MEGABYTE;

  set_limits (settings, session);
  pktmon_session_set_promiscuous (
      session, g_settings_get_boolean (settings, PKTMON_SETTING_CAPTURE_PROMISCUOUS));
  return pktmon_session_set_sizes (session, 0, buffer, error) &&
         set_triggers (settings, session, error) && attach_output (settings, session, error);
}
