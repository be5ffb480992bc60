/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/section.h"

G_BEGIN_DECLS

/* PktmonDirectory: the sections and interfaces of one capture, in the order of the file.
 *
 * It only grows: the reader appends, any thread looks up. What a look-up gives lives as long as the
 * directory. */
typedef struct _PktmonDirectory PktmonDirectory;

PktmonDirectory *pktmon_directory_new (void);
PktmonDirectory *pktmon_directory_ref (PktmonDirectory *self);
void pktmon_directory_unref (PktmonDirectory *self);

/* Appends; (transfer full). A section belongs to a higher offset than the one before. */
void pktmon_directory_take_section (PktmonDirectory *self, PktmonSection *section);
void pktmon_directory_take_interface (PktmonDirectory *self, PktmonInterface *interface);

guint pktmon_directory_get_n_sections (PktmonDirectory *self);
guint pktmon_directory_get_n_interfaces (PktmonDirectory *self);
/* NULL beyond the last. */
const PktmonSection *pktmon_directory_get_section (PktmonDirectory *self, guint number);
const PktmonInterface *pktmon_directory_get_interface (PktmonDirectory *self, guint number);
/* The section that the byte at @offset belongs to, and in @end where the next one begins
 * (G_MAXUINT64 when none does yet); NULL before the first. */
const PktmonSection *pktmon_directory_find_section (PktmonDirectory *self, guint64 offset,
                                                    guint64 *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonDirectory, pktmon_directory_unref)

G_END_DECLS
