/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "helper/protocol.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonHelperClient: the program's end of the conversation with a capture helper.
 *
 * It believes the helper in nothing: what makes no sense, comes too often, or not at all, ends the
 * conversation with an error within a deadline. It lets spools grow as the helper announces; when
 * the helper is gone, they end behind the last whole block.
 *
 * Requests are sent at once, and answered by signals, in order; a request whose answer is an error
 * gives `refused`. All functions and signals: the thread whose default main context it was when the
 * client was made. Pointers in signals are valid while the signal is emitted.
 *
 *   opened (guint source, PktmonSourceOpenedAnswer *answer)
 *   refused (guint request, guint source, GError *error)   request: PktmonMessageType
 *   done (guint request, guint source)                     of other requests
 *   source-changed (guint source, gboolean up)
 *   source-ended (guint source, guint reason, GError *error)  PktmonEndReason; NULL when asked for
 *   progress (PktmonCaptureProgress *progress)
 *   spool-ended (PktmonSpoolEndedAnswer *answer)
 *   stopped (PktmonStoppedAnswer *answer, GError *error)   NULL unless writing failed
 *   failed (GError *error)                                 the last: nothing comes after it */
#define PKTMON_TYPE_HELPER_CLIENT (pktmon_helper_client_get_type())
G_DECLARE_FINAL_TYPE (PktmonHelperClient, pktmon_helper_client, PKTMON, HELPER_CLIENT, GObject)

PktmonHelperClient *pktmon_helper_client_new (void);

/* How long the helper may be silent when it ought to say something; initially 10 seconds. */
void pktmon_helper_client_set_deadline (PktmonHelperClient *self, guint milliseconds);

/* Starts a helper and greets it. Once.
 * @scope: of PktmonScope: what it will be asked for. */
void pktmon_helper_client_launch_async (PktmonHelperClient *self, guint scope,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Greets a helper that was started otherwise, at the other end of @socket (taken). Once. */
void pktmon_helper_client_connect_async (PktmonHelperClient *self, int socket, guint scope,
                                         GAsyncReadyCallback callback, gpointer user_data);
/* For both. Returns: FALSE with an error of pktmon_helper_launch_async, with
 * PKTMON_ERROR_REVISION_MISMATCH, or with _IO when the helper does not talk. */
gboolean pktmon_helper_client_launch_finish (PktmonHelperClient *self, GAsyncResult *result,
                                             GError **error);
/* What the helper can do, of PktmonScope; 0 before the greeting. */
guint pktmon_helper_client_get_scope (PktmonHelperClient *self);
/* Ends the conversation: the helper completes the files and ends. No signal comes after it. */
void pktmon_helper_client_close (PktmonHelperClient *self);

/* --- Requests --- */

/* A filter, as PktmonCaptureFilter has it. All pointers are borrowed. */
typedef struct {
  const char *text; /* NULL: none */
  const PktmonInstruction *instructions;
  guint n_instructions; /* 0: everything passes */
  gboolean wide;
  const PktmonCaptureConstraint *constraints;
  guint n_constraints;
  const PktmonInstruction *expressions;
  guint n_expressions;
} PktmonHelperFilter;

/* Copies it to a message. FALSE with PKTMON_ERROR_INVALID when it is larger than there can be. */
gboolean pktmon_helper_filter_put (const PktmonHelperFilter *self, PktmonCaptureFilter *to,
                                   GError **error);

typedef struct {
  PktmonCaptureKind kind;
  const char *device;
  guint interface_index;   /* 0 for all but interfaces */
  int network_namespace;   /* descriptor, borrowed; -1: the helper's own */
  const char *id;          /* "ns:blue/if:veth1" */
  const char *description; /* NULL: none */
  guint snap_length;       /* bytes; 0: whole packets */
  guint64 buffer_size;     /* bytes; 0: what suits the machine */
  gboolean promiscuous;
  gboolean counting; /* packets need only be counted */
  PktmonHelperFilter filter;
} PktmonHelperSource;

/* Each: FALSE with PKTMON_ERROR_INVALID when a filter is larger than there can be.
 * @number: (out): by which signals name the source. */
gboolean pktmon_helper_client_add_source (PktmonHelperClient *self,
                                          const PktmonHelperSource *source, guint *number,
                                          GError **error);
gboolean pktmon_helper_client_set_filter (PktmonHelperClient *self, guint number,
                                          const PktmonHelperFilter *filter, GError **error);
/* @trigger: for packets as they are in the file (PktmonSetTriggerRequest). */
gboolean pktmon_helper_client_set_trigger (PktmonHelperClient *self, guint number,
                                           const PktmonHelperFilter *trigger, GError **error);
/* @text: cut where it is too long. */
void pktmon_helper_client_add_divider (PktmonHelperClient *self, guint kind, guint32 number,
                                       const char *text);
void pktmon_helper_client_remove_source (PktmonHelperClient *self, guint number);
/* @descriptor: a file that can be read and written; duplicated. @spool: grows with it; NULL: nobody
 * reads it. @now: see PktmonAddSpoolRequest. */
void pktmon_helper_client_add_spool (PktmonHelperClient *self, int descriptor, PktmonSpool *spool,
                                     gboolean now);
void pktmon_helper_client_set_limits (PktmonHelperClient *self,
                                      const PktmonSetLimitsRequest *limits);
void pktmon_helper_client_start (PktmonHelperClient *self);
void pktmon_helper_client_pause (PktmonHelperClient *self);
void pktmon_helper_client_resume (PktmonHelperClient *self);
void pktmon_helper_client_stop (PktmonHelperClient *self);

G_END_DECLS
