/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"
#include "verb.h"

G_BEGIN_DECLS

/* PktmonOutput: standard output, written in large pieces. Plain value, zeroed to begin; one thread
 * at a time. */
typedef struct {
  PktmonLineBuffer buffer; /* append here */
  gboolean closed;         /* whoever read it has seen enough */
  GError *error;           /* why nothing more can be written */
} PktmonOutput;

void pktmon_output_clear (PktmonOutput *self);

/* Writes what is in the buffer. Returns: FALSE when nothing more needs to come. */
gboolean pktmon_output_flush (PktmonOutput *self);
/* The same, once there is enough to make it worthwhile. */
gboolean pktmon_output_flush_if_full (PktmonOutput *self);
/* Writes the rest, and the message when that or anything before failed.
 * Returns: @status, or PKTMON_EXIT_FAILED. */
PktmonExit pktmon_output_finish (PktmonOutput *self, PktmonExit status);

/* Whether standard output is a pipe or socket that nobody reads from any more. */
gboolean pktmon_output_is_closed (void);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PktmonOutput, pktmon_output_clear)

G_END_DECLS
