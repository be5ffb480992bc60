/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/merge.h"
#include "helper/spool-file.h"

G_BEGIN_DECLS

/* How many packets there are to be when the first one of @batch that the trigger of its lane is for
 * ends the capture; 0: there is none.
 * @file: whose numbers the blocks have. @packets: before the batch. @after: that one. */
guint64 pktmon_trigger_find_end_locked (const PktmonBatch *batch, const PktmonSpoolFile *file,
                                        guint64 packets, guint64 after);

G_END_DECLS
