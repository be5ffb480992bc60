/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "helper/channel.h"
#include "helper/finisher.h"

/* The input is what one side of a capture says to the other: what both sides decode with. */

/* A filter is refused, or decides about any packet: here the message itself. */
static void
check_filter (const PktmonCaptureFilter *filter, const guint8 *data, gsize size)
{
  static const guint16 link_types[] = { 1, 101, 0, 113, 276, 147 };

  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++) {
    g_autoptr (PktmonFinisher) finisher = pktmon_finisher_new (filter, link_types[i], NULL);

    if (finisher != NULL)
      pktmon_finisher_wants (finisher, data, (guint32) size, (guint32) size);
  }
}

/* A message that was understood is the one that would be written for it. */
static void
check_message (const guint8 *data, gsize size)
{
  g_autofree guint8 *alone = g_memdup2 (data, size);
  g_autofree guint8 *again = g_malloc (PKTMON_MAX_MESSAGE);
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);

  if (!pktmon_message_decode (message, alone, size))
    return;
  g_assert_cmpmem (again, pktmon_message_encode (message, again), data, size);
  if (message->type == PKTMON_REQUEST_ADD_SOURCE)
    check_filter (&message->add_source.filter, data, size);
  else if (message->type == PKTMON_REQUEST_SET_FILTER)
    check_filter (&message->set_filter.filter, data, size);
}

/* Through a socket, in pieces; messages are counted. */
static void
check_channel (const guint8 *data, gsize size, gsize piece)
{
  int ends[2];
  PktmonChannel *channel;
  PktmonChannelResult result = PKTMON_CHANNEL_EMPTY;
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  channel = pktmon_channel_new (ends[0]);
  for (gsize at = 0; at < size && result != PKTMON_CHANNEL_FAILED; at += piece) {
    g_assert_cmpint (write (ends[1], data + at, MIN (piece, size - at)), >, 0);
    while ((result = pktmon_channel_receive (channel, message, &error)) == PKTMON_CHANNEL_MESSAGE)
      ;
  }
  close (ends[1]);
  if (result != PKTMON_CHANNEL_FAILED)
    result = pktmon_channel_receive (channel, message, &error);
  g_assert_true (result == PKTMON_CHANNEL_CLOSED || result == PKTMON_CHANNEL_FAILED);
  g_assert_cmpint (result == PKTMON_CHANNEL_FAILED, ==, error != NULL);
  pktmon_channel_free (channel);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gsize measured = pktmon_message_measure (data, size);

  check_message (data, size);
  if (measured > 0 && measured <= size)
    check_message (data, measured);
  check_channel (data, size, 1 + size / 3);
  return 0;
}
