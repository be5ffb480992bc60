/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/file-output.h"
#include "session/recorder.h"
#include "session/session.h"
#include "session/stream.h"

G_BEGIN_DECLS

struct _PktmonSession {
  GObject parent_instance;

  PktmonMonitor *monitor;
  char *name;
  gboolean closed;
  GMainContext *context;
  GPtrArray *targets;     /* of PktmonCaptureTarget */
  GPtrArray *constraints; /* of PktmonConstraint */
  PktmonSessionLimits limits;
  GPtrArray *triggers; /* of PktmonConstraint */
  guint64 after;       /* packets after one of these */
  gboolean promiscuous;
  guint snap_length;
  guint64 buffer_size;
  GPtrArray *streams;     /* of PktmonStream */
  PktmonFileOutput *file; /* NULL: none */

  gboolean active;           /* from the beginning of a start to the end of a stop */
  PktmonRecorder *recorder;  /* of the current capture, or the last one; NULL: none yet */
  PktmonCaptureFiles *files; /* likewise */
  PktmonStore *store;        /* where packets come, or came last; NULL: nobody reads */
  PktmonSessionState state;  /* that streams know of */
  GPtrArray *warned;         /* ids of ended sources that streams know of */
  GHashTable *gone;          /* ids of sources that may come back (session-returns.c) */
  GPtrArray *waiting;        /* of GTask: changes of `active` that are not finished */
};

void pktmon_session_emit_changed (PktmonSession *self);
void pktmon_session_emit_store_added (PktmonSession *self, PktmonStore *store);
void pktmon_session_send_event (PktmonSession *self, const PktmonStreamEvent *event);

/* A source of the capture has ended because it is gone: it is added again when it comes back. */
void pktmon_session_await_source (PktmonSession *self, const char *id);
/* Adds those that have come back. */
void pktmon_session_look_for_returned (PktmonSession *self);

/* Lets go of the last capture, which has ended. */
void pktmon_session_forget_capture (PktmonSession *self);

G_END_DECLS
