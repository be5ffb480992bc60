/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"
#include "session/capture-files.h"
#include "session/capture-target.h"
#include "session/session-status.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonRecorder: one capture, from its start to its end: a thread of its own that talks with the
 * helper, so that neither waits for whoever looks at the packets.
 *
 * It says nothing itself: it keeps a status, and calls @changed in the owner's main context when
 * that is another one, at most once for all that happened meanwhile. All functions: the owner's
 * thread. */
typedef struct _PktmonRecorder PktmonRecorder;

/* What it captures, and where to. */
typedef struct {
  GPtrArray *targets;     /* of PktmonCaptureTarget, at least one */
  GPtrArray *constraints; /* of PktmonConstraint */
  GPtrArray *triggers;    /* likewise: what ends it, with `limits.after`; empty: nothing */
  guint snap_length;      /* bytes kept of a packet; 0: whole packets */
  guint64 buffer_size;    /* of each source's ring in bytes; 0: what suits the machine */
  gboolean promiscuous;
  gboolean counting;             /* nobody wants the packets, nor a limit on them */
  PktmonSetLimitsRequest limits; /* what is of a file comes from `files` */
  PktmonCaptureFiles *files;     /* borrowed, for as long as the recorder is there */
  gboolean read;                 /* somebody reads the files */
  gboolean join;                 /* as one spool, of which the oldest files are dropped */
} PktmonRecorderSetup;

typedef void (*PktmonRecorderFunc) (gpointer user_data);

/* Opens the first file, and begins.
 * @setup: copied. @changed: in the thread's default main context.
 * Returns: (transfer full): NULL with an error of pktmon_capture_files_open_next. */
PktmonRecorder *pktmon_recorder_new (const PktmonRecorderSetup *setup, PktmonRecorderFunc changed,
                                     gpointer user_data, GError **error);
/* Ends it; what is not written yet is left to the helper. */
void pktmon_recorder_free (PktmonRecorder *self);

/* How far it is. (transfer full) */
PktmonSessionStatus *pktmon_recorder_dup_status (PktmonRecorder *self);
/* The next spool that was begun, and is to be read; NULL when there is none. (transfer full) */
PktmonSpool *pktmon_recorder_take_spool (PktmonRecorder *self);

/* As pktmon_hit_counter_get_hits. When it has stopped, all are counted. */
guint64 pktmon_recorder_get_hits (PktmonRecorder *self, const PktmonConstraint *constraint);

/* Each returns at once; what comes of it is in the status. */
void pktmon_recorder_add_source (PktmonRecorder *self, PktmonCaptureTarget *target); /* takes it */
/* @error: why, as its status will say; NULL: as asked. */
void pktmon_recorder_end_source (PktmonRecorder *self, const char *id, const GError *error);
/* @constraints: element-type PktmonConstraint. */
void pktmon_recorder_set_constraints (PktmonRecorder *self, GPtrArray *constraints);
void pktmon_recorder_pause (PktmonRecorder *self);
void pktmon_recorder_resume (PktmonRecorder *self);
void pktmon_recorder_stop (PktmonRecorder *self);

/* Block until it captures or has ended; until it has ended. */
void pktmon_recorder_wait_started (PktmonRecorder *self);
void pktmon_recorder_wait_stopped (PktmonRecorder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonRecorder, pktmon_recorder_free)

G_END_DECLS
