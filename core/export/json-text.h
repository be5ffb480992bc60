/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"

G_BEGIN_DECLS

/* Appends bytes as a JSON string with its quotes (RFC 8259, section 7). Control characters are
 * escaped; bytes that are not UTF-8 become U+FFFD each, so that the result always is. */
void pktmon_json_text_append (PktmonLineBuffer *buffer, const char *data, gsize size);

G_END_DECLS
