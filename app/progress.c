/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <unistd.h>

#include "base/format.h"
#include "base/i18n.h"

#define FIRST_AFTER (1 * G_USEC_PER_SEC)
#define INTERVAL (G_USEC_PER_SEC / 10)

void
pktmon_progress_init (PktmonProgress *self)
{
  *self = (PktmonProgress){
    .enabled = isatty (STDERR_FILENO) == 1,
    .due = g_get_monotonic_time() + FIRST_AFTER,
  };
}

void
pktmon_progress_update (PktmonProgress *self, guint64 packets, double fraction)
{
  g_autofree char *count = NULL;
  gint64 now;

  if (!self->enabled)
    return;
  now = g_get_monotonic_time();
  if (now < self->due)
    return;
  self->due = now + INTERVAL;
  self->shown = TRUE;
  count = pktmon_format_dup_count (packets);
  g_printerr ("\r");
  if (fraction >= 0)
    g_printerr (_ ("%3.0f %%, %s packets"), 100 * fraction, count);
  else
    g_printerr (_ ("%s packets"), count);
  g_printerr ("\033[K");
}

void
pktmon_progress_clear (PktmonProgress *self)
{
  if (self->shown)
    g_printerr ("\r\033[K");
  self->shown = FALSE;
}
