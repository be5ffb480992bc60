/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/notes.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "store/cursor.h"

struct _PktmonNotes {
  GObject parent_instance;

  PktmonStore *store;
  PktmonCursor *cursor;
  guint64 known; /* packets of the store that were asked for notes */
  PktmonPositions *file_marked, *file_commented;
  PktmonPositions *marked, *commented; /* the same with the edits */

  PktmonNoteEdits *edits;
  PktmonNoteEdits *saved; /* that stand in a file */
  GQueue undo, redo;      /* of PktmonNoteEdits: what there was, the last at the tail */
};

G_DEFINE_FINAL_TYPE (PktmonNotes, pktmon_notes, G_TYPE_OBJECT)

enum { PROP_0, PROP_CAN_UNDO, PROP_CAN_REDO, PROP_UNSAVED, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* --- What there is --- */

static void
combine (PktmonPositions **result, const PktmonPositions *file, const PktmonPositions *removed,
         const PktmonPositions *added)
{
  g_clear_pointer (result, pktmon_positions_free);
  *result = pktmon_positions_copy (file);
  pktmon_positions_subtract (*result, removed);
  pktmon_positions_unite (*result, added);
}

static void
refresh (PktmonNotes *self)
{
  combine (&self->marked, self->file_marked, pktmon_note_edits_get_unmarked (self->edits),
           pktmon_note_edits_get_marked (self->edits));
  combine (&self->commented, self->file_commented, pktmon_note_edits_get_uncommented (self->edits),
           pktmon_note_edits_get_commented (self->edits));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
store_changed_cb (PktmonNotes *self)
{
  guint64 before = pktmon_positions_get_count (self->file_marked) +
                   pktmon_positions_get_count (self->file_commented);

  self->known =
      pktmon_store_unite_noted (self->store, self->known, self->file_commented, self->file_marked);
  if (pktmon_positions_get_count (self->file_marked) +
          pktmon_positions_get_count (self->file_commented) >
      before)
    refresh (self);
}

/* @edits: (transfer full) */
static void
take_edits (PktmonNotes *self, PktmonNoteEdits *edits)
{
  g_clear_pointer (&self->edits, pktmon_note_edits_unref);
  self->edits = edits;
  for (guint i = PROP_0 + 1; i < N_PROPERTIES; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  refresh (self);
}

static void
clear_queue (GQueue *queue)
{
  g_queue_clear_full (queue, (GDestroyNotify) pktmon_note_edits_unref);
}

/* The user has made @edits (transfer full) of those that there are. */
static void
take_change (PktmonNotes *self, PktmonNoteEdits *edits)
{
  clear_queue (&self->redo);
  g_queue_push_tail (&self->undo, pktmon_note_edits_ref (self->edits));
  if (self->undo.length > PKTMON_MAX_UNDONE_NOTES)
    pktmon_note_edits_unref (g_queue_pop_head (&self->undo));
  take_edits (self, edits);
}

/* --- Marks --- */

const PktmonPositions *
pktmon_notes_get_marked (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), NULL);

  return self->marked;
}

gboolean
pktmon_notes_are_marked (PktmonNotes *self, const PktmonPositions *positions)
{
  g_autoptr (PktmonPositions) unmarked = NULL;

  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  unmarked = pktmon_positions_copy (positions);
  pktmon_positions_subtract (unmarked, self->marked);
  return pktmon_positions_get_count (positions) > 0 && pktmon_positions_get_count (unmarked) == 0;
}

void
pktmon_notes_toggle_marks (PktmonNotes *self, const PktmonPositions *positions)
{
  PktmonNoteEdits *edits;

  g_return_if_fail (PKTMON_IS_NOTES (self));

  if (pktmon_positions_get_count (positions) == 0)
    return;
  edits = pktmon_note_edits_new (self->edits);
  pktmon_note_edits_set_marked (edits, positions, !pktmon_notes_are_marked (self, positions));
  take_change (self, edits);
}

/* --- Comments --- */

const PktmonPositions *
pktmon_notes_get_commented (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), NULL);

  return self->commented;
}

/* NULL for no text, (transfer full) */
static char *
dup_text (const char *text)
{
  return text[0] != '\0' ? g_strdup (text) : NULL;
}

char *
pktmon_notes_dup_comment (PktmonNotes *self, guint64 position)
{
  const char *edited;
  PktmonPacket packet;

  g_return_val_if_fail (PKTMON_IS_NOTES (self), NULL);

  edited = pktmon_note_edits_get_comment (self->edits, position);
  if (edited != NULL)
    return dup_text (edited);
  if (!pktmon_positions_contains (self->file_commented, position) ||
      !pktmon_cursor_read (self->cursor, position, &packet, NULL))
    return NULL;
  return pktmon_note_edits_dup_comment_in (packet.options, packet.interface->section->big_endian);
}

static gboolean
check_length (const char *text, GError **error)
{
  if (strlen (text) <= PKTMON_MAX_COMMENT_SIZE)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The comment is longer than a capture file can hold."), _ ("Shorten it."));
  return FALSE;
}

static void
set_too_many (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_UNSUPPORTED,
                    _ ("So many comments cannot be kept beside the capture."),
                    _ ("Save those that there are, open the file again, and go on with it."));
}

static gboolean
has_room (const PktmonNoteEdits *edits)
{
  return pktmon_positions_get_count (pktmon_note_edits_get_commented (edits)) <=
             PKTMON_MAX_CHANGED_COMMENTS &&
         pktmon_note_edits_get_size (edits) <= PKTMON_MAX_CHANGED_COMMENTS_SIZE;
}

