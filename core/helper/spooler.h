/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/lane.h"

G_BEGIN_DECLS

/* PktmonSpooler: the thread that writes the packets of all lanes to the files of a capture.
 *
 * What goes wrong, and every limit that is reached, is news for the control thread; from then on
 * packets are dropped, and after a failure counted. All functions: the control thread. */
typedef struct _PktmonSpooler PktmonSpooler;

/* @wake: eventfd that is written to when there is news; borrowed. */
PktmonSpooler *pktmon_spooler_new (int wake);
/* Waits for its thread, which must have been told to finish, or never have begun. */
void pktmon_spooler_free (PktmonSpooler *self);

/* Takes another file: the first one for the start, later ones when their turn comes.
 * @descriptor: taken, also on failure. @now: the next one's turn is now. */
gboolean pktmon_spooler_add_file (PktmonSpooler *self, int descriptor, gboolean now,
                                  GError **error);
gboolean pktmon_spooler_has_file (PktmonSpooler *self);
void pktmon_spooler_set_limits (PktmonSpooler *self, const PktmonSetLimitsRequest *limits);
/* Begins to write; there must be a file. */
void pktmon_spooler_start (PktmonSpooler *self);
/* No more lanes will come: ends when all that there are are done. */
void pktmon_spooler_finish (PktmonSpooler *self);

/* --- Lanes; before the start, and later --- */

/* Borrowed; gone with pktmon_spooler_remove_lane or the spooler. */
PktmonLane *pktmon_spooler_add_lane (PktmonSpooler *self,
                                     const PktmonSourceDescription *description);
/* Whether everything that came through it is in the file; from then on its counters are final. */
gboolean pktmon_spooler_is_lane_done (PktmonSpooler *self, PktmonLane *lane);
/* Forgets a lane that is done, or was never used, and frees it. */
void pktmon_spooler_remove_lane (PktmonSpooler *self, PktmonLane *lane);
/* For the files that come. */
void pktmon_spooler_set_filter_text (PktmonSpooler *self, PktmonLane *lane, const char *text);
/* A packet that @program (taken) lets pass ends the capture, and as many after it as the limits
 * say. */
void pktmon_spooler_set_trigger (PktmonSpooler *self, PktmonLane *lane, PktmonProgram *program);
/* Says in the file, between the packets before and after, that something changed now. */
void pktmon_spooler_add_divider (PktmonSpooler *self, const PktmonAddDividerRequest *request);
void pktmon_spooler_set_interface_lost (PktmonSpooler *self, PktmonLane *lane, guint64 lost);

/* --- News --- */

/* What there is to say now; asking also lets the spooler wake the control thread again.
 * Returns: FALSE while there are ended files, which have to be taken before. */
gboolean pktmon_spooler_get_progress (PktmonSpooler *self, PktmonCaptureProgress *progress);
/* Takes the oldest file that ended because another took over. FALSE when there is none. */
gboolean pktmon_spooler_take_ended_file (PktmonSpooler *self, PktmonSpoolEndedAnswer *ended);
/* PKTMON_STOP_PACKETS, _TRIGGER, _BYTES or _FAILED when the capture should end; 0 when it should
 * not. */
guint pktmon_spooler_get_stop_reason (PktmonSpooler *self);
/* With PKTMON_STOP_FAILED; borrowed. */
const GError *pktmon_spooler_get_error (PktmonSpooler *self);
/* Whether it has finished: the files are complete, and the numbers final. */
gboolean pktmon_spooler_is_finished (PktmonSpooler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSpooler, pktmon_spooler_free)

G_END_DECLS
