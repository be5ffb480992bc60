/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poll.h>

#include "helper/protocol.h"

G_BEGIN_DECLS

/* PktmonCapture: the sources, the files and the state of what the helper captures. One after the
 * other, several captures may be made with it. Control thread. */
typedef struct _PktmonCapture PktmonCapture;

/* Hears of what happens: SOURCE_CHANGED, SOURCE_ENDED, PROGRESS, SPOOL_ENDED, STOPPED. */
typedef void (*PktmonCaptureTell) (const PktmonMessage *message, gpointer user_data);

/* Returns: (transfer full): NULL with an error. */
PktmonCapture *pktmon_capture_new (PktmonCaptureTell tell, gpointer user_data, GError **error);
/* Waits for all threads: only when none runs, or after STOPPED. */
void pktmon_capture_free (PktmonCapture *self);

/* --- Requests; each FALSE with an error changes nothing --- */

/* @request: checked, but for what depends on the capture. Opens in the calling thread's network
 * namespace. @sealed: libpcap cannot open anything any more. @answer: (out). */
gboolean pktmon_capture_add_source (PktmonCapture *self, const PktmonAddSourceRequest *request,
                                    gboolean sealed, PktmonSourceOpenedAnswer *answer,
                                    GError **error);
/* Before rights are given up: makes use of those, once more, for the sources that need them. */
gboolean pktmon_capture_seal (PktmonCapture *self, GError **error);
gboolean pktmon_capture_set_filter (PktmonCapture *self, const PktmonSetFilterRequest *request,
                                    GError **error);
gboolean pktmon_capture_set_trigger (PktmonCapture *self, const PktmonSetTriggerRequest *request,
                                     GError **error);
gboolean pktmon_capture_add_divider (PktmonCapture *self, const PktmonAddDividerRequest *request,
                                     GError **error);
gboolean pktmon_capture_remove_source (PktmonCapture *self, guint32 source, GError **error);
/* @descriptor: taken, also on failure. */
gboolean pktmon_capture_add_spool (PktmonCapture *self, int descriptor, gboolean now,
                                   GError **error);
void pktmon_capture_set_limits (PktmonCapture *self, const PktmonSetLimitsRequest *request);
gboolean pktmon_capture_start (PktmonCapture *self, GError **error);
gboolean pktmon_capture_set_paused (PktmonCapture *self, gboolean paused, GError **error);
/* STOPPED comes when all is written. */
gboolean pktmon_capture_stop (PktmonCapture *self, GError **error);

/* Whether packets are captured, or still written. */
gboolean pktmon_capture_is_running (PktmonCapture *self);

/* --- Events --- */

/* Appends what to wait for to @descriptors (of struct pollfd). @quiet: as below.
 * Returns: milliseconds to wait at most; -1: for ever. */
int pktmon_capture_prepare (PktmonCapture *self, gboolean quiet, GArray *descriptors);
/* Looks what has happened, and tells. @quiet: without progress, as nobody listens now. */
void pktmon_capture_dispatch (PktmonCapture *self, gboolean quiet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCapture, pktmon_capture_free)

G_END_DECLS
