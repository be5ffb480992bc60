/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* Reads the text forms of constraints, one on each line, from the clipboard of @widget. They are
 * checked in another thread. */
void pktmon_constraint_paste_async (GtkWidget *widget, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
/* (element-type PktmonConstraint) (transfer full), at least one; NULL with PKTMON_ERROR_INVALID
 * when there is none, one is wrong, or there are too many; with G_IO_ERROR_CANCELLED. */
GPtrArray *pktmon_constraint_paste_finish (GAsyncResult *result, GError **error);

G_END_DECLS
