/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "helper/channel.h"
#include "session/helper-client.h"
#include "support/capture-builder.h"
#include "support/waiting.h"

/* A client whose helper is played by the test, well or badly. */

#define DEADLINE_MILLISECONDS 200

typedef struct {
  PktmonHelperClient *client;
  PktmonChannel *helper; /* the test's end */
  int file;
  PktmonSpool *spool;
  gboolean launched;
  gboolean failed;
  guint n_opened, n_progress, n_stopped;
  GError *error;
  PktmonMessage message;
} Play;

static void
launched_cb (GObject *client, GAsyncResult *result, gpointer user_data)
{
  Play *play = user_data;

  pktmon_helper_client_launch_finish (PKTMON_HELPER_CLIENT (client), result, &play->error);
  play->launched = TRUE;
}

static void
failed_cb (PktmonHelperClient *client, const GError *error, Play *play)
{
  g_assert_false (play->failed);
  g_assert_null (play->error);
  play->error = g_error_copy (error);
  play->failed = TRUE;
}

static void
count_cb (PktmonHelperClient *client, gpointer answer, guint *counter)
{
  ++*counter;
}

static void
opened_cb (PktmonHelperClient *client, guint source, gpointer answer, guint *counter)
{
  ++*counter;
}

static void
stopped_cb (PktmonHelperClient *client, gpointer answer, const GError *error, guint *counter)
{
  ++*counter;
}

static void
set_up (Play *play, gconstpointer data)
{
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
  play->helper = pktmon_channel_new (ends[1]);
  play->client = pktmon_helper_client_new();
  pktmon_helper_client_set_deadline (play->client, DEADLINE_MILLISECONDS);
  g_signal_connect (play->client, "failed", G_CALLBACK (failed_cb), play);
  g_signal_connect (play->client, "opened", G_CALLBACK (opened_cb), &play->n_opened);
  g_signal_connect (play->client, "progress", G_CALLBACK (count_cb), &play->n_progress);
  g_signal_connect (play->client, "stopped", G_CALLBACK (stopped_cb), &play->n_stopped);
  play->file = memfd_create ("spool", MFD_CLOEXEC);
  play->spool = pktmon_spool_new_growing (play->file, NULL);
  pktmon_helper_client_connect_async (play->client, ends[0], 0, launched_cb, play);
}

static void
tear_down (Play *play, gconstpointer data)
{
  g_clear_object (&play->client);
  g_clear_pointer (&play->helper, pktmon_channel_free);
  g_clear_pointer (&play->spool, pktmon_spool_unref);
  close (play->file);
  g_clear_error (&play->error);
}

/* --- The helper's part --- */

static PktmonMessage *
prepare (Play *play, PktmonMessageType type)
{
  pktmon_message_init (&play->message, type);
  return &play->message;
}

static void
say (Play *play)
{
  g_assert_true (pktmon_channel_send (play->helper, &play->message, -1, NULL));
}

static void
say_bytes (Play *play, gconstpointer data, gsize size)
{
  g_assert_cmpint (send (pktmon_channel_get_descriptor (play->helper), data, size, MSG_NOSIGNAL),
                   ==, (gssize) size);
}

static void
say_done (Play *play, PktmonMessageType request)
{
  prepare (play, PKTMON_ANSWER_DONE)->done.request = (guint16) request;
  say (play);
}

static void
say_opened (Play *play, guint32 source)
{
  prepare (play, PKTMON_ANSWER_SOURCE_OPENED)->source_opened.source = source;
  say (play);
}

static void
say_progress (Play *play, guint32 spool, guint64 size, guint32 source)
{
  PktmonCaptureProgress *progress = &prepare (play, PKTMON_ANSWER_PROGRESS)->progress.progress;

  progress->spool = spool;
  progress->size = size;
  progress->n_sources = 1;
  progress->sources[0].source = source;
  say (play);
}

static gboolean
is_launched (gpointer data)
{
  return ((Play *) data)->launched;
}

static gboolean
is_failed (gpointer data)
{
  return ((Play *) data)->failed;
}

static void
wait_failed (Play *play)
{
  test_wait (is_failed, play, "the client gives up");
  g_assert_error (play->error, PKTMON_ERROR, PKTMON_ERROR_IO);
  g_assert_nonnull (pktmon_error_get_advice (play->error));
}

