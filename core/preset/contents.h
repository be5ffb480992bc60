/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "constraint/constraint.h"

G_BEGIN_DECLS

/* PktmonPresetContents: what a preset says. Plain value that owns what is in it; zero says nothing.
 * One thread at a time. */
typedef struct {
  char *name;
  char *description;      /* for people; NULL: none */
  char **sources;         /* ids, or kinds (preset/source-kind.h); NULL: what is taken without */
  GPtrArray *constraints; /* of PktmonConstraint; NULL: none */
  guint snap_length;      /* bytes kept of each packet; 0: all */
  char *filter;           /* what of the packets to show; NULL: all */
  char **columns;         /* ids of those that are shown, in their order; NULL: as they are */
} PktmonPresetContents;

void pktmon_preset_contents_clear (PktmonPresetContents *self);
/* @self is overwritten. */
void pktmon_preset_contents_copy (PktmonPresetContents *self, const PktmonPresetContents *other);
gboolean pktmon_preset_contents_equal (const PktmonPresetContents *self,
                                       const PktmonPresetContents *other);
/* What there is for nothing becomes NULL, and the name is normalized.
 * Returns: FALSE with PKTMON_ERROR_INVALID when something cannot be in a preset. */
gboolean pktmon_preset_contents_normalize (PktmonPresetContents *self, GError **error);

/* The form of files: a key file with a version. */

/* Sets @self, which must be zero, from a file. Takes as long as its constraints take to be read
 * (pktmon_constraint_fields_set).
 * Returns: FALSE with PKTMON_ERROR_REVISION_MISMATCH when the file is of a newer program, and with
 * PKTMON_ERROR_INVALID when it is no preset, or a damaged one; the name is there as far as it could
 * be read. */
gboolean pktmon_preset_contents_load (PktmonPresetContents *self, GBytes *file, GError **error);
/* The same contents are always the same bytes. @self: normalized. (transfer full) */
GBytes *pktmon_preset_contents_save (const PktmonPresetContents *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonPresetContents, pktmon_preset_contents_clear)

G_END_DECLS
