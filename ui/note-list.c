/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/note-list.h"

#include "base/steps.h"
#include "store/cursor.h"

/* --- Items --- */

struct _PktmonNoteItem {
  GObject parent_instance;

  guint64 position;
};

G_DEFINE_FINAL_TYPE (PktmonNoteItem, pktmon_note_item, G_TYPE_OBJECT)

static void
pktmon_note_item_class_init (PktmonNoteItemClass *klass)
{
}

static void
pktmon_note_item_init (PktmonNoteItem *self)
{
}

guint64
pktmon_note_item_get_position (PktmonNoteItem *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTE_ITEM (self), 0);

  return self->position;
}

/* --- List --- */

/* What a step works on. */
typedef struct {
  PktmonCursor *cursor;
  PktmonNoteEdits *edits;
  char *text;                 /* in small letters */
  PktmonPositions *commented; /* where to look */
  PktmonPositions *found;
  guint64 next; /* PKTMON_POSITION_NONE: all was looked at */
} Work;

struct _PktmonNoteList {
  GObject parent_instance;

  PktmonStore *store;
  PktmonNotes *notes;
  PktmonPositions *listed;
  char *text;         /* in small letters; "": all are listed */
  PktmonSteps *steps; /* NULL: nothing is looked for */
  Work *work;         /* of the steps */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PktmonNoteList, pktmon_note_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_0, PROP_BUSY, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

static GType
list_model_get_item_type (GListModel *model)
{
  return PKTMON_TYPE_NOTE_ITEM;
}

static guint
list_model_get_n_items (GListModel *model)
{
  return (guint) pktmon_positions_get_count (PKTMON_NOTE_LIST (model)->listed);
}

static gpointer
list_model_get_item (GListModel *model, guint row)
{
  guint64 position = pktmon_positions_get_nth (PKTMON_NOTE_LIST (model)->listed, row);
  PktmonNoteItem *item;

  if (position == PKTMON_POSITION_NONE)
    return NULL;
  item = g_object_new (PKTMON_TYPE_NOTE_ITEM, NULL);
  item->position = position;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_model_get_item_type;
  iface->get_n_items = list_model_get_n_items;
  iface->get_item = list_model_get_item;
}

/* --- What is listed --- */

/* The packets that are in one of both only. (transfer full) */
static PktmonPositions *
compare (const PktmonPositions *a, const PktmonPositions *b)
{
  g_autoptr (PktmonPositions) only_a = pktmon_positions_copy (a);
  PktmonPositions *differences = pktmon_positions_copy (b);

  pktmon_positions_subtract (only_a, b);
  pktmon_positions_subtract (differences, a);
  pktmon_positions_unite (differences, only_a);
  return differences;
}

/* @listed: (transfer full). Rows before the first and after the last difference stay. */
static void
take_listed (PktmonNoteList *self, PktmonPositions *listed)
{
  g_autoptr (PktmonPositions) before = g_steal_pointer (&self->listed);
  g_autoptr (PktmonPositions) differences = compare (before, listed);
  guint64 first = pktmon_positions_get_next (differences, 0);
  guint64 last;

  self->listed = listed;
  if (first == PKTMON_POSITION_NONE)
    return;
  last = pktmon_positions_get_previous (differences, G_MAXUINT32);
  g_list_model_items_changed (G_LIST_MODEL (self),
                              (guint) pktmon_positions_get_rank (listed, first),
                              (guint) (pktmon_positions_get_rank (before, last + 1) -
                                       pktmon_positions_get_rank (before, first)),
                              (guint) (pktmon_positions_get_rank (listed, last + 1) -
                                       pktmon_positions_get_rank (listed, first)));
}

static void
list_all (PktmonNoteList *self)
{
  PktmonPositions *all = pktmon_positions_copy (pktmon_notes_get_marked (self->notes));

  pktmon_positions_unite (all, pktmon_notes_get_commented (self->notes));
  take_listed (self, all);
}

/* --- Looking for a text --- */

static void
free_work (gpointer data)
{
  Work *work = data;

  pktmon_cursor_free (work->cursor);
  pktmon_note_edits_unref (work->edits);
  g_free (work->text);
  pktmon_positions_free (work->commented);
  pktmon_positions_free (work->found);
  g_free (work);
}

/* NULL when it cannot be read. (transfer full) */
static char *
dup_comment (Work *work, guint64 position)
{
  const char *edited = pktmon_note_edits_get_comment (work->edits, position);
  PktmonPacket packet;

  if (edited != NULL)
    return g_strdup (edited);
  if (!pktmon_cursor_read (work->cursor, position, &packet, NULL))
    return NULL;
  return pktmon_note_edits_dup_comment_in (packet.options, packet.interface->section->big_endian);
}

static gboolean
step_cb (const PktmonSteps *steps, gpointer data)
{
  Work *work = data;

  while (work->next != PKTMON_POSITION_NONE && !pktmon_steps_is_over (steps)) {
    g_autofree char *comment = dup_comment (work, work->next);
    g_autofree char *small = comment != NULL ? g_utf8_casefold (comment, -1) : NULL;

    if (small != NULL && strstr (small, work->text) != NULL)
      pktmon_positions_add (work->found, work->next);
    work->next = pktmon_positions_get_next (work->commented, work->next + 1);
  }
  return work->next != PKTMON_POSITION_NONE;
}

static void
stop (PktmonNoteList *self)
{
  g_clear_pointer (&self->steps, pktmon_steps_free);
  self->work = NULL;
}

static void
done_cb (gpointer user_data)
{
  PktmonNoteList *self = user_data;

  take_listed (self, pktmon_positions_copy (self->work->found));
  if (self->work->next != PKTMON_POSITION_NONE)
    return;
  stop (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
look (PktmonNoteList *self)
{
  Work *work = self->work = g_new0 (Work, 1);

  work->cursor = pktmon_cursor_new (self->store, PKTMON_CURSOR_SEQUENTIAL);
  work->edits = pktmon_note_edits_ref (pktmon_notes_get_edits (self->notes));
  work->text = g_strdup (self->text);
  work->commented = pktmon_positions_copy (pktmon_notes_get_commented (self->notes));
  work->found = pktmon_positions_new();
  work->next = pktmon_positions_get_next (work->commented, 0);
  self->steps = pktmon_steps_new (step_cb, work, free_work, done_cb, self);
  pktmon_steps_run (self->steps);
}

static void
update (PktmonNoteList *self)
{
  stop (self);
  if (self->text[0] == '\0')
    list_all (self);
  else
    look (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
pktmon_note_list_set_text (PktmonNoteList *self, const char *text)
{
  g_return_if_fail (PKTMON_IS_NOTE_LIST (self));

  g_free (self->text);
  self->text = g_utf8_casefold (text, -1);
  update (self);
}

gboolean
pktmon_note_list_is_busy (PktmonNoteList *self)
{
  g_return_val_if_fail (PKTMON_IS_NOTE_LIST (self), FALSE);

  return self->steps != NULL;
}

/* --- Life --- */

static void
pktmon_note_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_BUSY:
    g_value_set_boolean (value, pktmon_note_list_is_busy (PKTMON_NOTE_LIST (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
pktmon_note_list_dispose (GObject *object)
{
  PktmonNoteList *self = PKTMON_NOTE_LIST (object);

  stop (self);
  g_clear_object (&self->notes);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (pktmon_note_list_parent_class)->dispose (object);
}

static void
pktmon_note_list_finalize (GObject *object)
{
  PktmonNoteList *self = PKTMON_NOTE_LIST (object);

  pktmon_positions_free (self->listed);
  g_free (self->text);
  G_OBJECT_CLASS (pktmon_note_list_parent_class)->finalize (object);
}

static void
pktmon_note_list_class_init (PktmonNoteListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pktmon_note_list_get_property;
  object_class->dispose = pktmon_note_list_dispose;
  object_class->finalize = pktmon_note_list_finalize;

  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
pktmon_note_list_init (PktmonNoteList *self)
{
  self->listed = pktmon_positions_new();
  self->text = g_strdup ("");
}

PktmonNoteList *
pktmon_note_list_new (PktmonStore *store, PktmonNotes *notes)
{
  PktmonNoteList *self = g_object_new (PKTMON_TYPE_NOTE_LIST, NULL);

  self->store = g_object_ref (store);
  self->notes = g_object_ref (notes);
  g_signal_connect_object (notes, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  list_all (self);
  return self;
}
