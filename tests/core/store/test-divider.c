/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "export/export.h"
#include "pcapng/writer.h"
#include "store/store.h"
#include "support/capture-builder.h"
#include "support/temp-folder.h"

/* What changed between packets of a capture: written, found again, and kept by exports. */

#define TIME G_GINT64_CONSTANT (1700000000123456789)

static void
add (TestBuilder *builder, guint32 number, const char *text)
{
  test_builder_divider (builder, PKTMON_DIVIDER_CONSTRAINTS, number, TIME + number, text,
                        (guint32) strlen (text));
}

static void
add_packets (TestBuilder *builder, guint n)
{
  for (guint i = 0; i < n; i++)
    test_builder_frame (builder, i, 17, 1000, (guint16) i);
}

/* Before the first of 10 packets, two before the fifth, and behind the last. */
static TestBuilder *
build_divided (gboolean big_endian)
{
  TestBuilder *builder = test_builder_new (big_endian);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  add (builder, 1, "ip=10.0.0.1\nport=53 exclude");
  add_packets (builder, 4);
  add (builder, 2, "");
  add (builder, 3, "name=\"Wäb\" port=443");
  add_packets (builder, 6);
  add (builder, 4, "port=1");
  return builder;
}

static PktmonStore *
store_of (const TestFolder *folder, const TestBuilder *builder)
{
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autoptr (GError) error = NULL;
  PktmonStore *store;

  test_builder_save (builder, path);
  store = pktmon_store_new (path, &error);
  g_assert_no_error (error);
  g_assert_true (pktmon_store_wait_complete (store, &error));
  g_assert_no_error (error);
  return store;
}

static void
check (PktmonDividers *dividers, guint i, guint64 position, guint32 number, const char *text)
{
  const PktmonDivider *divider = pktmon_dividers_get (dividers, i);

  g_assert_cmpuint (divider->position, ==, position);
  g_assert_cmpuint (divider->kind, ==, PKTMON_DIVIDER_CONSTRAINTS);
  g_assert_cmpuint (divider->number, ==, number);
  g_assert_cmpint (divider->time, ==, TIME + number);
  g_assert_cmpstr (divider->text, ==, text);
}

static void
test_found (gconstpointer big_endian)
{
  static const guint expected[] = { 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 4 };
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_divided (GPOINTER_TO_INT (big_endian));
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  PktmonDividers *dividers = pktmon_store_get_dividers (store);

  g_assert_cmpuint (pktmon_store_get_count (store), ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (pktmon_dividers_count_until (dividers, i), ==, expected[i]);
  g_assert_cmpuint (pktmon_dividers_count_until (dividers, G_MAXUINT64), ==, 4);
  check (dividers, 0, 0, 1, "ip=10.0.0.1\nport=53 exclude");
  check (dividers, 1, 4, 2, "");
  check (dividers, 2, 4, 3, "name=\"Wäb\" port=443");
  check (dividers, 3, 10, 4, "port=1");
}

/* An export keeps them, between the packets that are left. */
static void
test_export (gconstpointer big_endian)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = build_divided (GPOINTER_TO_INT (big_endian));
  g_autoptr (PktmonStore) store = store_of (folder, builder);
  g_autofree char *path = test_folder_build (folder, "out");
  g_autoptr (PktmonPositions) positions = pktmon_positions_new();
  g_autoptr (PktmonStore) again = NULL;
  g_autoptr (GError) error = NULL;
  PktmonDividers *dividers;
  PktmonExportResult result;

  pktmon_positions_add (positions, 1);
  pktmon_positions_add (positions, 7);
  pktmon_export_spool (pktmon_store_get_spool (store), path,
                       &(PktmonExportChoice){ .positions = positions }, &(PktmonExportOptions){ 0 },
                       NULL, NULL, &result, &error);
  g_assert_no_error (error);
  again = pktmon_store_new (path, &error);
  g_assert_no_error (error);
  pktmon_store_wait_complete (again, NULL);
  dividers = pktmon_store_get_dividers (again);
  g_assert_cmpuint (pktmon_dividers_count_until (dividers, G_MAXUINT64), ==, 4);
  check (dividers, 0, 0, 1, "ip=10.0.0.1\nport=53 exclude");
  check (dividers, 1, 1, 2, "");
  check (dividers, 2, 1, 3, "name=\"Wäb\" port=443");
  check (dividers, 3, 2, 4, "port=1");
}

