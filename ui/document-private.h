/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/drop-interfaces.h"
#include "ui/document.h"

G_BEGIN_DECLS

/* What both parts of a document know of it. */
struct _PktmonDocument {
  GObject parent_instance;

  PktmonStore *store;
  GFile *file; /* NULL: none yet */
  char *title; /* without one */
  PktmonPacketList *list;
  PktmonPacketSelection *selection;
  PktmonNotes *notes;
  guint64 current;
  guint64 awaited; /* is to become the current one; PKTMON_POSITION_NONE: none */

  PktmonExpression *expression; /* NULL: no filter */
  GCancellable *checking;       /* of one that is to follow; NULL: none is */
  PktmonConstraintList *constraints;
  PktmonConstraintList *capture_constraints; /* NULL: nothing is captured */
  PktmonPositions *hidden;                   /* interfaces */
  PktmonDropInterfaces *drops;
  gboolean has_drops;            /* as far as it is known */
  gboolean expected_drops;       /* are shown */
  PktmonJourneyFold *fold;       /* NULL: each packet has a row */
  PktmonViewFilter *view_filter; /* NULL: all packets are shown */
  gboolean replacing;            /* the list still shows what was shown before */
  guint64 judged;                /* packets of which the list knows what the filter says */
};

/* --- For document.c --- */

/* Looks anew for what is to be shown. */
void pktmon_document_search (PktmonDocument *self);
/* Looks whether what came in the meantime has drops for the first time. */
void pktmon_document_look_for_drops (PktmonDocument *self);

/* --- For document-view.c --- */

void pktmon_document_stop_checking (PktmonDocument *self);
void pktmon_document_emit_shown_changed (PktmonDocument *self);

G_END_DECLS
