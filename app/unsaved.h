/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "verb.h"

G_BEGIN_DECLS

/* Prints the captures of the cache folder that were never saved, newest first: when, how large, how
 * many packets, and where. */
PktmonExit pktmon_unsaved_print (gboolean as_json);

G_END_DECLS
