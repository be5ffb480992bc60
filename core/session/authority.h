/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks polkit whether this process may do @action, and lets it ask the user where that settles the
 * question for some time: pkexec, which asks again, then finds it settled.
 *
 * Errors: PKTMON_ERROR_SETUP when polkit does not run, does not know @action, or has nobody to ask
 * the user; _PERMISSION when the answer is no; G_IO_ERROR_CANCELLED. */
void pktmon_authority_check_async (const char *action, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
/* Returns: whether it may, or pkexec has to ask; FALSE with an error. */
gboolean pktmon_authority_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
