/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* Checks what can be checked of a request without opening anything, and fills in what it leaves to
 * the helper.
 * @scope: what was agreed upon.
 * Returns: FALSE with PKTMON_ERROR_INVALID, or _PERMISSION for what is out of scope. */
gboolean pktmon_request_check_source (PktmonAddSourceRequest *request, guint scope, GError **error);

G_END_DECLS
