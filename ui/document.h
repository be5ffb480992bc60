/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/positions.h"
#include "store/notes.h"
#include "store/packet-list.h"
#include "store/store.h"
#include "store/view-filter.h"
#include "ui/constraint-list.h"
#include "ui/packet-selection.h"

G_BEGIN_DECLS

/* PktmonDocument: one capture that a window shows, with what its user has chosen in it. It is
 * handed down to every view; views bind to it and know nothing of each other. Main thread only.
 *
 * Properties: `current` (guint64): position in the store of the packet that is looked at, or
 * PKTMON_POSITION_NONE. `filter` (string, read only): the filter in force, "" for none.
 * `hidden-interfaces` (guint64, read only): how many interfaces are not visible; notified whenever
 * other ones are. `journeys-folded` (gboolean): whether journeys have one row each.
 * `expected-drops` (gboolean): whether drops are shown that are to be expected.
 *
 * Signal `shown-changed` (no arguments): other packets are shown, more of them, or it is known how
 * far the search for them has come. At most every 16 ms while it goes on. */
#define PKTMON_TYPE_DOCUMENT (pktmon_document_get_type())
G_DECLARE_FINAL_TYPE (PktmonDocument, pktmon_document, PKTMON, DOCUMENT, GObject)

/* Shows @store, which may still be loading; keeps a reference.
 * @file: where it came from; NULL for a capture that has no file yet. */
PktmonDocument *pktmon_document_new (PktmonStore *store, GFile *file);
/* The same for a capture of this program, which has no file of the user's yet.
 * @title: what it is called until then. */
PktmonDocument *pktmon_document_new_unsaved (PktmonStore *store, const char *title);
/* Ends all work on the capture, so that nothing comes from it any more. */
void pktmon_document_close (PktmonDocument *self);

/* Borrowed. */
PktmonStore *pktmon_document_get_store (PktmonDocument *self);
/* NULL when the capture has none. Borrowed. */
GFile *pktmon_document_get_file (PktmonDocument *self);
/* The capture was saved there. */
void pktmon_document_set_file (PktmonDocument *self, GFile *file);
/* What windows and messages call it. (transfer full) */
char *pktmon_document_dup_title (PktmonDocument *self);
/* The packets that are shown. Borrowed. */
PktmonPacketList *pktmon_document_get_list (PktmonDocument *self);
/* The same with those that are selected. Borrowed. */
PktmonPacketSelection *pktmon_document_get_selection (PktmonDocument *self);
/* Borrowed. */
PktmonNotes *pktmon_document_get_notes (PktmonDocument *self);

guint64 pktmon_document_get_current (PktmonDocument *self);
/* @position: below the store's count, or PKTMON_POSITION_NONE. */
void pktmon_document_set_current (PktmonDocument *self, guint64 position);
/* The same for who looks for a packet: views bring it into view, even if it is the current one. */
void pktmon_document_go_to (PktmonDocument *self, guint64 position);
/* The same as soon as there is such a packet, and it is shown; never when there will be none. */
void pktmon_document_await (PktmonDocument *self, guint64 position);
/* Whether that is still to come. `current` is notified when it is not any more. */
gboolean pktmon_document_is_awaiting (PktmonDocument *self);

/* --- Which packets are shown: those that match the filter and satisfy the constraints, of the
 * interfaces that are visible ---
 *
 * They are searched for in the background; the list shows what is found so far. */

/* @text: as pktmon_expression_new has it; nothing or blanks: no filter. It is checked in another
 * thread; what is shown stays until then, or when it is wrong. */
void pktmon_document_set_filter (PktmonDocument *self, const char *text,
                                 GAsyncReadyCallback callback, gpointer user_data);
/* Returns: FALSE with PKTMON_ERROR_INVALID, or with G_IO_ERROR_CANCELLED when another filter was
 * set meanwhile, or the document closed. */
gboolean pktmon_document_set_filter_finish (PktmonDocument *self, GAsyncResult *result,
                                            GError **error);
/* The same with one that was checked already; (transfer full), NULL: no filter. Nothing happens
 * when it is the one in force. */
void pktmon_document_take_filter (PktmonDocument *self, PktmonExpression *expression);
/* (transfer full); NULL when there is none. */
PktmonExpression *pktmon_document_dup_expression (PktmonDocument *self);
/* Its text; "" when there is none. Borrowed. */
const char *pktmon_document_get_filter (PktmonDocument *self);

/* Those that narrow what is shown; changes take effect at once, and the hits are counted. Borrowed.
 */
PktmonConstraintList *pktmon_document_get_constraints (PktmonDocument *self);

/* Those by which packets get into the capture, while that goes on; NULL: none do. Borrowed. */
void pktmon_document_set_capture_constraints (PktmonDocument *self,
                                              PktmonConstraintList *constraints);
PktmonConstraintList *pktmon_document_get_capture_constraints (PktmonDocument *self);

/* @interface: number in the store's directory. All are visible at first. */
void pktmon_document_set_interface_visible (PktmonDocument *self, guint interface,
                                            gboolean visible);
gboolean pktmon_document_get_interface_visible (PktmonDocument *self, guint interface);
/* How many are not. */
guint64 pktmon_document_get_hidden_interfaces (PktmonDocument *self);

/* Whether what the kernel drops as it should is shown too (`expected-drops`); those that a filter
 * asks for are, in any case. */
void pktmon_document_set_expected_drops (PktmonDocument *self, gboolean shown);
gboolean pktmon_document_get_expected_drops (PktmonDocument *self);

/* Whether less is shown as somebody wants it so: by a filter, constraints, interfaces or journeys.
 */
gboolean pktmon_document_is_narrowed (PktmonDocument *self);
/* No filter, all interfaces, no constraint that is enabled, all packets of each journey, and all
 * drops. */
void pktmon_document_show_all (PktmonDocument *self);

/* One row for each journey of a packet through the network stack (`journeys-folded`); the others
 * have one each. */
void pktmon_document_set_journeys_folded (PktmonDocument *self, gboolean folded);
gboolean pktmon_document_get_journeys_folded (PktmonDocument *self);
/* What the packets of the journey @id (epb_packetid) say together; FALSE: journeys are not folded,
 * or it is not read yet. */
gboolean pktmon_document_find_journey (PktmonDocument *self, guint64 id,
                                       PktmonFoldedJourney *journey);

/* The search, with how far it has come; NULL when all packets are shown. Borrowed. */
PktmonViewFilter *pktmon_document_get_view_filter (PktmonDocument *self);

G_END_DECLS
