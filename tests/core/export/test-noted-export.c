/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "export/export.h"
#include "store/notes.h"
#include "support/reading.h"
#include "support/samples.h"
#include "support/temp-folder.h"
#include "support/waiting.h"

/* Marks and comments that a user has made, in the files that are written with them. */

static PktmonStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  PktmonStore *store = pktmon_store_new (path, &error);

  g_assert_no_error (error);
  pktmon_store_wait_complete (store, NULL);
  return store;
}

static PktmonPositions *
position_of (guint64 position)
{
  PktmonPositions *positions = pktmon_positions_new();

  pktmon_positions_add (positions, position);
  return positions;
}

/* A comment on every second packet, a mark on every third, and one comment on all. */
static PktmonNoteEdits *
make_edits (guint64 count)
{
  PktmonNoteEdits *edits = pktmon_note_edits_new (NULL);

  for (guint64 i = 0; i < count; i++) {
    g_autoptr (PktmonPositions) positions = position_of (i);

    if (i % 2 == 0)
      pktmon_note_edits_set_comment (edits, positions, "mine\nof two lines");
    if (i % 3 == 0)
      pktmon_note_edits_set_marked (edits, positions, TRUE);
  }
  pktmon_note_edits_set_capture_comment (edits, "all of it");
  return edits;
}

static void export(PktmonStore *store, const char *path, const PktmonExportChoice *choice,
                   const PktmonExportOptions *options)
{
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  pktmon_export_store (store, path, choice, options, NULL, NULL, &result, &error);
  g_assert_no_error (error);
}

typedef struct {
  PktmonNotes *notes;
  guint64 marked;
} Expected;

static gboolean
has_marks (gpointer data)
{
  const Expected *expected = data;

  return pktmon_positions_get_count (pktmon_notes_get_marked (expected->notes)) == expected->marked;
}

static void
check_packet (PktmonNotes *notes, guint64 position, const char *before)
{
  g_autofree char *comment = pktmon_notes_dup_comment (notes, position);
  const char *expected = position % 2 == 0 ? "mine\nof two lines" : before;

  g_assert_cmpstr (comment, ==, expected);
  g_assert_true (pktmon_positions_contains (pktmon_notes_get_marked (notes), position) ==
                 (position % 3 == 0));
}

/* What is written has the notes, and all else that the capture had. */
static void
check_noted (const char *path, PktmonStore *before, guint64 count)
{
  g_autoptr (PktmonStore) store = open_store (path);
  g_autoptr (PktmonNotes) notes = pktmon_notes_new (store);
  g_autoptr (PktmonNotes) old_notes = pktmon_notes_new (before);
  g_autofree char *capture = pktmon_notes_dup_capture_comment (notes);
  Expected expected = { notes, (count + 2) / 3 };

  g_assert_cmpuint (pktmon_store_get_count (store), ==, count);
  test_wait (has_marks, &expected, "the marks are read");
  g_assert_cmpstr (capture, ==, "all of it");
  for (guint64 i = 0; i < count; i++) {
    g_autofree char *comment = pktmon_notes_dup_comment (old_notes, i);

    check_packet (notes, i, comment);
  }
}

/* Without the notes again, it is what an export without any gives, but for blocks that had to
 * become others. */
static void
check_rest (const char *noted_path, const char *plain_path)
{
  g_autoptr (TestReading) noted = test_reading_new_file (noted_path);
  g_autoptr (TestReading) plain = test_reading_new_file (plain_path);

  g_assert_cmpuint (noted->records->len, ==, plain->records->len);
  g_assert_cmpuint (noted->packets, ==, plain->packets);
  for (guint i = 0; i < plain->packets; i++) {
    const PktmonPacket *a = &test_reading_get_packet (noted, i)->record.packet;
    const PktmonPacket *b = &test_reading_get_packet (plain, i)->record.packet;

    g_assert_cmpmem (a->data, a->captured, b->data, b->captured);
    g_assert_cmpuint (a->length, ==, b->length);
    g_assert_cmpuint (a->ticks, ==, b->ticks);
    g_assert_cmpuint (a->interface->number, ==, b->interface->number);
  }
}

