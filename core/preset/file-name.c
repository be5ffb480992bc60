/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "preset/file-name.h"

#include <string.h>

#include "base/i18n.h"

/* Bytes that stay of a name that is too long for a file, before the sum that tells it from others.
 * The file system takes 255 in all. */
#define MAX_ESCAPED 160
#define SUM_SIZE 32

gboolean
pktmon_preset_file_name_check (const char *file)
{
  return file[0] != '.' && g_str_has_suffix (file, PKTMON_PRESET_SUFFIX) &&
         strlen (file) > strlen (PKTMON_PRESET_SUFFIX);
}

/* Cuts off what is too long, and no escape or character in two. */
static void
cut (char *escaped)
{
  gsize size = MAX_ESCAPED;

  while ((escaped[size] & 0xc0) == 0x80)
    size--;
  if (escaped[size - 1] == '%')
    size -= 1;
  else if (escaped[size - 2] == '%')
    size -= 2;
  escaped[size] = '\0';
}

char *
pktmon_preset_file_name_new (const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, " ,;:()[]+=@#!", TRUE);
  g_autofree char *sum = NULL;
  /* Files that begin with a dot are hidden. */
  const char *begin = escaped[0] == '.' ? "%2E" : "";
  const char *rest = escaped[0] == '.' ? escaped + 1 : escaped;

  if (strlen (escaped) <= MAX_ESCAPED)
    return g_strconcat (begin, rest, PKTMON_PRESET_SUFFIX, NULL);
  cut (escaped);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  sum[SUM_SIZE] = '\0';
  return g_strconcat (begin, rest, "~", sum, PKTMON_PRESET_SUFFIX, NULL);
}

char *
pktmon_preset_file_name_dup_name (const char *file)
{
  g_autofree char *escaped = NULL;
  g_autofree char *name = NULL;

  if (file == NULL)
    return g_strdup (_ ("Unnamed"));
  escaped = pktmon_preset_file_name_check (file)
                ? g_strndup (file, strlen (file) - strlen (PKTMON_PRESET_SUFFIX))
                : g_strdup (file);
  name = g_uri_unescape_string (escaped, NULL);
  return name != NULL && g_utf8_validate (name, -1, NULL) ? g_steal_pointer (&name)
                                                          : g_filename_display_name (file);
}
