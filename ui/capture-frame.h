/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/capture-page.h"
#include "ui/document.h"
#include "ui/live.h"

G_BEGIN_DECLS

/* PktmonCaptureFrame: the page of one capture with what stands around it: the sidebar, how far
 * loading is, and bars that say what is wrong with the file. */
#define PKTMON_TYPE_CAPTURE_FRAME (pktmon_capture_frame_get_type())
G_DECLARE_FINAL_TYPE (PktmonCaptureFrame, pktmon_capture_frame, PKTMON, CAPTURE_FRAME, AdwBin)

/* Makes one part in each turn of the main loop, so that none takes long. Keeps a reference to
 * @document. */
void pktmon_capture_frame_new_async (PktmonDocument *document, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full); NULL and G_IO_ERROR_CANCELLED once it is cancelled. */
PktmonCaptureFrame *pktmon_capture_frame_new_finish (GAsyncResult *result, GError **error);

/* The same for what @live captures: the newest packets are followed, and its status is below them.
 * @sources: widget with the data sources, for the sidebar. */
PktmonCaptureFrame *pktmon_capture_frame_new_live (PktmonDocument *document, PktmonLive *live,
                                                   GtkWidget *sources);

/* Lets go of one part of it in each turn of the main loop, as all together take too long for one.
 * It is shown no longer. */
void pktmon_capture_frame_take_apart (PktmonCaptureFrame *self);

/* Says above the packets that something happened, until the user closes it. */
void pktmon_capture_frame_add_notice (PktmonCaptureFrame *self, GtkMessageType type,
                                      const GError *error);
/* The same for what is good to know. */
void pktmon_capture_frame_add_message (PktmonCaptureFrame *self, const char *message);

/* The capture was saved to the file of the document: from now on that is watched for changes. */
void pktmon_capture_frame_take_file (PktmonCaptureFrame *self);

/* Borrowed. */
PktmonDocument *pktmon_capture_frame_get_document (PktmonCaptureFrame *self);
PktmonCapturePage *pktmon_capture_frame_get_page (PktmonCaptureFrame *self);
/* What holds the sidebar. Borrowed. */
AdwFlap *pktmon_capture_frame_get_flap (PktmonCaptureFrame *self);

G_END_DECLS
