/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/stack-point.h"

typedef struct {
  const unsigned char *bytes;
  unsigned size;
} Frame;

static inline int
load (const void *packet, unsigned offset, void *to, unsigned size)
{
  const Frame *frame = packet;

  if (offset > frame->size || size > frame->size - offset)
    return 0;
  for (unsigned i = 0; i < size; i++)
    ((unsigned char *) to)[i] = frame->bytes[offset + i];
  return 1;
}

#define PKTMON_LOAD(packet, offset, to, size) load ((packet), (offset), (to), (size))

#include "constraint/compare.h"

int
test_stack_point_match (const void *table, const void *frame, unsigned size, int link, int tag)
{
  const Frame packet = { frame, size };
  PktmonFacts facts = { 0 };

  if (tag >= 0)
    pktmon_walk_add_tag (&facts, (__u16) tag);
  return pktmon_table_decide (table, pktmon_table_match (table, &packet, &facts, link));
}
