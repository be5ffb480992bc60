/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/merge.h"
#include "helper/spool-file.h"
#include "helper/spooler.h"

G_BEGIN_DECLS

struct _PktmonSpooler {
  int wake;
  GThread *thread;
  GMutex lock;
  GCond filled;

  /* Under the lock. */
  GPtrArray *lanes; /* of PktmonLane, owned */
  PktmonMerge merge;
  PktmonDividerQueue dividers;
  PktmonSpoolFile *file; /* the current one; its own content is the thread's once that runs */
  GQueue next;           /* of PktmonSpoolFile: what takes over */
  GQueue ended;          /* of PktmonSpoolEndedAnswer, for the control thread */
  guint32 n_files;
  PktmonSetLimitsRequest limits;
  guint64 size;         /* of the current file that is announced */
  guint64 old_size;     /* of all files before */
  guint64 packets;      /* written, in all files */
  guint64 retired_lost; /* of lanes that were removed */
  PktmonDropTotals retired_drops;
  guint switching;     /* files whose turn is now; not more than there are */
  gboolean overdue;    /* the next one did not come in time: this one goes on */
  gint64 file_end;     /* monotonic time at which the next one's turn is; 0: not known */
  guint64 trigger_end; /* packets after which a trigger ends the capture; 0: none was pulled */
  gboolean finishing;
  gboolean finished;
  gboolean told;     /* the control thread knows that there is progress */
  guint stop_reason; /* PktmonStopReason; 0: none */
  GError *error;
};

G_END_DECLS
