/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/text.h"

G_BEGIN_DECLS

/* "1,234,567": groups of three digits, with a comma between them in every language, as all texts of
 * one screen should agree. */
void pktmon_format_append_count (PktmonText *text, guint64 count);
/* The same as a new string. (transfer full) */
char *pktmon_format_dup_count (guint64 count);

G_END_DECLS
