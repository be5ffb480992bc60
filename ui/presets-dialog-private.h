/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/message-line.h"
#include "ui/presets-dialog.h"

G_BEGIN_DECLS

struct _PktmonPresetsDialog {
  AdwWindow parent_instance;

  PktmonPresetStore *store;
  PktmonPreset *used;    /* NULL: none */
  PktmonPreset *renamed; /* while its new name is asked for; NULL: none */
  GPtrArray *deleted;    /* of PktmonPreset, the last one last */
  AdwToast *toast;       /* offers the last one; NULL: none does */

  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkButton *save_button;
  GtkButton *import_button;
  GtkButton *rename_button;
  GtkButton *duplicate_button;
  GtkButton *export_button;
  GtkButton *delete_button;
  PktmonMessageLine *message;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListView *list;
  GtkSingleSelection *selection;
  GtkFilterListModel *found;
  GtkSliceListModel *slice; /* those of them that have come into the list */
  guint more_rows;          /* tick callback while others are to come; 0: none are */
  GtkCustomFilter *filter;
  GtkPopover *menu;
};

/* --- presets-dialog.c --- */

/* The one that is selected; NULL: none. Borrowed. */
PktmonPreset *pktmon_presets_dialog_get_selected (PktmonPresetsDialog *self);
/* Selects @preset, where it is in the list, and shows it. */
void pktmon_presets_dialog_select (PktmonPresetsDialog *self, PktmonPreset *preset);
/* Says something for a moment; takes @message. Borrowed. */
AdwToast *pktmon_presets_dialog_toast_take (PktmonPresetsDialog *self, char *message);

/* --- presets-dialog-files.c --- */

void pktmon_presets_dialog_install_files (GtkWidgetClass *klass);
/* Imports what is dropped on the dialog. */
void pktmon_presets_dialog_accept_drops (PktmonPresetsDialog *self);

G_END_DECLS
