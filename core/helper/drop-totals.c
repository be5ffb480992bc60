/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/drop-totals.h"

/* The last place is for those that have no other. */
static PktmonDropCounters *
find_place (PktmonDropTotals *self, guint32 reason)
{
  for (guint i = 0; i < self->n_reasons; i++)
    if (self->reasons[i].reason == reason)
      return &self->reasons[i];
  if (reason != 0 && self->n_reasons >= PKTMON_MAX_DROP_REASONS - 1)
    return find_place (self, 0);
  self->reasons[self->n_reasons] = (PktmonDropCounters){ .reason = reason };
  return &self->reasons[self->n_reasons++];
}

void
pktmon_drop_totals_add (PktmonDropTotals *self, const PktmonDropCounters *more)
{
  PktmonDropCounters *to = find_place (self, more->reason);

  to->packets += more->packets;
  to->bytes += more->bytes;
}

void
pktmon_drop_totals_add_all (PktmonDropTotals *self, const PktmonDropTotals *more)
{
  for (guint i = 0; i < more->n_reasons; i++)
    pktmon_drop_totals_add (self, &more->reasons[i]);
}
