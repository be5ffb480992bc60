/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/recording.h"

#include <fcntl.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include "support/frame-sender.h"
#include "support/program.h"
#include "support/waiting.h"

/* --- Hearing --- */

static void
keep_error (TestRecording *self, const GError *error)
{
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
}

static void
opened_cb (PktmonHelperClient *client, guint source, const PktmonSourceOpenedAnswer *opened,
           TestRecording *self)
{
  self->n_opened++;
  self->opened = *opened;
}

static void
refused_cb (PktmonHelperClient *client, guint request, guint source, const GError *error,
            TestRecording *self)
{
  keep_error (self, error);
}

static void
done_cb (PktmonHelperClient *client, guint request, guint source, TestRecording *self)
{
  self->n_done++;
}

static void
changed_cb (PktmonHelperClient *client, guint source, gboolean up, TestRecording *self)
{
  self->n_changed++;
  self->up = up;
}

static void
ended_cb (PktmonHelperClient *client, guint source, guint reason, const GError *error,
          TestRecording *self)
{
  keep_error (self, error);
  self->n_ended++;
  self->end_reason = reason;
}

static void
progress_cb (PktmonHelperClient *client, const PktmonCaptureProgress *progress, TestRecording *self)
{
  self->n_progress++;
  self->progress = *progress;
}

static void
spool_ended_cb (PktmonHelperClient *client, const PktmonSpoolEndedAnswer *ended,
                TestRecording *self)
{
  self->n_spools_ended++;
  self->spool_ended = *ended;
}

static void
stopped_cb (PktmonHelperClient *client, const PktmonStoppedAnswer *stopped, const GError *error,
            TestRecording *self)
{
  keep_error (self, error);
  self->n_stopped++;
  self->stopped = *stopped;
}

static void
failed_cb (PktmonHelperClient *client, const GError *error, TestRecording *self)
{
  keep_error (self, error);
  self->failed = TRUE;
}

static void
launched_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  TestRecording *self = user_data;
  g_autoptr (GError) error = NULL;

  self->launched = TRUE;
  if (!pktmon_helper_client_launch_finish (PKTMON_HELPER_CLIENT (client), result, &error))
    keep_error (self, error);
}

static gboolean
is_launched (gpointer data)
{
  return ((TestRecording *) data)->launched;
}

TestRecording *
test_recording_new (void)
{
  static const struct {
    const char *name;
    GCallback callback;
  } handlers[] = {
    { "opened", G_CALLBACK (opened_cb) },
    { "refused", G_CALLBACK (refused_cb) },
    { "done", G_CALLBACK (done_cb) },
    { "source-changed", G_CALLBACK (changed_cb) },
    { "source-ended", G_CALLBACK (ended_cb) },
    { "progress", G_CALLBACK (progress_cb) },
    { "spool-ended", G_CALLBACK (spool_ended_cb) },
    { "stopped", G_CALLBACK (stopped_cb) },
    { "failed", G_CALLBACK (failed_cb) },
  };
  TestRecording *self = g_new0 (TestRecording, 1);

  self->client = pktmon_helper_client_new();
  self->folder = test_folder_new();
  self->paths = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect (self->client, handlers[i].name, handlers[i].callback, self);
  pktmon_helper_client_launch_async (self->client, PKTMON_SCOPE_NAMESPACES | PKTMON_SCOPE_DEVICES,
                                     NULL, launched_cb, self);
  test_wait (is_launched, self, "the helper greets");
  g_assert_no_error (self->error);
  return self;
}

void
test_recording_free (TestRecording *self)
{
  g_signal_handlers_disconnect_by_data (self->client, self);
  pktmon_helper_client_close (self->client);
  g_object_unref (self->client);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  g_ptr_array_unref (self->paths);
  test_folder_free (self->folder);
  g_clear_error (&self->error);
  g_free (self);
}

/* --- Asking --- */

typedef struct {
  TestRecording *recording;
  guint before; /* how often it had happened */
  guint64 packets;
} Wait;

static guint
count_answers (const TestRecording *self)
{
  return self->n_done + self->n_opened;
}

static gboolean
is_answered (gpointer data)
{
  Wait *wait = data;

  return wait->recording->error != NULL || count_answers (wait->recording) > wait->before;
}

/* Waits for the answer to a request that @ask sent, which nobody else waits for. */
static gboolean
wait_for_answer (TestRecording *self, guint before)
{
  Wait wait = { .recording = self, .before = before };

  test_wait (is_answered, &wait, "the request is answered");
  return self->error == NULL;
}

