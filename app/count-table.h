/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"

G_BEGIN_DECLS

/* PktmonCountTable: rows with a name and numbers, in aligned columns. One thread. */
typedef struct _PktmonCountTable PktmonCountTable;

/* @titles: of the columns, that of the names first; ends with NULL. */
PktmonCountTable *pktmon_count_table_new (const char *const *titles);
void pktmon_count_table_free (PktmonCountTable *self);

/* @name: may come from outside. */
void pktmon_count_table_begin_row (PktmonCountTable *self, const char *name);
void pktmon_count_table_add (PktmonCountTable *self, guint64 count);
/* What is not known. */
void pktmon_count_table_add_unknown (PktmonCountTable *self);

/* Appends all lines, and forgets the rows. Returns: how many lines. */
guint pktmon_count_table_append (PktmonCountTable *self, PktmonLineBuffer *buffer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonCountTable, pktmon_count_table_free)

G_END_DECLS
