/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-options.h"

#include <string.h>

/* As in the names of ring files. */
#define NUMBER_DIGITS 5

/* The first ending of each is the usual one. */
typedef struct {
  const char *id;
  const char *endings[4];
} Name;

static const Name formats[PKTMON_N_EXPORT_FORMATS] = {
  [PKTMON_EXPORT_PCAPNG] = { "pcapng", { ".pcapng", ".ntar" } },
  [PKTMON_EXPORT_PCAP] = { "pcap", { ".pcap", ".cap", ".dmp" } },
  [PKTMON_EXPORT_CSV] = { "csv", { ".csv" } },
  [PKTMON_EXPORT_JSON] = { "json", { ".jsonl", ".json", ".ndjson" } },
  [PKTMON_EXPORT_TEXT] = { "text", { ".txt", ".text", ".log" } },
  [PKTMON_EXPORT_C] = { "c", { ".c", ".h" } },
};

static const Name compressions[PKTMON_N_COMPRESSIONS] = {
  [PKTMON_COMPRESSION_NONE] = { "none", { "" } },
  [PKTMON_COMPRESSION_GZIP] = { "gzip", { ".gz" } },
  [PKTMON_COMPRESSION_ZSTD] = { "zstd", { ".zst" } },
  [PKTMON_COMPRESSION_LZ4] = { "lz4", { ".lz4" } },
};

/* --- Ids --- */

const char *
pktmon_export_format_get_id (PktmonExportFormat format)
{
  g_return_val_if_fail (format < PKTMON_N_EXPORT_FORMATS, NULL);

  return formats[format].id;
}

const char *
pktmon_compression_get_id (PktmonCompression compression)
{
  g_return_val_if_fail (compression < PKTMON_N_COMPRESSIONS, NULL);

  return compressions[compression].id;
}

static gboolean
find_id (const Name *names, guint n, const char *id, guint *found)
{
  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i].id, id)) {
      *found = i;
      return TRUE;
    }
  return FALSE;
}

gboolean
pktmon_export_format_from_id (const char *id, PktmonExportFormat *format)
{
  guint found;

  if (!find_id (formats, PKTMON_N_EXPORT_FORMATS, id, &found))
    return FALSE;
  *format = (PktmonExportFormat) found;
  return TRUE;
}

gboolean
pktmon_compression_from_id (const char *id, PktmonCompression *compression)
{
  guint found;

  if (!find_id (compressions, PKTMON_N_COMPRESSIONS, id, &found))
    return FALSE;
  *compression = (PktmonCompression) found;
  return TRUE;
}

/* --- Names of files --- */

/* Where the file's own name begins; a dot at its beginning begins no ending. */
static const char *
find_name (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;

  return *name == '.' ? name + 1 : name;
}

/* Takes a known ending from the first *@length bytes of @name. Returns: whose it is; @n: nobody's.
 */
static guint
take_ending (const Name *names, guint n, const char *name, gsize *length)
{
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names[i].endings) && names[i].endings[j] != NULL; j++) {
      gsize size = strlen (names[i].endings[j]);

      if (size > 0 && size < *length &&
          g_ascii_strncasecmp (name + *length - size, names[i].endings[j], size) == 0) {
        *length -= size;
        return i;
      }
    }
  return n;
}

gboolean
pktmon_export_options_set_from_name (PktmonExportOptions *self, const char *name)
{
  gsize length = strlen (find_name (name));
  guint compression = take_ending (compressions, PKTMON_N_COMPRESSIONS, find_name (name), &length);
  guint format = take_ending (formats, PKTMON_N_EXPORT_FORMATS, find_name (name), &length);

  if (compression < PKTMON_N_COMPRESSIONS)
    self->compression = (PktmonCompression) compression;
  if (format < PKTMON_N_EXPORT_FORMATS)
    self->format = (PktmonExportFormat) format;
  return format < PKTMON_N_EXPORT_FORMATS;
}

char *
pktmon_export_options_dup_ending (const PktmonExportOptions *self)
{
  return g_strconcat (formats[self->format].endings[0], compressions[self->compression].endings[0],
                      NULL);
}

/* Length of @path without its known endings. */
static gsize
measure_stem (const char *path)
{
  const char *name = find_name (path);
  gsize length = strlen (name);

  take_ending (compressions, PKTMON_N_COMPRESSIONS, name, &length);
  take_ending (formats, PKTMON_N_EXPORT_FORMATS, name, &length);
  return (gsize) (name - path) + length;
}

char *
pktmon_export_options_dup_path (const PktmonExportOptions *self, const char *path)
{
  g_autofree char *stem = g_strndup (path, measure_stem (path));
  g_autofree char *ending = pktmon_export_options_dup_ending (self);

  return g_strconcat (stem, ending, NULL);
}

char *
pktmon_export_options_dup_part_path (const char *path, guint number)
{
  gsize length = measure_stem (path);
  const char *dot = strrchr (find_name (path), '.');

  if (path[length] == '\0' && dot != NULL)
    length = (gsize) (dot - path);
  return g_strdup_printf ("%.*s_%0*u%s", (int) length, path, NUMBER_DIGITS, number, path + length);
}

gboolean
pktmon_export_options_is_split (const PktmonExportOptions *self)
{
  return self->split_size > 0 || self->split_packets > 0;
}
