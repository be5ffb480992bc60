/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PktmonNearest: finds the right name that somebody most likely meant. Plain value. */
typedef struct {
  const char *wanted; /* borrowed */
  const char *best;   /* the nearest so far, borrowed; NULL when none is near */
  guint distance;     /* of the best */
} PktmonNearest;

void pktmon_nearest_init (PktmonNearest *self, const char *wanted);
/* Compares with one name that would be right. */
void pktmon_nearest_offer (PktmonNearest *self, const char *name);

G_END_DECLS
