/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One way to compress a capture. */
typedef struct {
  const char *name;
  /* Returns: (transfer full): one whole member, with check sums, so that damage is noticed. */
  GByteArray *(*compress) (const guint8 *data, gsize size);
} TestCompression;

/* All of them; static. */
const TestCompression *test_compressions_get_all (guint *n_compressions);

G_END_DECLS
