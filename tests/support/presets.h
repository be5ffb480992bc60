/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ui.h"

G_BEGIN_DECLS

/* Presets of the user that a test plays, in its own home. */

/* The file NAME.preset. (transfer full) */
char *test_presets_build (const char *name);
void test_presets_write (const char *name, const char *text);
/* Whether it is there. */
gboolean test_presets_has (const char *name);
/* Waits until it is, or is not. */
void test_presets_wait (const char *name, gboolean there);
/* (transfer full) */
char *test_presets_read (const char *name);
/* Removes all of them, and which one was used last. */
void test_presets_clear (void);

/* Presses @keys, and waits until a window of @type has the focus. Borrowed. */
GtkWidget *test_presets_open_dialog (const char *keys, GType type);
/* Waits until no window of @type is left, and @below has the focus. */
void test_presets_wait_closed (GType type, GtkWidget *below);

/* Drops @file on @widget, which takes files. */
void test_presets_drop (GtkWidget *widget, GFile *file);

G_END_DECLS
