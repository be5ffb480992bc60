/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input.h"

#include <unistd.h>

#include "base/error.h"
#include "base/format.h"
#include "base/i18n.h"
#include "message.h"

gboolean
pktmon_input_open (PktmonInput *self, const char *path, GError **error)
{
  if (g_str_equal (path, "-") && isatty (STDIN_FILENO)) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("Standard input is a terminal."),
                      _ ("Give it a capture: “pktmon … - < FILE”, or name a file."));
    return FALSE;
  }
  self->interrupt = pktmon_interrupt_new();
  pktmon_progress_init (&self->progress);
  self->spool = pktmon_spool_new (path, error);
  if (self->spool == NULL)
    return FALSE;
  pktmon_interrupt_set_spool (self->interrupt, self->spool);
  return TRUE;
}

void
pktmon_input_clear (PktmonInput *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->interrupt, pktmon_interrupt_free);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
}

void
pktmon_input_load (PktmonInput *self)
{
  self->store = pktmon_store_new_for_spool (self->spool);
}

gboolean
pktmon_input_advance (PktmonInput *self, guint64 packets, guint64 offset)
{
  guint64 size = pktmon_spool_get_size (self->spool);
  double fraction = pktmon_spool_get_fraction (self->spool);

  if (fraction >= 0)
    fraction *= (double) offset / (double) MAX (size, 1);
  self->seen = packets;
  pktmon_progress_update (&self->progress, packets, fraction);
  return !pktmon_interrupt_is_set (self->interrupt);
}

PktmonExit
pktmon_input_finish (PktmonInput *self, const GError *error)
{
  g_autofree char *count = pktmon_format_dup_count (self->seen);

  pktmon_progress_clear (&self->progress);
  if (pktmon_interrupt_is_set (self->interrupt)) {
    pktmon_message_note (ngettext ("Interrupted after %s packet.", "Interrupted after %s packets.",
                                   (gulong) self->seen),
                         count);
    return PKTMON_EXIT_FAILED;
  }
  return error != NULL ? pktmon_message_failed (error) : PKTMON_EXIT_DONE;
}
