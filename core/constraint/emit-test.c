/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparing of pktmon_table_compare as classic BPF. */
#include "constraint/emit-private.h"

#define LOAD_AT_X(size) (BPF_LD | (size) | BPF_IND)

static guint32
get_word (const void *bytes)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return GUINT32_FROM_BE (word);
}

/* --- Addresses --- */

/* Goes on when the word at X + @offset fits. */
static void
test_word (PktmonEmitter *self, guint32 offset, guint32 word, guint32 mask, PktmonLabel wrong)
{
  if (mask == 0)
    return;
  pktmon_emitter_add (self, LOAD_AT_X (BPF_W), offset);
  if (mask != G_MAXUINT32)
    pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, mask);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, word & mask, PKTMON_LABEL_NEXT, wrong);
}

static void
test_address (PktmonEmitter *self, guint32 offset, const __u64 *address, const __u64 *mask,
              guint words, PktmonLabel wrong)
{
  for (guint i = 0; i < words; i++)
    test_word (self, offset + 4 * i, get_word ((const guint8 *) address + 4 * i),
               get_word ((const guint8 *) mask + 4 * i), wrong);
}

static void
test_address_pair (PktmonEmitter *self, const PktmonTableEntry *entry, guint i, PktmonLabel wrong)
{
  const __u64 *addresses = entry->patterns.addresses[i];
  const __u64 *mask = entry->patterns.addresses_mask[i];
  gboolean is_ipv6 = (entry->key_mask & PKTMON_KEY_IPV6) != 0;
  guint words = is_ipv6 ? 4 : 1;

  test_address (self, is_ipv6 ? 8 : 12, addresses, mask, words, wrong);
  test_address (self, is_ipv6 ? 24 : 16, addresses + 2, mask + 2, words, wrong);
}

static void
test_mac (PktmonEmitter *self, guint32 offset, __u64 mac, __u64 mask, PktmonLabel wrong)
{
  guint8 bytes[8];

  if (mask == 0)
    return;
  memcpy (bytes, &mac, sizeof bytes);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_W), offset);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, get_word (bytes), PKTMON_LABEL_NEXT, wrong);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), offset + 4);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, (guint32) bytes[4] << 8 | bytes[5], PKTMON_LABEL_NEXT,
                       wrong);
}

/* A cooked header has one address, which is both. */
static void
test_mac_pair (PktmonEmitter *self, const PktmonTableEntry *entry, guint i, PktmonLabel wrong)
{
  const PktmonPatterns *p = &entry->patterns;
  gboolean is_cooked = self->level == 0 && self->request->link != PKTMON_LINK_ETHERNET;

  test_mac (self, 0, p->macs[i][0], p->macs_mask[i][0], wrong);
  test_mac (self, is_cooked ? 0 : 6, p->macs[i][1], p->macs_mask[i][1], wrong);
}

/* Goes on when one of two patterns at the place in @slot fits. */
static void
test_either (PktmonEmitter *self, const PktmonTableEntry *entry, guint slot,
             void (*test) (PktmonEmitter *self, const PktmonTableEntry *entry, guint i,
                           PktmonLabel wrong),
             PktmonLabel wrong)
{
  PktmonLabel second = pktmon_assembler_make_label (self->assembler);
  PktmonLabel right = pktmon_assembler_make_label (self->assembler);

  pktmon_emitter_load_x (self, slot);
  test (self, entry, 0, second);
  pktmon_assembler_go (self->assembler, right);
  pktmon_assembler_put_label (self->assembler, second);
  test (self, entry, 1, wrong);
  pktmon_assembler_put_label (self->assembler, right);
}

/* --- The rest --- */

static void
test_ports (PktmonEmitter *self, const PktmonTableEntry *entry, PktmonLabel wrong)
{
  const PktmonPatterns *p = &entry->patterns;
  PktmonLabel right = pktmon_assembler_make_label (self->assembler);

  pktmon_emitter_load (self, PKTMON_SLOT_PORTS);
  if (p->ports_mask[0] != G_MAXUINT32)
    pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, p->ports_mask[0]);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, p->ports[0], right, PKTMON_LABEL_NEXT);
  if (p->ports_mask[1] != G_MAXUINT32) {
    pktmon_emitter_load (self, PKTMON_SLOT_PORTS);
    pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, p->ports_mask[1]);
  }
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, p->ports[1], PKTMON_LABEL_NEXT, wrong);
  pktmon_assembler_put_label (self->assembler, right);
}

