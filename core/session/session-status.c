/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-status.h"

static void
source_status_free (gpointer data)
{
  PktmonSourceStatus *self = data;

  g_free (self->id);
  g_clear_error (&self->error);
  g_free (self);
}

PktmonSessionStatus *
pktmon_session_status_new (void)
{
  PktmonSessionStatus *self = g_new0 (PktmonSessionStatus, 1);

  self->sources = g_ptr_array_new_with_free_func (source_status_free);
  return self;
}

static gpointer
copy_source (gconstpointer data, gpointer user_data)
{
  const PktmonSourceStatus *from = data;
  PktmonSourceStatus *self = g_memdup2 (from, sizeof *from);

  self->id = g_strdup (from->id);
  self->error = from->error != NULL ? g_error_copy (from->error) : NULL;
  return self;
}

PktmonSessionStatus *
pktmon_session_status_copy (const PktmonSessionStatus *from)
{
  PktmonSessionStatus *self = g_memdup2 (from, sizeof *from);

  self->error = from->error != NULL ? g_error_copy (from->error) : NULL;
  self->sources = g_ptr_array_copy (from->sources, copy_source, NULL);
  g_ptr_array_set_free_func (self->sources, source_status_free);
  return self;
}

void
pktmon_session_status_free (PktmonSessionStatus *self)
{
  g_clear_error (&self->error);
  g_ptr_array_unref (self->sources);
  g_free (self);
}

PktmonSourceStatus *
pktmon_session_status_find (const PktmonSessionStatus *self, const char *id)
{
  for (guint i = self->sources->len; i > 0; i--) {
    PktmonSourceStatus *source = g_ptr_array_index (self->sources, i - 1);

    if (g_str_equal (source->id, id))
      return source;
  }
  return NULL;
}

PktmonSourceStatus *
pktmon_session_status_add (PktmonSessionStatus *self, const char *id)
{
  PktmonSourceStatus *source = g_new0 (PktmonSourceStatus, 1);

  source->id = g_strdup (id);
  source->link_type = -1;
  g_ptr_array_add (self->sources, source);
  return source;
}

guint64
pktmon_source_counters_get_lost (const PktmonSourceCounters *self)
{
  return self->kernel_lost + self->interface_lost + self->unwritten;
}

guint64
pktmon_session_status_get_lost (const PktmonSessionStatus *self)
{
  return self->counters.kernel_lost + self->counters.interface_lost + self->counters.disk_lost;
}

gint64
pktmon_session_status_get_elapsed (const PktmonSessionStatus *self)
{
  if (self->started == 0)
    return 0;
  return (self->ended != 0 ? self->ended : g_get_monotonic_time()) - self->started;
}
