/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/fuzz.h"

#include "base/bytes.h"
#include "support/dissection-checks.h"

/* The first two bytes are the link type, the next two how many more bytes the packet had on the
 * wire; the rest is the packet. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  PktmonBytes bytes = pktmon_bytes_new (data, size);
  guint16 link_type = pktmon_bytes_be16 (&bytes);
  gsize length = pktmon_bytes_be16 (&bytes);
  gsize captured;
  const guint8 *packet = pktmon_bytes_take_rest (&bytes, &captured);
  g_autoptr (PktmonFieldTree) tree =
      test_check_dissection (link_type, packet, captured, length + captured, NULL);

  g_assert_nonnull (tree);
  return 0;
}
