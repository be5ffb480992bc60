/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "message.h"

/* The size of a pipe. */
#define PIECE_SIZE (64u * 1024)

void
pktmon_output_clear (PktmonOutput *self)
{
  pktmon_line_buffer_clear (&self->buffer);
  g_clear_error (&self->error);
}

static void
fail (PktmonOutput *self, int error_number)
{
  /* As with every program that is piped into head: no reason to complain. */
  self->closed = error_number == EPIPE;
  if (!self->closed)
    pktmon_error_set_errno (&self->error, error_number, _ ("Standard output could not be written"));
}

/* Somebody may have made the terminal or pipe one that does not wait. */
static gboolean
can_retry (int error_number)
{
  struct pollfd descriptor = { .fd = STDOUT_FILENO, .events = POLLOUT };

  if (error_number == EAGAIN)
    return poll (&descriptor, 1, -1) >= 0 || errno == EINTR;
  return error_number == EINTR;
}

gboolean
pktmon_output_flush (PktmonOutput *self)
{
  gsize done = 0;

  while (done < self->buffer.length && !self->closed && self->error == NULL) {
    gssize written = write (STDOUT_FILENO, self->buffer.data + done, self->buffer.length - done);

    if (written >= 0)
      done += (gsize) written;
    else if (!can_retry (errno))
      fail (self, errno);
  }
  self->buffer.length = 0;
  return !self->closed && self->error == NULL;
}

gboolean
pktmon_output_flush_if_full (PktmonOutput *self)
{
  return self->buffer.length < PIECE_SIZE || pktmon_output_flush (self);
}

PktmonExit
pktmon_output_finish (PktmonOutput *self, PktmonExit status)
{
  pktmon_output_flush (self);
  return self->error != NULL ? pktmon_message_failed (self->error) : status;
}

gboolean
pktmon_output_is_closed (void)
{
  struct pollfd descriptor = { .fd = STDOUT_FILENO };

  return poll (&descriptor, 1, 0) == 1 && (descriptor.revents & POLLERR) != 0;
}
