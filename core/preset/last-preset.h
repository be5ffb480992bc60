/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset.h"

G_BEGIN_DECLS

/* Which preset was used last: a file beside the folder of presets, for all programs. */

/* (transfer full): NULL: none, or it cannot be read. */
char *pktmon_last_preset_read (const char *folder);
/* Whether that is what it says of @preset. */
gboolean pktmon_last_preset_is (const char *last, PktmonPreset *preset);
/* @preset: NULL: none. Returns: FALSE with an error. */
gboolean pktmon_last_preset_write (const char *folder, PktmonPreset *preset, GError **error);

G_END_DECLS
