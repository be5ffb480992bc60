/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "preset/contents.h"

G_BEGIN_DECLS

/* PktmonPreset: a named choice of what to capture and how to show it, as it is in a file. It never
 * changes: another choice is another object. Any thread.
 *
 * One whose file is damaged, or of a newer program, is there too: it has a name and an error, and
 * nothing else.
 *
 * Properties `name` and `description` (read only): as the functions give them. */
#define PKTMON_TYPE_PRESET (pktmon_preset_get_type())
G_DECLARE_FINAL_TYPE (PktmonPreset, pktmon_preset, PKTMON, PRESET, GObject)

/* One that is in no file yet.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when @contents cannot be in a preset. */
PktmonPreset *pktmon_preset_new (const PktmonPresetContents *contents, GError **error);
/* From the bytes of a file, which may be anything; takes as long as pktmon_preset_contents_load.
 * @file: where it is in its folder; NULL: in none.
 * @built_in: whether it came with the program: its texts are translated then. (transfer full) */
PktmonPreset *pktmon_preset_new_bytes (GBytes *bytes, const char *file, gboolean built_in);

/* One that is there and cannot be read because of @error, which is copied. (transfer full) */
PktmonPreset *pktmon_preset_new_unreadable (const char *file, gboolean built_in,
                                            const GError *error);
/* The same as the user's own, in that file. (transfer full) */
PktmonPreset *pktmon_preset_new_in_file (PktmonPreset *other, const char *file);

/* Borrowed. */
const char *pktmon_preset_get_name (PktmonPreset *self);
const char *pktmon_preset_get_description (PktmonPreset *self); /* NULL: none */
/* Whether it came with the program, and cannot be changed, but copied. */
gboolean pktmon_preset_is_built_in (PktmonPreset *self);
/* The name of its file in its folder; NULL: it is in none. Stays the same while others change what
 * is in it. Borrowed. */
const char *pktmon_preset_get_file (PktmonPreset *self);
/* Whether both are, or were, in one file. @other: NULL: none is. */
gboolean pktmon_preset_is_in_file_of (PktmonPreset *self, PktmonPreset *other);
/* Everything it says; it is empty but for the name where there is an error. Borrowed. */
const PktmonPresetContents *pktmon_preset_get_contents (PktmonPreset *self);
/* What is in its file, or will be. Borrowed. */
GBytes *pktmon_preset_get_bytes (PktmonPreset *self);

/* Whether it can be used; FALSE with a copy of the reason why not. */
gboolean pktmon_preset_check (PktmonPreset *self, GError **error);
/* Whether every word of @text is in its name, its description or what it says, in any case. */
gboolean pktmon_preset_matches (PktmonPreset *self, const char *text);
/* Whether people mean it by @name: its name, or, of one that came with the program, also the name
 * in English or that of its file ("dns"). */
gboolean pktmon_preset_is_called (PktmonPreset *self, const char *name);

G_END_DECLS
