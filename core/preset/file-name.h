/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Names of the files that presets are kept in: the preset's name in an escaped form, so that it may
 * hold any characters. What counts is the name in the file. */

#define PKTMON_PRESET_SUFFIX ".preset"

/* Whether a file of that name is a preset. */
gboolean pktmon_preset_file_name_check (const char *file);
/* @name: UTF-8. (transfer full) */
char *pktmon_preset_file_name_new (const char *name);
/* What a file is called whose own name cannot be read. @file: NULL: it has none. (transfer full) */
char *pktmon_preset_file_name_dup_name (const char *file);

G_END_DECLS