gboolean
test_recording_wait_done (TestRecording *self)
{
  return wait_for_answer (self, count_answers (self));
}

guint
test_recording_add_source (TestRecording *self, const PktmonHelperSource *source)
{
  guint number;

  g_clear_error (&self->error);
  g_assert_true (pktmon_helper_client_add_source (self->client, source, &number, NULL));
  return test_recording_wait_done (self) ? number : 0;
}

guint
test_recording_add (TestRecording *self, const char *network_namespace, const char *device,
                    const char *id)
{
  PktmonHelperSource source = {
    .kind = PKTMON_CAPTURE_INTERFACE,
    .device = device,
    .interface_index = test_namespace_get_index (network_namespace, device),
    .network_namespace = test_namespace_open (network_namespace),
    .id = id,
    .promiscuous = TRUE,
    .buffer_size = 32 * 1024 * 1024,
  };
  guint number = test_recording_add_source (self, &source);

  close (source.network_namespace);
  return number;
}

gboolean
test_recording_add_file (TestRecording *self, gboolean now)
{
  g_autofree char *name = g_strdup_printf ("%u.pcapng", self->paths->len);
  char *path = test_folder_build (self->folder, name);
  int descriptor = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  g_assert_cmpint (descriptor, >=, 0);
  g_ptr_array_add (self->paths, path);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  self->spool = pktmon_spool_new_growing (descriptor, NULL);
  g_clear_error (&self->error);
  pktmon_helper_client_add_spool (self->client, descriptor, self->spool, now);
  close (descriptor);
  return test_recording_wait_done (self);
}

gboolean
test_recording_start (TestRecording *self)
{
  g_clear_error (&self->error);
  pktmon_helper_client_start (self->client);
  return test_recording_wait_done (self);
}

static gboolean
is_stopped (gpointer data)
{
  Wait *wait = data;

  return wait->recording->n_stopped > wait->before;
}

void
test_recording_wait_stopped (TestRecording *self)
{
  Wait wait = { .recording = self };

  test_wait (is_stopped, &wait, "the capture has stopped");
}

void
test_recording_stop (TestRecording *self)
{
  Wait wait = { .recording = self, .before = self->n_stopped };

  g_clear_error (&self->error);
  pktmon_helper_client_stop (self->client);
  test_wait (is_stopped, &wait, "the capture has stopped");
}

static gboolean
has_packets (gpointer data)
{
  Wait *wait = data;
  const PktmonCaptureProgress *progress = &wait->recording->progress;

  return progress->packets + progress->lost >= wait->packets;
}

void
test_recording_wait_packets (TestRecording *self, guint64 packets)
{
  Wait wait = { .recording = self, .packets = packets };

  test_wait (has_packets, &wait, "the packets are there");
}

/* --- Reading --- */

TestReading *
test_recording_read (TestRecording *self, guint n)
{
  TestReading *reading = test_reading_new_file (g_ptr_array_index (self->paths, n));

  g_assert_no_error (reading->error);
  return reading;
}

gint64
test_recording_count_with_tshark (TestRecording *self, guint n)
{
  const char *path = g_ptr_array_index (self->paths, n);
  const char *arguments[] = {
    "tshark", "-n", "-r", path, "-T", "fields", "-e", "frame.number", NULL
  };
  g_autoptr (TestProgramResult) result = NULL;
  gint64 lines = 0;
  gsize size;
  const char *output;

  if (!test_program_is_here ("tshark"))
    return -1;
  result = test_program_run (arguments, NULL);
  g_assert_cmpint (result->status, ==, 0);
  output = g_bytes_get_data (result->output, &size);
  for (gsize i = 0; i < size; i++)
    lines += output[i] == '\n';
  return lines;
}

PktmonInstruction *
test_filter_compile (const char *text, guint *n_instructions)
{
  pcap_t *pcap = pcap_open_dead (DLT_EN10MB, PKTMON_MAX_SNAP_LENGTH);
  struct bpf_program program;
  PktmonInstruction *instructions;

  g_assert_cmpint (pcap_compile (pcap, &program, text, 1, PCAP_NETMASK_UNKNOWN), ==, 0);
  instructions = g_new (PktmonInstruction, program.bf_len);
  for (guint i = 0; i < program.bf_len; i++)
    instructions[i] = (PktmonInstruction){ program.bf_insns[i].code, program.bf_insns[i].jt,
                                           program.bf_insns[i].jf, program.bf_insns[i].k };
  *n_instructions = program.bf_len;
  pcap_freecode (&program);
  pcap_close (pcap);
  return instructions;
}
