/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/last-preset.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/output-file.h"

#define FILE_NAME "last-preset"
/* Before the file of one that came with the program; names of files have no slash. */
#define BUILT_IN "built-in/"
#define MAX_SIZE 512

static char *
build_path (const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);

  return g_build_filename (parent, FILE_NAME, NULL);
}

char *
pktmon_last_preset_read (const char *folder)
{
  g_autofree char *path = build_path (folder);
  GStatBuf status;
  char *text;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_SIZE)
    return NULL;
  return g_file_get_contents (path, &text, NULL, NULL) ? g_strchomp (text) : NULL;
}

static char *
dup_text (PktmonPreset *preset)
{
  return g_strconcat (pktmon_preset_is_built_in (preset) ? BUILT_IN : "",
                      pktmon_preset_get_file (preset), NULL);
}

gboolean
pktmon_last_preset_is (const char *last, PktmonPreset *preset)
{
  g_autofree char *text = dup_text (preset);

  return g_str_equal (last, text);
}

static gboolean
fail (const char *path, GError **error)
{
  int error_number = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *what = g_strdup_printf (_ ("“%s” could not be changed"), name);

  pktmon_error_set_errno (error, error_number, what);
  return FALSE;
}

static gboolean
write_text (const char *path, const char *text, GError **error)
{
  g_autoptr (PktmonOutputFile) file = pktmon_output_file_new (path, error);
  gssize size = (gssize) strlen (text);

  if (file == NULL)
    return FALSE;
  if (write (pktmon_output_file_get_descriptor (file), text, (gsize) size) != size)
    return fail (path, error);
  return pktmon_output_file_commit (file, error);
}

gboolean
pktmon_last_preset_write (const char *folder, PktmonPreset *preset, GError **error)
{
  g_autofree char *path = build_path (folder);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *last = pktmon_last_preset_read (folder);
  g_autofree char *text = preset != NULL ? dup_text (preset) : NULL;

  if (g_strcmp0 (last, text) == 0)
    return TRUE;
  if (text == NULL)
    return g_unlink (path) == 0 || errno == ENOENT || fail (path, error);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return fail (path, error);
  return write_text (path, text, error);
}
