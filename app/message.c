/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <stdarg.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "base/text.h"

/* Names of files and what else a message quotes may hold anything. */
static void
print (const char *before, const char *text, const char *after)
{
  g_autofree char *clean = pktmon_text_dup_foreign (text);

  g_printerr ("%s%s%s", before, clean, after);
}

PktmonExit
pktmon_message_failed (const GError *error)
{
  g_autofree char *what = pktmon_error_dup_what (error);
  const char *advice = pktmon_error_get_advice (error);

  print ("pktmon: ", what, "\n");
  if (advice != NULL)
    print ("  ", advice, "\n");
  return PKTMON_EXIT_FAILED;
}

PktmonExit
pktmon_message_refused (const GError *error)
{
  pktmon_message_failed (error);
  return PKTMON_EXIT_USAGE;
}

PktmonExit
pktmon_message_usage (const char *verb, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print ("pktmon: ", what, " ");
  if (verb != NULL)
    g_printerr (_ ("Try 'pktmon %s --help'."), verb);
  else
    g_printerr (_ ("Try 'pktmon --help'."));
  g_printerr ("\n");
  return PKTMON_EXIT_USAGE;
}

void
pktmon_message_note (const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print ("pktmon: ", what, "\n");
}

void
pktmon_message_unjudged (const PktmonExpression *expression)
{
  const char *reason;
  guint64 unjudged = expression != NULL ? pktmon_expression_get_unjudged (expression, &reason) : 0;
  g_autofree char *count = pktmon_format_dup_count (unjudged);

  if (unjudged > 0)
    pktmon_message_note (
        ngettext ("%s packet could not be judged by the filter and was left out: %s.",
                  "%s packets could not be judged by the filter and were left out: %s.",
                  (gulong) unjudged),
        count, reason);
}
