/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The capture that is valid at @data, changed at one to four places of its framing: types, lengths,
 * options, interface numbers, resolutions, versions, magic numbers, the order and the presence of
 * blocks. The same @seed changes the same. (transfer full) */
GByteArray *test_mutate (const guint8 *data, gsize size, guint32 seed);

G_END_DECLS
