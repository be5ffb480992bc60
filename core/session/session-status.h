/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "helper/protocol.h"

G_BEGIN_DECLS

/* How far a session is, as a value of its own: it does not change. */

typedef enum {
  PKTMON_SESSION_IDLE,     /* was never active */
  PKTMON_SESSION_STARTING, /* opens its sources, and may be asking the user for rights */
  PKTMON_SESSION_RUNNING,
  PKTMON_SESSION_PAUSED,
  PKTMON_SESSION_STOPPING, /* writes what was captured */
  PKTMON_SESSION_STOPPED,
} PktmonSessionState;

typedef enum {
  PKTMON_SOURCE_OPENING,
  PKTMON_SOURCE_UP,
  PKTMON_SOURCE_DOWN,  /* packets come when it is up again */
  PKTMON_SOURCE_ENDED, /* could not be opened, or was closed: `error` says why */
} PktmonSourceState;

/* One source of a session. */
typedef struct {
  char *id;
  PktmonSourceState state;
  int link_type;                 /* LINKTYPE_; -1: not known yet */
  guint snap_length;             /* bytes kept of a packet; 0: not known yet */
  guint64 buffer_size;           /* of the kernel's ring in bytes; 0: not known */
  PktmonSourceCounters counters; /* since the session became active */
  GError *error;                 /* NULL: none, or ended as asked */
} PktmonSourceStatus;

/* What happened to all its packets since it became active. */
typedef struct {
  guint64 packets;        /* written */
  guint64 bytes;          /* of these, as captured */
  guint64 kernel_lost;    /* the kernel's ring was full */
  guint64 interface_lost; /* the interface had no room */
  guint64 disk_lost;      /* could not be written */
  guint64 file_size;      /* bytes in all its files */
} PktmonCounters;

typedef struct {
  PktmonSessionState state;
  PktmonStopReason
      stop_reason; /* while STOPPED; 0: the capture never ran, or its helper was lost */
  GError *error;   /* while STOPPED: what ended it; NULL: as asked, or a limit */
  PktmonCounters counters;
  guint n_removed;            /* files, or pieces, that were removed as newer ones came */
  guint64 removed_packets;    /* in these; they are among the counters */
  guint64 forgotten_journeys; /* that may go on under another number: too many at once */
  PktmonDropTotals drops;     /* where it is only counted what is dropped */
  gint64 started;             /* monotonic time in microseconds; 0: not yet */
  gint64 ended;               /* likewise */
  GPtrArray *sources;         /* of PktmonSourceStatus, in the order in which they were added */
} PktmonSessionStatus;

PktmonSessionStatus *pktmon_session_status_new (void);
PktmonSessionStatus *pktmon_session_status_copy (const PktmonSessionStatus *self);
void pktmon_session_status_free (PktmonSessionStatus *self);

/* The source with @id that was added last; NULL when there is none. Borrowed. */
PktmonSourceStatus *pktmon_session_status_find (const PktmonSessionStatus *self, const char *id);
/* Appends a source that is being opened. Borrowed. */
PktmonSourceStatus *pktmon_session_status_add (PktmonSessionStatus *self, const char *id);
/* Packets of one source that were lost, whatever the cause. */
guint64 pktmon_source_counters_get_lost (const PktmonSourceCounters *self);
/* All packets that were lost, whatever the cause. */
guint64 pktmon_session_status_get_lost (const PktmonSessionStatus *self);
/* Microseconds since the capture began, until it ended. */
gint64 pktmon_session_status_get_elapsed (const PktmonSessionStatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSessionStatus, pktmon_session_status_free)

G_END_DECLS
