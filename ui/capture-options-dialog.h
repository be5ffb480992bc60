/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonCaptureOptionsDialog: what holds for captures that begin later; every change is a setting
 * at once, unless it is wrong. Main thread only. */
#define PKTMON_TYPE_CAPTURE_OPTIONS_DIALOG (pktmon_capture_options_dialog_get_type())
G_DECLARE_FINAL_TYPE (PktmonCaptureOptionsDialog, pktmon_capture_options_dialog, PKTMON,
                      CAPTURE_OPTIONS_DIALOG, AdwPreferencesWindow)

PktmonCaptureOptionsDialog *pktmon_capture_options_dialog_new (GtkWindow *parent);

G_END_DECLS
