/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sources.h"

#define TREE "pktmon-source-tree"

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

PktmonSourceTree *
pktmon_sources_dup_tree (GtkApplication *application)
{
  GWeakRef *kept = g_object_get_data (G_OBJECT (application), TREE);
  PktmonSourceTree *tree;

  if (kept == NULL) {
    kept = g_new (GWeakRef, 1);
    g_weak_ref_init (kept, NULL);
    g_object_set_data_full (G_OBJECT (application), TREE, kept, weak_ref_free);
  }
  tree = g_weak_ref_get (kept);
  if (tree == NULL) {
    tree = pktmon_source_tree_new_in_background (PKTMON_NAMESPACE_SCAN_PROCESSES);
    g_weak_ref_set (kept, tree);
  }
  return tree;
}
