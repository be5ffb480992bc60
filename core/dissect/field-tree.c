/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/field-tree-private.h"

struct _PktmonFieldTree {
  GArray *fields; /* of PktmonField */
  GStringChunk *texts;
};

PktmonFieldTree *
pktmon_field_tree_new_empty (void)
{
  PktmonFieldTree *self = g_new (PktmonFieldTree, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (PktmonField));
  self->texts = g_string_chunk_new (512);
  return self;
}

void
pktmon_field_tree_free (PktmonFieldTree *self)
{
  g_array_unref (self->fields);
  g_string_chunk_free (self->texts);
  g_free (self);
}

gboolean
pktmon_field_tree_append (PktmonFieldTree *self, const PktmonField *field)
{
  PktmonField added = *field;

  if (self->fields->len >= PKTMON_MAX_TREE_FIELDS)
    return FALSE;
  if (self->fields->len == PKTMON_MAX_TREE_FIELDS - 1)
    added = (PktmonField){ .name = "Further fields are left out" };
  added.text = g_string_chunk_insert (self->texts, added.text != NULL ? added.text : "");
  g_array_append_val (self->fields, added);
  return TRUE;
}

void
pktmon_field_tree_extend (PktmonFieldTree *self, guint depth, gsize end)
{
  for (guint i = self->fields->len; i-- > 0;) {
    PktmonField *field = &g_array_index (self->fields, PktmonField, i);

    if (field->depth != depth)
      continue;
    if (end > field->offset + field->length)
      field->length = end - field->offset;
    return;
  }
}

guint
pktmon_field_tree_get_size (const PktmonFieldTree *self)
{
  return self->fields->len;
}

const PktmonField *
pktmon_field_tree_get (const PktmonFieldTree *self, guint position)
{
  g_return_val_if_fail (position < self->fields->len, NULL);

  return &g_array_index (self->fields, PktmonField, position);
}

int
pktmon_field_tree_find (const PktmonFieldTree *self, gsize offset)
{
  int best = -1;

  for (guint i = 0; i < self->fields->len; i++) {
    const PktmonField *field = &g_array_index (self->fields, PktmonField, i);

    if (offset >= field->offset && offset - field->offset < field->length &&
        (best < 0 ||
         field->depth >= g_array_index (self->fields, PktmonField, (guint) best).depth))
      best = (int) i;
  }
  return best;
}
