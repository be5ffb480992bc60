/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/source-scan.h"

#include <time.h>

#include "probe/point.h"
#include "source/device-scan.h"

static void
found_namespace_free (gpointer data)
{
  PktmonFoundNamespace *self = data;

  pktmon_namespace_unref (self->namespace);
  g_clear_object (&self->watch);
  g_clear_error (&self->error);
  g_free (self);
}

void
pktmon_found_sources_free (PktmonFoundSources *self)
{
  g_ptr_array_unref (self->namespaces);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_free (self);
}

gboolean
pktmon_namespace_is_same (PktmonNamespace *a, PktmonNamespace *b)
{
  return pktmon_namespace_get_inode (a) == pktmon_namespace_get_inode (b) &&
         g_strcmp0 (pktmon_namespace_get_name (a), pktmon_namespace_get_name (b)) == 0;
}

static gboolean
is_known (GPtrArray *known, PktmonNamespace *namespace)
{
  for (guint i = 0; i < known->len; i++)
    if (pktmon_namespace_is_same (g_ptr_array_index (known, i), namespace))
      return TRUE;
  return FALSE;
}

/* Microseconds that this thread has had of a processor. */
static gint64
get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

PktmonFoundSources *
pktmon_source_scan (PktmonNamespaceScan scan, gboolean with_devices, GPtrArray *known)
{
  gint64 begin = get_thread_time();
  PktmonFoundSources *self = g_new0 (PktmonFoundSources, 1);
  g_autoptr (GPtrArray) namespaces = pktmon_namespace_scan (scan);

  self->namespaces = g_ptr_array_new_with_free_func (found_namespace_free);
  pktmon_point_check (0, NULL); /* what is read once is read here: it takes a moment */
  for (guint i = 0; i < namespaces->len; i++) {
    PktmonFoundNamespace *found = g_new0 (PktmonFoundNamespace, 1);

    found->namespace = pktmon_namespace_ref (g_ptr_array_index (namespaces, i));
    if (!is_known (known, found->namespace))
      found->watch = pktmon_link_watch_new (found->namespace, &found->error);
    g_ptr_array_add (self->namespaces, found);
  }
  if (with_devices)
    self->devices = pktmon_device_scan();
  self->cost = get_thread_time() - begin;
  return self;
}
