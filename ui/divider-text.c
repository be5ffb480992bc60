/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/divider-text.h"

#include "base/format.h"
#include "base/i18n.h"

static char *
dup_lost (const PktmonDividerRow *divider, PktmonDirectory *directory)
{
  const PktmonInterface *interface = pktmon_directory_get_interface (directory, divider->interface);
  g_autofree char *number = pktmon_format_dup_count (divider->lost);
  g_autofree char *words = g_strdup_printf (
      /* Translators: says that the capture lost packets between the two in the rows beside. */
      ngettext ("%s packet lost here", "%s packets lost here", (gulong) divider->lost), number);

  if (interface == NULL || interface->name == NULL)
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s (%s)", words, interface->name);
}

/* In one line, as the row is. */
static char *
dup_constraints (const PktmonDivider *change)
{
  g_auto (GStrv) lines = g_strsplit (change->text, "\n", -1);
  g_autofree char *line = g_strjoinv (" · ", lines);

  if (line[0] == '\0')
    return g_strdup (_ ("Constraints changed: everything is captured from here on"));
  /* Translators: %s: the constraints that are in force from here on. */
  return g_strdup_printf (_ ("Constraints changed: %s"), line);
}

char *
pktmon_divider_text_dup (const PktmonDividerRow *divider, PktmonDirectory *directory)
{
  return divider->change != NULL ? dup_constraints (divider->change)
                                 : dup_lost (divider, directory);
}
