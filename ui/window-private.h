/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "preset/preset-store.h"
#include "ui/capture-frame.h"
#include "ui/choices.h"
#include "ui/drops-window.h"
#include "ui/exporting.h"
#include "ui/live.h"
#include "ui/notes-window.h"
#include "ui/saving.h"
#include "ui/start-page.h"
#include "ui/unsaved-dialog.h"
#include "ui/window.h"
#include "ui/work-bar.h"

G_BEGIN_DECLS

typedef void (*PktmonWindowFunc) (PktmonWindow *self);

struct _PktmonWindow {
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  GSimpleAction *journey;   /* enabled where packets have journeys */
  GFile *file;              /* what is shown or opened, or could not be; NULL: nothing */
  GCancellable *opening;    /* NULL: nothing is being opened */
  guint patience;           /* timeout until the window says that it is loading */
  PktmonDocument *document; /* NULL: nothing is open */
  guint n_interfaces;       /* of it that are known to be no points of the network stack */
  PktmonChoices *choices;   /* for the document that is to come; NULL: none */

  /* window-live.c */
  PktmonMonitor *monitor;
  PktmonSourceTicks *ticks;
  PktmonLive *live;
  gulong tree_handler; /* while a start waits for the data sources; 0: none does */
  GDateTime *begun;    /* when the last capture began; NULL: there was none */

  /* window-presets.c */
  PktmonPresetStore *presets;
  PktmonPreset *preset;  /* that was used last; NULL: none */
  gulong preset_handler; /* while its data sources are not known yet; 0: they are */
  char *live_filter;     /* for what is captured next; NULL: none */

  /* window-save.c */
  PktmonSaving *saving;
  gboolean partial;           /* what is being saved is not all: packets still come */
  gboolean unsaved;           /* the document is what `live` captured, and nowhere else */
  PktmonWindowFunc then;      /* what is done once nothing is unsaved; NULL: nothing */
  GFile *then_file;           /* to open then */
  PktmonUnsavedAnswer answer; /* of the user to what is to become of it; CANCEL: none yet */

  PktmonNoteEdits *saving_notes; /* that the file being saved gets; NULL: none is */

  /* window-export.c */
  PktmonExporting *exporting;

  /* window-notes.c */
  PktmonNotesWindow *notes_window; /* weak; NULL: there is none */
  PktmonDropsWindow *drops_window; /* likewise */

  GtkToggleButton *sidebar_button;
  GtkToggleButton *find_button;
  GtkButton *open_button;
  GtkButton *only_open_button;
  GtkButton *capture_button;
  GtkMenuButton *recent_button;
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  PktmonStartPage *start;
  GtkSpinner *spinner;
  GtkSpinner *starting_spinner;
  AdwStatusPage *failure;
  AdwStatusPage *refusal;
  AdwBin *capture;
  PktmonWorkBar *saving_bar;
  PktmonWorkBar *export_bar;
};

/* --- window.c --- */

void pktmon_window_show_page (PktmonWindow *self, const char *name);
/* The page for what there is: its document, or nothing. */
void pktmon_window_show_content (PktmonWindow *self);
/* Puts an error, which has two parts, on a page of its own. */
void pktmon_window_show_error (PktmonWindow *self, AdwStatusPage *page, const GError *error);
/* Shows @document (transfer full), after pktmon_window_leave_document. */
void pktmon_window_take_document (PktmonWindow *self, PktmonDocument *document,
                                  PktmonCaptureFrame *frame);
void pktmon_window_close_document (PktmonWindow *self);
/* The same for a window that goes on: what it showed is taken apart when there is time. */
void pktmon_window_leave_document (PktmonWindow *self);
void pktmon_window_open_now (PktmonWindow *self, GFile *file);

/* --- window-open.c --- */

void pktmon_window_install_open_actions (GtkWidgetClass *klass);
/* Files that are dropped on the window are opened. */
void pktmon_window_accept_files (PktmonWindow *self);

/* --- window-title.c --- */

/* Title, tooltip and what belongs to the file. */
void pktmon_window_show_title (PktmonWindow *self);
/* How many packets of the file are shown. */
void pktmon_window_show_count (PktmonWindow *self);

/* --- window-live.c --- */

gboolean pktmon_window_get_following (PktmonWindow *self);
void pktmon_window_set_following (PktmonWindow *self, gboolean following);

/* Once, when the window has its monitor. */
void pktmon_window_init_live (PktmonWindow *self);
void pktmon_window_clear_live (PktmonWindow *self);
void pktmon_window_install_live_actions (GtkWidgetClass *klass);
/* Which actions there are, and what the button says. */
void pktmon_window_refresh_live (PktmonWindow *self);
/* The frame of what is captured or was; NULL when there is none. Borrowed. */
PktmonCaptureFrame *pktmon_window_get_live_frame (PktmonWindow *self);
/* The state of what is captured, for the title. Static. */
const char *pktmon_window_get_live_title (PktmonWindow *self);
/* Whether a capture is active, or on its way there or from it. */
gboolean pktmon_window_is_capturing (PktmonWindow *self);
/* Ends that. */
void pktmon_window_stop_capturing (PktmonWindow *self);

/* --- window-presets.c --- */

/* Once, when the window has its monitor. The last preset that was used is in force then, or soon.
 */
void pktmon_window_init_presets (PktmonWindow *self, PktmonPresetStore *presets);
void pktmon_window_clear_presets (PktmonWindow *self);
void pktmon_window_install_preset_actions (GtkWidgetClass *klass);
/* Takes presets from @files (element-type GFile). */
void pktmon_window_import_presets (PktmonWindow *self, GListModel *files);
/* Shows of @document, a new capture, what the preset says. */
void pktmon_window_begin_with_preset (PktmonWindow *self, PktmonDocument *document);

/* --- window-save.c --- */

void pktmon_window_init_save (PktmonWindow *self);
void pktmon_window_clear_save (PktmonWindow *self);
void pktmon_window_install_save_actions (GtkWidgetClass *klass);
void pktmon_window_refresh_save (PktmonWindow *self);
/* What was captured is in @file. */
void pktmon_window_take_saved (PktmonWindow *self, GFile *file);
/* Whether something would be lost, or goes on, if the document were closed. */
gboolean pktmon_window_is_settled (PktmonWindow *self);
/* Does @then once nothing is captured any more and nothing is unsaved, after asking the user what
 * to do with it; never when he wants to go on. */
void pktmon_window_settle (PktmonWindow *self, PktmonWindowFunc then);
/* Looks again whether it can be done. */
void pktmon_window_proceed (PktmonWindow *self);

/* What is not saved may go. */
void pktmon_window_discard (PktmonWindow *self);

/* --- window-export.c --- */

void pktmon_window_init_export (PktmonWindow *self);
void pktmon_window_clear_export (PktmonWindow *self);
void pktmon_window_install_export_actions (GtkWidgetClass *klass);
void pktmon_window_refresh_export (PktmonWindow *self);

/* --- window-notes.c --- */

void pktmon_window_install_note_actions (GtkWidgetClass *klass);
/* The window has a document, or will have it no more. */
void pktmon_window_watch_notes (PktmonWindow *self);
void pktmon_window_close_notes (PktmonWindow *self);
/* Which actions there are. */
void pktmon_window_refresh_notes (PktmonWindow *self);

G_END_DECLS
