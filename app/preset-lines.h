/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "output.h"
#include "preset/preset-store.h"

G_BEGIN_DECLS

/* What "pktmon preset" prints of presets. */

/* @presets: (element-type PktmonPreset). @last: the one that was used last; NULL: none. */
void pktmon_preset_lines_append_list (PktmonOutput *output, GPtrArray *presets, PktmonPreset *last);
void pktmon_preset_lines_append_json_list (PktmonOutput *output, GPtrArray *presets,
                                           PktmonPreset *last);
/* All that one says. */
void pktmon_preset_lines_append (PktmonOutput *output, PktmonPreset *preset);
void pktmon_preset_lines_append_json (PktmonOutput *output, PktmonPreset *preset,
                                      PktmonPreset *last);

G_END_DECLS
