/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the user has set, in any window of any run: the keys of the schema in
 * data/org.packetmonitor.PacketMonitor.gschema.xml, which says what each holds. */
#define PKTMON_SETTING_WINDOW_SIZE "window-size"
#define PKTMON_SETTING_WINDOW_MAXIMIZED "window-maximized"
#define PKTMON_SETTING_SIDEBAR_VISIBLE "sidebar-visible"
#define PKTMON_SETTING_DETAILS_VISIBLE "details-visible"
#define PKTMON_SETTING_JOURNEY_VISIBLE "journey-visible"
#define PKTMON_SETTING_LIST_HEIGHT "list-height"
#define PKTMON_SETTING_FIELDS_WIDTH "fields-width"
#define PKTMON_SETTING_FIELDS_HEIGHT "fields-height"
#define PKTMON_SETTING_COLUMNS "columns"
#define PKTMON_SETTING_TIME_FORMAT "time-format"
#define PKTMON_SETTING_TIME_PRECISION "time-precision"
#define PKTMON_SETTING_COLOR_ROWS "color-rows"
#define PKTMON_SETTING_FILTER_HISTORY "filter-history"
#define PKTMON_SETTING_FONT_SCALE "font-scale"
#define PKTMON_SETTING_AUTOSAVE "autosave"
#define PKTMON_SETTING_AUTOSAVE_FOLDER "autosave-folder"
#define PKTMON_SETTING_CAPTURE_SNAP_LENGTH "capture-snap-length"
#define PKTMON_SETTING_CAPTURE_BUFFER "capture-buffer"
#define PKTMON_SETTING_CAPTURE_NEWEST_SIZE "capture-newest-size"
#define PKTMON_SETTING_CAPTURE_NEWEST_TIME "capture-newest-time"
#define PKTMON_SETTING_CAPTURE_RING_SIZE "capture-ring-size"
#define PKTMON_SETTING_CAPTURE_RING_PACKETS "capture-ring-packets"
#define PKTMON_SETTING_CAPTURE_RING_TIME "capture-ring-time"
#define PKTMON_SETTING_CAPTURE_RING_FILES "capture-ring-files"
#define PKTMON_SETTING_CAPTURE_RING_TOTAL "capture-ring-total"
#define PKTMON_SETTING_CAPTURE_STOP_DURATION "capture-stop-duration"
#define PKTMON_SETTING_CAPTURE_STOP_PACKETS "capture-stop-packets"
#define PKTMON_SETTING_CAPTURE_STOP_SIZE "capture-stop-size"
#define PKTMON_SETTING_CAPTURE_STOP_AFTER "capture-stop-after"
#define PKTMON_SETTING_CAPTURE_PROMISCUOUS "capture-promiscuous"
#define PKTMON_SETTING_CAPTURE_KEEP "capture-keep"
#define PKTMON_SETTING_CAPTURE_RING_FILE "capture-ring-file"
#define PKTMON_SETTING_CAPTURE_STOP_MATCH "capture-stop-match"

/* Values of time-format. */
typedef enum {
  PKTMON_TIME_FORMAT_RELATIVE, /* since the first packet */
  PKTMON_TIME_FORMAT_DELTA,    /* since the packet before */
  PKTMON_TIME_FORMAT_ABSOLUTE, /* date and time of this place */
  PKTMON_TIME_FORMAT_UTC,
} PktmonTimeFormat;

/* Values of capture-keep. */
typedef enum {
  PKTMON_CAPTURE_KEEP_ALL,
  PKTMON_CAPTURE_KEEP_NEWEST, /* of some size or time */
  PKTMON_CAPTURE_KEEP_RING,   /* in files of the user's, of which the newest may be kept */
} PktmonCaptureKeep;

/* All that are made show the same values. Needs the schema, installed or in the folder that
 * GSETTINGS_SCHEMA_DIR names. (transfer full) */
GSettings *pktmon_settings_new (void);

G_END_DECLS
