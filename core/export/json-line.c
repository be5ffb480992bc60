/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/json-line.h"

#include "export/json-text.h"

/* FALSE when the packet has no value for it. */
static gboolean
append_value (PktmonLineBuffer *buffer, const PktmonColumn *column, const PktmonLine *line)
{
  gsize start = buffer->length;
  const char *text;
  gsize size;

  if (column->kind == PKTMON_COLUMN_TEXT) {
    text = column->get_text (line, &size);
    if (text != NULL)
      pktmon_json_text_append (buffer, text, size);
    return text != NULL;
  }
  if (column->kind == PKTMON_COLUMN_PLAIN)
    pktmon_line_buffer_append_char (buffer, '"');
  column->append (buffer, line);
  if (buffer->length == start + (column->kind == PKTMON_COLUMN_PLAIN))
    return FALSE;
  if (column->kind == PKTMON_COLUMN_PLAIN)
    pktmon_line_buffer_append_char (buffer, '"');
  return TRUE;
}

static void
append_key (PktmonLineBuffer *buffer, const PktmonColumn *column)
{
  char *to = pktmon_line_buffer_reserve (buffer, column->key_size + 3);

  *to = '"';
  memcpy (to + 1, column->key, column->key_size);
  memcpy (to + 1 + column->key_size, "\":", 2);
  buffer->length += column->key_size + 3;
}

void
pktmon_json_line_append (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  guint n_columns;
  const PktmonColumn *columns = pktmon_column_get_all (&n_columns);
  char before = '{';

  for (guint i = 0; i < n_columns; i++) {
    gsize start = buffer->length;

    if (!pktmon_column_is_present (&columns[i], line))
      continue;
    pktmon_line_buffer_append_char (buffer, before);
    append_key (buffer, &columns[i]);
    if (append_value (buffer, &columns[i], line))
      before = ',';
    else
      buffer->length = start;
  }
  pktmon_line_buffer_append_sized (buffer, "}\n", 2);
}