gboolean
pktmon_notes_set_comment (PktmonNotes *self, const PktmonPositions *positions, const char *text,
                          GError **error)
{
  guint64 count = pktmon_positions_get_count (positions);
  g_autoptr (PktmonNoteEdits) edits = NULL;

  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  if (!check_length (text, error))
    return FALSE;
  if (text[0] == '\0' || count <= PKTMON_MAX_CHANGED_COMMENTS) {
    edits = pktmon_note_edits_new (self->edits);
    pktmon_note_edits_set_comment (edits, positions, text);
  }
  if (edits == NULL || !has_room (edits)) {
    set_too_many (error);
    return FALSE;
  }
  take_change (self, g_steal_pointer (&edits));
  return TRUE;
}

char *
pktmon_notes_dup_capture_comment (PktmonNotes *self)
{
  const PktmonSection *section;
  const char *edited;

  g_return_val_if_fail (PKTMON_IS_NOTES (self), NULL);

  edited = pktmon_note_edits_get_capture_comment (self->edits);
  if (edited != NULL)
    return dup_text (edited);
  section = pktmon_directory_get_section (pktmon_store_get_directory (self->store), 0);
  if (section == NULL)
    return NULL;
  return pktmon_note_edits_dup_comment_in (
      pktmon_bytes_new (section->options, section->options_size), section->big_endian);
}

gboolean
pktmon_notes_set_capture_comment (PktmonNotes *self, const char *text, GError **error)
{
  PktmonNoteEdits *edits;

  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  if (!check_length (text, error))
    return FALSE;
  edits = pktmon_note_edits_new (self->edits);
  pktmon_note_edits_set_capture_comment (edits, text);
  take_change (self, edits);
  return TRUE;
}

/* --- Edits --- */

gboolean
pktmon_notes_can_undo (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  return !g_queue_is_empty (&self->undo);
}

gboolean
pktmon_notes_can_redo (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  return !g_queue_is_empty (&self->redo);
}

static void
move_edits (PktmonNotes *self, GQueue *from, GQueue *to)
{
  PktmonNoteEdits *edits = g_queue_pop_tail (from);

  if (edits == NULL)
    return;
  g_queue_push_tail (to, pktmon_note_edits_ref (self->edits));
  take_edits (self, edits);
}

void
pktmon_notes_undo (PktmonNotes *self)
{
  g_return_if_fail (PKTMON_IS_NOTES (self));

  move_edits (self, &self->undo, &self->redo);
}

void
pktmon_notes_redo (PktmonNotes *self)
{
  g_return_if_fail (PKTMON_IS_NOTES (self));

  move_edits (self, &self->redo, &self->undo);
}

PktmonNoteEdits *
pktmon_notes_get_edits (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), NULL);

  return self->edits;
}

void
pktmon_notes_set_edits (PktmonNotes *self, PktmonNoteEdits *edits)
{
  g_return_if_fail (PKTMON_IS_NOTES (self));

  take_change (self, pktmon_note_edits_ref (edits));
}

gboolean
pktmon_notes_is_unsaved (PktmonNotes *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTES (self), FALSE);

  return self->edits != self->saved;
}

void
pktmon_notes_set_saved (PktmonNotes *self, PktmonNoteEdits *edits)
{
  PktmonNoteEdits *before;

  g_return_if_fail (PKTMON_IS_NOTES (self));

  before = self->saved;
  self->saved = pktmon_note_edits_ref (edits);
  pktmon_note_edits_unref (before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSAVED]);
}

/* --- Life --- */

static void
pktmon_notes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PktmonNotes *self = PKTMON_NOTES (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, pktmon_notes_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, pktmon_notes_can_redo (self));
    break;
  case PROP_UNSAVED:
    g_value_set_boolean (value, pktmon_notes_is_unsaved (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_notes_finalize (GObject *object)
{
  PktmonNotes *self = PKTMON_NOTES (object);

  clear_queue (&self->undo);
  clear_queue (&self->redo);
  pktmon_note_edits_unref (self->edits);
  pktmon_note_edits_unref (self->saved);
  g_clear_pointer (&self->marked, pktmon_positions_free);
  g_clear_pointer (&self->commented, pktmon_positions_free);
  pktmon_positions_free (self->file_marked);
  pktmon_positions_free (self->file_commented);
  g_clear_pointer (&self->cursor, pktmon_cursor_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_notes_parent_class)->finalize (object);
}

static void
pktmon_notes_class_init (PktmonNotesClass *klass)
{
  static const char *const names[] = {
    [PROP_CAN_UNDO] = "can-undo",
    [PROP_CAN_REDO] = "can-redo",
    [PROP_UNSAVED] = "unsaved",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_notes_get_property;
  object_class->finalize = pktmon_notes_finalize;

  for (guint i = PROP_0 + 1; i < N_PROPERTIES; i++)
    properties[i] =
        g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CHANGED] = g_signal_new ("changed", PKTMON_TYPE_NOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pktmon_notes_init (PktmonNotes *self)
{
  g_queue_init (&self->undo);
  g_queue_init (&self->redo);
  self->file_marked = pktmon_positions_new();
  self->file_commented = pktmon_positions_new();
  self->marked = pktmon_positions_new();
  self->commented = pktmon_positions_new();
  self->edits = pktmon_note_edits_new (NULL);
  self->saved = pktmon_note_edits_ref (self->edits);
}

PktmonNotes *
pktmon_notes_new (PktmonStore *store)
{
  PktmonNotes *self = g_object_new (PKTMON_TYPE_NOTES, NULL);

  self->store = g_object_ref (store);
  self->cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  store_changed_cb (self);
  return self;
}
