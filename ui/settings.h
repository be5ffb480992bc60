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
#define PKTMON_SETTING_LIST_HEIGHT "list-height"
#define PKTMON_SETTING_FIELDS_WIDTH "fields-width"
#define PKTMON_SETTING_FIELDS_HEIGHT "fields-height"
#define PKTMON_SETTING_COLUMNS "columns"
#define PKTMON_SETTING_TIME_FORMAT "time-format"
#define PKTMON_SETTING_TIME_PRECISION "time-precision"
#define PKTMON_SETTING_COLOR_ROWS "color-rows"
#define PKTMON_SETTING_FILTER_HISTORY "filter-history"
#define PKTMON_SETTING_FONT_SCALE "font-scale"

/* Values of time-format. */
typedef enum {
  PKTMON_TIME_FORMAT_RELATIVE, /* since the first packet */
  PKTMON_TIME_FORMAT_DELTA,    /* since the packet before */
  PKTMON_TIME_FORMAT_ABSOLUTE, /* date and time of this place */
  PKTMON_TIME_FORMAT_UTC,
} PktmonTimeFormat;

/* All that are made show the same values. Needs the schema, installed or in the folder that
 * GSETTINGS_SCHEMA_DIR names. (transfer full) */
GSettings *pktmon_settings_new (void);

G_END_DECLS
