/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "helper/channel.h"

/* Messages through a socket of both types; every test runs with each. */

typedef struct {
  PktmonChannel *near;
  PktmonChannel *far;
  PktmonMessage message;
} Pair;

static void
set_up (Pair *pair, gconstpointer type)
{
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, GPOINTER_TO_INT (type) | SOCK_CLOEXEC, 0, ends), ==, 0);
  pair->near = pktmon_channel_new (ends[0]);
  pair->far = pktmon_channel_new (ends[1]);
}

static void
tear_down (Pair *pair, gconstpointer type)
{
  g_clear_pointer (&pair->near, pktmon_channel_free);
  g_clear_pointer (&pair->far, pktmon_channel_free);
}

static void
send_remove (Pair *pair, guint32 source, int descriptor)
{
  g_autoptr (GError) error = NULL;

  pktmon_message_init (&pair->message, PKTMON_REQUEST_REMOVE_SOURCE);
  pair->message.remove_source.source = source;
  g_assert_true (pktmon_channel_send (pair->near, &pair->message, descriptor, &error));
  g_assert_no_error (error);
}

static void
expect_remove (Pair *pair, guint32 source)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pktmon_channel_receive (pair->far, &pair->message, &error), ==,
                   PKTMON_CHANNEL_MESSAGE);
  g_assert_no_error (error);
  g_assert_cmpint (pair->message.type, ==, PKTMON_REQUEST_REMOVE_SOURCE);
  g_assert_cmpuint (pair->message.remove_source.source, ==, source);
}

static void
expect (Pair *pair, PktmonChannelResult result)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pktmon_channel_receive (pair->far, &pair->message, &error), ==, result);
  if (result == PKTMON_CHANNEL_FAILED)
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  else
    g_assert_no_error (error);
}

/* Sends bytes as they are. */
static void
send_bytes (Pair *pair, gconstpointer data, gsize size)
{
  g_assert_cmpint (send (pktmon_channel_get_descriptor (pair->near), data, size, MSG_NOSIGNAL), ==,
                   (gssize) size);
}

static void
test_order (Pair *pair, gconstpointer type)
{
  expect (pair, PKTMON_CHANNEL_EMPTY);
  for (guint32 i = 0; i < 20; i++)
    send_remove (pair, i, -1);
  for (guint32 i = 0; i < 20; i++)
    expect_remove (pair, i);
  expect (pair, PKTMON_CHANNEL_EMPTY);
  g_clear_pointer (&pair->near, pktmon_channel_free);
  expect (pair, PKTMON_CHANNEL_CLOSED);
}

/* What is said before the end is still heard. */
static void
test_last_words (Pair *pair, gconstpointer type)
{
  send_remove (pair, 1, -1);
  g_clear_pointer (&pair->near, pktmon_channel_free);
  expect_remove (pair, 1);
  expect (pair, PKTMON_CHANNEL_CLOSED);
}

/* More than the socket takes waits, and arrives in order when the other side reads. */
static void
test_queue (Pair *pair, gconstpointer type)
{
  guint32 sent = 0, got = 0;

  while (sent < 100 || !pktmon_channel_is_waiting (pair->near))
    send_remove (pair, sent++, -1);
  while (got < sent) {
    g_autoptr (GError) error = NULL;
    PktmonChannelResult result = pktmon_channel_receive (pair->far, &pair->message, &error);

    g_assert_no_error (error);
    if (result == PKTMON_CHANNEL_EMPTY)
      g_assert_true (pktmon_channel_flush (pair->near, NULL));
    else
      g_assert_cmpuint (pair->message.remove_source.source, ==, got++);
  }
  g_assert_false (pktmon_channel_is_waiting (pair->near));
}

/* The queue has a limit, and the error says that nobody answers. */
static void
test_full_queue (Pair *pair, gconstpointer type)
{
  g_autoptr (GError) error = NULL;
  guint sent = 0;

  pktmon_message_init (&pair->message, PKTMON_REQUEST_SET_FILTER);
  pair->message.set_filter.filter.n_instructions = PKTMON_MAX_FILTER_INSTRUCTIONS;
  while (pktmon_channel_send (pair->near, &pair->message, -1, &error))
    sent++;
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_IO);
  g_assert_nonnull (pktmon_error_get_advice (error));
  g_assert_cmpuint (sent * 32768, <, 2 * PKTMON_MAX_QUEUED_MESSAGES);
}

static void
test_closed (Pair *pair, gconstpointer type)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&pair->far, pktmon_channel_free);
  pktmon_message_init (&pair->message, PKTMON_REQUEST_START);
  g_assert_false (pktmon_channel_send (pair->near, &pair->message, -1, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_IO);
}

/* --- Descriptors --- */

