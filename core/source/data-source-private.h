/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/data-source.h"

G_BEGIN_DECLS

/* What the source tree makes and changes data sources with; private to core/source. */

PktmonDataSource *pktmon_data_source_new_namespace (PktmonNamespace *namespace);
/* @link: its texts are taken. */
PktmonDataSource *pktmon_data_source_new_interface (PktmonNamespace *namespace, PktmonLink *link);
/* The network stack of a namespace, with all its points. */
PktmonDataSource *pktmon_data_source_new_stack (PktmonNamespace *namespace);
PktmonDataSource *pktmon_data_source_new_device (const char *name, const char *description);

/* Takes the texts of @link. */
void pktmon_data_source_take_link (PktmonDataSource *self, PktmonLink *link);
/* Why a namespace cannot be looked into, or a device not be used; (transfer full). */
void pktmon_data_source_take_error (PktmonDataSource *self, GError *error);
/* Moves it to the children of @parent, at their place; NULL: to nobody's. */
void pktmon_data_source_set_parent (PktmonDataSource *self, PktmonDataSource *parent);
/* Links both ends; NULL: none. */
void pktmon_data_source_set_peer (PktmonDataSource *self, PktmonDataSource *peer);
/* @now: monotonic time of the reading, in microseconds. */
void pktmon_data_source_update_counters (PktmonDataSource *self, const PktmonLinkCounters *counters,
                                         gint64 now);
void pktmon_data_source_emit_changed (PktmonDataSource *self);

G_END_DECLS
