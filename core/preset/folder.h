/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset.h"

G_BEGIN_DECLS

/* A folder of presets, one file each. Any thread; several programs at once. Each function waits for
 * the disk. */

/* All presets in the folder @path; none when it is not there.
 * @known: (nullable): presets that were read from it before: those that are still the same are not
 *   read anew.
 * Returns: (element-type PktmonPreset) (transfer full): NULL with an error when it cannot be read.
 */
GPtrArray *pktmon_preset_folder_read (const char *path, gboolean built_in, GPtrArray *known,
                                      GError **error);

/* Reads the file at @path, wherever it is. Returns: (transfer full): in no file, and perhaps with
 * an error of its own; NULL with an error when there is nothing to read. */
PktmonPreset *pktmon_preset_read (const char *path, GError **error);

/* Puts @written into its file, makes @replaced go, or both in one.
 * @written: (nullable): with a file, where there must be none but that of @replaced.
 * @replaced: (nullable): must still be in its file as it was read.
 *
 * Either all of that happens or nothing. A program that ends meanwhile leaves @replaced, @written
 * or both.
 *
 * Returns: FALSE with PKTMON_ERROR_CHANGED when somebody else changed @replaced meanwhile, with
 * PKTMON_ERROR_INVALID when there is a file for @written already, or as files fail. */
gboolean pktmon_preset_folder_change (const char *path, PktmonPreset *written,
                                      PktmonPreset *replaced, GError **error);

G_END_DECLS
