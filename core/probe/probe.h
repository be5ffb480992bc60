/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/table.h"
#include "probe/event.h"
#include "probe/shared.h"

G_BEGIN_DECLS

/* PktmonProbe: stack points of one capture. What is needed of the BPF program is loaded and
 * attached when the first source asks for it; nothing is pinned, so that all of it goes with the
 * process. Sources are added in one thread, and may be read in one thread each. */
typedef struct _PktmonProbe PktmonProbe;

PktmonProbe *pktmon_probe_new (void);
void pktmon_probe_free (PktmonProbe *self);

typedef struct {
  guint point;         /* PKTMON_POINT_… */
  guint32 snap_length; /* bytes kept of a packet */
  guint64 buffer_size; /* of the ring in bytes: the next power of two is taken */
} PktmonProbeRequest;

/* Adds a point of the calling thread's network namespace; it is closed, and nothing is filtered.
 * Only before the process gives up its rights.
 * Returns: its slot; negative: the kernel refuses it, with @error that says why. */
int pktmon_probe_add (PktmonProbe *self, const PktmonProbeRequest *request, GError **error);
/* After the last was added, and before the process gives up its rights: what is opened is told of
 * from now on. FALSE with @error: nothing is. */
gboolean pktmon_probe_begin (PktmonProbe *self, GError **error);
/* Nothing more comes from it; it can be read to its end, before that. */
void pktmon_probe_remove (PktmonProbe *self, guint slot);

/* Nanoseconds that the system's clock was ahead of the events' when the probe was made. */
gint64 pktmon_probe_get_clock (PktmonProbe *self);

/* --- Control; any thread, at any time --- */

void pktmon_probe_set_open (PktmonProbe *self, guint slot, gboolean open);
/* @counting: packets are counted, and not noted. */
void pktmon_probe_set_counting (PktmonProbe *self, guint slot, gboolean counting);
/* Decides by another table, from one packet to the next. */
void pktmon_probe_set_table (PktmonProbe *self, guint slot, const PktmonTable *table);

/* --- Reading --- */

typedef void (*PktmonProbeFunc) (const PktmonProbeEvent *event, gpointer user_data);

/* Calls @func for all that is in the ring. Returns: whether there was something. */
gboolean pktmon_probe_read (PktmonProbe *self, guint slot, PktmonProbeFunc func,
                            gpointer user_data);
/* Whether there is something; any thread. */
gboolean pktmon_probe_is_pending (PktmonProbe *self, guint slot);
/* To wait for it with poll. Borrowed. */
int pktmon_probe_get_descriptor (PktmonProbe *self, guint slot);
/* In force, in bytes. */
guint64 pktmon_probe_get_buffer_size (PktmonProbe *self, guint slot);

/* What has passed since it was added; `lost`: also what its program was not called for. Any
 * thread. */
void pktmon_probe_get_counters (PktmonProbe *self, guint slot, PktmonProbeCounters *counters);

/* Journeys that had to be forgotten, as there were too many at once, and may have gone on: what
 * came of them after that has another journey's number. Any thread. */
guint64 pktmon_probe_get_forgotten (PktmonProbe *self);

typedef void (*PktmonProbeReasonFunc) (const PktmonProbeReason *reason, gpointer user_data);
/* Calls @func for what was dropped, where it is only counted; several times for one reason, as each
 * processor counts for itself. Any thread. */
void pktmon_probe_foreach_reason (PktmonProbe *self, guint slot, PktmonProbeReasonFunc func,
                                  gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonProbe, pktmon_probe_free)

G_END_DECLS
