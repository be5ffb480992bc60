/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/source-tree.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_TICK_NONE,
  PKTMON_TICK_SOME, /* of a group: some of what is below it */
  PKTMON_TICK_ALL,
} PktmonTick;

/* PktmonSourceTicks: the data sources that a user has ticked to capture from. They are known by
 * their ids: a source that goes and comes back is still ticked. A group is ticked as far as what is
 * below it is. Main thread only.
 *
 * Signal `changed` (no arguments): other sources are ticked. */
#define PKTMON_TYPE_SOURCE_TICKS (pktmon_source_ticks_get_type())
G_DECLARE_FINAL_TYPE (PktmonSourceTicks, pktmon_source_ticks, PKTMON, SOURCE_TICKS, GObject)

/* Nothing is ticked. */
PktmonSourceTicks *pktmon_source_ticks_new (void);

/* Whether the source with that id is ticked, be it there or not. */
gboolean pktmon_source_ticks_contains (PktmonSourceTicks *self, const char *id);
void pktmon_source_ticks_set (PktmonSourceTicks *self, const char *id, gboolean ticked);
void pktmon_source_ticks_clear (PktmonSourceTicks *self);
/* Ticks the sources with these ids, and no others; `changed` is emitted once, if at all. @ids:
 * NULL: none. */
void pktmon_source_ticks_set_all (PktmonSourceTicks *self, char **ids);
/* The ids of all that are ticked, be they there or not, in order. (transfer full) */
char **pktmon_source_ticks_dup_all (PktmonSourceTicks *self);
/* Whether nothing is ticked, be it there or not. */
gboolean pktmon_source_ticks_is_empty (PktmonSourceTicks *self);

PktmonTick pktmon_source_ticks_get_state (PktmonSourceTicks *self, PktmonDataSource *source);
/* Whether pktmon_source_ticks_toggle changes anything: what is not available is not ticked, but a
 * tick can be taken away. */
gboolean pktmon_source_ticks_can_toggle (PktmonSourceTicks *self, PktmonDataSource *source);
/* Ticks it, or all below it that are available; when they are ticked already, not any more. */
void pktmon_source_ticks_toggle (PktmonSourceTicks *self, PktmonDataSource *source);
/* Ticks it in that way, and nothing else. */
void pktmon_source_ticks_choose_only (PktmonSourceTicks *self, PktmonDataSource *source);

/* The sources of @tree to capture from: those that are ticked and available. When nothing that is
 * there is ticked, all available interfaces of the program's own namespace. Empty when nothing
 * that is ticked is available.
 * Returns: (transfer full) (element-type PktmonDataSource), parents before their children. */
GPtrArray *pktmon_source_ticks_list_chosen (PktmonSourceTicks *self, PktmonSourceTree *tree);

G_END_DECLS
