/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/tree-text.h"

void
pktmon_tree_text_append_field (PktmonLineBuffer *buffer, const PktmonField *field)
{
  pktmon_line_buffer_append (buffer, field->name);
  if (field->text[0] == '\0')
    return;
  pktmon_line_buffer_append (buffer, ": ");
  pktmon_line_buffer_append (buffer, field->text);
}

void
pktmon_tree_text_append (PktmonLineBuffer *buffer, const PktmonFieldTree *tree)
{
  for (guint i = 0; i < pktmon_field_tree_get_size (tree); i++) {
    const PktmonField *field = pktmon_field_tree_get (tree, i);

    pktmon_line_buffer_append_spaces (buffer, 2u * field->depth);
    pktmon_tree_text_append_field (buffer, field);
    pktmon_line_buffer_append_char (buffer, '\n');
  }
}
