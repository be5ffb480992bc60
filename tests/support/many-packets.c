/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/many-packets.h"

#include <sys/mman.h>
#include <unistd.h>

#include "support/capture-builder.h"

/* Packets that are written at once. */
#define BATCH 65536u
#define RECORD_SIZE 16u

static void
append (int descriptor, const TestBuilder *builder, gsize size)
{
  g_assert_cmpuint (size, <=, builder->bytes->len);
  g_assert_cmpint (write (descriptor, builder->bytes->data, size), ==, (gssize) size);
}

PktmonStore *
test_many_packets (guint count)
{
  int descriptor = memfd_create ("many-packets", MFD_CLOEXEC);
  g_autoptr (PktmonSpool) spool = pktmon_spool_new_growing (descriptor, NULL);
  g_autoptr (TestBuilder) header = test_builder_new (FALSE);
  g_autoptr (TestBuilder) batch = test_builder_new (FALSE);
  PktmonStore *store;

  test_builder_pcap_header (header, 0xa1b2c3d4, 0, 1);
  for (guint i = 0; i < BATCH; i++)
    test_builder_pcap_record (batch, 0, i, 0, 0, 0);
  append (descriptor, header, header->bytes->len);
  for (guint left = count; left > 0; left -= MIN (left, BATCH))
    append (descriptor, batch, (gsize) MIN (left, BATCH) * RECORD_SIZE);
  pktmon_spool_grow (spool, header->bytes->len + (guint64) count * RECORD_SIZE, TRUE);
  close (descriptor);
  store = pktmon_store_new_for_spool (spool);
  g_assert_true (pktmon_store_wait_complete (store, NULL));
  g_assert_cmpuint (pktmon_store_get_count (store), ==, count);
  return store;
}
