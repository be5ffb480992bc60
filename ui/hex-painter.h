/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/hex-cursor.h"

G_BEGIN_DECLS

/* What a hex view shows. All borrowed. */
typedef struct {
  const PktmonHexLayout *layout;
  PangoLayout *text; /* in the font that the layout is made for */
  const guint8 *data;
  PktmonHexRange highlight; /* the bytes of a field */
  PktmonHexRange selection; /* the bytes that the user has marked */
  gsize cursor;
} PktmonHexPicture;

/* Draws the rows that are seen, and only looks at those.
 * @widget: gives colours, size and focus.
 * @x, @y: what is at the upper left corner, in pixels of the layout. */
void pktmon_hex_painter_draw (const PktmonHexPicture *picture, GtkWidget *widget,
                              GtkSnapshot *snapshot, double x, double y);

G_END_DECLS