static void
greet (Play *play)
{
  prepare (play, PKTMON_ANSWER_HELLO)->hello_answer.version = PKTMON_PROTOCOL_VERSION;
  say (play);
  test_wait (is_launched, play, "the client is greeted");
  g_assert_no_error (play->error);
}

static gboolean
is_opened (gpointer data)
{
  return ((Play *) data)->n_opened > 0;
}

/* As far as a capture of one source with one file. */
static void
begin (Play *play)
{
  PktmonHelperSource source = {
    .kind = PKTMON_CAPTURE_INTERFACE,
    .device = "eth0",
    .interface_index = 1,
    .network_namespace = -1,
    .id = "if:eth0",
  };
  guint number;

  greet (play);
  g_assert_true (pktmon_helper_client_add_source (play->client, &source, &number, NULL));
  g_assert_cmpuint (number, ==, 1);
  pktmon_helper_client_add_spool (play->client, play->file, play->spool, FALSE);
  pktmon_helper_client_start (play->client);
  say_opened (play, 1);
  say_done (play, PKTMON_REQUEST_ADD_SPOOL);
  say_done (play, PKTMON_REQUEST_START);
  test_wait (is_opened, play, "the source is opened");
}

/* Blocks in the file, as a helper writes them. Returns: bytes. */
static guint64
write_blocks (Play *play, guint count)
{
  g_autoptr (TestBuilder) builder = test_builder_new (G_BYTE_ORDER == G_BIG_ENDIAN);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < count; i++)
    test_builder_enhanced (builder, 0, i, 60, 60);
  g_assert_cmpint (write (play->file, builder->bytes->data, builder->bytes->len), ==,
                   (gssize) builder->bytes->len);
  return builder->bytes->len;
}

/* --- Played well --- */

static gboolean
is_stopped (gpointer data)
{
  return ((Play *) data)->n_stopped > 0;
}

static void
test_good (Play *play, gconstpointer data)
{
  guint64 size;

  begin (play);
  size = write_blocks (play, 10);
  say_progress (play, 0, size, 1);
  prepare (play, PKTMON_ANSWER_STOPPED)->stopped.reason = PKTMON_STOP_PACKETS;
  play->message.stopped.progress.size = size;
  say (play);
  test_wait (is_stopped, play, "the capture stops");
  g_assert_cmpuint (play->n_progress, ==, 1);
  g_assert_false (play->failed);
  g_assert_cmpuint (pktmon_spool_get_size (play->spool), ==, size);
  g_assert_cmpfloat (pktmon_spool_get_fraction (play->spool), ==, 1);
}

/* --- Not greeted --- */

static void
expect_not_greeted (Play *play)
{
  test_wait (is_launched, play, "the client gives up");
  g_assert_error (play->error, PKTMON_ERROR, PKTMON_ERROR_IO);
  g_assert_false (play->failed);
}

static void
test_silent (Play *play, gconstpointer data)
{
  expect_not_greeted (play);
}

static void
test_gone (Play *play, gconstpointer data)
{
  g_clear_pointer (&play->helper, pktmon_channel_free);
  expect_not_greeted (play);
}

static void
test_other_version (Play *play, gconstpointer data)
{
  prepare (play, PKTMON_ANSWER_REFUSED)->refused.request = PKTMON_REQUEST_HELLO;
  play->message.refused.code = PKTMON_ERROR_REVISION_MISMATCH;
  pktmon_message_set_text (play->message.refused.message, sizeof play->message.refused.message,
                           "They differ.\nInstall both.");
  say (play);
  test_wait (is_launched, play, "the client gives up");
  g_assert_error (play->error, PKTMON_ERROR, PKTMON_ERROR_REVISION_MISMATCH);
  g_assert_cmpstr (pktmon_error_get_advice (play->error), ==, "Install both.");
}

