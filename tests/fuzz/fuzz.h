/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What libFuzzer calls (https://llvm.org/docs/LibFuzzer.html). A target takes any bytes, and ends
 * the program when something that must hold does not. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
/* Before the first. */
int LLVMFuzzerInitialize (int *argc, char ***argv);

G_END_DECLS
