/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/frame-sender.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/bytes.h"

#define BATCH 64u
#define MAX_FRAME 2000u
/* Of /proc/net/softnet_stat. */
#define BACKLOG_COLUMN 11u
/* For frames to be received, in microseconds. */
#define MAX_WAIT (5 * G_USEC_PER_SEC)

int
test_namespace_open (const char *network_namespace)
{
  g_autofree char *path = g_build_filename ("/run/netns", network_namespace, NULL);
  int descriptor = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (descriptor, >=, 0);
  return descriptor;
}

int
test_namespace_enter (const char *network_namespace)
{
  int home = open ("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  int there = test_namespace_open (network_namespace);

  g_assert_cmpint (setns (there, CLONE_NEWNET), ==, 0);
  close (there);
  return home;
}

void
test_namespace_leave (int home)
{
  g_assert_cmpint (setns (home, CLONE_NEWNET), ==, 0);
  close (home);
}

guint
test_namespace_get_index (const char *network_namespace, const char *device)
{
  int home = test_namespace_enter (network_namespace);
  guint index = if_nametoindex (device);

  test_namespace_leave (home);
  return index;
}

TestFrameSender *
test_frame_sender_new (const char *network_namespace, const char *device)
{
  TestFrameSender *self = g_new0 (TestFrameSender, 1);
  int home = test_namespace_enter (network_namespace);
  struct sockaddr_ll address = {
    .sll_family = AF_PACKET,
    .sll_ifindex = (int) if_nametoindex (device),
  };

  self->descriptor = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->descriptor, (struct sockaddr *) &address, sizeof address), ==, 0);
  test_namespace_leave (home);
  self->size = 100;
  self->kind = 0xb5;
  return self;
}

void
test_frame_sender_free (TestFrameSender *self)
{
  close (self->descriptor);
  g_free (self);
}

/* Returns: its size, which is larger with a tag. */
static gsize
build (const TestFrameSender *self, guint64 number, guint8 *frame)
{
  static const guint8 addresses[] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1 };
  const guint8 tag[] = { 0x81, 0, (guint8) (self->vlan >> 8), (guint8) self->vlan };
  const guint8 type[] = { 0x88, self->kind };
  gsize at = sizeof addresses;
  guint64 value = GUINT64_TO_BE (number);

  memset (frame, 0, MAX_FRAME);
  memcpy (frame, addresses, sizeof addresses);
  if (self->vlan != 0) {
    memcpy (frame + at, tag, sizeof tag);
    at += sizeof tag;
  }
  memcpy (frame + at, type, sizeof type);
  memcpy (frame + at + sizeof type, &value, sizeof value);
  return self->size + (at - sizeof addresses);
}

/* How many frames wait in the processors' queues to be received (net/core/net-procfs.c); they are
 * dropped where there are too many. 0 when this kernel does not say. */
static guint64
count_waiting (void)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 count = 0;

  if (!g_file_get_contents ("/proc/net/softnet_stat", &contents, NULL, NULL))
    return 0;
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

    if (g_strv_length (words) > BACKLOG_COLUMN)
      count += g_ascii_strtoull (words[BACKLOG_COLUMN], NULL, 16);
  }
  return count;
}

/* On a busy machine the kernel leaves receiving to a thread. */
static void
wait_received (void)
{
  gint64 end = g_get_monotonic_time() + MAX_WAIT;

  while (count_waiting() > 0 && g_get_monotonic_time() < end)
    g_usleep (200);
}

void
test_frame_sender_send (TestFrameSender *self, guint count)
{
  static guint8 frames[BATCH][MAX_FRAME];

  while (count > 0) {
    struct mmsghdr messages[BATCH] = { 0 };
    struct iovec parts[BATCH];
    guint wanted = MIN (count, BATCH);
    int done;

    for (guint i = 0; i < wanted; i++) {
      parts[i] = (struct iovec){ frames[i], build (self, self->sent + i, frames[i]) };
      messages[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
    }
    done = sendmmsg (self->descriptor, messages, wanted, 0);
    g_assert_true (done > 0 || errno == ENOBUFS || errno == EINTR);
    self->sent += (guint) MAX (done, 0);
    count -= (guint) MAX (done, 0);
    wait_received();
  }
}

gint64
test_frame_get_number (const guint8 *data, gsize size)
{
  PktmonBytes bytes = pktmon_bytes_new (data, size);
  guint16 type;

  pktmon_bytes_skip (&bytes, 12);
  type = pktmon_bytes_be16 (&bytes);
  if (type == 0x8100) {
    pktmon_bytes_skip (&bytes, 2);
    type = pktmon_bytes_be16 (&bytes);
  }
  if (type != 0x88b5 && type != 0x88b6)
    return -1;
  type = 0;
  return bytes.failed || pktmon_bytes_left (&bytes) < 8 ? -1 : (gint64) pktmon_bytes_be64 (&bytes);
}
