/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Presets that come with the program: in PKTMON_PRESET_DIR of the environment, where that is set,
 * for programs that are not installed; else where they were installed. Static. */
const char *pktmon_built_in_get_folder (void);

/* Their names and descriptions, for the catalogues; ends with NULL. Static. */
extern const char *const pktmon_built_in_texts[];

G_END_DECLS
