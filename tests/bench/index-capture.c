/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store.h"

/* index-capture FILE: indexes a capture as the window does, and says how many packets it has. */

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonStore) store = argc == 2 ? pktmon_store_new (argv[1], &error) : NULL;

  if (store == NULL || !pktmon_store_wait_complete (store, &error)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Usage: index-capture FILE");
    return 1;
  }
  g_print ("%" G_GUINT64_FORMAT "\n", pktmon_store_get_count (store));
  return 0;
}
