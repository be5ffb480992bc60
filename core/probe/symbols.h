/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/text.h"

G_BEGIN_DECLS

/* PktmonSymbols: the kernel's functions, by address. The kernel says where they are to who had
 * CAP_SYSLOG when they were opened; they are read when one is first looked for. One thread. */
typedef struct _PktmonSymbols PktmonSymbols;

PktmonSymbols *pktmon_symbols_new (void);
void pktmon_symbols_free (PktmonSymbols *self);

/* The function that has @address, and how far into it that is; NULL when that is not known.
 * Borrowed. */
const char *pktmon_symbols_find (PktmonSymbols *self, guint64 address, guint64 *offset);
/* Appends "tcp_v4_rcv+0x79". FALSE when it is not known. */
gboolean pktmon_symbols_append (PktmonSymbols *self, guint64 address, PktmonText *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonSymbols, pktmon_symbols_free)

G_END_DECLS
