/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonInterrupt: lets a work end early and in order when the user asks for it (SIGINT, SIGTERM).
 * The second signal ends the program at once, as does the first before there is a spool. */
typedef struct _PktmonInterrupt PktmonInterrupt;

/* Call it before other threads are made, as they inherit who gets signals. */
PktmonInterrupt *pktmon_interrupt_new (void);
void pktmon_interrupt_free (PktmonInterrupt *self);

/* The spool that nobody is to wait for after the signal. */
void pktmon_interrupt_set_spool (PktmonInterrupt *self, PktmonSpool *spool);
/* Whether the signal has come. */
gboolean pktmon_interrupt_is_set (PktmonInterrupt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonInterrupt, pktmon_interrupt_free)

G_END_DECLS