static void
test_sample (gconstpointer data)
{
  guint number = GPOINTER_TO_UINT (data) / 2;
  guint n_samples;
  const TestSample *sample = &test_samples_get_all (&n_samples)[number];
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autofree char *noted = test_folder_build (folder, "noted.pcapng");
  g_autofree char *plain = test_folder_build (folder, "plain.pcapng");
  g_autoptr (TestBuilder) builder = test_sample_build (sample, GPOINTER_TO_UINT (data) % 2 == 1);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonNoteEdits) edits = make_edits (sample->packets);
  const PktmonExportChoice all = { 0 };
  PktmonExportOptions options = { 0 };

  test_builder_save (builder, path);
  store = open_store (path);
  export(store, plain, &all, &options);
  options.notes = edits;
  export(store, noted, &all, &options);
  check_noted (noted, store, sample->packets);
  check_rest (noted, plain);
}

/* Who leaves out comments leaves out these, too. */
static void
test_stripped (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autofree char *stripped = test_folder_build (folder, "stripped.pcapng");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonStore) written = NULL;
  g_autoptr (PktmonNotes) notes = NULL;
  g_autoptr (PktmonNoteEdits) edits = make_edits (2);
  const PktmonExportChoice all = { 0 };
  const PktmonExportOptions options = { .strip_comments = TRUE, .notes = edits };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  test_builder_frame (builder, 1, 17, 1, 2);
  test_builder_frame (builder, 2, 17, 1, 2);
  test_builder_save (builder, path);
  store = open_store (path);
  export(store, stripped, &all, &options);
  written = open_store (stripped);
  notes = pktmon_notes_new (written);
  g_assert_null (pktmon_notes_dup_comment (notes, 0));
  g_assert_null (pktmon_notes_dup_capture_comment (notes));
}

/* Each file of an export that is split has the comment on all, and its packets theirs. */
static void
test_split (void)
{
  g_autoptr (TestFolder) folder = test_folder_new();
  g_autofree char *path = test_folder_build (folder, "capture");
  g_autofree char *out = test_folder_build (folder, "out.pcapng");
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonStore) store = NULL;
  g_autoptr (PktmonNoteEdits) edits = make_edits (4);
  g_autoptr (PktmonPositions) chosen = pktmon_positions_new();
  const PktmonExportChoice choice = { .positions = chosen };
  const PktmonExportOptions options = { .split_packets = 1, .notes = edits };

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  for (guint i = 0; i < 4; i++)
    test_builder_frame (builder, i, 17, 1, 2);
  test_builder_save (builder, path);
  store = open_store (path);
  pktmon_positions_add (chosen, 1);
  pktmon_positions_add (chosen, 2);
  export(store, out, &choice, &options);
  for (guint i = 1; i <= 2; i++) {
    g_autofree char *part = pktmon_export_options_dup_part_path (out, i);
    g_autoptr (PktmonStore) written = open_store (part);
    g_autoptr (PktmonNotes) notes = pktmon_notes_new (written);
    g_autofree char *capture = pktmon_notes_dup_capture_comment (notes);
    g_autofree char *comment = pktmon_notes_dup_comment (notes, 0);

    g_assert_cmpstr (capture, ==, "all of it");
    g_assert_cmpstr (comment, ==, i == 2 ? "mine\nof two lines" : NULL);
  }
}

int
main (int argc, char **argv)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autofree char *name =
        g_strdup_printf ("/noted-export/%s/%s", samples[i / 2].name, i % 2 == 1 ? "big" : "little");

    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_sample);
  }
  g_test_add_func ("/noted-export/stripped", test_stripped);
  g_test_add_func ("/noted-export/split", test_split);
  return g_test_run();
}
