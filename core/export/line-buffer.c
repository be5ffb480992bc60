/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/line-buffer.h"

#include <stdarg.h>

#define FIRST_CAPACITY 4096u

void
pktmon_line_buffer_clear (PktmonLineBuffer *self)
{
  g_free (self->data);
  *self = (PktmonLineBuffer){ 0 };
}

char *
pktmon_line_buffer_dup_text (const PktmonLineBuffer *self)
{
  return self->length > 0 ? g_strndup (self->data, self->length) : g_strdup ("");
}

void
pktmon_line_buffer_grow_ (PktmonLineBuffer *self, gsize size)
{
  gsize wanted = self->length + size;

  self->capacity = MAX (MAX (wanted, 2 * self->capacity), FIRST_CAPACITY);
  self->data = g_realloc (self->data, self->capacity);
}

void
pktmon_line_buffer_append_u64 (PktmonLineBuffer *self, guint64 value)
{
  char digits[20];
  gsize start = sizeof digits;

  do {
    digits[--start] = (char) ('0' + value % 10);
    value /= 10;
  } while (value > 0);
  pktmon_line_buffer_append_sized (self, digits + start, sizeof digits - start);
}

void
pktmon_line_buffer_append_printf (PktmonLineBuffer *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  pktmon_line_buffer_append (self, text);
}