static void
test_closed (Play *play, gconstpointer data)
{
  pktmon_helper_client_close (play->client);
  test_wait (is_launched, play, "the launch ends");
  g_assert_error (play->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- Played badly --- */

static void
play_rubbish (Play *play)
{
  guint8 rubbish[100];

  memset (rubbish, 0xa5, sizeof rubbish);
  say_bytes (play, rubbish, sizeof rubbish);
}

static void
play_huge_length (Play *play)
{
  static const guint8 huge[] = { 255, 255, 255, 127, 135, 0, 0, 0 };

  say_bytes (play, huge, sizeof huge);
}

static void
play_half_message (Play *play)
{
  static const guint8 half[] = { 200, 0, 0, 0, 135, 0, 0, 0, 1, 2, 3 };

  say_bytes (play, half, sizeof half);
}

static void
play_request (Play *play)
{
  prepare (play, PKTMON_REQUEST_START);
  say (play);
}

static void
play_unasked_done (Play *play)
{
  say_done (play, PKTMON_REQUEST_STOP);
}

static void
play_wrong_done (Play *play)
{
  pktmon_helper_client_pause (play->client);
  say_done (play, PKTMON_REQUEST_RESUME);
}

static void
play_unasked_source (Play *play)
{
  say_opened (play, 7);
}

static void
play_unknown_source (Play *play)
{
  say_progress (play, 0, 0, 2);
}

static void
play_other_spool (Play *play)
{
  say_progress (play, 1, 0, 1);
}

/* More than there is. */
static void
play_large_size (Play *play)
{
  say_progress (play, 0, G_MAXUINT64, 1);
}

static void
play_smaller_size (Play *play)
{
  guint64 size = write_blocks (play, 10);

  say_progress (play, 0, size, 1);
  say_progress (play, 0, size - 4, 1);
}

static void
play_second_greeting (Play *play)
{
  prepare (play, PKTMON_ANSWER_HELLO)->hello_answer.version = PKTMON_PROTOCOL_VERSION;
  say (play);
}

static void
play_error_without_text (Play *play)
{
  pktmon_helper_client_pause (play->client);
  prepare (play, PKTMON_ANSWER_REFUSED)->refused.request = PKTMON_REQUEST_PAUSE;
  say (play);
}

static void
play_unknown_end (Play *play)
{
  prepare (play, PKTMON_ANSWER_SOURCE_ENDED)->source_ended.source = 9;
  play->message.source_ended.reason = PKTMON_END_REMOVED;
  say (play);
}

static void
play_silence (Play *play)
{
}

static void
test_bad (Play *play, gconstpointer data)
{
  void (*const *act) (Play *) = data;

  begin (play);
  (*act) (play);
  wait_failed (play);
  g_assert_cmpfloat (pktmon_spool_get_fraction (play->spool), ==, 1);
  /* Nothing that is asked now does harm. */
  pktmon_helper_client_stop (play->client);
  pktmon_helper_client_close (play->client);
}

/* The helper dies with half a block in the file, and blocks that it did not announce. */
static void
test_recovery (Play *play, gconstpointer data)
{
  static const guint8 half[] = { 6, 0, 0, 0, 92, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7 };
  guint64 size;

  begin (play);
  size = write_blocks (play, 10);
  say_progress (play, 0, size, 1);
  size += write_blocks (play, 5);
  g_assert_cmpint (write (play->file, half, sizeof half), ==, sizeof half);
  g_clear_pointer (&play->helper, pktmon_channel_free);
  wait_failed (play);
  g_assert_cmpuint (pktmon_spool_get_size (play->spool), ==, size);
  g_assert_cmpint (lseek (play->file, 0, SEEK_END), ==, (off_t) size);
}

static const struct {
  const char *name;
  void (*act) (Play *);
} bad[] = {
  { "rubbish", play_rubbish },
  { "huge-length", play_huge_length },
  { "half-message", play_half_message },
  { "request", play_request },
  { "unasked-done", play_unasked_done },
  { "wrong-done", play_wrong_done },
  { "unasked-source", play_unasked_source },
  { "unknown-source", play_unknown_source },
  { "other-spool", play_other_spool },
  { "large-size", play_large_size },
  { "smaller-size", play_smaller_size },
  { "second-greeting", play_second_greeting },
  { "error-without-text", play_error_without_text },
  { "unknown-end", play_unknown_end },
  { "silence", play_silence },
};

static void
add (const char *path, gconstpointer data, void (*test) (Play *, gconstpointer))
{
  g_test_add (path, Play, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  add ("/helper-client/good", NULL, test_good);
  add ("/helper-client/silent", NULL, test_silent);
  add ("/helper-client/gone", NULL, test_gone);
  add ("/helper-client/other-version", NULL, test_other_version);
  add ("/helper-client/closed", NULL, test_closed);
  add ("/helper-client/recovery", NULL, test_recovery);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/helper-client/bad/", bad[i].name, NULL);

    add (path, &bad[i].act, test_bad);
  }
  return g_test_run();
}