/* The layout is that of the header, byte for byte. */
static void
test_written (gconstpointer big_endian)
{
  static const char text[] = "port=53";
  const PktmonDividerBlock block = {
    .kind = PKTMON_DIVIDER_CONSTRAINTS,
    .number = 7,
    .time = TIME,
    .text = (const guint8 *) text,
    .text_size = sizeof text - 1,
  };
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "written");
  g_autofree char *contents = NULL;
  g_autoptr (TestBuilder) expected = test_builder_new (GPOINTER_TO_INT (big_endian));
  g_autoptr (GError) error = NULL;
  int descriptor = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  PktmonWriter *writer = pktmon_writer_new (descriptor, NULL);
  gsize size;

  pktmon_writer_set_big_endian (writer, expected->big_endian);
  g_assert_true (pktmon_divider_block_write (&block, writer, &error));
  g_assert_true (pktmon_writer_flush (writer, &error));
  pktmon_writer_free (writer);
  close (descriptor);
  test_builder_divider (expected, PKTMON_DIVIDER_CONSTRAINTS, 7, TIME, text, sizeof text - 1);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpmem (contents, size, expected->bytes->data, expected->bytes->len);
  g_assert_cmpuint (size, ==, PKTMON_DIVIDER_BLOCK_SIZE + 8);
}

/* --- Bad input --- */

/* Blocks of others, and damaged ones of ours, are no dividers, and harm nothing. */
static void
test_others (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  /* Where a byte is changed: enterprise number, magic number, version. */
  static const guint offsets[] = { 8, 12, 19, 20 };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_divider (builder, 1, 1, TIME, "text", 5);
  test_builder_divider (builder, 1, 1, TIME, "text", G_MAXUINT32);
  test_builder_block (builder, PKTMON_BLOCK_CUSTOM, 0);
  test_builder_block (builder, PKTMON_BLOCK_CUSTOM, 24);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    guint start = builder->bytes->len;

    add (builder, 1, "text");
    builder->bytes->data[start + offsets[i]] ^= 0x40;
  }
  add_packets (builder, 2);
  store = store_of (folder, builder);
  g_assert_cmpuint (pktmon_store_get_count (store), ==, 2);
  g_assert_cmpuint (pktmon_dividers_count_until (pktmon_store_get_dividers (store), G_MAXUINT64),
                    ==, 0);
}

/* Kinds that are not known yet stay what they are; text is made clean, and not too long. */
static void
test_texts (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autofree char *long_text = g_strnfill (2 * PKTMON_MAX_DIVIDER_TEXT, 'x');
  g_autoptr (PktmonStore) store = NULL;
  PktmonDividers *dividers;

  test_builder_section (builder);
  test_builder_divider (builder, 77, 1, TIME, "a\033[1m\n\n\xff", 8);
  add (builder, 2, long_text);
  store = store_of (folder, builder);
  dividers = pktmon_store_get_dividers (store);
  g_assert_cmpuint (pktmon_dividers_count_until (dividers, G_MAXUINT64), ==, 2);
  g_assert_cmpuint (pktmon_dividers_get (dividers, 0)->kind, ==, 77);
  g_assert_cmpstr (pktmon_dividers_get (dividers, 0)->text, ==, "a\\x1b[1m\n\n\\xff");
  long_text[PKTMON_MAX_DIVIDER_TEXT] = '\0';
  g_assert_cmpstr (pktmon_dividers_get (dividers, 1)->text, ==, long_text);
}

static void
test_many (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;

  test_builder_section (builder);
  for (guint i = 0; i < PKTMON_MAX_DIVIDERS + 10; i++)
    add (builder, i + 1, "text");
  store = store_of (folder, builder);
  g_assert_cmpuint (pktmon_dividers_count_until (pktmon_store_get_dividers (store), G_MAXUINT64),
                    ==, PKTMON_MAX_DIVIDERS);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (int i = 0; i < 2; i++) {
    const char *order = i ? "big" : "little";
    g_autofree char *found = g_strdup_printf ("/divider/found/%s", order);
    g_autofree char *exported = g_strdup_printf ("/divider/export/%s", order);
    g_autofree char *written = g_strdup_printf ("/divider/written/%s", order);

    g_test_add_data_func (found, GINT_TO_POINTER (i), test_found);
    g_test_add_data_func (exported, GINT_TO_POINTER (i), test_export);
    g_test_add_data_func (written, GINT_TO_POINTER (i), test_written);
  }
  g_test_add_func ("/divider/others", test_others);
  g_test_add_func ("/divider/texts", test_texts);
  g_test_add_func ("/divider/many", test_many);
  return g_test_run();
}
