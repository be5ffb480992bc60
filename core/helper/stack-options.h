/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "probe/event.h"
#include "probe/symbols.h"

G_BEGIN_DECLS

/* The options of a packet block for what was seen at a stack point, beside its flags. */
typedef struct {
  gsize size; /* of `bytes`, a multiple of 4 */
  guint8 bytes[2560];
} PktmonStackOptions;

/* @symbols: NULL: places of drops are not named. */
void pktmon_stack_options_init (PktmonStackOptions *self, const PktmonProbeEvent *event,
                                PktmonSymbols *symbols);
/* epb_flags. */
guint32 pktmon_stack_options_get_flags (const PktmonProbeEvent *event);

G_END_DECLS
