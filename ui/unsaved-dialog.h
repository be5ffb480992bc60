/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  PKTMON_UNSAVED_CANCEL,
  PKTMON_UNSAVED_DISCARD,
  PKTMON_UNSAVED_SAVE,
} PktmonUnsavedAnswer;

/* What is not saved. */
typedef enum {
  PKTMON_UNSAVED_PACKETS,
  PKTMON_UNSAVED_ACTIVE, /* packets, which are still being captured */
  PKTMON_UNSAVED_NOTES,  /* marks and comments */
} PktmonUnsavedKind;

typedef void (*PktmonUnsavedFunc) (GtkWindow *parent, PktmonUnsavedAnswer answer);

/* Asks what to do with what is not saved, in a dialog above @parent. @title: of the capture. */
void pktmon_unsaved_dialog_show (GtkWindow *parent, const char *title, PktmonUnsavedKind kind,
                                 PktmonUnsavedFunc answered);

G_END_DECLS
