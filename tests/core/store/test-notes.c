/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "pcapng/own-option.h"
#include "store/cursor.h"
#include "store/notes.h"
#include "support/growing.h"
#include "support/waiting.h"

/* Marks and comments: those of the file, and what the user makes of them. */

typedef struct {
  gboolean big_endian;
  TestFolder *folder;
  TestGrowing *growing;
  TestBuilder *builder;
  PktmonNotes *notes;
  guint changes;
} Fixture;

static void
changed_cb (Fixture *self)
{
  self->changes++;
}

static void
set_up (Fixture *self, gconstpointer user_data)
{
  self->big_endian = GPOINTER_TO_INT (user_data);
  self->folder = test_folder_new();
  self->growing = test_growing_new (self->folder);
  self->builder = test_builder_new (self->big_endian);
  test_builder_begin_section (self->builder);
  test_builder_option_text (self->builder, PKTMON_OPTION_COMMENT, "of the capture");
  test_builder_option_text (self->builder, PKTMON_OPTION_SHB_OS, "Linux");
  test_builder_option_end (self->builder);
  test_builder_end (self->builder);
  test_builder_interface (self->builder, 1, 0);
  self->notes = pktmon_notes_new (self->growing->store);
  g_signal_connect_swapped (self->notes, "changed", G_CALLBACK (changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer user_data)
{
  g_object_unref (self->notes);
  test_growing_free (self->growing);
  test_builder_free (self->builder);
  test_folder_free (self->folder);
}

/* A packet with flags, and with what else is asked for. */
static void
add_packet (Fixture *self, const char *comment, const char *second, gboolean marked)
{
  guint8 mark[PKTMON_OWN_OPTION_HEADER_SIZE];
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 1000, 53);
  test_builder_begin_enhanced (self->builder, 0, 1, frame, sizeof frame, sizeof frame);
  if (comment != NULL)
    test_builder_option_text (self->builder, PKTMON_OPTION_COMMENT, comment);
  test_builder_option_u32 (self->builder, PKTMON_OPTION_EPB_FLAGS, 1);
  if (second != NULL)
    test_builder_option_text (self->builder, PKTMON_OPTION_COMMENT, second);
  pktmon_own_option_put (mark, PKTMON_OWN_OPTION_MARK, self->big_endian);
  if (marked)
    test_builder_option (self->builder, PKTMON_OPTION_CUSTOM_BINARY, mark, sizeof mark);
  test_builder_option_end (self->builder);
  test_builder_end (self->builder);
}

typedef struct {
  PktmonNotes *notes;
  guint marked, commented;
} Expected;

static gboolean
has_notes (gpointer data)
{
  const Expected *expected = data;

  return pktmon_positions_get_count (pktmon_notes_get_marked (expected->notes)) ==
             expected->marked &&
         pktmon_positions_get_count (pktmon_notes_get_commented (expected->notes)) ==
             expected->commented;
}

static void
load (Fixture *self, gboolean complete, guint marked, guint commented)
{
  Expected expected = { self->notes, marked, commented };

  test_growing_follow (self->growing, self->builder, complete);
  test_wait (has_notes, &expected, "the notes of the file are known");
}

/* Five packets: without notes, with one comment, with two, marked, with both. */
static void
load_five (Fixture *self)
{
  add_packet (self, NULL, NULL, FALSE);
  add_packet (self, "one", NULL, FALSE);
  add_packet (self, "first\nof two", "sec\xffnd", FALSE);
  add_packet (self, NULL, NULL, TRUE);
  add_packet (self, "both", NULL, TRUE);
  load (self, TRUE, 2, 3);
  self->changes = 0;
}

static PktmonPositions *
positions_of (guint64 first, guint64 count)
{
  PktmonPositions *positions = pktmon_positions_new();

  pktmon_positions_add_range (positions, first, count);
  return positions;
}

static void
check_comment (Fixture *self, guint64 position, const char *expected)
{
  g_autofree char *comment = pktmon_notes_dup_comment (self->notes, position);

  g_assert_cmpstr (comment, ==, expected);
  g_assert_cmpint (pktmon_positions_contains (pktmon_notes_get_commented (self->notes), position),
                   ==, expected != NULL);
}

static void
set_comment (Fixture *self, guint64 first, guint64 count, const char *text)
{
  g_autoptr (PktmonPositions) positions = positions_of (first, count);
  g_autoptr (GError) error = NULL;

  g_assert_true (pktmon_notes_set_comment (self->notes, positions, text, &error));
  g_assert_no_error (error);
}

static gboolean
is_marked (Fixture *self, guint64 position)
{
  return pktmon_positions_contains (pktmon_notes_get_marked (self->notes), position);
}

static void
toggle (Fixture *self, guint64 first, guint64 count)
{
  g_autoptr (PktmonPositions) positions = positions_of (first, count);

  pktmon_notes_toggle_marks (self->notes, positions);
}

/* --- The file's --- */

static void
test_file (Fixture *self, gconstpointer user_data)
{
  g_autofree char *capture = NULL;

  load_five (self);
  check_comment (self, 0, NULL);
  check_comment (self, 1, "one");
  check_comment (self, 2, "first\nof two\nsec\uFFFDnd");
  check_comment (self, 3, NULL);
  check_comment (self, 4, "both");
  g_assert_true (is_marked (self, 3) && is_marked (self, 4));
  capture = pktmon_notes_dup_capture_comment (self->notes);
  g_assert_cmpstr (capture, ==, "of the capture");
  g_assert_false (pktmon_notes_is_unsaved (self->notes));
  g_assert_false (pktmon_notes_can_undo (self->notes));
}

/* What the user has done already stays when more of the file is read. */
static void
test_growing (Fixture *self, gconstpointer user_data)
{
  add_packet (self, "one", NULL, TRUE);
  load (self, FALSE, 1, 1);
  toggle (self, 0, 1);
  set_comment (self, 0, 1, "");
  g_assert_false (is_marked (self, 0));
  for (guint i = 0; i < 100; i++)
    add_packet (self, i % 2 == 0 ? "even" : NULL, NULL, i % 4 == 0);
  load (self, TRUE, 25, 50);
  check_comment (self, 0, NULL);
  check_comment (self, 1, "even");
  g_assert_false (is_marked (self, 0));
  g_assert_true (is_marked (self, 1));
}

/* --- Changes --- */

static void
test_marks (Fixture *self, gconstpointer user_data)
{
  load_five (self);
  toggle (self, 2, 3); /* two are marked, one not: now all */
  g_assert_true (is_marked (self, 2) && is_marked (self, 3) && is_marked (self, 4));
  g_assert_cmpuint (self->changes, ==, 1);
  toggle (self, 2, 3);
  g_assert_cmpuint (pktmon_positions_get_count (pktmon_notes_get_marked (self->notes)), ==, 0);
  pktmon_notes_undo (self->notes);
  pktmon_notes_undo (self->notes);
  g_assert_true (!is_marked (self, 2) && is_marked (self, 3) && is_marked (self, 4));
  g_assert_cmpuint (self->changes, ==, 4);
  toggle (self, 0, 0);
  g_assert_cmpuint (self->changes, ==, 4);
}

static void
test_comments (Fixture *self, gconstpointer user_data)
{
  load_five (self);
  set_comment (self, 0, 2, "mine");
  check_comment (self, 0, "mine");
  check_comment (self, 1, "mine");
  check_comment (self, 2, "first\nof two\nsec\uFFFDnd");
  g_assert_cmpuint (self->changes, ==, 1);
  set_comment (self, 1, 2, "");
  check_comment (self, 1, NULL);
  check_comment (self, 2, NULL);
  pktmon_notes_undo (self->notes);
  check_comment (self, 1, "mine");
  check_comment (self, 2, "first\nof two\nsec\uFFFDnd");
  pktmon_notes_undo (self->notes);
  check_comment (self, 0, NULL);
  check_comment (self, 1, "one");
  g_assert_false (pktmon_notes_can_undo (self->notes));
  pktmon_notes_redo (self->notes);
  check_comment (self, 0, "mine");
  set_comment (self, 4, 1, "other"); /* what was taken back cannot come again */
  g_assert_false (pktmon_notes_can_redo (self->notes));
}

static void
check_capture_comment (Fixture *self, const char *expected)
{
  g_autofree char *comment = pktmon_notes_dup_capture_comment (self->notes);

  g_assert_cmpstr (comment, ==, expected);
}

static void
test_capture_comment (Fixture *self, gconstpointer user_data)
{
  load_five (self);
  g_assert_true (pktmon_notes_set_capture_comment (self->notes, "", NULL));
  check_capture_comment (self, NULL);
  g_assert_true (pktmon_notes_set_capture_comment (self->notes, "mine", NULL));
  check_capture_comment (self, "mine");
  pktmon_notes_undo (self->notes);
  check_capture_comment (self, NULL);
  pktmon_notes_undo (self->notes);
  check_capture_comment (self, "of the capture");
}

/* What is saved is what the file got, not what was done while it was written. */
static void
test_saved (Fixture *self, gconstpointer user_data)
{
  PktmonNoteEdits *written;

  load_five (self);
  toggle (self, 0, 1);
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  written = pktmon_note_edits_ref (pktmon_notes_get_edits (self->notes));
  toggle (self, 1, 1);
  pktmon_notes_set_saved (self->notes, written);
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  pktmon_notes_undo (self->notes);
  g_assert_false (pktmon_notes_is_unsaved (self->notes));
  pktmon_notes_undo (self->notes);
  g_assert_true (pktmon_notes_is_unsaved (self->notes));
  pktmon_note_edits_unref (written);
}

/* --- Bounds --- */

static void
test_bounds (Fixture *self, gconstpointer user_data)
{
  g_autofree char *longest = g_strnfill (PKTMON_MAX_COMMENT_SIZE + 1, 'x');
  g_autoptr (PktmonPositions) many = positions_of (0, PKTMON_MAX_CHANGED_COMMENTS + 1);
  g_autoptr (PktmonPositions) some = positions_of (0, 300);
  g_autoptr (GError) error = NULL;

  load_five (self);
  g_assert_false (pktmon_notes_set_comment (self->notes, some, longest, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (pktmon_notes_set_capture_comment (self->notes, longest, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (pktmon_notes_set_comment (self->notes, many, "x", &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  longest[PKTMON_MAX_COMMENT_SIZE] = '\0';
  g_assert_false (pktmon_notes_set_comment (self->notes, some, longest, &error));
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_UNSUPPORTED);
  g_assert_cmpuint (self->changes, ==, 0);
  g_assert_true (pktmon_notes_set_comment (self->notes, many, "", NULL));
  for (guint i = 0; i <= PKTMON_MAX_UNDONE_NOTES; i++)
    toggle (self, i, 1);
  for (guint i = 0; i < PKTMON_MAX_UNDONE_NOTES; i++)
    pktmon_notes_undo (self->notes);
  g_assert_false (pktmon_notes_can_undo (self->notes));
  check_comment (self, 1, NULL);
}

/* --- What is written --- */

static PktmonBytes
apply (Fixture *self, guint64 position, GByteArray *buffer)
{
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (self->growing->store, PKTMON_CURSOR_RANDOM);
  PktmonBytes options;
  PktmonPacket packet;

  g_assert_true (pktmon_cursor_read (cursor, position, &packet, NULL));
  options = packet.options;
  g_assert_true (pktmon_note_edits_apply (pktmon_notes_get_edits (self->notes), position,
                                          self->big_endian, &options, buffer));
  return options;
}

static void
check_option (Fixture *self, PktmonBytes *options, guint16 code, const char *text)
{
  PktmonOption option;

  g_assert_true (pktmon_option_next (options, self->big_endian, &option));
  g_assert_cmpuint (option.code, ==, code);
  if (text != NULL)
    g_assert_cmpmem (option.value, option.size, text, strlen (text));
}

static void
check_end (Fixture *self, PktmonBytes *options)
{
  PktmonOption option;

  g_assert_false (pktmon_option_next (options, self->big_endian, &option));
  g_assert_false (options->failed);
}

static void
test_options (Fixture *self, gconstpointer user_data)
{
  g_autoptr (GByteArray) buffer = g_byte_array_new();
  PktmonBytes options = { 0 };

  load_five (self);
  set_comment (self, 2, 3, "mine");
  toggle (self, 3, 2); /* no more */
  toggle (self, 2, 1);
  g_assert_false (pktmon_note_edits_apply (pktmon_notes_get_edits (self->notes), 0,
                                           self->big_endian, &options, buffer));
  options = apply (self, 2, buffer);
  check_option (self, &options, PKTMON_OPTION_EPB_FLAGS, NULL);
  check_option (self, &options, PKTMON_OPTION_COMMENT, "mine");
  check_option (self, &options, PKTMON_OPTION_CUSTOM_BINARY, NULL);
  check_end (self, &options);
  options = apply (self, 4, buffer);
  check_option (self, &options, PKTMON_OPTION_EPB_FLAGS, NULL);
  check_option (self, &options, PKTMON_OPTION_COMMENT, "mine");
  check_end (self, &options);
}

static void
test_capture_options (Fixture *self, gconstpointer user_data)
{
  PktmonDirectory *directory = pktmon_store_get_directory (self->growing->store);
  g_autoptr (GByteArray) buffer = g_byte_array_new();
  const PktmonSection *section;
  PktmonBytes options;

  load_five (self);
  section = pktmon_directory_get_section (directory, 0);
  options = pktmon_bytes_new (section->options, section->options_size);
  g_assert_false (pktmon_note_edits_apply_to_capture (pktmon_notes_get_edits (self->notes),
                                                      self->big_endian, &options, buffer));
  g_assert_true (pktmon_notes_set_capture_comment (self->notes, "mine", NULL));
  g_assert_true (pktmon_note_edits_apply_to_capture (pktmon_notes_get_edits (self->notes),
                                                     self->big_endian, &options, buffer));
  check_option (self, &options, PKTMON_OPTION_SHB_OS, "Linux");
  check_option (self, &options, PKTMON_OPTION_COMMENT, "mine");
  check_end (self, &options);
}

/* What is like a mark of ours, but is none. */
static void
test_foreign_option (void)
{
  guint8 value[PKTMON_OWN_OPTION_HEADER_SIZE];
  PktmonOption option = { PKTMON_OPTION_CUSTOM_BINARY, sizeof value, value };

  pktmon_own_option_put (value, PKTMON_OWN_OPTION_MARK, TRUE);
  g_assert_cmpint (pktmon_own_option_parse (&option, TRUE, NULL), ==, PKTMON_OWN_OPTION_MARK);
  g_assert_cmpint (pktmon_own_option_parse (&option, FALSE, NULL), ==, PKTMON_OWN_OPTION_NONE);
  option.size--;
  g_assert_cmpint (pktmon_own_option_parse (&option, TRUE, NULL), ==, PKTMON_OWN_OPTION_NONE);
  option.size++;
  option.code = PKTMON_OPTION_CUSTOM_TEXT;
  g_assert_cmpint (pktmon_own_option_parse (&option, TRUE, NULL), ==, PKTMON_OWN_OPTION_NONE);
  option.code = PKTMON_OPTION_CUSTOM_BINARY;
  value[8] = 99;
  g_assert_cmpint (pktmon_own_option_parse (&option, TRUE, NULL), ==, PKTMON_OWN_OPTION_NONE);
  value[8] = PKTMON_OWN_OPTION_MARK;
  value[4] = 'p';
  g_assert_cmpint (pktmon_own_option_parse (&option, TRUE, NULL), ==, PKTMON_OWN_OPTION_NONE);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/notes/little/" name, Fixture, GINT_TO_POINTER (FALSE), set_up, function,           \
              tear_down);                                                                          \
  g_test_add ("/notes/big/" name, Fixture, GINT_TO_POINTER (TRUE), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("file", test_file);
  ADD ("growing", test_growing);
  ADD ("marks", test_marks);
  ADD ("comments", test_comments);
  ADD ("capture-comment", test_capture_comment);
  ADD ("saved", test_saved);
  ADD ("bounds", test_bounds);
  ADD ("options", test_options);
  ADD ("capture-options", test_capture_options);
  g_test_add_func ("/notes/foreign-option", test_foreign_option);
  return g_test_run();
}
