/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/note-edits.h"

#include "base/limits.h"
#include "pcapng/format.h"
#include "pcapng/own-option.h"

/* Of an option without its value. */
#define OPTION_SIZE 4u

struct _PktmonNoteEdits {
  gatomicrefcount references;

  PktmonPositions *marked, *unmarked;
  PktmonPositions *commented, *uncommented;
  GHashTable *comments;  /* position → GRefString, of `commented` */
  char *capture_comment; /* NULL: as the file has it */
  gsize size;            /* of all comments */
};

/* Positions have 32 bits (base/positions.h). */
static gpointer
as_key (guint64 position)
{
  return GUINT_TO_POINTER ((guint) position);
}

static void
release_text (gpointer text)
{
  g_ref_string_release (text);
}

static void
copy_comments (PktmonNoteEdits *self, const PktmonNoteEdits *base)
{
  GHashTableIter iterator;
  gpointer key, text;

  g_hash_table_iter_init (&iterator, base->comments);
  while (g_hash_table_iter_next (&iterator, &key, &text))
    g_hash_table_insert (self->comments, key, g_ref_string_acquire (text));
}

PktmonNoteEdits *
pktmon_note_edits_new (const PktmonNoteEdits *base)
{
  PktmonNoteEdits *self = g_new0 (PktmonNoteEdits, 1);

  g_atomic_ref_count_init (&self->references);
  self->comments = g_hash_table_new_full (NULL, NULL, NULL, release_text);
  if (base == NULL) {
    self->marked = pktmon_positions_new();
    self->unmarked = pktmon_positions_new();
    self->commented = pktmon_positions_new();
    self->uncommented = pktmon_positions_new();
    return self;
  }
  self->marked = pktmon_positions_copy (base->marked);
  self->unmarked = pktmon_positions_copy (base->unmarked);
  self->commented = pktmon_positions_copy (base->commented);
  self->uncommented = pktmon_positions_copy (base->uncommented);
  copy_comments (self, base);
  self->capture_comment = g_strdup (base->capture_comment);
  self->size = base->size;
  return self;
}

