/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "verb.h"

G_BEGIN_DECLS

/* PktmonUsage: what the command line of one verb may hold, and the words that explain it. */
typedef struct {
  const char *verb;
  const char *operands;    /* "FILE OUT" */
  guint min, max;          /* how many operands there are */
  const char *summary;     /* what the verb does; to be translated */
  const char *explanation; /* more, with examples; to be translated */
} PktmonUsage;

/* Takes @argv apart: sets what @entries point at.
 * @operands: (out) (transfer full): the other arguments; free with g_strfreev.
 * --help writes the explanation and ends the program.
 * Returns: FALSE after a message, when something is wrong. */
gboolean pktmon_usage_parse (const PktmonUsage *self, const GOptionEntry *entries, int argc,
                             char **argv, char ***operands);

/* A whole number that is at least 1.
 * @option: what messages call it.
 * Returns: FALSE after a message. */
gboolean pktmon_usage_parse_count (const PktmonUsage *self, const char *option, const char *text,
                                   guint64 max, guint64 *value);

G_END_DECLS
