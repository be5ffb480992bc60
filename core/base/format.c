/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/format.h"

/* 18,446,744,073,709,551,615 and the final zero. */
#define COUNT_SIZE 27

/* Writes the digits at the end of @buffer. */
static const char *
write_count (char buffer[COUNT_SIZE], guint64 count)
{
  guint start = COUNT_SIZE - 1;
  guint digits = 0;

  buffer[start] = '\0';
  do {
    if (digits > 0 && digits % 3 == 0)
      buffer[--start] = ',';
    buffer[--start] = (char) ('0' + count % 10);
    count /= 10;
    digits++;
  } while (count > 0);
  return buffer + start;
}

void
pktmon_format_append_count (PktmonText *text, guint64 count)
{
  char buffer[COUNT_SIZE];

  pktmon_text_append (text, write_count (buffer, count));
}

char *
pktmon_format_dup_count (guint64 count)
{
  char buffer[COUNT_SIZE];

  return g_strdup (write_count (buffer, count));
}
