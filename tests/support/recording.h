/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/helper-client.h"
#include "support/network.h"
#include "support/reading.h"
#include "support/temp-folder.h"

G_BEGIN_DECLS

/* TestRecording: a capture by the real helper, and what its client heard. */
typedef struct {
  PktmonHelperClient *client;
  TestFolder *folder;
  guint n_files;
  GPtrArray *paths;   /* of the files, in order */
  PktmonSpool *spool; /* of the last one */

  /* Heard last, or how often. */
  guint n_done;
  guint n_opened;
  PktmonSourceOpenedAnswer opened;
  guint n_changed;
  gboolean up;
  guint n_ended;
  guint end_reason;
  guint n_spools_ended;
  PktmonSpoolEndedAnswer spool_ended;
  guint n_progress;
  PktmonCaptureProgress progress;
  guint n_stopped;
  PktmonStoppedAnswer stopped;
  gboolean failed;
  gboolean launched;
  GError *error; /* of whatever came with one last */
} TestRecording;

/* Starts the helper. */
TestRecording *test_recording_new (void);
void test_recording_free (TestRecording *self);

/* Adds an interface of a namespace, and waits for what comes of it.
 * Returns: its number; 0 when it is refused (self->error). */
guint test_recording_add (TestRecording *self, const char *network_namespace, const char *device,
                          const char *id);
/* The same with all that can be chosen. */
guint test_recording_add_source (TestRecording *self, const PktmonHelperSource *source);
/* Adds another file, of @folder or one of its own; waits until it is taken. */
gboolean test_recording_add_file (TestRecording *self, gboolean now);
/* Waits until the last request is answered. Returns: whether it was done. */
gboolean test_recording_wait_done (TestRecording *self);
gboolean test_recording_start (TestRecording *self);
/* Stops, and waits for the end. */
void test_recording_stop (TestRecording *self);
void test_recording_wait_stopped (TestRecording *self);
/* Waits until @packets are in the files or counted as lost. */
void test_recording_wait_packets (TestRecording *self, guint64 packets);

/* Reads the n-th file; it must be whole. */
TestReading *test_recording_read (TestRecording *self, guint n);
/* How many packets tshark sees in it; -1: it is not installed. */
gint64 test_recording_count_with_tshark (TestRecording *self, guint n);

/* Compiles a filter of libpcap for Ethernet. Free with g_free. */
PktmonInstruction *test_filter_compile (const char *text, guint *n_instructions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRecording, test_recording_free)

G_END_DECLS
