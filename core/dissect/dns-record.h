/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dissect/dissection.h"

G_BEGIN_DECLS

/* Name of a record type, "Unknown (999)" for others
 * (https://www.iana.org/assignments/dns-parameters). */
void pktmon_dns_type_append (PktmonText *text, guint16 type);
/* The same, NULL when it has none. */
const char *pktmon_dns_type_get_name (guint16 type);

/* Takes the data of a record of @type apart: adds its fields to the tree, and to @info (nullable)
 * " value" for those that tell what was asked for.
 *
 * @data: the record's data, limited to them. @message: position of the message's first byte. */
void pktmon_dns_record_dissect (PktmonDissection *self, PktmonBytes data, gsize message,
                                guint16 type, PktmonText *info);

G_END_DECLS
