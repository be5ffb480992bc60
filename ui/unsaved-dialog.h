/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  PKTMON_UNSAVED_CANCEL,
  PKTMON_UNSAVED_DISCARD,
  PKTMON_UNSAVED_SAVE,
} PktmonUnsavedAnswer;

typedef void (*PktmonUnsavedFunc) (GtkWindow *parent, PktmonUnsavedAnswer answer);

/* Asks what to do with packets that are not saved, in a dialog above @parent.
 * @active: they are still being captured. */
void pktmon_unsaved_dialog_show (GtkWindow *parent, const char *title, gboolean active,
                                 PktmonUnsavedFunc answered);

G_END_DECLS
