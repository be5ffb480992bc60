/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/monitor.h"
#include "store/store.h"

G_BEGIN_DECLS

/* PktmonStream: the packets of a session as they come, in batches. */
#define PKTMON_TYPE_STREAM (pktmon_stream_get_type())
G_DECLARE_FINAL_TYPE (PktmonStream, pktmon_stream, PKTMON, STREAM, GObject)

/* Packets that came: positions @first to @first + @n - 1 of @store, which a PktmonCursor reads.
 * Nothing of them was looked at yet; for packets that nobody reads nothing is paid. */
typedef struct {
  PktmonStore *store;
  guint64 first;
  guint64 n;
} PktmonBatch;

typedef enum {
  PKTMON_STREAM_STARTED,
  PKTMON_STREAM_STOPPED,     /* as asked, or at a limit; all packets were delivered before */
  PKTMON_STREAM_FATAL_ERROR, /* likewise, but something ended the session */
  PKTMON_STREAM_WARNING,     /* a source could not be opened, or has ended; the rest goes on */
  PKTMON_STREAM_RETURNED,    /* a source that was gone is there again, and captured from */
} PktmonStreamEventKind;

typedef struct {
  PktmonStreamEventKind kind;
  guint64 buffer_size; /* STARTED: bytes in force for each source; 0: not known */
  guint truncation;    /* STARTED: bytes kept of a packet in force */
  const GError *error; /* FATAL_ERROR and WARNING */
  const char *source;  /* RETURNED: its id */
} PktmonStreamEvent;

typedef void (*PktmonStreamDataFunc) (PktmonStream *stream, const PktmonBatch *batch,
                                      gpointer user_data);
typedef void (*PktmonStreamEventFunc) (PktmonStream *stream, const PktmonStreamEvent *event,
                                       gpointer user_data);

typedef struct {
  guint64 buffer_size; /* of each source in bytes: a multiple of PKTMON_STREAM_BUFFER_STEP, up to
                          PKTMON_MAX_CAPTURE_BUFFER; 0: what suits the machine */
  guint truncation;    /* bytes kept of a packet, up to PKTMON_MAX_SNAP_LENGTH; 0: whole packets */
  gboolean passing;    /* packets need not be kept when they were delivered */
  GMainContext *context;       /* in which functions are called; NULL: the thread's default one */
  PktmonStreamDataFunc data;   /* NULL: nothing is delivered */
  PktmonStreamEventFunc event; /* NULL: nobody listens */
  gpointer user_data;
  GDestroyNotify destroy; /* of `user_data`, when the stream is closed; NULL: none */
} PktmonStreamConfig;

/* PacketMonitorCreateRealtimeStream. @config: copied.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID that names the value and its range. */
PktmonStream *pktmon_stream_new (PktmonMonitor *monitor, const PktmonStreamConfig *config,
                                 GError **error);

/* PacketMonitorCloseRealtimeStream: no function is called after it returns, whatever thread it is
 * called from; inside one of them too. The session goes on without it. Any thread. */
void pktmon_stream_close (PktmonStream *self);

G_END_DECLS
