/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* A store of @count packets without bytes, which take 16 bytes of memory each beside the index, so
 * that millions are there at once. Loading has ended. (transfer full) */
PktmonStore *test_many_packets (guint count);

G_END_DECLS
