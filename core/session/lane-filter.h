/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/kernel-filter.h"
#include "session/helper-client.h"

G_BEGIN_DECLS

/* PktmonLaneFilter: constraints as the helper gets them for one source. Owns its parts. */
typedef struct {
  PktmonKernelFilter kernel;
  GArray *constraints; /* of PktmonCaptureConstraint */
  GArray *expressions; /* of PktmonInstruction */
  PktmonHelperFilter request;
} PktmonLaneFilter;

/* @constraints: element-type PktmonConstraint. @link_type: LINKTYPE_ of the source; -1: nobody
 * knows yet: then nothing passes, unless everything does. May take seconds. Returns: FALSE with
 * PKTMON_ERROR_INVALID when neither the kernel nor the helper can decide about all packets. */
gboolean pktmon_lane_filter_init (PktmonLaneFilter *self, GPtrArray *constraints, int link_type,
                                  GError **error);
void pktmon_lane_filter_clear (PktmonLaneFilter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonLaneFilter, pktmon_lane_filter_clear)

G_END_DECLS
