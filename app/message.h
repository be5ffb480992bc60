/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/expression.h"
#include "verb.h"

G_BEGIN_DECLS

/* Messages on standard error. */

/* What failed and what to do, from @error. Returns: PKTMON_EXIT_FAILED. */
PktmonExit pktmon_message_failed (const GError *error);
/* The same, when what is wrong stands on the command line. Returns: PKTMON_EXIT_USAGE. */
PktmonExit pktmon_message_refused (const GError *error);
/* One line on what is wrong with the command line; @verb may be NULL.
 * Returns: PKTMON_EXIT_USAGE. */
PktmonExit pktmon_message_usage (const char *verb, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Something worth knowing that is no failure. */
void pktmon_message_note (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* That @expression, which may be NULL, could not judge some packets, when that was so. */
void pktmon_message_unjudged (const PktmonExpression *expression);

G_END_DECLS
