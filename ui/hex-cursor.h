/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/hex-layout.h"

G_BEGIN_DECLS

/* Some bytes that follow each other. */
typedef struct {
  gsize offset;
  gsize length; /* 0: none */
} PktmonHexRange;

/* PktmonHexCursor: the byte that the user is at, and those that are selected from another one to
 * it. Plain value; zero it to begin. */
typedef struct {
  gsize offset;
  gsize anchor; /* where the selection began */
  gboolean selecting;
} PktmonHexCursor;

/* @extend: selects from where it was, or from where that began. */
void pktmon_hex_cursor_move (PktmonHexCursor *self, gsize offset, gboolean extend);
PktmonHexRange pktmon_hex_cursor_get_selection (const PktmonHexCursor *self);

/* Binds the keys that move a cursor in a hex view, with Shift to select. @callback gets what
 * pktmon_hex_cursor_follow_key wants to know. */
void pktmon_hex_cursor_bind_keys (GtkWidgetClass *klass, GtkShortcutFunc callback);
/* Moves as the key says that @arguments came with. @page: rows that are seen. */
void pktmon_hex_cursor_follow_key (PktmonHexCursor *self, const PktmonHexLayout *layout,
                                   gint64 page, GVariant *arguments);

G_END_DECLS
