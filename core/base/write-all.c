/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/write-all.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* Whether a write that failed is worth another try. */
static gboolean
may_try_again (int descriptor)
{
  struct pollfd target = { .fd = descriptor, .events = POLLOUT };

  if (errno == EINTR)
    return TRUE;
  return errno == EAGAIN && (poll (&target, 1, -1) > 0 || errno == EINTR);
}

int
pktmon_write_all (int descriptor, gconstpointer data, gsize size, gsize *written)
{
  const guint8 *bytes = data;

  *written = 0;
  while (*written < size) {
    ssize_t n = write (descriptor, bytes + *written, size - *written);

    if (n > 0)
      *written += (gsize) n;
    else if (n == 0)
      return ENOSPC;
    else if (!may_try_again (descriptor))
      return errno;
  }
  return 0;
}
