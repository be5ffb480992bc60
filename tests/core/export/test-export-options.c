/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "export/export-options.h"
#include "store/decoder.h"

/* Names of files and what they say, and what is compressed. */

/* --- Names --- */

static void
test_from_name (void)
{
  static const struct {
    const char *name;
    gboolean known;
    PktmonExportFormat format;
    PktmonCompression compression;
  } cases[] = {
    { "out.pcapng", TRUE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { "out.PCAP", TRUE, PKTMON_EXPORT_PCAP, PKTMON_COMPRESSION_NONE },
    { "out.cap.gz", TRUE, PKTMON_EXPORT_PCAP, PKTMON_COMPRESSION_GZIP },
    { "/a.csv/out.jsonl.zst", TRUE, PKTMON_EXPORT_JSON, PKTMON_COMPRESSION_ZSTD },
    { "out.csv.lz4", TRUE, PKTMON_EXPORT_CSV, PKTMON_COMPRESSION_LZ4 },
    { "out.txt", TRUE, PKTMON_EXPORT_TEXT, PKTMON_COMPRESSION_NONE },
    { "out.c", TRUE, PKTMON_EXPORT_C, PKTMON_COMPRESSION_NONE },
    { "out.gz", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_GZIP },
    { "out.zip", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { "out.d/file", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { ".csv", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { "csv", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { "", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
    { "-", FALSE, PKTMON_EXPORT_PCAPNG, PKTMON_COMPRESSION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PktmonExportOptions options = { 0 };

    g_assert_cmpint (pktmon_export_options_set_from_name (&options, cases[i].name), ==,
                     cases[i].known);
    g_assert_cmpint (options.format, ==, cases[i].format);
    g_assert_cmpint (options.compression, ==, cases[i].compression);
  }
}

static void
test_paths (void)
{
  static const PktmonExportOptions options = { .format = PKTMON_EXPORT_CSV,
                                               .compression = PKTMON_COMPRESSION_GZIP };
  static const struct {
    const char *path, *with_ending, *part;
  } cases[] = {
    { "out.pcapng", "out.csv.gz", "out_00007.pcapng" },
    { "a.b/out", "a.b/out.csv.gz", "a.b/out_00007" },
    { "out.v2.pcap.zst", "out.v2.csv.gz", "out.v2_00007.pcap.zst" },
    { "out.trace", "out.trace.csv.gz", "out_00007.trace" },
    { "/tmp/.hidden", "/tmp/.hidden.csv.gz", "/tmp/.hidden_00007" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = pktmon_export_options_dup_path (&options, cases[i].path);
    g_autofree char *part = pktmon_export_options_dup_part_path (cases[i].path, 7);

    g_assert_cmpstr (path, ==, cases[i].with_ending);
    g_assert_cmpstr (part, ==, cases[i].part);
  }
}

static void
test_ids (void)
{
  PktmonExportFormat format;
  PktmonCompression compression;

  for (guint i = 0; i < PKTMON_N_EXPORT_FORMATS; i++) {
    g_assert_true (pktmon_export_format_from_id (
        pktmon_export_format_get_id ((PktmonExportFormat) i), &format));
    g_assert_cmpint (format, ==, i);
  }
  for (guint i = 0; i < PKTMON_N_COMPRESSIONS; i++) {
    g_assert_true (pktmon_compression_from_id (pktmon_compression_get_id ((PktmonCompression) i),
                                               &compression));
    g_assert_cmpint (compression, ==, i);
  }
  g_assert_false (pktmon_export_format_from_id ("xml", &format));
  g_assert_false (pktmon_compression_from_id ("", &compression));
}

/* --- Compression --- */

static GByteArray *
decode (const GByteArray *encoded, gsize size)
{
  g_autoptr (PktmonDecoder) decoder = pktmon_decoder_new (encoded->data, encoded->len);
  GByteArray *out = g_byte_array_new();
  gsize at = 0, have = 0, consumed, produced;

  g_assert_nonnull (decoder);
  g_byte_array_set_size (out, (guint) size + 1);
  do {
    g_assert_true (pktmon_decoder_decode (decoder, encoded->data + at, encoded->len - at, &consumed,
                                          out->data + have, out->len - have, &produced, NULL));
    at += consumed;
    have += produced;
  } while (consumed + produced > 0 && (at < encoded->len || !pktmon_decoder_is_at_end (decoder)));
  g_assert_true (pktmon_decoder_is_at_end (decoder));
  g_assert_cmpuint (at, ==, encoded->len);
  g_byte_array_set_size (out, (guint) have);
  return out;
}

/* Of @size bytes, @piece at a time, of which most come again. */
static void
check_compression (PktmonCompression compression, gsize size, gsize piece)
{
  g_autoptr (PktmonEncoder) encoder = pktmon_encoder_new (compression);
  g_autoptr (GByteArray) encoded = g_byte_array_new();
  g_autoptr (GByteArray) decoded = NULL;
  g_autofree guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i % 1000 < 100 ? g_test_rand_int() : (gint32) (i % 1000));
  for (gsize at = 0; at < size; at += piece)
    pktmon_encoder_add (encoder, data + at, MIN (piece, size - at), encoded);
  pktmon_encoder_finish (encoder, encoded);
  decoded = decode (encoded, size);
  g_assert_cmpmem (decoded->data, decoded->len, data, size);
  if (size > 100000)
    g_assert_cmpuint (encoded->len, <, size / 2);
}

static void
test_compression (void)
{
  static const gsize sizes[] = { 0, 1, 1000, 131072, 131073, 3000001 };
  static const gsize pieces[] = { 999, 65536, 1000000, 4000000 };

  for (guint i = PKTMON_COMPRESSION_NONE + 1; i < PKTMON_N_COMPRESSIONS; i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (pieces); j++)
      check_compression ((PktmonCompression) i, sizes[j % G_N_ELEMENTS (sizes)],
                         pieces[j / G_N_ELEMENTS (sizes)]);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-options/from-name", test_from_name);
  g_test_add_func ("/export-options/paths", test_paths);
  g_test_add_func ("/export-options/ids", test_ids);
  g_test_add_func ("/export-options/compression", test_compression);
  return g_test_run();
}
