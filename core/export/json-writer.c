/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/json-writer.h"

#include "export/json-text.h"

static void
break_line (PktmonJsonWriter *self)
{
  pktmon_line_buffer_append_char (self->buffer, '\n');
  pktmon_line_buffer_append_spaces (self->buffer, 2 * self->depth);
}

static void
begin_member (PktmonJsonWriter *self, const char *key)
{
  if (self->follows)
    pktmon_line_buffer_append_char (self->buffer, ',');
  if (self->depth > 0)
    break_line (self);
  if (key != NULL) {
    pktmon_json_text_append (self->buffer, key, strlen (key));
    pktmon_line_buffer_append (self->buffer, ": ");
  }
  self->follows = TRUE;
}

static void
begin_group (PktmonJsonWriter *self, const char *key, char bracket)
{
  begin_member (self, key);
  pktmon_line_buffer_append_char (self->buffer, bracket);
  self->depth++;
  self->follows = FALSE;
}

static void
end_group (PktmonJsonWriter *self, char bracket)
{
  self->depth--;
  if (self->follows)
    break_line (self);
  pktmon_line_buffer_append_char (self->buffer, bracket);
  self->follows = TRUE;
}

void
pktmon_json_writer_begin_object (PktmonJsonWriter *self, const char *key)
{
  begin_group (self, key, '{');
}

void
pktmon_json_writer_end_object (PktmonJsonWriter *self)
{
  end_group (self, '}');
}

void
pktmon_json_writer_begin_array (PktmonJsonWriter *self, const char *key)
{
  begin_group (self, key, '[');
}

void
pktmon_json_writer_end_array (PktmonJsonWriter *self)
{
  end_group (self, ']');
}

void
pktmon_json_writer_add_u64 (PktmonJsonWriter *self, const char *key, guint64 value)
{
  begin_member (self, key);
  pktmon_line_buffer_append_u64 (self->buffer, value);
}

void
pktmon_json_writer_add_double (PktmonJsonWriter *self, const char *key, double value, guint digits)
{
  char format[] = "%.0f";
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  format[2] = (char) ('0' + MIN (digits, 9));
  begin_member (self, key);
  pktmon_line_buffer_append (self->buffer, g_ascii_formatd (text, sizeof text, format, value));
}

void
pktmon_json_writer_add_boolean (PktmonJsonWriter *self, const char *key, gboolean value)
{
  begin_member (self, key);
  pktmon_line_buffer_append (self->buffer, value ? "true" : "false");
}

void
pktmon_json_writer_add_text (PktmonJsonWriter *self, const char *key, const char *text)
{
  begin_member (self, key);
  if (text != NULL)
    pktmon_json_text_append (self->buffer, text, strlen (text));
  else
    pktmon_line_buffer_append (self->buffer, "null");
}

void
pktmon_json_writer_add_foreign (PktmonJsonWriter *self, const char *key, const char *data,
                                gsize size)
{
  begin_member (self, key);
  pktmon_json_text_append (self->buffer, data, size);
}

void
pktmon_json_writer_finish (PktmonJsonWriter *self)
{
  pktmon_line_buffer_append_char (self->buffer, '\n');
}
