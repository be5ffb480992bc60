/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "ui/source-ticks.h"
#include "ui/constraint-list.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_LIVE_IDLE,     /* nothing was captured, or it is over */
  PKTMON_LIVE_STARTING, /* opens its sources, and may be asking the user for rights */
  PKTMON_LIVE_ACTIVE,   /* packets come, or would without a pause */
  PKTMON_LIVE_STOPPING, /* writes and indexes what was captured */
} PktmonLiveState;

/* PktmonLive: what one window captures: one session after the other. Nobody is asked for rights
 * before it starts. Main thread only; nothing here waits.
 *
 * Properties: `paused` (gboolean): packets that come are not captured; what there is stays. Only
 * while it is active.
 *
 * Signals:
 *   state-changed ()
 *   began (PktmonStore *store): packets come there from now on
 *   failed (GError *error): it could not start; G_IO_ERROR_CANCELLED when it was taken back
 *   warned (GError *error): a source could not be opened, or has ended; the rest goes on
 *   returned (char *id): a source that was gone is there again, and captured from
 *   ended (GError *error): it has stopped, and everything is indexed; NULL: as asked */
#define PKTMON_TYPE_LIVE (pktmon_live_get_type())
G_DECLARE_FINAL_TYPE (PktmonLive, pktmon_live, PKTMON, LIVE, GObject)

PktmonLive *pktmon_live_new (PktmonMonitor *monitor);

PktmonLiveState pktmon_live_get_state (PktmonLive *self);

/* Captures from @sources (element-type PktmonDataSource), as a new capture; must be idle. What was
 * captured before is forgotten as soon as there are new packets, or would be. */
void pktmon_live_start (PktmonLive *self, GPtrArray *sources);
/* Ends it, or takes a start back. */
void pktmon_live_stop (PktmonLive *self);
/* While it is active: captures from these only, from now on; nothing happens for none.
 * @ticks: those that are gone stay sources of the capture, for when they come back. */
void pktmon_live_set_sources (PktmonLive *self, GPtrArray *sources, PktmonSourceTicks *ticks);
/* What is captured: changes take effect at once, also while it is active. Borrowed. */
PktmonConstraintList *pktmon_live_get_constraints (PktmonLive *self);
/* Bytes kept of each packet, of captures that start later; initially 0: all. @snap_length: at most
 * PKTMON_MAX_SNAP_LENGTH. */
void pktmon_live_set_snap_length (PktmonLive *self, guint snap_length);
guint pktmon_live_get_snap_length (PktmonLive *self);
/* Lets go of what was captured; its file goes, unless it was kept. Must be idle. */
void pktmon_live_forget (PktmonLive *self);

/* How far it is, or came. (transfer full) */
PktmonSessionStatus *pktmon_live_dup_status (PktmonLive *self);
/* Where the packets are; NULL when there are none. Borrowed. */
PktmonStore *pktmon_live_get_store (PktmonLive *self);
/* The file that they are in; NULL when there is none, or more than one. Borrowed. */
const char *pktmon_live_get_path (PktmonLive *self);
/* Whether they are in files that the user has named. */
gboolean pktmon_live_has_own_files (PktmonLive *self);

G_END_DECLS
