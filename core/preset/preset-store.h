/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset.h"

G_BEGIN_DECLS

/* PktmonPresetStore: the user's presets, in packet-monitor/presets of the folder where programs
 * keep what users want, and behind them those that came with the program: a GListModel of
 * PktmonPreset, by their names. It follows what other programs change there; two that change the
 * same preset at once lose nothing: one of them is told (PKTMON_ERROR_CHANGED). What cannot be used
 * stays in its file as it is, and in the list with the reason.
 *
 * Belongs to the thread that made it, whose default main context must run for it to follow. */
#define PKTMON_TYPE_PRESET_STORE (pktmon_preset_store_get_type())
G_DECLARE_FINAL_TYPE (PktmonPresetStore, pktmon_preset_store, PKTMON, PRESET_STORE, GObject)

/* Reads all presets, which takes as long as pktmon_preset_contents_load for each. */
PktmonPresetStore *pktmon_preset_store_new (void);
/* The same without waiting: it is empty at first.
 *
 * Signal `complete` (no arguments): once, when everything has come. */
PktmonPresetStore *pktmon_preset_store_new_in_background (void);
/* Whether that has come. */
gboolean pktmon_preset_store_is_complete (PktmonPresetStore *self);
/* Why the user's folder cannot be read; NULL when it can. Borrowed. */
const GError *pktmon_preset_store_get_error (PktmonPresetStore *self);

/* The one that people mean by @name, the user's own before the others. Borrowed; NULL: none. */
PktmonPreset *pktmon_preset_store_find (PktmonPresetStore *self, const char *name);
/* The file that @preset is in; NULL: it is in none. (transfer full) */
char *pktmon_preset_store_dup_path (PktmonPresetStore *self, PktmonPreset *preset);
/* @name, or that with what makes it a name that no preset has: "Web (copy)". (transfer full) */
char *pktmon_preset_store_dup_free_name (PktmonPresetStore *self, const char *name);

/* --- Changes: each waits for the disk, and has happened wholly or not at all ---
 *
 * Errors are those of pktmon_preset_folder_change, or PKTMON_ERROR_INVALID for what cannot be; what
 * is returned is in the list (transfer full), NULL with an error. */

/* Keeps @contents as a new preset, or in the place of @replaced, which may have another name. One
 * that came with the program cannot be replaced. */
PktmonPreset *pktmon_preset_store_save (PktmonPresetStore *self,
                                        const PktmonPresetContents *contents,
                                        PktmonPreset *replaced, GError **error);
PktmonPreset *pktmon_preset_store_rename (PktmonPresetStore *self, PktmonPreset *preset,
                                          const char *name, GError **error);
/* @name: NULL: a free one. */
PktmonPreset *pktmon_preset_store_duplicate (PktmonPresetStore *self, PktmonPreset *preset,
                                             const char *name, GError **error);
/* @preset stays what brings it back. */
gboolean pktmon_preset_store_delete (PktmonPresetStore *self, PktmonPreset *preset, GError **error);
/* Brings back what was deleted, byte by byte, whatever it was. */
PktmonPreset *pktmon_preset_store_restore (PktmonPresetStore *self, PktmonPreset *deleted,
                                           GError **error);
/* A copy of the file at @path, under a free name. */
PktmonPreset *pktmon_preset_store_import (PktmonPresetStore *self, const char *path,
                                          GError **error);

/* The same as save, delete (@contents NULL) and restore (@contents NULL, @replaced NULL) without
 * waiting.
 * @deleted: what to bring back; else NULL. */
void pktmon_preset_store_change_async (PktmonPresetStore *self,
                                       const PktmonPresetContents *contents, PktmonPreset *replaced,
                                       PktmonPreset *deleted, GAsyncReadyCallback callback,
                                       gpointer user_data);
/* The same for import; ends with pktmon_preset_store_change_finish. */
void pktmon_preset_store_import_async (PktmonPresetStore *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data);
/* @preset: (out) (optional) (nullable) (transfer full): what is in the list now.
 * Returns: FALSE with an error. */
gboolean pktmon_preset_store_change_finish (PktmonPresetStore *self, GAsyncResult *result,
                                            PktmonPreset **preset, GError **error);

/* --- The last one that was used, whichever program it was --- */

/* (transfer full): NULL: none, or it is gone. */
PktmonPreset *pktmon_preset_store_dup_last (PktmonPresetStore *self);
/* @preset: NULL: none. Returns: FALSE with an error. */
gboolean pktmon_preset_store_set_last (PktmonPresetStore *self, PktmonPreset *preset,
                                       GError **error);
/* The same without waiting; nobody is told when it cannot be kept. */
void pktmon_preset_store_note_last (PktmonPresetStore *self, PktmonPreset *preset);

G_END_DECLS
