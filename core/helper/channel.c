/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

/* A message that waits to be sent. */
typedef struct {
  GBytes *bytes;
  int descriptor; /* owned; -1: none */
} Outgoing;

struct _PktmonChannel {
  int descriptor;
  GQueue outgoing; /* of Outgoing */
  gsize queued;    /* their bytes */
  gsize sent;      /* bytes of the first one that a stream took already */
  guint8 *input;   /* PKTMON_MAX_MESSAGE bytes */
  gsize received;  /* bytes in `input` */
  int descriptors[PKTMON_MAX_QUEUED_DESCRIPTORS];
  guint n_descriptors;
};

static void
outgoing_free (gpointer data)
{
  Outgoing *self = data;

  g_bytes_unref (self->bytes);
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_free (self);
}

PktmonChannel *
pktmon_channel_new (int descriptor)
{
  PktmonChannel *self = g_new0 (PktmonChannel, 1);

  self->descriptor = descriptor;
  g_queue_init (&self->outgoing);
  self->input = g_malloc (PKTMON_MAX_MESSAGE);
  return self;
}

void
pktmon_channel_free (PktmonChannel *self)
{
  close (self->descriptor);
  g_queue_clear_full (&self->outgoing, outgoing_free);
  for (guint i = 0; i < self->n_descriptors; i++)
    close (self->descriptors[i]);
  g_free (self->input);
  g_free (self);
}

int
pktmon_channel_get_descriptor (const PktmonChannel *self)
{
  return self->descriptor;
}

/* --- Sending --- */

static void
set_errno (GError **error, const char *what)
{
  g_autofree char *reason = g_strdup_printf ("%s: %s.", what, g_strerror (errno));

  pktmon_error_set (error, PKTMON_ERROR_IO, reason, _ ("Start the capture again."));
}

/* Returns: bytes that the socket took; -1 with errno. */
static gssize
send_some (PktmonChannel *self, const Outgoing *message)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (message->bytes, &size);
  struct iovec part = { (guint8 *) data + self->sent, size - self->sent };
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
  gssize done;

  if (message->descriptor >= 0 && self->sent == 0) {
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN (sizeof (int));
    memcpy (CMSG_DATA (&control.header), &message->descriptor, sizeof (int));
    header.msg_control = &control;
    header.msg_controllen = sizeof control.space;
  }
  do
    done = sendmsg (self->descriptor, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (done < 0 && errno == EINTR);
  return done;
}

gboolean
pktmon_channel_flush (PktmonChannel *self, GError **error)
{
  Outgoing *message;

  while ((message = g_queue_peek_head (&self->outgoing)) != NULL) {
    gssize done = send_some (self, message);

    if (done < 0 && (errno == EAGAIN || errno == ENOBUFS))
      return TRUE;
    if (done < 0) {
      set_errno (error, _ ("The other side of the capture cannot be reached"));
      return FALSE;
    }
    self->sent += (gsize) done;
    if (self->sent < g_bytes_get_size (message->bytes))
      continue;
    self->queued -= self->sent;
    self->sent = 0;
    outgoing_free (g_queue_pop_head (&self->outgoing));
  }
  return TRUE;
}

gboolean
pktmon_channel_send (PktmonChannel *self, const PktmonMessage *message, int descriptor,
                     GError **error)
{
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);
  gsize size = pktmon_message_encode (message, buffer);
  Outgoing *outgoing;

  if (size > PKTMON_MAX_QUEUED_MESSAGES - self->queued) {
    pktmon_error_set (error, PKTMON_ERROR_IO, _ ("The other side of the capture does not answer."),
                      _ ("Start the capture again."));
    return FALSE;
  }
  outgoing = g_new (Outgoing, 1);
  outgoing->bytes = g_bytes_new (buffer, size);
  outgoing->descriptor = descriptor >= 0 ? fcntl (descriptor, F_DUPFD_CLOEXEC, 0) : -1;
  g_queue_push_tail (&self->outgoing, outgoing);
  self->queued += size;
  return pktmon_channel_flush (self, error);
}

gboolean
pktmon_channel_is_waiting (const PktmonChannel *self)
{
  return self->queued > 0;
}

/* --- Receiving --- */

static PktmonChannelResult
refuse (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The other side of the capture said something that makes no sense."),
                    _ ("Install the program and its capture helper in the same version."));
  return PKTMON_CHANNEL_FAILED;
}

/* Keeps the descriptors of @header. Returns: FALSE when there are too many. */
static gboolean
keep_descriptors (PktmonChannel *self, struct msghdr *header)
{
  gboolean good = (header->msg_flags & MSG_CTRUNC) == 0;

  for (struct cmsghdr *control = CMSG_FIRSTHDR (header); control != NULL;
       control = CMSG_NXTHDR (header, control)) {
    gsize count = (control->cmsg_len - CMSG_LEN (0)) / sizeof (int);

    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
      continue;
    for (gsize i = 0; i < count; i++) {
      int descriptor;

      memcpy (&descriptor, CMSG_DATA (control) + i * sizeof (int), sizeof descriptor);
      if (self->n_descriptors < PKTMON_MAX_QUEUED_DESCRIPTORS)
        self->descriptors[self->n_descriptors++] = descriptor;
      else {
        close (descriptor);
        good = FALSE;
      }
    }
  }
  return good;
}

/* Reads more bytes behind those that are there. */
static PktmonChannelResult
read_more (PktmonChannel *self, GError **error)
{
  struct iovec part = { self->input + self->received, PKTMON_MAX_MESSAGE - self->received };
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (PKTMON_MAX_QUEUED_DESCRIPTORS * sizeof (int))];
  } control;
  struct msghdr header = {
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = &control,
    .msg_controllen = sizeof control.space,
  };
  gssize got;

  do
    got = recvmsg (self->descriptor, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got < 0 && errno == EAGAIN)
    return PKTMON_CHANNEL_EMPTY;
  if (got < 0 && errno != ECONNRESET) {
    set_errno (error, _ ("The other side of the capture cannot be heard"));
    return PKTMON_CHANNEL_FAILED;
  }
  if (got > 0 && (!keep_descriptors (self, &header) || header.msg_flags & MSG_TRUNC))
    return refuse (error);
  self->received += (gsize) MAX (got, 0);
  if (got <= 0)
    return self->received == 0 ? PKTMON_CHANNEL_CLOSED : refuse (error);
  return PKTMON_CHANNEL_MESSAGE;
}

PktmonChannelResult
pktmon_channel_receive (PktmonChannel *self, PktmonMessage *message, GError **error)
{
  gsize size;
  gboolean good;

  while ((size = pktmon_message_measure (self->input, self->received)) == 0 ||
         size > self->received) {
    PktmonChannelResult result;

    if (size > PKTMON_MAX_MESSAGE)
      return refuse (error);
    result = read_more (self, error);
    if (result != PKTMON_CHANNEL_MESSAGE)
      return result;
  }
  good = pktmon_message_decode (message, self->input, size);
  self->received -= size;
  memmove (self->input, self->input + size, self->received);
  return good ? PKTMON_CHANNEL_MESSAGE : refuse (error);
}

int
pktmon_channel_take_descriptor (PktmonChannel *self)
{
  int descriptor;

  if (self->n_descriptors == 0)
    return -1;
  descriptor = self->descriptors[0];
  self->n_descriptors--;
  memmove (self->descriptors, self->descriptors + 1, self->n_descriptors * sizeof (int));
  return descriptor;
}
