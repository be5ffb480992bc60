/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/csv-line.h"

#define LINE_END "\r\n"

static gboolean
needs_quotes (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (text[i] == ',' || text[i] == '"' || text[i] == '\r' || text[i] == '\n')
      return TRUE;
  return FALSE;
}

static void
append_text (PktmonLineBuffer *buffer, const char *text, gsize size)
{
  if (!needs_quotes (text, size)) {
    pktmon_line_buffer_append_sized (buffer, text, size);
    return;
  }
  pktmon_line_buffer_append_char (buffer, '"');
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '"')
      pktmon_line_buffer_append_char (buffer, '"');
    pktmon_line_buffer_append_char (buffer, text[i]);
  }
  pktmon_line_buffer_append_char (buffer, '"');
}

static void
append_value (PktmonLineBuffer *buffer, const PktmonColumn *column, const PktmonLine *line)
{
  const char *text;
  gsize size;

  if (!pktmon_column_is_present (column, line))
    return;
  if (column->kind != PKTMON_COLUMN_TEXT) {
    column->append (buffer, line);
    return;
  }
  text = column->get_text (line, &size);
  if (text != NULL)
    append_text (buffer, text, size);
}

void
pktmon_csv_line_append_header (PktmonLineBuffer *buffer)
{
  guint n_columns;
  const PktmonColumn *columns = pktmon_column_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++) {
    if (i > 0)
      pktmon_line_buffer_append_char (buffer, ',');
    pktmon_line_buffer_append_sized (buffer, columns[i].key, columns[i].key_size);
  }
  pktmon_line_buffer_append (buffer, LINE_END);
}

void
pktmon_csv_line_append (PktmonLineBuffer *buffer, const PktmonLine *line)
{
  guint n_columns;
  const PktmonColumn *columns = pktmon_column_get_all (&n_columns);

  for (guint i = 0; i < n_columns; i++) {
    if (i > 0)
      pktmon_line_buffer_append_char (buffer, ',');
    append_value (buffer, &columns[i], line);
  }
  pktmon_line_buffer_append (buffer, LINE_END);
}
