/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/file-numbers.h"

#include <string.h>

/* "_00001" */
#define NUMBER_DIGITS 5

/* Where the ending begins in the name: ".pcapng" of "out.pcapng". */
static const char *
find_ending (const char *base)
{
  const char *slash = strrchr (base, '/');
  const char *name = slash != NULL ? slash + 1 : base;
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name ? dot : name + strlen (name);
}

char *
pktmon_file_numbers_dup_path (const char *base, guint number)
{
  const char *ending = find_ending (base);

  return g_strdup_printf ("%.*s_%0*u%s", (int) (ending - base), base, NUMBER_DIGITS, number,
                          ending);
}

/* The number in the name of such a file; 0: it is none. */
static guint
parse_number (const char *file, const char *start, const char *ending)
{
  const char *digits = file + strlen (start);
  char *end;
  guint64 number;

  if (!g_str_has_prefix (file, start) || !g_ascii_isdigit (*digits))
    return 0;
  number = g_ascii_strtoull (digits, &end, 10);
  return g_str_equal (end, ending) && number < G_MAXUINT ? (guint) number : 0;
}

guint
pktmon_file_numbers_find_last (const char *base)
{
  const char *ending = find_ending (base);
  g_autofree char *stem = g_strdup_printf ("%.*s_", (int) (ending - base), base);
  g_autofree char *start = g_path_get_basename (stem);
  g_autofree char *folder = g_path_get_dirname (stem);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *file;
  guint last = 0;

  while (entries != NULL && (file = g_dir_read_name (entries)) != NULL)
    last = MAX (last, parse_number (file, start, ending));
  return last;
}
