/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hex-cursor.h"

void
pktmon_hex_cursor_move (PktmonHexCursor *self, gsize offset, gboolean extend)
{
  if (extend && !self->selecting)
    self->anchor = self->offset;
  self->selecting = extend;
  self->offset = offset;
}

PktmonHexRange
pktmon_hex_cursor_get_selection (const PktmonHexCursor *self)
{
  gsize first = MIN (self->offset, self->anchor);

  if (!self->selecting)
    return (PktmonHexRange){ 0 };
  return (PktmonHexRange){ first, MAX (self->offset, self->anchor) - first + 1 };
}

/* --- Keys --- */

static const struct {
  guint keys[2]; /* the second one is that of the number pad */
  GdkModifierType modifiers;
  PktmonHexMove move;
  int count;
  gboolean pages; /* `count` is of pages */
} moves[] = {
  { { GDK_KEY_Left, GDK_KEY_KP_Left }, 0, PKTMON_HEX_MOVE_BYTES, -1 },
  { { GDK_KEY_Right, GDK_KEY_KP_Right }, 0, PKTMON_HEX_MOVE_BYTES, 1 },
  { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, PKTMON_HEX_MOVE_ROWS, -1 },
  { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, PKTMON_HEX_MOVE_ROWS, 1 },
  { { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up }, 0, PKTMON_HEX_MOVE_ROWS, -1, TRUE },
  { { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down }, 0, PKTMON_HEX_MOVE_ROWS, 1, TRUE },
  { { GDK_KEY_Home, GDK_KEY_KP_Home }, 0, PKTMON_HEX_MOVE_ROW_ENDS, -1 },
  { { GDK_KEY_End, GDK_KEY_KP_End }, 0, PKTMON_HEX_MOVE_ROW_ENDS, 1 },
  { { GDK_KEY_Home, GDK_KEY_KP_Home }, GDK_CONTROL_MASK, PKTMON_HEX_MOVE_ENDS, -1 },
  { { GDK_KEY_End, GDK_KEY_KP_End }, GDK_CONTROL_MASK, PKTMON_HEX_MOVE_ENDS, 1 },
};

/* The number of the move, and whether it selects. */
#define ARGUMENTS "(ub)"

void
pktmon_hex_cursor_bind_keys (GtkWidgetClass *klass, GtkShortcutFunc callback)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    for (guint key = 0; key < G_N_ELEMENTS (moves[i].keys); key++) {
      gtk_widget_class_add_binding (klass, moves[i].keys[key], moves[i].modifiers, callback,
                                    ARGUMENTS, i, FALSE);
      gtk_widget_class_add_binding (klass, moves[i].keys[key], moves[i].modifiers | GDK_SHIFT_MASK,
                                    callback, ARGUMENTS, i, TRUE);
    }
}

void
pktmon_hex_cursor_follow_key (PktmonHexCursor *self, const PktmonHexLayout *layout, gint64 page,
                              GVariant *arguments)
{
  guint i;
  gboolean extend;
  gint64 count;

  g_variant_get (arguments, ARGUMENTS, &i, &extend);
  count = moves[i].pages ? moves[i].count * page : moves[i].count;
  pktmon_hex_cursor_move (self, pktmon_hex_layout_move (layout, self->offset, moves[i].move, count),
                          extend);
}
