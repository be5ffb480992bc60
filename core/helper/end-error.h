/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"

G_BEGIN_DECLS

/* Sets @error to why the source @id ended; leaves it when that was asked for.
 * @reason: PktmonEndReason. @failure: half a sentence; for PKTMON_END_FAILED. */
void pktmon_end_error_set (GError **error, guint reason, const char *id, const char *failure);

G_END_DECLS
