/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Starts the capture helper, with the rights that it needs: directly where this process or the
 * helper's file has them, else through pkexec, which may ask the user.
 *
 * The helper is PKTMON_HELPER of the environment, else the installed one. Errors, each with words
 * of its own: PKTMON_ERROR_SETUP when the helper, pkexec, polkit or somebody to ask the user is
 * missing; _PERMISSION when the user or the system said no; G_IO_ERROR_CANCELLED. */

/* A helper that was started. */
typedef struct {
  GSubprocess *process;
  int socket;      /* connected to its standard input; owned */
  gboolean pkexec; /* it is pkexec until that has found the user entitled */
} PktmonHelperProcess;

void pktmon_helper_process_free (PktmonHelperProcess *self);

/* @callback: in the thread's default main context. */
void pktmon_helper_launch_async (GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Returns: (transfer full): NULL with an error. */
PktmonHelperProcess *pktmon_helper_launch_finish (GAsyncResult *result, GError **error);

/* Sets @error to why a helper, whose process has ended, ended before it said anything. */
void pktmon_helper_launch_explain (PktmonHelperProcess *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonHelperProcess, pktmon_helper_process_free)

G_END_DECLS
