/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/column.h"

G_BEGIN_DECLS

/* Appends the names of all columns as a line (RFC 4180). */
void pktmon_csv_line_append_header (PktmonLineBuffer *buffer);
/* Appends the packet as a line; columns without a value are empty. */
void pktmon_csv_line_append (PktmonLineBuffer *buffer, const PktmonLine *line);

G_END_DECLS
