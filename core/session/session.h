/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "session/monitor.h"
#include "session/session-status.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonSession: one capture, or several after each other: sources, constraints, outputs, and
 * whether it is active. Sessions do not know of each other.
 *
 * Each time it becomes active a new capture begins: a new store, and for a file output a new file.
 * Pause and resume stay in one. With a file output the packets are in its file, else in a spool in
 * the user's cache folder, as long as a stream wants to keep them.
 *
 * Belongs to the thread that made it; that thread's default main context at the time must run for
 * signals to come, and for streams to be woken. Errors are two-part PKTMON_ERROR.
 *
 *   changed (): the status is another one; at most once for all that happened meanwhile
 *   store-added (PktmonStore *store): packets come there from now on */
#define PKTMON_TYPE_SESSION (pktmon_session_get_type())
G_DECLARE_FINAL_TYPE (PktmonSession, pktmon_session, PKTMON, SESSION, GObject)

/* PacketMonitorCreateLiveSession. @name: 1 to PKTMON_MAX_SESSION_NAME characters.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID. */
PktmonSession *pktmon_session_new (PktmonMonitor *monitor, const char *name, GError **error);

/* PacketMonitorCloseSessionHandle: stops it, and lets go of everything. A spool that was not kept
 * is removed. Also called by dispose. */
void pktmon_session_close (PktmonSession *self);

const char *pktmon_session_get_name (PktmonSession *self);

/* PacketMonitorAddSingleDataSourceToSession, before or while it is active. A source that is there
 * already stays as it is; one that has ended is opened anew. While active, whether it could be
 * opened is in the status; one that goes, and comes back under its id, is added again by itself.
 * Returns: FALSE with the reason why @source is not available, or PKTMON_ERROR_INVALID for a group,
 * or more than PKTMON_MAX_CAPTURE_SOURCES. */
gboolean pktmon_session_add_source (PktmonSession *self, PktmonDataSource *source, GError **error);
/* What was captured from it stays. @id: of the source; unknown ones are no error. */
void pktmon_session_remove_source (PktmonSession *self, const char *id);
guint pktmon_session_get_n_sources (PktmonSession *self);

/* PacketMonitorAddCaptureConstraint, before or while it is active: packets are captured that
 * fulfil any of them, all without one.
 * Returns: FALSE with PKTMON_ERROR_INVALID beyond PKTMON_MAX_CONSTRAINTS. */
gboolean pktmon_session_add_constraint (PktmonSession *self, PktmonConstraint *constraint,
                                        GError **error);
/* All at once: between the old ones and the new ones nothing else is captured.
 * @constraints: (element-type PktmonConstraint). Returns: FALSE as above, and nothing changed. */
gboolean pktmon_session_set_constraints (PktmonSession *self, GPtrArray *constraints,
                                         GError **error);
void pktmon_session_clear_constraints (PktmonSession *self);
/* (element-type PktmonConstraint): that were set. Borrowed until they change. */
GPtrArray *pktmon_session_get_constraints (PktmonSession *self);
/* For how many packets of the capture the constraint at @position of those that were set held,
 * while it was in force: whatever its name, also after it was disabled and enabled again. 0 for
 * those that exclude, as their packets are not captured. Counted a moment after `changed`; when the
 * session is not active any more, completely. */
guint64 pktmon_session_get_constraint_hits (PktmonSession *self, guint position);

/* At which the capture stops by itself; each 0: none. For captures that begin later. */
typedef struct {
  guint64 packets;
  guint64 bytes;    /* of all files together */
  guint64 duration; /* milliseconds */
} PktmonSessionLimits;

void pktmon_session_set_limits (PktmonSession *self, const PktmonSessionLimits *limits);
/* What else ends captures that begin later: a packet that fulfils any of @triggers (element-type
 * PktmonConstraint; NULL: nothing does), and @after more. */
void pktmon_session_set_triggers (PktmonSession *self, GPtrArray *triggers, guint64 after);
/* Whether interfaces are asked for packets to others too; initially TRUE. */
void pktmon_session_set_promiscuous (PktmonSession *self, gboolean promiscuous);
/* Bytes kept of a packet, and of each ring, where no stream asks for more; both initially 0: whole
 * packets, and what suits the machine.
 * Returns: FALSE with PKTMON_ERROR_INVALID beyond PKTMON_MAX_SNAP_LENGTH, _MAX_CAPTURE_BUFFER. */
gboolean pktmon_session_set_sizes (PktmonSession *self, guint snap_length, guint64 buffer_size,
                                   GError **error);

/* PacketMonitorAttachOutputToSession, while it is not active; streams also while it is, if the
 * packets are kept.
 * @output: a PktmonStream, or a PktmonFileOutput, of which a session has one. Without any, packets
 *   are only counted.
 * Returns: FALSE with PKTMON_ERROR_INVALID. */
gboolean pktmon_session_attach_output (PktmonSession *self, GObject *output, GError **error);
void pktmon_session_detach_output (PktmonSession *self, GObject *output);

/* PacketMonitorSetSessionActive. TRUE: returns when packets are captured from at least one source.
 * FALSE: returns when the capture has stopped, and everything captured is in the file and indexed.
 * Blocks, for minutes when the user is asked for rights.
 * Returns: FALSE with the reason why no packets are captured. */
gboolean pktmon_session_set_active (PktmonSession *self, gboolean active, GError **error);
/* The same without blocking. @cancellable: ends waiting, and a start that was not finished. */
void pktmon_session_set_active_async (PktmonSession *self, gboolean active,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean pktmon_session_set_active_finish (PktmonSession *self, GAsyncResult *result,
                                           GError **error);
/* Whether it captures, or begins or ends to do so. */
gboolean pktmon_session_is_active (PktmonSession *self);

/* Packets that come while it is paused are not captured, and not counted as lost. */
void pktmon_session_pause (PktmonSession *self);
void pktmon_session_resume (PktmonSession *self);

/* How far it is. (transfer full) */
PktmonSessionStatus *pktmon_session_dup_status (PktmonSession *self);
/* Where packets come, or came last; NULL when nobody reads them. Borrowed. */
PktmonStore *pktmon_session_get_store (PktmonSession *self);
/* The file that all packets are in; NULL: none with a name, or more than one. Borrowed. */
const char *pktmon_session_get_path (PktmonSession *self);
/* Whether packets go to files that the user has named. */
gboolean pktmon_session_has_own_files (PktmonSession *self);
/* The spool's file stays when the session is closed. */
void pktmon_session_keep_file (PktmonSession *self);

G_END_DECLS
