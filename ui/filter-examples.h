/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A filter to begin with. */
typedef struct {
  const char *filter;
  const char *description; /* to be translated */
} PktmonFilterExample;

/* From the simple to the combined. Static. */
const PktmonFilterExample *pktmon_filter_examples_get_all (guint *n_examples);

G_END_DECLS
