/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/file-output.h"
#include "session/session.h"
#include "session/stream.h"
#include "support/frame-sender.h"
#include "support/network.h"
#include "support/temp-folder.h"

G_BEGIN_DECLS

/* TestLive: two network namespaces with a cable between them, and a session of the real API that
 * captures at its far end. A fixture of GLib's tests; where namespaces cannot be made the test is
 * skipped, and `session` is NULL. */
typedef struct {
  TestNetwork *network;
  const char *a, *b;       /* names of the namespaces, with the interfaces a0 and b0 */
  TestFrameSender *sender; /* from a0 to b0 */
  TestFolder *folder;
  PktmonMonitor *monitor;
  PktmonSession *session;
  PktmonStream *stream; /* attached by test_live_attach_stream */

  /* What the stream told. */
  guint n_started, n_stopped, n_fatal, n_warnings, n_returned;
  guint64 packets;    /* delivered */
  gint64 next_number; /* of the frame that is to be delivered next; -1: they were out of order */
  guint truncation;
  GError *error; /* of the last event that had one */
} TestLive;

void test_live_set_up (TestLive *self, gconstpointer data);
void test_live_tear_down (TestLive *self, gconstpointer data);
void test_live_add (const char *path, void (*test) (TestLive *, gconstpointer));

/* The source for an interface of a namespace, once the monitor has found it. Borrowed. */
PktmonDataSource *test_live_find (TestLive *self, const char *network_namespace,
                                  const char *device);
/* Adds b0 to the session. */
void test_live_add_source (TestLive *self);
/* Attaches a stream that counts what comes, and checks the frames' order. */
void test_live_attach_stream (TestLive *self, const PktmonStreamConfig *config);
void test_live_start (TestLive *self);
/* Waits until the stream has delivered @packets. */
void test_live_wait_packets (TestLive *self, guint64 packets);
/* Waits until the session is not active any more, and the stream has said so. */
void test_live_wait_stopped (TestLive *self);

G_END_DECLS
