/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/journey-fold.h"
#include "ui/packet-rows.h"
#include "ui/settings.h"

G_BEGIN_DECLS

/* The columns of the packet list, in one table. */

/* How times are shown. */
typedef struct {
  PktmonTimeFormat format;
  guint digits;    /* after the decimal point */
  GTimeZone *zone; /* of PKTMON_TIME_FORMAT_ABSOLUTE */
} PktmonTimeStyle;

/* What one cell shows a part of; all borrowed. */
typedef struct {
  const PktmonPacketRow *row;
  const PktmonFoldedJourney *journey; /* for which the row stands; NULL: for its packet only */
  gboolean marked, commented;
  gboolean divided;    /* the row before says what was lost before the packet */
  PktmonTime start;    /* of the first packet of the capture */
  PktmonTime previous; /* of the packet in the row before; PKTMON_TIME_NONE in the first */
  const PktmonTimeStyle *time_style;
} PktmonCell;

/* What a column is for. */
typedef enum {
  PKTMON_COLUMN_INTERFACES = 1, /* several interfaces, to be told apart */
  PKTMON_COLUMN_STACK = 2,      /* points of the network stack */
} PktmonColumnCause;

/* Room for the text of any cell. */
#define PKTMON_CELL_TEXT_SIZE 512u

typedef struct {
  const char *id;    /* in the settings */
  const char *title; /* to be translated */
  guint characters;  /* its usual width */
  float alignment;   /* of texts: 0 to 1 */
  gboolean expands;  /* takes the room that is left */
  /* Appends the text of the cell; nothing where the packet has no such value. */
  void (*append) (PktmonText *text, const PktmonCell *cell);
  /* The same as assistive technology reads it, where that is not the text; may be NULL. */
  void (*append_spoken) (PktmonText *text, const PktmonCell *cell);
  /* The name of an icon before the text; NULL where there is none. May be NULL. */
  const char *(*get_icon) (const PktmonCell *cell);
  /* Shown while the capture has what it is for, until the user shows or hides it himself; 0: always
   * shown until then. */
  PktmonColumnCause automatic;
} PktmonListColumn;

/* All of them, in their usual order; static. */
const PktmonListColumn *pktmon_columns_get_all (guint *n_columns);

G_END_DECLS
