/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* Constraints that exclude the connections over which the user sits at this program: SSH
 * (SSH_CONNECTION, SSH_CLIENT), and X11 whose display is another machine (DISPLAY). Of a display
 * that is named, not numbered, only the port is known. What the variables hold is foreign: what
 * makes no sense is passed over.
 *
 * @environment: as g_get_environ gives it; NULL: that of the program.
 * Returns: (element-type PktmonConstraint) (transfer full): empty when he sits at the machine. Any
 *   thread. */
GPtrArray *pktmon_remote_session_list (char **environment);

G_END_DECLS
