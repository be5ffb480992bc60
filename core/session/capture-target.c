/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/capture-target.h"

static const PktmonCaptureKind kinds[] = {
  [PKTMON_DATA_SOURCE_INTERFACE] = PKTMON_CAPTURE_INTERFACE,
  [PKTMON_DATA_SOURCE_DEVICE] = PKTMON_CAPTURE_DEVICE,
  [PKTMON_DATA_SOURCE_STACK_POINT] = PKTMON_CAPTURE_STACK,
};

PktmonCaptureTarget *
pktmon_capture_target_new (PktmonDataSource *source)
{
  PktmonCaptureTarget *self = g_new0 (PktmonCaptureTarget, 1);
  PktmonNamespace *namespace = pktmon_data_source_get_namespace (source);
  const PktmonLink *link = pktmon_data_source_get_link (source);

  self->id = g_strdup (pktmon_data_source_get_id (source));
  self->kind = kinds[pktmon_data_source_get_kind (source)];
  self->device = g_strdup (link != NULL ? link->name : pktmon_data_source_get_name (source));
  self->interface_index = link != NULL ? (guint) link->index : 0;
  if (namespace != NULL && !pktmon_namespace_is_own (namespace))
    self->namespace = pktmon_namespace_ref (namespace);
  self->description = g_strdup (pktmon_data_source_get_description (source));
  self->link_type = pktmon_data_source_get_link_type (source);
  return self;
}

PktmonCaptureTarget *
pktmon_capture_target_copy (const PktmonCaptureTarget *from)
{
  PktmonCaptureTarget *self = g_memdup2 (from, sizeof *from);

  self->id = g_strdup (from->id);
  self->device = g_strdup (from->device);
  self->namespace = from->namespace != NULL ? pktmon_namespace_ref (from->namespace) : NULL;
  self->description = g_strdup (from->description);
  return self;
}

void
pktmon_capture_target_free (PktmonCaptureTarget *self)
{
  g_free (self->id);
  g_free (self->device);
  g_clear_pointer (&self->namespace, pktmon_namespace_unref);
  g_free (self->description);
  g_free (self);
}

guint
pktmon_capture_target_get_scope (const PktmonCaptureTarget *self)
{
  return (self->namespace != NULL ? PKTMON_SCOPE_NAMESPACES : 0) |
         (self->kind == PKTMON_CAPTURE_DEVICE ? PKTMON_SCOPE_DEVICES : 0) |
         (self->kind == PKTMON_CAPTURE_STACK ? PKTMON_SCOPE_STACK : 0);
}