PktmonNoteEdits *
pktmon_note_edits_ref (PktmonNoteEdits *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pktmon_note_edits_unref (PktmonNoteEdits *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  pktmon_positions_free (self->marked);
  pktmon_positions_free (self->unmarked);
  pktmon_positions_free (self->commented);
  pktmon_positions_free (self->uncommented);
  g_hash_table_unref (self->comments);
  g_free (self->capture_comment);
  g_free (self);
}

/* --- Making --- */

void
pktmon_note_edits_set_marked (PktmonNoteEdits *self, const PktmonPositions *positions,
                              gboolean marked)
{
  pktmon_positions_unite (marked ? self->marked : self->unmarked, positions);
  pktmon_positions_subtract (marked ? self->unmarked : self->marked, positions);
}

static void
remove_comment (PktmonNoteEdits *self, guint64 position)
{
  const char *text = g_hash_table_lookup (self->comments, as_key (position));

  if (text == NULL)
    return;
  self->size -= strlen (text);
  g_hash_table_remove (self->comments, as_key (position));
}

static void
remove_comments (PktmonNoteEdits *self, const PktmonPositions *positions)
{
  g_autoptr (PktmonPositions) there = pktmon_positions_copy (self->commented);

  pktmon_positions_intersect (there, positions);
  for (guint64 i = pktmon_positions_get_next (there, 0); i != PKTMON_POSITION_NONE;
       i = pktmon_positions_get_next (there, i + 1))
    remove_comment (self, i);
}

static void
add_comments (PktmonNoteEdits *self, const PktmonPositions *positions, const char *text)
{
  gsize size = strlen (text);
  char *shared = g_ref_string_new (text);

  for (guint64 i = pktmon_positions_get_next (positions, 0); i != PKTMON_POSITION_NONE;
       i = pktmon_positions_get_next (positions, i + 1)) {
    g_hash_table_insert (self->comments, as_key (i), g_ref_string_acquire (shared));
    self->size += size;
  }
  g_ref_string_release (shared);
}

void
pktmon_note_edits_set_comment (PktmonNoteEdits *self, const PktmonPositions *positions,
                               const char *text)
{
  gboolean any = text[0] != '\0';

  g_return_if_fail (strlen (text) <= PKTMON_MAX_COMMENT_SIZE);

  remove_comments (self, positions);
  if (any)
    add_comments (self, positions, text);
  pktmon_positions_unite (any ? self->commented : self->uncommented, positions);
  pktmon_positions_subtract (any ? self->uncommented : self->commented, positions);
}

void
pktmon_note_edits_set_capture_comment (PktmonNoteEdits *self, const char *text)
{
  g_return_if_fail (strlen (text) <= PKTMON_MAX_COMMENT_SIZE);

  g_free (self->capture_comment);
  self->capture_comment = g_strdup (text);
}

/* --- Reading --- */

const PktmonPositions *
pktmon_note_edits_get_marked (const PktmonNoteEdits *self)
{
  return self->marked;
}

const PktmonPositions *
pktmon_note_edits_get_unmarked (const PktmonNoteEdits *self)
{
  return self->unmarked;
}

const PktmonPositions *
pktmon_note_edits_get_commented (const PktmonNoteEdits *self)
{
  return self->commented;
}

const PktmonPositions *
pktmon_note_edits_get_uncommented (const PktmonNoteEdits *self)
{
  return self->uncommented;
}

const char *
pktmon_note_edits_get_comment (const PktmonNoteEdits *self, guint64 position)
{
  if (pktmon_positions_contains (self->uncommented, position))
    return "";
  return pktmon_positions_contains (self->commented, position)
             ? g_hash_table_lookup (self->comments, as_key (position))
             : NULL;
}

const char *
pktmon_note_edits_get_capture_comment (const PktmonNoteEdits *self)
{
  return self->capture_comment;
}

gboolean
pktmon_note_edits_is_empty (const PktmonNoteEdits *self)
{
  const PktmonPositions *const all[] = { self->marked, self->unmarked, self->commented,
                                         self->uncommented };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (pktmon_positions_get_count (all[i]) > 0)
      return FALSE;
  return self->capture_comment == NULL;
}

gsize
pktmon_note_edits_get_size (const PktmonNoteEdits *self)
{
  return self->size;
}

/* --- Options of blocks --- */

char *
pktmon_note_edits_dup_comment_in (PktmonBytes options, gboolean big_endian)
{
  g_autoptr (GString) text = NULL;
  PktmonOption option;

  while (pktmon_option_next (&options, big_endian, &option)) {
    const char *value = (const char *) option.value;
    g_autofree char *valid = NULL;

    if (option.code != PKTMON_OPTION_COMMENT)
      continue;
    valid = g_utf8_make_valid (value, (gssize) strnlen (value, option.size));
    if (text == NULL)
      text = g_string_new (valid);
    else
      g_string_append_printf (text, "\n%s", valid);
  }
  return text != NULL ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
append_u16 (GByteArray *buffer, guint16 value, gboolean big_endian)
{
  value = big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);
  g_byte_array_append (buffer, (const guint8 *) &value, sizeof value);
}

static void
append_option (GByteArray *buffer, gboolean big_endian, guint16 code, gconstpointer value,
               gsize size)
{
  static const guint8 zeros[3];

  append_u16 (buffer, code, big_endian);
  append_u16 (buffer, (guint16) size, big_endian);
  if (size > 0)
    g_byte_array_append (buffer, value, (guint) size);
  g_byte_array_append (buffer, zeros, -size & 3);
}

/* What one block is to have. */
typedef struct {
  gboolean big_endian;
  const char *comment;   /* NULL: as it is */
  gboolean changes_mark; /* it does not stay as it is */
  gboolean marked;
} Wanted;

static gboolean
is_replaced (const Wanted *wanted, const PktmonOption *option)
{
  if (option->code == PKTMON_OPTION_COMMENT)
    return wanted->comment != NULL;
  return wanted->changes_mark &&
         pktmon_own_option_parse (option, wanted->big_endian, NULL) == PKTMON_OWN_OPTION_MARK;
}

static void
replace_options (const Wanted *wanted, PktmonBytes *options, GByteArray *buffer)
{
  guint8 mark[PKTMON_OWN_OPTION_HEADER_SIZE];
  PktmonOption option;

  g_byte_array_set_size (buffer, 0);
  while (pktmon_option_next (options, wanted->big_endian, &option))
    if (!is_replaced (wanted, &option))
      append_option (buffer, wanted->big_endian, option.code, option.value, option.size);
  if (wanted->comment != NULL && wanted->comment[0] != '\0')
    append_option (buffer, wanted->big_endian, PKTMON_OPTION_COMMENT, wanted->comment,
                   strlen (wanted->comment));
  if (wanted->marked) {
    pktmon_own_option_put (mark, PKTMON_OWN_OPTION_MARK, wanted->big_endian);
    append_option (buffer, wanted->big_endian, PKTMON_OPTION_CUSTOM_BINARY, mark, sizeof mark);
  }
  if (buffer->len > 0)
    append_option (buffer, wanted->big_endian, PKTMON_OPTION_END, NULL, 0);
  *options = pktmon_bytes_new (buffer->data, buffer->len);
}

gboolean
pktmon_note_edits_apply (const PktmonNoteEdits *self, guint64 position, gboolean big_endian,
                         PktmonBytes *options, GByteArray *buffer)
{
  Wanted wanted = {
    .big_endian = big_endian,
    .comment = pktmon_note_edits_get_comment (self, position),
    .marked = pktmon_positions_contains (self->marked, position),
  };

  wanted.changes_mark = wanted.marked || pktmon_positions_contains (self->unmarked, position);
  if (wanted.comment == NULL && !wanted.changes_mark)
    return FALSE;
  replace_options (&wanted, options, buffer);
  return TRUE;
}

gsize
pktmon_note_edits_measure (const PktmonNoteEdits *self, guint64 position)
{
  const char *comment = pktmon_note_edits_get_comment (self, position);
  gsize size = OPTION_SIZE; /* of the end of a list where there was none */

  if (comment != NULL)
    size += OPTION_SIZE + strlen (comment) + 3;
  if (pktmon_positions_contains (self->marked, position))
    size += OPTION_SIZE + PKTMON_OWN_OPTION_HEADER_SIZE;
  return size;
}

gboolean
pktmon_note_edits_apply_to_capture (const PktmonNoteEdits *self, gboolean big_endian,
                                    PktmonBytes *options, GByteArray *buffer)
{
  Wanted wanted = { .big_endian = big_endian, .comment = self->capture_comment };

  if (wanted.comment == NULL)
    return FALSE;
  replace_options (&wanted, options, buffer);
  return TRUE;
}
