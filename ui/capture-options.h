/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "session/file-output.h"
#include "session/session.h"

G_BEGIN_DECLS

/* How the user wants captures to be made: the keys "capture-…" of the settings. Main thread. */

/* Makes @session, which is not active, capture so.
 * Returns: FALSE with PKTMON_ERROR_INVALID when something of it cannot be. */
gboolean pktmon_capture_options_apply (GSettings *settings, PktmonSession *session, GError **error);
/* What the packets are that end a capture.
 * Returns: (element-type PktmonConstraint) (transfer full): empty for no @text; NULL with an error
 *   that says where it is wrong. */
GPtrArray *pktmon_capture_options_parse_match (const char *text, GError **error);
/* What packets are kept in, by the settings.
 * Returns: (transfer full): NULL without an error when all are, and with one when that cannot be;
 *   all are too in a file that they are saved in by themselves.
 */
PktmonFileOutput *pktmon_capture_options_make_output (GSettings *settings, GError **error);

/* The folder in which captures are saved by themselves. (transfer full) */
char *pktmon_capture_options_dup_autosave_folder (GSettings *settings);

G_END_DECLS
