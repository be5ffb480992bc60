/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/write-all.h"
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

gboolean
pktmon_output_flush (PktmonOutput *self)
{
  gsize size = self->buffer.length;
  gsize written;
  int error_number = 0;

  if (!self->closed && self->error == NULL)
    error_number = pktmon_write_all (STDOUT_FILENO, self->buffer.data, size, &written);
  if (error_number != 0)
    fail (self, error_number);
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
