/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/choices.h"

struct _PktmonChoices {
  PktmonExpression *expression; /* NULL: no filter */
  GPtrArray *constraints;       /* of PktmonConstraint */
  PktmonPositions *hidden;      /* interfaces */
  PktmonNoteEdits *edits;       /* NULL: none that are not saved */
  guint64 current;
};

static PktmonPositions *
dup_hidden (PktmonDocument *document)
{
  PktmonPositions *hidden = pktmon_positions_new();
  guint64 left = pktmon_document_get_hidden_interfaces (document);

  for (guint i = 0; left > 0; i++)
    if (!pktmon_document_get_interface_visible (document, i)) {
      pktmon_positions_add (hidden, i);
      left--;
    }
  return hidden;
}

PktmonChoices *
pktmon_choices_new (PktmonDocument *document)
{
  PktmonChoices *self = g_new0 (PktmonChoices, 1);
  PktmonNotes *notes = pktmon_document_get_notes (document);

  self->expression = pktmon_document_dup_expression (document);
  self->constraints = pktmon_constraint_list_dup_all (pktmon_document_get_constraints (document));
  self->hidden = dup_hidden (document);
  if (pktmon_notes_is_unsaved (notes))
    self->edits = pktmon_note_edits_ref (pktmon_notes_get_edits (notes));
  self->current = pktmon_document_get_current (document);
  return self;
}

void
pktmon_choices_free (PktmonChoices *self)
{
  g_clear_pointer (&self->expression, pktmon_expression_free);
  g_ptr_array_unref (self->constraints);
  pktmon_positions_free (self->hidden);
  g_clear_pointer (&self->edits, pktmon_note_edits_unref);
  g_free (self);
}

void
pktmon_choices_apply (const PktmonChoices *self, PktmonDocument *document)
{
  const PktmonPositions *hidden = self->hidden;

  for (guint64 i = pktmon_positions_get_next (hidden, 0); i != PKTMON_POSITION_NONE;
       i = pktmon_positions_get_next (hidden, i + 1))
    pktmon_document_set_interface_visible (document, (guint) i, FALSE);
  pktmon_constraint_list_set_all (pktmon_document_get_constraints (document), self->constraints);
  if (self->expression != NULL)
    pktmon_document_take_filter (document, pktmon_expression_copy (self->expression));
  if (self->edits != NULL)
    pktmon_notes_set_edits (pktmon_document_get_notes (document), self->edits);
  if (self->current != PKTMON_POSITION_NONE)
    pktmon_document_await (document, self->current);
}
