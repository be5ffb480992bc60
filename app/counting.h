/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/expression.h"
#include "input.h"

G_BEGIN_DECLS

/* What is no capture has no number of packets. */
#define PKTMON_COUNT_UNKNOWN G_MAXUINT64

/* Counts packets of @input in one walk, without an index.
 * @expression: what they must match; NULL: every packet counts.
 * @limit: where to stop counting.
 * @count: (out): how many there are until the end, the limit, the user's interruption, or @error;
 *   PKTMON_COUNT_UNKNOWN when the error came before the first header.
 * Returns: FALSE with an error when the capture ends early. */
gboolean pktmon_counting_run (PktmonInput *input, PktmonExpression *expression, guint64 limit,
                              guint64 *count, GError **error);

G_END_DECLS
