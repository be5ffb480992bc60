/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/data-source.h"

G_BEGIN_DECLS

/* Data sources of a kind, for presets that are used on more than one machine: "kind:hardware" are
 * interfaces with a device of their own, "kind:loopback" the loopback, "kind:veth" and so on those
 * that the kernel calls so; always of the own network namespace. Any thread but for
 * pktmon_source_kind_has and _dup. */

/* Whether @text names a kind, and not a source by its id. */
gboolean pktmon_source_kind_is_kind (const char *text);
/* Whether @source, an interface of the own namespace, is of the kind. Main thread. */
gboolean pktmon_source_kind_has (const char *text, PktmonDataSource *source);
/* The kind of @source; NULL: it has none, or is of another namespace. Main thread.
 * (transfer full) */
char *pktmon_source_kind_dup (PktmonDataSource *source);
/* Whether @text may be the id of a source or a kind; FALSE with PKTMON_ERROR_INVALID. */
gboolean pktmon_source_kind_check_text (const char *text, GError **error);

G_END_DECLS
