/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/helper-client.h"
#include "session/hit-counter.h"
#include "session/recorder.h"

G_BEGIN_DECLS

struct _PktmonRecorder {
  PktmonRecorderSetup setup; /* `targets`, `constraints`, `triggers` owned */
  GThread *thread;
  GMainContext *context; /* of the thread */
  GMainContext *owner;
  PktmonRecorderFunc changed;
  gpointer user_data;

  GMutex lock;
  GCond cond;                  /* the status changed */
  PktmonSessionStatus *status; /* under the lock */
  GQueue spools;               /* of PktmonSpool, that nobody took yet; under the lock */
  GSource *notice;             /* that tells the owner; under the lock; NULL: it knows */
  PktmonHitCounter *hits;      /* set once, under the lock; NULL: there were no constraints yet */

  /* The thread's. */
  PktmonHelperClient *client;
  GPtrArray *lanes;     /* of PktmonRecorderLane: sources that are opening or open */
  guint opening;        /* of these */
  GError *first_error;  /* why a source is none; what is said when there is no other */
  GError *file_error;   /* why the capture ends: the next file could not be made */
  int file;             /* first one, until the helper has it; -1: none */
  guint64 ended_size;   /* bytes of the files that are complete */
  PktmonSpool *whole;   /* of all files; NULL: they are not joined */
  guint waiting_files;  /* that the helper has for later */
  gboolean pause_asked; /* before the capture began */
  guint32 n_dividers;   /* that the helper was asked for */
  GQueue growing;       /* of PktmonSpool or NULL: of files that the helper did not end yet */
  gboolean done;
};

/* A source of the capture. */
typedef struct {
  guint number; /* the helper client's */
  PktmonCaptureTarget *target;
  guint status; /* position in the status' sources */
  gboolean open;
  gboolean ending; /* it was asked to */
  GError *reason;  /* why; NULL: the user wants it so */
} PktmonRecorderLane;

/* The wish that a source ends. */
typedef struct {
  char *id;
  GError *error; /* why; NULL: as asked */
} PktmonRecorderEnding;

/* The thread's function. @data: the recorder. */
gpointer pktmon_recorder_run (gpointer data);

/* What the owner asks for; each in the thread. @data: as the type says. */
void pktmon_recorder_do_add (PktmonRecorder *self, gpointer data);    /* PktmonCaptureTarget */
void pktmon_recorder_do_end (PktmonRecorder *self, gpointer data);    /* PktmonRecorderEnding */
void pktmon_recorder_do_filter (PktmonRecorder *self, gpointer data); /* GPtrArray, constraints */
void pktmon_recorder_do_pause (PktmonRecorder *self, gpointer data);
void pktmon_recorder_do_resume (PktmonRecorder *self, gpointer data);
void pktmon_recorder_do_stop (PktmonRecorder *self, gpointer data);
void pktmon_recorder_do_close (PktmonRecorder *self, gpointer data);

/* Locks the status for a change; the other one tells whoever waits for it. */
PktmonSessionStatus *pktmon_recorder_begin_change (PktmonRecorder *self);
void pktmon_recorder_end_change (PktmonRecorder *self);
void pktmon_recorder_set_state (PktmonRecorder *self, PktmonSessionState state);

/* Listens to what the helper says. */
void pktmon_recorder_listen (PktmonRecorder *self);

/* Steps of the conversation, called as the helper answers. */
void pktmon_recorder_begin (PktmonRecorder *self); /* all sources are open, or are not */
void pktmon_recorder_end_lane (PktmonRecorder *self, PktmonRecorderLane *lane, const GError *error);
void pktmon_recorder_finish (PktmonRecorder *self, PktmonStopReason reason, const GError *error);
/* Makes the next file ready; FALSE with self->file_error when none can be made. */
gboolean pktmon_recorder_send_file (PktmonRecorder *self);
gboolean pktmon_recorder_send_trigger (PktmonRecorder *self, PktmonRecorderLane *lane,
                                       int link_type);
/* The oldest file that grows is complete. */
void pktmon_recorder_forget_spool (PktmonRecorder *self);
gboolean pktmon_recorder_filter_lane (PktmonRecorder *self, PktmonRecorderLane *lane,
                                      int link_type);

G_END_DECLS
