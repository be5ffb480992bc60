/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/lane.h"
#include "helper/link-monitor.h"
#include "helper/tap.h"
#include "probe/probe.h"

G_BEGIN_DECLS

/* PktmonCaptureSource: one source of a running capture: its tap, and the thread that reads it into
 * a lane. All functions: the control thread. */
typedef struct _PktmonCaptureSource PktmonCaptureSource;

/* Opens what @request, which was checked, asks for, in the calling thread's network namespace.
 * @sealed: libpcap cannot open anything any more.
 * @answer: (out): what came of it, for SOURCE_OPENED.
 * @automatic_buffer: ring size where the request leaves it open.
 * @probe: for stack points; borrowed, and must live longer.
 * Returns: (transfer full): NULL with an error. */
PktmonCaptureSource *pktmon_capture_source_new (const PktmonAddSourceRequest *request,
                                                gboolean sealed, guint64 automatic_buffer,
                                                PktmonProbe *probe,
                                                PktmonSourceOpenedAnswer *answer, GError **error);
/* Its thread must have ended, or never begun. */
void pktmon_capture_source_free (PktmonCaptureSource *self);

/* Begins to read into @lane, which must live until the source is freed. */
void pktmon_capture_source_start (PktmonCaptureSource *self, PktmonLane *lane);
/* Lets packets pass, or stops that; what passed stays. */
gboolean pktmon_capture_source_set_open (PktmonCaptureSource *self, gboolean open, GError **error);
/* Decides with another filter from now on. */
gboolean pktmon_capture_source_set_filter (PktmonCaptureSource *self,
                                           const PktmonCaptureFilter *filter, GError **error);
/* Lets nothing more pass; the lane ends when everything that passed was read. */
void pktmon_capture_source_finish (PktmonCaptureSource *self);

/* The interface's fate and counters; NULL for anything else. */
PktmonLinkMonitor *pktmon_capture_source_get_monitor (PktmonCaptureSource *self);
/* Why its thread ended by itself, as half a sentence; NULL when it did not. Only when its lane has
 * ended. Borrowed. */
const char *pktmon_capture_source_get_failure (PktmonCaptureSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCaptureSource, pktmon_capture_source_free)

G_END_DECLS
