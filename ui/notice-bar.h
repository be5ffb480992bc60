/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonNoticeBar: something lasting about a capture, above its packets, until the user closes it:
 * what it is, what to do, and a button that loads the file again. */
#define PKTMON_TYPE_NOTICE_BAR (pktmon_notice_bar_get_type())
G_DECLARE_FINAL_TYPE (PktmonNoticeBar, pktmon_notice_bar, PKTMON, NOTICE_BAR, AdwBin)

/* @advice: NULL for none. */
void pktmon_notice_bar_show (PktmonNoticeBar *self, GtkMessageType type, const char *what,
                             const char *advice);
void pktmon_notice_bar_hide (PktmonNoticeBar *self);

/* Whether loading the file again may help, and there is a button for it; so at first. */
void pktmon_notice_bar_set_reloadable (PktmonNoticeBar *self, gboolean reloadable);

G_END_DECLS
