/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "interrupt.h"
#include "progress.h"
#include "store/store.h"
#include "verb.h"

G_BEGIN_DECLS

/* PktmonInput: the capture that a verb works on, with what the user sees and does meanwhile. Plain
 * value, zeroed to begin; one thread. */
typedef struct {
  PktmonInterrupt *interrupt;
  PktmonSpool *spool;
  PktmonStore *store; /* NULL until pktmon_input_load */
  guint64 seen;       /* packets that the verb has looked at */
  PktmonProgress progress;
} PktmonInput;

/* @path: a file, or "-" for standard input. Returns: FALSE with an error. */
gboolean pktmon_input_open (PktmonInput *self, const char *path, GError **error);
void pktmon_input_clear (PktmonInput *self);

/* Begins to index the capture. */
void pktmon_input_load (PktmonInput *self);
/* Shows the progress of a walk through the capture: @packets and @offset bytes of it were seen.
 * Returns: FALSE when the user wants no more. */
gboolean pktmon_input_advance (PktmonInput *self, guint64 packets, guint64 offset);
/* Takes the progress away and says why the work ended early, when it did: because of @error, which
 * may be NULL, or the user. Returns: the exit status. */
PktmonExit pktmon_input_finish (PktmonInput *self, const GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonInput, pktmon_input_clear)

G_END_DECLS
