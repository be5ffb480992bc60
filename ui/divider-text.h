/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/divider-rows.h"

G_BEGIN_DECLS

/* What a row of the packet list says that has no packet. @directory: that of the interfaces.
 * (transfer full) */
char *pktmon_divider_text_dup (const PktmonDividerRow *divider, PktmonDirectory *directory);

G_END_DECLS
