/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/captures.h"

#define COLUMN_PATH 0
#define COLUMN_PACKETS 8

static char *
build_path (const char *name)
{
  const char *folder = g_getenv ("PKTMON_CAPTURES");

  return folder != NULL
             ? g_build_filename (folder, name, NULL)
             : g_build_filename (TEST_SOURCE_ROOT, "..", "shared", "captures", name, NULL);
}

static void
capture_free (gpointer data)
{
  TestCapture *self = data;

  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

GPtrArray *
test_captures_load_table (const char *name)
{
  g_autofree char *path = build_path (name);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *table;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  table = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_ptr_array_add (table, g_strsplit (lines[i], "\t", -1));
  return table;
}

static TestCapture *
capture_new (char **columns)
{
  TestCapture *self = g_new0 (TestCapture, 1);
  char *end;

  self->name = g_strdup (columns[COLUMN_PATH]);
  self->path = build_path (self->name);
  self->packets = g_ascii_strtoll (columns[COLUMN_PACKETS], &end, 10);
  if (end == columns[COLUMN_PACKETS])
    self->packets = -1;
  self->damaged = *end != '\0';
  return self;
}

GPtrArray *
test_captures_load (void)
{
  g_autoptr (GPtrArray) table = test_captures_load_table ("MANIFEST.tsv");
  GPtrArray *captures;

  if (table == NULL) {
    g_test_skip ("the collection of real captures is not here (PKTMON_CAPTURES)");
    return NULL;
  }
  captures = g_ptr_array_new_with_free_func (capture_free);
  for (guint i = 1; i < table->len; i++) {
    char **columns = g_ptr_array_index (table, i);

    if (g_strv_length (columns) > COLUMN_PACKETS)
      g_ptr_array_add (captures, capture_new (columns));
  }
  return captures;
}
