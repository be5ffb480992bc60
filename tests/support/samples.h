/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/capture-builder.h"

G_BEGIN_DECLS

/* Small valid captures that together have every block and option: what tests cut, change and
 * export, and what fuzzing begins with. */
typedef struct {
  const char *name;
  void (*build) (TestBuilder *builder);
  guint packets;
} TestSample;

/* All of them; static. */
const TestSample *test_samples_get_all (guint *n_samples);

/* The bytes of one. (transfer full) */
TestBuilder *test_sample_build (const TestSample *self, gboolean big_endian);

G_END_DECLS
