/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "preset/preset-store.h"
#include "session/monitor.h"

G_BEGIN_DECLS

/* PktmonApplication: the one process behind all windows. */
#define PKTMON_TYPE_APPLICATION (pktmon_application_get_type())
G_DECLARE_FINAL_TYPE (PktmonApplication, pktmon_application, PKTMON, APPLICATION, AdwApplication)

PktmonApplication *pktmon_application_new (void);

/* What all windows capture with. Borrowed. */
PktmonMonitor *pktmon_application_get_monitor (PktmonApplication *self);
/* The presets of all windows, once it is registered. Borrowed. */
PktmonPresetStore *pktmon_application_get_presets (PktmonApplication *self);

G_END_DECLS
