/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe where it is not built: the kernel says nothing, and no point can be added. */
#include "probe/kernel-types.h"
#include "probe/point.h"
#include "probe/probe.h"

gboolean
pktmon_kernel_types_are_known (void)
{
  return FALSE;
}

gboolean
pktmon_kernel_types_have_hooks (void)
{
  return FALSE;
}

guint
pktmon_kernel_types_count_parameters (const char *tracepoint)
{
  return 0;
}

void
pktmon_kernel_types_foreach_value (const char *enumeration, PktmonKernelTypesFunc func,
                                   gpointer user_data)
{
}

PktmonProbe *
pktmon_probe_new (void)
{
  return NULL;
}

void
pktmon_probe_free (PktmonProbe *self)
{
}

int
pktmon_probe_add (PktmonProbe *self, const PktmonProbeRequest *request, GError **error)
{
  pktmon_point_check (request->point, error);
  return -1;
}

gboolean
pktmon_probe_begin (PktmonProbe *self, GError **error)
{
  return TRUE;
}

void
pktmon_probe_remove (PktmonProbe *self, guint slot)
{
}

gint64
pktmon_probe_get_clock (PktmonProbe *self)
{
  return 0;
}

void
pktmon_probe_set_open (PktmonProbe *self, guint slot, gboolean open)
{
}

void
pktmon_probe_set_counting (PktmonProbe *self, guint slot, gboolean counting)
{
}

void
pktmon_probe_set_table (PktmonProbe *self, guint slot, const PktmonTable *table)
{
}

gboolean
pktmon_probe_read (PktmonProbe *self, guint slot, PktmonProbeFunc func, gpointer user_data)
{
  return FALSE;
}

gboolean
pktmon_probe_is_pending (PktmonProbe *self, guint slot)
{
  return FALSE;
}

int
pktmon_probe_get_descriptor (PktmonProbe *self, guint slot)
{
  return -1;
}

guint64
pktmon_probe_get_buffer_size (PktmonProbe *self, guint slot)
{
  return 0;
}

void
pktmon_probe_get_counters (PktmonProbe *self, guint slot, PktmonProbeCounters *counters)
{
  *counters = (PktmonProbeCounters){ 0 };
}

void
pktmon_probe_foreach_reason (PktmonProbe *self, guint slot, PktmonProbeReasonFunc func,
                             gpointer user_data)
{
}

guint64
pktmon_probe_get_forgotten (PktmonProbe *self)
{
  return 0;
}
