/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @file: where to save to; NULL: nothing was chosen. */
typedef void (*PktmonSaveDialogFunc) (GtkWindow *parent, GFile *file, gpointer user_data);

/* Files that are saved, to be translated. */
typedef struct {
  const char *title;  /* of the dialog */
  const char *filter; /* what the files are */
  const char *suffix;
} PktmonSaveKind;

/* Lets the user choose where to save a pcapng capture in a dialog above @parent, which is gone with
 * it. @name: that is suggested. @destroy: of @user_data; NULL: none. */
void pktmon_save_dialog_show (GtkWindow *parent, const char *name, PktmonSaveDialogFunc chosen,
                              gpointer user_data, GDestroyNotify destroy);
/* The same for files of another kind. */
void pktmon_save_dialog_show_kind (GtkWindow *parent, const PktmonSaveKind *kind, const char *name,
                                   PktmonSaveDialogFunc chosen, gpointer user_data,
                                   GDestroyNotify destroy);

G_END_DECLS
