/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "usage.h"

#include <string.h>

#include "base/i18n.h"
#include "message.h"
#include "nearest.h"

/* --- Unknown options --- */

static gboolean
takes_value (const GOptionEntry *entry)
{
  return entry->arg != G_OPTION_ARG_NONE;
}

static const GOptionEntry *
find_long (const GOptionEntry *entries, const char *name, gsize size)
{
  for (; entries->long_name != NULL; entries++)
    if (strlen (entries->long_name) == size && strncmp (entries->long_name, name, size) == 0)
      return entries;
  return NULL;
}

static const GOptionEntry *
find_short (const GOptionEntry *entries, char name)
{
  for (; entries->long_name != NULL; entries++)
    if (entries->short_name == name)
      return entries;
  return NULL;
}

/* Goes through letters after one dash. Returns: whether all are known.
 * @skips: (out): the next argument is the last one's value. */
static gboolean
check_short (const GOptionEntry *entries, const char *letters, gboolean *skips)
{
  for (; *letters != '\0'; letters++) {
    const GOptionEntry *entry = find_short (entries, *letters);

    if (entry == NULL)
      return FALSE;
    if (takes_value (entry)) {
      *skips = letters[1] == '\0';
      return TRUE;
    }
  }
  return TRUE;
}

typedef enum {
  OPTION_GOOD,
  OPTION_UNKNOWN,
  OPTION_VALUED, /* has a value, and takes none: the parser would drop it */
} Verdict;

/* @skips: (out): the next argument is this one's value. */
static Verdict
judge (const GOptionEntry *entries, const char *argument, gboolean *skips)
{
  gsize size = strcspn (argument, "=");
  const GOptionEntry *entry;

  *skips = FALSE;
  if (!g_str_has_prefix (argument, "--"))
    return argument[0] != '-' || check_short (entries, argument + 1, skips) ? OPTION_GOOD
                                                                            : OPTION_UNKNOWN;
  entry = find_long (entries, argument + 2, size - 2);
  if (entry == NULL)
    return OPTION_UNKNOWN;
  *skips = takes_value (entry) && argument[size] == '\0';
  return argument[size] == '=' && !takes_value (entry) ? OPTION_VALUED : OPTION_GOOD;
}

/* The first argument that is so. The parser says of an unknown option that there is one, but in
 * words only. */
static const char *
find_argument (const GOptionEntry *entries, int argc, char **argv, Verdict verdict)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++) {
    gboolean skips;

    if (judge (entries, argv[i], &skips) == verdict)
      return argv[i];
    i += skips;
  }
  return NULL;
}

static void
complain_unknown (const PktmonUsage *self, const GOptionEntry *entries, const char *option)
{
  g_autofree char *name = g_strndup (option, strcspn (option, "="));
  PktmonNearest nearest;

  pktmon_nearest_init (&nearest, name + strspn (name, "-"));
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    pktmon_nearest_offer (&nearest, entry->long_name);
  if (nearest.best != NULL)
    pktmon_message_usage (self->verb, _ ("There is no option “%s”; did you mean “--%s”?"), name,
                          nearest.best);
  else
    pktmon_message_usage (self->verb, _ ("There is no option “%s”."), name);
}

/* --- Parsing --- */

static GOptionContext *
make_context (const PktmonUsage *self, const GOptionEntry *entries, char ***operands)
{
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, operands, NULL, self->operands },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _ (self->summary));
  g_option_context_set_description (context, _ (self->explanation));
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, rest, NULL);
  return context;
}

static gboolean
check_operands (const PktmonUsage *self, char **operands)
{
  guint n = operands != NULL ? g_strv_length (operands) : 0;

  if (n < self->min)
    pktmon_message_usage (self->verb, _ ("Something is missing: “pktmon %s” needs %s."), self->verb,
                          self->operands);
  else if (n > self->max)
    pktmon_message_usage (self->verb, _ ("“%s” is one argument too many."), operands[self->max]);
  return n >= self->min && n <= self->max;
}

static void
complain (const PktmonUsage *self, const GOptionEntry *entries, int argc, char **argv,
          const GError *error)
{
  const char *unknown = g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
                            ? find_argument (entries, argc, argv, OPTION_UNKNOWN)
                            : NULL;

  if (unknown != NULL)
    complain_unknown (self, entries, unknown);
  else
    pktmon_message_usage (self->verb, "%s.", error->message);
}

/* The parser does not know "-n20": gives it "-n 20". */
static GStrv
split_short (const GOptionEntry *entries, int argc, char **argv)
{
  GPtrArray *split = g_ptr_array_new();
  gboolean options = TRUE;

  for (int i = 0; i < argc; i++) {
    const GOptionEntry *entry = NULL;

    options = options && strcmp (argv[i], "--") != 0;
    if (options && i > 0 && argv[i][0] == '-' && argv[i][1] != '\0' && argv[i][2] != '\0')
      entry = find_short (entries, argv[i][1]);
    if (entry != NULL && takes_value (entry)) {
      g_ptr_array_add (split, g_strndup (argv[i], 2));
      g_ptr_array_add (split, g_strdup (argv[i] + 2));
    } else {
      g_ptr_array_add (split, g_strdup (argv[i]));
    }
  }
  g_ptr_array_add (split, NULL);
  return (GStrv) g_ptr_array_free (split, FALSE);
}

gboolean
pktmon_usage_parse (const PktmonUsage *self, const GOptionEntry *entries, int argc, char **argv,
                    char ***operands)
{
  g_autofree char *name = g_strdup_printf ("pktmon %s", self->verb);
  g_auto (GStrv) arguments = split_short (entries, argc, argv);
  int n_arguments = (int) g_strv_length (arguments);
  g_auto (GStrv) rest = g_strdupv (arguments);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;
  const char *valued = find_argument (entries, n_arguments, arguments, OPTION_VALUED);

  *operands = NULL;
  if (valued != NULL) {
    pktmon_message_usage (self->verb, _ ("“%s” has a value, and takes none."), valued);
    return FALSE;
  }
  g_set_prgname (name);
  context = make_context (self, entries, operands);
  if (g_option_context_parse_strv (context, &rest, &error))
    return check_operands (self, *operands);
  complain (self, entries, n_arguments, arguments, error);
  return FALSE;
}

gboolean
pktmon_usage_parse_count (const PktmonUsage *self, const char *option, const char *text,
                          guint64 max, guint64 *value)
{
  g_autofree char *largest = NULL;

  if (g_ascii_string_to_unsigned (text, 10, 1, max, value, NULL))
    return TRUE;
  largest = g_strdup_printf ("%" G_GUINT64_FORMAT, max);
  pktmon_message_usage (self->verb, _ ("%s takes a number from 1 to %s, not “%s”."), option,
                        largest, text);
  return FALSE;
}
