/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* PktmonPreferences: the settings that a user looks for in a window; each takes effect at once, in
 * all windows. */
#define PKTMON_TYPE_PREFERENCES (pktmon_preferences_get_type())
G_DECLARE_FINAL_TYPE (PktmonPreferences, pktmon_preferences, PKTMON, PREFERENCES,
                      AdwPreferencesWindow)

PktmonPreferences *pktmon_preferences_new (void);

G_END_DECLS
