/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/directory.h"

G_BEGIN_DECLS

/* PktmonDropInterfaces: which interfaces of a capture, that still grows, stand for what the kernel
 * drops. One thread at a time. */
typedef struct _PktmonDropInterfaces PktmonDropInterfaces;

/* @directory: borrowed, must live longer. */
PktmonDropInterfaces *pktmon_drop_interfaces_new (PktmonDirectory *directory);
void pktmon_drop_interfaces_free (PktmonDropInterfaces *self);

/* @number: in the directory, which must have it. */
gboolean pktmon_drop_interfaces_has (PktmonDropInterfaces *self, guint number);
/* Whether there is any so far. */
gboolean pktmon_drop_interfaces_are_any (PktmonDropInterfaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonDropInterfaces, pktmon_drop_interfaces_free)

G_END_DECLS
