/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonCommentDialog: lets the user write a comment of several lines on packets, or on the capture
 * as a whole.
 *
 * Signal `commented` (string): the notes of the document have been changed; says how, for a toast.
 */
#define PKTMON_TYPE_COMMENT_DIALOG (pktmon_comment_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonCommentDialog, pktmon_comment_dialog, PKTMON, COMMENT_DIALOG,
                      AdwMessageDialog)

/* Keeps a reference to @document.
 * @positions: at least one packet; NULL: the capture. */
PktmonCommentDialog *pktmon_comment_dialog_new (GtkWindow *parent, PktmonDocument *document,
                                                const PktmonPositions *positions);

G_END_DECLS
