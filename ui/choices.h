/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/document.h"

G_BEGIN_DECLS

/* PktmonChoices: what a user has chosen in a document: the filter, the constraints, the interfaces
 * that are hidden, the notes that are not saved, and the packet that is looked at. It outlives the
 * document, so that a file that is loaded again looks as before. Main thread only. */
typedef struct _PktmonChoices PktmonChoices;

/* Those of @document, which is not needed any more. (transfer full) */
PktmonChoices *pktmon_choices_new (PktmonDocument *document);
void pktmon_choices_free (PktmonChoices *self);

/* Makes them in @document, which is new. The packet that was looked at becomes the current one as
 * soon as it is there, unless the user has chosen another one by then. */
void pktmon_choices_apply (const PktmonChoices *self, PktmonDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonChoices, pktmon_choices_free)

G_END_DECLS
