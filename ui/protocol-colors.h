/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which protocols rows show in the same colour: the name of one for each family, which style.css
 * defines. Colours only help the eye; the protocol is always there as text. */

/* The colour for rows of @protocol, as summaries name it; NULL: none. Static. Any thread. */
const char *pktmon_protocol_colors_find (const char *protocol);

/* All colours, ended by NULL. Static. */
const char *const *pktmon_protocol_colors_get_all (void);

G_END_DECLS
