/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which protocols rows show in the same colour: a style class for each family, whose colours are in
 * style.css. Colours only help the eye; the protocol is always there as text. */

/* The class for rows of @protocol, as summaries name it; NULL: no colour. Static. Any thread. */
const char *pktmon_protocol_classes_find (const char *protocol);

/* All classes, ended by NULL. Static. */
const char *const *pktmon_protocol_classes_get_all (void);

G_END_DECLS
