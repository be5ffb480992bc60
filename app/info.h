/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"
#include "store/contents.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* PktmonInfo: what is said of a whole capture; all borrowed. */
typedef struct {
  const char *name; /* of the file; valid UTF-8 */
  PktmonSpool *spool;
  PktmonDirectory *directory;
  const PktmonContents *contents;
  const char *early; /* why it was not read to its end, as a sentence; NULL: it was */
} PktmonInfo;

/* Appends everything as aligned text. */
void pktmon_info_append_text (const PktmonInfo *self, PktmonLineBuffer *buffer);
/* The same as one JSON object; what is not known is null. */
void pktmon_info_append_json (const PktmonInfo *self, PktmonLineBuffer *buffer);

/* --- Shared by the two --- */

/* The moment; PKTMON_TIME_NONE when it is not known, or lies outside what 64 bits hold. */
PktmonTime pktmon_info_get_time (PktmonNanoseconds nanoseconds);
/* From the first packet to the last; PKTMON_TIME_NONE likewise. */
PktmonTime pktmon_info_get_duration (const PktmonTotals *totals);
/* @amount for each second of that; less than 0 when it is not known. */
double pktmon_info_get_rate (const PktmonTotals *totals, guint64 amount);
/* "pcapng"; static. */
const char *pktmon_info_get_format (const PktmonSection *section);

/* One number of the capturing program's statistics. */
typedef struct {
  const char *key;   /* option of the statistics block */
  const char *label; /* to be translated */
  gsize offset;      /* in PktmonInterfaceStatistics */
} PktmonInfoCounter;

/* Static. */
const PktmonInfoCounter *pktmon_info_get_counters (guint *n_counters);
/* PKTMON_STATISTICS_UNKNOWN: not said. */
guint64 pktmon_info_get_counter (const PktmonInfoCounter *counter,
                                 const PktmonInterfaceStatistics *statistics);

G_END_DECLS
