/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/field-tree-private.h"

#include "base/limits.h"
#include "base/text.h"

#define LEFT_OUT G_MAXUINT

/* Of two addresses with an arrow. */
#define ENDS_SIZE 128

struct _PktmonFieldTree {
  GArray *fields; /* of PktmonField */
  GArray *open;   /* of guint: positions of the nodes that are open; LEFT_OUT for one that is not
                     there */
  GStringChunk *texts;
};

PktmonFieldTree *
pktmon_field_tree_new_empty (void)
{
  PktmonFieldTree *self = g_new (PktmonFieldTree, 1);

  self->fields = g_array_new (FALSE, FALSE, sizeof (PktmonField));
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));
  self->texts = g_string_chunk_new (512);
  return self;
}

void
pktmon_field_tree_free (PktmonFieldTree *self)
{
  g_array_unref (self->fields);
  g_array_unref (self->open);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/* Lets an open node reach to @end, if it does not yet. */
static void
grow (PktmonFieldTree *self, guint position, gsize end)
{
  PktmonField *field;

  if (position == LEFT_OUT)
    return;
  field = &g_array_index (self->fields, PktmonField, position);
  field->length = MAX (field->offset + field->length, end) - field->offset;
}

static void
grow_open (PktmonFieldTree *self, gsize end)
{
  if (self->open->len > 0)
    grow (self, g_array_index (self->open, guint, self->open->len - 1), end);
}

static guint
add (PktmonFieldTree *self, const PktmonField *field)
{
  PktmonField added = *field;
  guint position = self->fields->len;

  if (position >= PKTMON_MAX_TREE_FIELDS)
    return LEFT_OUT;
  added.depth = self->open->len;
  if (position == PKTMON_MAX_TREE_FIELDS - 1)
    added = (PktmonField){ .name = "Further fields are left out" };
  added.text = g_string_chunk_insert (self->texts, added.text != NULL ? added.text : "");
  g_array_append_val (self->fields, added);
  if (added.length > 0)
    grow_open (self, added.offset + added.length);
  return position < PKTMON_MAX_TREE_FIELDS - 1 ? position : LEFT_OUT;
}

void
pktmon_field_tree_add (PktmonFieldTree *self, const PktmonField *field)
{
  add (self, field);
}

void
pktmon_field_tree_open (PktmonFieldTree *self, const PktmonField *field)
{
  guint position = add (self, field);

  g_array_append_val (self->open, position);
}

static gboolean
ends_with (const char *key, const char *a, const char *b)
{
  return key != NULL && (g_str_has_suffix (key, a) || g_str_has_suffix (key, b));
}

/* Writes between whom the layer at @position, the last one, speaks into its text, where it has both
 * ends and no text. */
static void
name_ends (PktmonFieldTree *self, guint position)
{
  PktmonField *layer = &g_array_index (self->fields, PktmonField, position);
  const PktmonField *source = NULL;
  const PktmonField *destination = NULL;
  char buffer[ENDS_SIZE];
  PktmonText text;

  for (guint i = self->fields->len; --i > position;) {
    const PktmonField *field = &g_array_index (self->fields, PktmonField, i);

    if (field->depth == 1 && ends_with (field->key, ".src", ".srcport"))
      source = field;
    if (field->depth == 1 && ends_with (field->key, ".dst", ".dstport"))
      destination = field;
  }
  if (source == NULL || destination == NULL || layer->text[0] != '\0')
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append (&text, source->text);
  pktmon_text_append (&text, " → ");
  pktmon_text_append (&text, destination->text);
  layer->text = g_string_chunk_insert (self->texts, buffer);
}

void
pktmon_field_tree_close (PktmonFieldTree *self, gsize end)
{
  guint position;

  g_assert (self->open->len > 0);
  position = g_array_index (self->open, guint, self->open->len - 1);
  g_array_set_size (self->open, self->open->len - 1);
  grow (self, position, end);
  if (position != LEFT_OUT) {
    const PktmonField *field = &g_array_index (self->fields, PktmonField, position);

    grow_open (self, field->offset + field->length);
    if (self->open->len == 0)
      name_ends (self, position);
  }
}

guint
pktmon_field_tree_get_depth (const PktmonFieldTree *self)
{
  return self->open->len;
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
        (best < 0 || field->depth >= g_array_index (self->fields, PktmonField, (guint) best).depth))
      best = (int) i;
  }
  return best;
}

int
pktmon_field_tree_get_parent (const PktmonFieldTree *self, guint position)
{
  guint depth = pktmon_field_tree_get (self, position)->depth;

  while (position-- > 0)
    if (pktmon_field_tree_get (self, position)->depth < depth)
      return (int) position;
  return -1;
}

guint
pktmon_field_tree_get_end (const PktmonFieldTree *self, guint position)
{
  guint depth = pktmon_field_tree_get (self, position)->depth;

  do
    position++;
  while (position < self->fields->len && pktmon_field_tree_get (self, position)->depth > depth);
  return position;
}
