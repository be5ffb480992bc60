/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source/source-tree.h"

G_BEGIN_DECLS

/* What is chosen of the network stacks of namespaces that are named. */
typedef enum {
  PKTMON_CHOICE_AS_NAMED, /* nothing: names stand for themselves */
  PKTMON_CHOICE_ALL,      /* all points */
  PKTMON_CHOICE_FLOW,     /* all but drops */
  PKTMON_CHOICE_DROP,     /* drops */
} PktmonChoiceType;

/* The data sources that the command line names.
 * @names: ids, "eth0" for "if:eth0", or ids of groups, which stand for all of their sources that
 *   can be used, or kinds (preset/source-kind.h); NULL: the interfaces of the own network namespace
 *   that are up, or what is chosen of its stack.
 * Returns: (element-type PktmonDataSource) (transfer full): NULL with
 * PKTMON_ERROR_NOT_FOUND, or why one that was named cannot be used. */
GPtrArray *pktmon_source_choice_new (PktmonSourceTree *tree, const char *const *names,
                                     PktmonChoiceType type, GError **error);

G_END_DECLS
