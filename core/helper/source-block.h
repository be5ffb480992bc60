/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "helper/protocol.h"
#include "pcapng/writer.h"

G_BEGIN_DECLS

/* The blocks of a file that tell of a source. */

/* What the file says of it. */
typedef struct {
  char id[PKTMON_MAX_SOURCE_ID + 1];
  char description[PKTMON_MAX_SOURCE_DESCRIPTION + 1];
  char filter[PKTMON_MAX_FILTER_TEXT + 1];
  PktmonSourceOpenedAnswer opened;
  guint64 start; /* of the capture from it, nanoseconds since 1970 */
} PktmonSourceDescription;

/* Writes its interface description. */
gboolean pktmon_source_block_write_description (const PktmonSourceDescription *source,
                                                PktmonWriter *writer, GError **error);
/* Writes its interface statistics. @interface: its number in the section. */
gboolean pktmon_source_block_write_statistics (const PktmonSourceDescription *source,
                                               guint32 interface,
                                               const PktmonSourceCounters *counters,
                                               PktmonWriter *writer, GError **error);

G_END_DECLS
