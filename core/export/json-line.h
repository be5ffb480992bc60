/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/column.h"

G_BEGIN_DECLS

/* Appends the packet as one JSON object on a line of its own (RFC 8259; one a line as in
 * https://jsonlines.org): the columns that have a value, numbers as numbers. Always valid UTF-8. */
void pktmon_json_line_append (PktmonLineBuffer *buffer, const PktmonLine *line);

G_END_DECLS
