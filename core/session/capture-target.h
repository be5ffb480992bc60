/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"
#include "source/data-source.h"

G_BEGIN_DECLS

/* PktmonCaptureTarget: what the helper must know of a data source to capture from it, as it was
 * when it was chosen. Never changes; any thread. */
typedef struct {
  char *id;
  PktmonCaptureKind kind;
  char *device;
  guint interface_index;      /* 0 for devices */
  PktmonNamespace *namespace; /* NULL: the program's own */
  char *description;          /* NULL: none */
  int link_type;              /* LINKTYPE_; -1: not known */
} PktmonCaptureTarget;

/* @source must be available. */
PktmonCaptureTarget *pktmon_capture_target_new (PktmonDataSource *source);
PktmonCaptureTarget *pktmon_capture_target_copy (const PktmonCaptureTarget *self);
void pktmon_capture_target_free (PktmonCaptureTarget *self);

/* Of PktmonScope: what the helper needs for it. */
guint pktmon_capture_target_get_scope (const PktmonCaptureTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCaptureTarget, pktmon_capture_target_free)

G_END_DECLS