static void
test_vlans (PktmonEmitter *self, const PktmonTableEntry *entry, PktmonLabel wrong)
{
  PktmonLabel right = pktmon_assembler_make_label (self->assembler);

  for (guint i = 0; i < PKTMON_WALK_TAGS; i++) {
    pktmon_emitter_load (self, PKTMON_SLOT_VLANS + i);
    pktmon_emitter_jump (self, BPF_JEQ | BPF_K, entry->vlan, right,
                         i + 1 < PKTMON_WALK_TAGS ? PKTMON_LABEL_NEXT : wrong);
  }
  pktmon_assembler_put_label (self->assembler, right);
}

static gboolean
has_other_vxlan_port (const PktmonEmitter *self, const PktmonTableEntry *entry)
{
  for (guint i = 0; i < self->request->table->n_vxlan_ports; i++)
    if (self->request->table->vxlan_ports[i] != entry->vxlan_port)
      return TRUE;
  return FALSE;
}

/* The tunnels up to here must be those that @entry looks into. */
static void
test_path (PktmonEmitter *self, const PktmonTableEntry *entry, PktmonLabel wrong)
{
  PktmonLabel right;

  if (entry->encap != self->encap) {
    pktmon_emitter_load (self, PKTMON_SLOT_PATH);
    pktmon_emitter_jump (self, BPF_JSET | BPF_K, PKTMON_ENCAP_ANY & ~(guint32) entry->encap, wrong,
                         PKTMON_LABEL_NEXT);
  }
  if ((entry->encap & PKTMON_ENCAP_VXLAN) == 0 || !has_other_vxlan_port (self, entry))
    return;
  right = pktmon_assembler_make_label (self->assembler);
  pktmon_emitter_load (self, PKTMON_SLOT_PATH);
  pktmon_emitter_add (self, BPF_ALU | BPF_RSH | BPF_K, 16);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 0, right, PKTMON_LABEL_NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, entry->vxlan_port, PKTMON_LABEL_NEXT, wrong);
  pktmon_assembler_put_label (self->assembler, right);
}

void
pktmon_emitter_test (PktmonEmitter *self, const PktmonTableEntry *entry)
{
  PktmonLabel wrong = pktmon_assembler_make_label (self->assembler);

  if (entry->key_mask != 0) {
    pktmon_emitter_load (self, PKTMON_SLOT_KEY);
    pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, entry->key_mask);
    pktmon_emitter_jump (self, BPF_JEQ | BPF_K, entry->key & entry->key_mask, PKTMON_LABEL_NEXT,
                         wrong);
  }
  if (self->level > 0)
    test_path (self, entry, wrong);
  if ((entry->tests & PKTMON_TEST_TYPE) != 0) {
    pktmon_emitter_load (self, PKTMON_SLOT_TYPE);
    pktmon_emitter_jump (self, BPF_JEQ | BPF_K, entry->type, PKTMON_LABEL_NEXT, wrong);
  }
  if ((entry->tests & PKTMON_TEST_PORTS) != 0)
    test_ports (self, entry, wrong);
  if ((entry->tests & PKTMON_TEST_ADDRESSES) != 0)
    test_either (self, entry, PKTMON_SLOT_NETWORK, test_address_pair, wrong);
  if ((entry->tests & PKTMON_TEST_MACS) != 0)
    test_either (self, entry, PKTMON_SLOT_LINK, test_mac_pair, wrong);
  if ((entry->tests & PKTMON_TEST_VLAN) != 0)
    test_vlans (self, entry, wrong);
  pktmon_assembler_go (self->assembler, self->matched);
  pktmon_assembler_put_label (self->assembler, wrong);
}