static void
check_is_same_file (int a, int b)
{
  struct stat first, second;

  g_assert_cmpint (fstat (a, &first), ==, 0);
  g_assert_cmpint (fstat (b, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
  g_assert_cmpint (fcntl (b, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
}

static void
test_descriptors (Pair *pair, gconstpointer type)
{
  int files[3];

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    files[i] = memfd_create ("test", MFD_CLOEXEC);
    send_remove (pair, i, -1);
    send_remove (pair, i, files[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    int got;

    expect_remove (pair, i);
    expect_remove (pair, i);
    got = pktmon_channel_take_descriptor (pair->far);
    check_is_same_file (files[i], got);
    close (got);
    close (files[i]);
  }
  g_assert_cmpint (pktmon_channel_take_descriptor (pair->far), ==, -1);
}

static guint
count_open (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* Too many are refused, and none stays open. */
static void
test_too_many_descriptors (Pair *pair, gconstpointer type)
{
  int file = memfd_create ("test", MFD_CLOEXEC);
  guint before = count_open();
  guint32 sent = 0;
  PktmonChannelResult result = PKTMON_CHANNEL_MESSAGE;

  while (sent <= PKTMON_MAX_QUEUED_DESCRIPTORS)
    send_remove (pair, sent++, file);
  while (result == PKTMON_CHANNEL_MESSAGE)
    result = pktmon_channel_receive (pair->far, &pair->message, NULL);
  g_assert_cmpint (result, ==, PKTMON_CHANNEL_FAILED);
  g_clear_pointer (&pair->far, pktmon_channel_free);
  g_clear_pointer (&pair->near, pktmon_channel_free);
  g_assert_cmpuint (count_open(), ==, before - 2);
  close (file);
}

/* --- What is no message --- */

static void
test_rubbish (Pair *pair, gconstpointer type)
{
  guint8 rubbish[200];

  for (gsize i = 0; i < sizeof rubbish; i++)
    rubbish[i] = (guint8) (i * 31 + 200);
  send_bytes (pair, rubbish, sizeof rubbish);
  expect (pair, PKTMON_CHANNEL_FAILED);
}

static void
test_huge_length (Pair *pair, gconstpointer type)
{
  static const guint8 lengths[][8] = { { 1, 0, 1, 0, 7, 0, 0, 0 },
                                       { 255, 255, 255, 255, 7, 0, 0, 0 },
                                       { 0, 0, 0, 128, 7, 0, 0, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    send_bytes (pair, lengths[i], sizeof lengths[i]);
    expect (pair, PKTMON_CHANNEL_FAILED);
    tear_down (pair, type);
    set_up (pair, type);
  }
}

static void
test_half_message (Pair *pair, gconstpointer type)
{
  static const guint8 half[] = { 12, 0, 0, 0, 4, 0, 0, 0, 1, 0 };

  send_bytes (pair, half, sizeof half);
  expect (pair, PKTMON_CHANNEL_EMPTY);
  g_clear_pointer (&pair->near, pktmon_channel_free);
  expect (pair, PKTMON_CHANNEL_FAILED);
}

/* A message may come in any pieces. */
static void
test_pieces (Pair *pair, gconstpointer type)
{
  static const guint8 message[] = { 12, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0 };

  for (gsize cut = 1; cut < sizeof message; cut++) {
    send_bytes (pair, message, cut);
    expect (pair, PKTMON_CHANNEL_EMPTY);
    send_bytes (pair, message + cut, sizeof message - cut);
    expect_remove (pair, 9);
  }
}

static void
test_oversize (Pair *pair, gconstpointer type)
{
  g_autofree guint8 *data = g_malloc0 (PKTMON_MAX_MESSAGE + 1);

  data[2] = 1; /* PKTMON_MAX_MESSAGE, of an unknown type */
  send_bytes (pair, data, PKTMON_MAX_MESSAGE + 1);
  expect (pair, PKTMON_CHANNEL_FAILED);
}

static void
add (const char *name, void (*test) (Pair *, gconstpointer))
{
  static const struct {
    const char *name;
    int type;
  } sockets[] = { { "packets", SOCK_SEQPACKET }, { "stream", SOCK_STREAM } };

  for (gsize i = 0; i < G_N_ELEMENTS (sockets); i++) {
    g_autofree char *path = g_strdup_printf ("/channel/%s/%s", name, sockets[i].name);

    g_test_add (path, Pair, GINT_TO_POINTER (sockets[i].type), set_up, test, tear_down);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  add ("order", test_order);
  add ("last-words", test_last_words);
  add ("queue", test_queue);
  add ("full-queue", test_full_queue);
  add ("closed", test_closed);
  add ("descriptors", test_descriptors);
  add ("too-many-descriptors", test_too_many_descriptors);
  add ("rubbish", test_rubbish);
  add ("huge-length", test_huge_length);
  add ("half-message", test_half_message);
  add ("pieces", test_pieces);
  add ("oversize", test_oversize);
  return g_test_run();
}
