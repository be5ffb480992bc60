/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walking of constraint/walk.h as classic BPF: what is said there of each step is not said here
 * again. */
#include <linux/filter.h>

#include "constraint/emit-private.h"

#define LOAD_AT(size) (BPF_LD | (size) | BPF_ABS)
#define LOAD_AT_X(size) (BPF_LD | (size) | BPF_IND)
#define AUXILIARY(which) ((guint32) SKF_AD_OFF + (which))

#define NEXT PKTMON_LABEL_NEXT

#define PAYLOAD_KEYS                                                                               \
  (PKTMON_KEY_PROTOCOL | PKTMON_KEY_PORTS | PKTMON_KEY_FLAGS | PKTMON_KEY_HEARTBEAT)
#define NETWORK_KEYS (PAYLOAD_KEYS | PKTMON_KEY_IP | PKTMON_KEY_IPV4 | PKTMON_KEY_IPV6)

/* --- What is needed --- */

static gboolean
needs_ports (const PktmonEmitter *self)
{
  return (self->key_mask & (PKTMON_KEY_PORTS | PKTMON_KEY_FLAGS | PKTMON_KEY_HEARTBEAT)) != 0 ||
         (self->encap & (PKTMON_ENCAP_VXLAN | PKTMON_ENCAP_GENEVE)) != 0;
}

static gboolean
needs_payload (const PktmonEmitter *self)
{
  return (self->key_mask & PAYLOAD_KEYS) != 0 || self->encap != 0;
}

static gboolean
needs_network (const PktmonEmitter *self)
{
  return (self->key_mask & NETWORK_KEYS) != 0 || self->encap != 0;
}

static gboolean
needs_type (const PktmonEmitter *self)
{
  return needs_network (self) || (self->tests_made & (PKTMON_TEST_TYPE | PKTMON_TEST_VLAN)) != 0;
}

/* --- IP and what it carries --- */

static void
walk_flags (PktmonEmitter *self)
{
  PktmonLabel other = pktmon_emitter_make_label (self);

  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 6, NEXT, other);
  pktmon_emitter_need (self, 14, other);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 13);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_KEY_FLAGS);
  pktmon_emitter_or_into (self, PKTMON_SLOT_KEY);
  pktmon_emitter_put_label (self, other);
}

static void
walk_heartbeat (PktmonEmitter *self)
{
  PktmonLabel found = pktmon_emitter_make_label (self), other = pktmon_emitter_make_label (self);

  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 17, NEXT, other);
  pktmon_emitter_load (self, PKTMON_SLOT_PORTS);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, G_MAXUINT16);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, PKTMON_HEARTBEAT_PORT, found, NEXT);
  pktmon_emitter_load (self, PKTMON_SLOT_PORTS);
  pktmon_emitter_add (self, BPF_ALU | BPF_RSH | BPF_K, 16);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, PKTMON_HEARTBEAT_PORT, NEXT, other);
  pktmon_emitter_put_label (self, found);
  pktmon_emitter_set_bits (self, PKTMON_SLOT_KEY, PKTMON_KEY_HEARTBEAT);
  pktmon_emitter_put_label (self, other);
}

static void
walk_payload (PktmonEmitter *self)
{
  static const guint16 protocols[] = { 6, 17, 132 };
  PktmonLabel ports = pktmon_emitter_make_label (self);

  pktmon_emitter_set_bits (self, PKTMON_SLOT_KEY, PKTMON_KEY_PAYLOAD);
  if (!needs_ports (self))
    return;
  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_find (self, protocols, G_N_ELEMENTS (protocols), ports);
  pktmon_emitter_go (self, self->tests);
  pktmon_emitter_put_label (self, ports);
  pktmon_emitter_need (self, 4, self->tests);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_W), 0);
  pktmon_emitter_store (self, PKTMON_SLOT_PORTS);
  pktmon_emitter_set_bits (self, PKTMON_SLOT_KEY, PKTMON_KEY_PORTS);
  if ((self->key_mask & PKTMON_KEY_HEARTBEAT) != 0)
    walk_heartbeat (self);
  if ((self->key_mask & PKTMON_KEY_FLAGS) != 0)
    walk_flags (self);
}

static void
set_protocol (PktmonEmitter *self)
{
  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, PKTMON_KEY_PROTOCOL_SHIFT);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_KEY_PROTOCOL);
  pktmon_emitter_or_into (self, PKTMON_SLOT_KEY);
}

static void
walk_ipv4 (PktmonEmitter *self, PktmonLabel payload)
{
  pktmon_emitter_need (self, 20, self->tests);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 0);
  pktmon_emitter_jump (self, BPF_JGE | BPF_K, 0x45, NEXT, self->tests);
  pktmon_emitter_jump (self, BPF_JGT | BPF_K, 0x4f, self->tests, NEXT);
  pktmon_emitter_add (self, BPF_MISC | BPF_TXA, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_NETWORK);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 9);
  pktmon_emitter_store (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 1);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, 0xfc);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, PKTMON_KEY_DSCP_SHIFT - 2);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_KEY_IP | PKTMON_KEY_IPV4);
  pktmon_emitter_or_into (self, PKTMON_SLOT_KEY);
  if (!needs_payload (self)) {
    pktmon_emitter_go (self, self->tests);
    return;
  }
  set_protocol (self);
  pktmon_emitter_load_x (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 6);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, 0x1fff, self->tests, NEXT);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 0);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, 15);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, 2);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_X, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_go (self, payload);
}

static const guint16 extensions[] = { 0, 44, 43, 60, 51, 135, 139, 140 };

/* One header that may be an extension: to @last when it is not. */
static void
walk_extension (PktmonEmitter *self, PktmonLabel last, PktmonLabel fragment)
{
  PktmonLabel extension = pktmon_emitter_make_label (self),
              common = pktmon_emitter_make_label (self), other = pktmon_emitter_make_label (self);

  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_find (self, extensions, G_N_ELEMENTS (extensions), extension);
  pktmon_emitter_go (self, last);
  pktmon_emitter_put_label (self, extension);
  pktmon_emitter_need (self, 4, self->tests);
  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 51, NEXT, other);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 1);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, 2);
  pktmon_emitter_go (self, common);
  pktmon_emitter_put_label (self, other);
  other = pktmon_emitter_make_label (self);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 44, NEXT, other);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 2);
  pktmon_emitter_jump (self, BPF_JSET | BPF_K, 0xfff8, fragment, NEXT);
  pktmon_emitter_add (self, BPF_LD | BPF_IMM, 0);
  pktmon_emitter_go (self, common);
  pktmon_emitter_put_label (self, other);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 1);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, 3);
  pktmon_emitter_put_label (self, common);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_K, 8);
  pktmon_emitter_add (self, BPF_ALU | BPF_ADD | BPF_X, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_CURSOR);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 0);
  pktmon_emitter_store (self, PKTMON_SLOT_NEXT);
}

static void
walk_extensions (PktmonEmitter *self, PktmonLabel payload)
{
  PktmonLabel last = pktmon_emitter_make_label (self), fragment = pktmon_emitter_make_label (self);

  for (guint i = 0; i < PKTMON_WALK_EXTENSIONS; i++)
    walk_extension (self, last, fragment);
  pktmon_emitter_load (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_find (self, extensions, G_N_ELEMENTS (extensions), self->tests);
  pktmon_emitter_go (self, last);
  pktmon_emitter_put_label (self, fragment);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 0);
  pktmon_emitter_store (self, PKTMON_SLOT_NEXT);
  set_protocol (self);
  pktmon_emitter_go (self, self->tests);
  pktmon_emitter_put_label (self, last);
  set_protocol (self);
  pktmon_emitter_go (self, payload);
}

static void
walk_ipv6 (PktmonEmitter *self, PktmonLabel payload)
{
  pktmon_emitter_need (self, 40, self->tests);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 0);
  pktmon_emitter_jump (self, BPF_JGE | BPF_K, 0x60, NEXT, self->tests);
  pktmon_emitter_jump (self, BPF_JGT | BPF_K, 0x6f, self->tests, NEXT);
  pktmon_emitter_add (self, BPF_MISC | BPF_TXA, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_NETWORK);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_B), 6);
  pktmon_emitter_store (self, PKTMON_SLOT_NEXT);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 0);
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, 0xfc0);
  pktmon_emitter_add (self, BPF_ALU | BPF_LSH | BPF_K, PKTMON_KEY_DSCP_SHIFT - 6);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_KEY_IP | PKTMON_KEY_IPV6);
  pktmon_emitter_or_into (self, PKTMON_SLOT_KEY);
  if (!needs_payload (self)) {
    pktmon_emitter_go (self, self->tests);
    return;
  }
  pktmon_emitter_advance (self, 40);
  walk_extensions (self, payload);
}

static void
walk_network (PktmonEmitter *self)
{
  PktmonLabel ipv4 = pktmon_emitter_make_label (self), ipv6 = pktmon_emitter_make_label (self),
              payload = pktmon_emitter_make_label (self);

  if (!needs_network (self))
    return;
  pktmon_emitter_load (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 0x0800, ipv4, NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 0x86dd, ipv6, self->tests);
  pktmon_emitter_put_label (self, ipv4);
  walk_ipv4 (self, payload);
  pktmon_emitter_put_label (self, ipv6);
  walk_ipv6 (self, payload);
  pktmon_emitter_put_label (self, payload);
  if (needs_payload (self))
    walk_payload (self);
}

/* --- The link layer --- */

static void
store_vlan (PktmonEmitter *self, guint i)
{
  if ((self->tests_made & PKTMON_TEST_VLAN) == 0)
    return;
  pktmon_emitter_add (self, BPF_ALU | BPF_AND | BPF_K, 0xfff);
  pktmon_emitter_add (self, BPF_ALU | BPF_OR | BPF_K, PKTMON_VLAN_TAG);
  pktmon_emitter_store (self, PKTMON_SLOT_VLANS + i);
}

/* @second: put down where one tag has been seen. */
static void
walk_type (PktmonEmitter *self, PktmonLabel second)
{
  static const guint16 types[] = { 0x8100, 0x88a8, 0x9100 };
  PktmonLabel network = pktmon_emitter_make_label (self), cut = pktmon_emitter_make_label (self);

  for (guint i = 0; i < PKTMON_WALK_TAGS; i++) {
    PktmonLabel tag = pktmon_emitter_make_label (self);

    if (i == 1)
      pktmon_emitter_put_label (self, second);
    pktmon_emitter_load (self, PKTMON_SLOT_TYPE);
    pktmon_emitter_find (self, types, G_N_ELEMENTS (types), tag);
    pktmon_emitter_go (self, network);
    pktmon_emitter_put_label (self, tag);
    pktmon_emitter_need (self, 4, cut);
    pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 0);
    store_vlan (self, i);
    pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 2);
    pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
    pktmon_emitter_advance (self, 4);
  }
  pktmon_emitter_go (self, network);
  pktmon_emitter_put_label (self, cut);
  pktmon_emitter_set (self, PKTMON_SLOT_TYPE, 0);
  pktmon_emitter_go (self, self->tests);
  pktmon_emitter_put_label (self, network);
  walk_network (self);
}

/* The tag that the kernel took out of the frame: to @second when there is one, else on. */
static void
walk_taken_tag (PktmonEmitter *self, PktmonLabel second)
{
  PktmonLabel none = pktmon_emitter_make_label (self);

  pktmon_emitter_add (self, LOAD_AT (BPF_W), AUXILIARY (SKF_AD_VLAN_TAG_PRESENT));
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 0, none, NEXT);
  pktmon_emitter_add (self, LOAD_AT (BPF_W), AUXILIARY (SKF_AD_VLAN_TAG));
  store_vlan (self, 0);
  pktmon_emitter_go (self, second);
  pktmon_emitter_put_label (self, none);
}

/* @type: where the type is, of a header of @size bytes. */
static void
begin_link (PktmonEmitter *self, guint32 size, guint32 type)
{
  pktmon_emitter_add (self, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_emitter_jump (self, BPF_JGE | BPF_K, size, NEXT, self->tests);
  pktmon_emitter_add (self, LOAD_AT (BPF_H), type);
  pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_set (self, PKTMON_SLOT_CURSOR, size);
}

/* @length: where the length of the address ends. */
static void
begin_cooked (PktmonEmitter *self, guint32 size, guint32 type, guint32 length)
{
  PktmonLabel none = pktmon_emitter_make_label (self);

  begin_link (self, size, type);
  pktmon_emitter_add (self, LOAD_AT (BPF_B), length);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 6, NEXT, none);
  pktmon_emitter_set (self, PKTMON_SLOT_LINK, length + 1);
  pktmon_emitter_set (self, PKTMON_SLOT_KEY, PKTMON_KEY_MAC);
  pktmon_emitter_put_label (self, none);
}

/* @start: where the IP header is. */
static void
begin_raw (PktmonEmitter *self, guint32 start)
{
  PktmonLabel ipv6 = pktmon_emitter_make_label (self), known = pktmon_emitter_make_label (self);

  pktmon_emitter_add (self, BPF_LD | BPF_W | BPF_LEN, 0);
  pktmon_emitter_jump (self, BPF_JGT | BPF_K, start, NEXT, self->tests);
  pktmon_emitter_set (self, PKTMON_SLOT_CURSOR, start);
  pktmon_emitter_add (self, LOAD_AT (BPF_B), start);
  pktmon_emitter_add (self, BPF_ALU | BPF_RSH | BPF_K, 4);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 6, ipv6, NEXT);
  pktmon_emitter_jump (self, BPF_JEQ | BPF_K, 4, NEXT, self->tests);
  pktmon_emitter_set (self, PKTMON_SLOT_TYPE, 0x0800);
  pktmon_emitter_go (self, known);
  pktmon_emitter_put_label (self, ipv6);
  pktmon_emitter_set (self, PKTMON_SLOT_TYPE, 0x86dd);
  pktmon_emitter_put_label (self, known);
}

static void
walk_outer (PktmonEmitter *self)
{
  PktmonLabel second = pktmon_emitter_make_label (self);

  for (guint i = 0; i < PKTMON_N_SLOTS; i++)
    pktmon_emitter_set (self, i, 0);
  switch (self->request->link) {
  case PKTMON_LINK_ETHERNET:
    begin_link (self, 14, 12);
    pktmon_emitter_set (self, PKTMON_SLOT_KEY, PKTMON_KEY_MAC | PKTMON_KEY_MACS);
    if (needs_type (self) && self->request->taken)
      walk_taken_tag (self, second);
    break;
  case PKTMON_LINK_RAW:
    begin_raw (self, 0);
    break;
  case PKTMON_LINK_LOOPBACK:
    begin_raw (self, 4);
    break;
  case PKTMON_LINK_SLL:
    begin_cooked (self, 16, 14, 5);
    break;
  case PKTMON_LINK_SLL2:
    begin_cooked (self, 20, 0, 11);
    break;
  default:
    pktmon_emitter_go (self, self->tests);
    break;
  }
  if (needs_type (self))
    walk_type (self, second);
}

/* --- What is in a tunnel --- */

static void
forget_level (PktmonEmitter *self)
{
  pktmon_emitter_set (self, PKTMON_SLOT_KEY, 0);
  for (guint i = 0; i < PKTMON_WALK_TAGS && (self->tests_made & PKTMON_TEST_VLAN) != 0; i++)
    pktmon_emitter_store (self, PKTMON_SLOT_VLANS + i);
}

static void
walk_inner (PktmonEmitter *self, const PktmonEmitInner *inner)
{
  PktmonLabel type = pktmon_emitter_make_label (self);

  pktmon_emitter_put_label (self, inner->ethernet);
  forget_level (self);
  pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_need (self, 14, self->tests);
  pktmon_emitter_add (self, BPF_MISC | BPF_TXA, 0);
  pktmon_emitter_store (self, PKTMON_SLOT_LINK);
  pktmon_emitter_add (self, LOAD_AT_X (BPF_H), 12);
  pktmon_emitter_store (self, PKTMON_SLOT_TYPE);
  pktmon_emitter_advance (self, 14);
  pktmon_emitter_set (self, PKTMON_SLOT_KEY, PKTMON_KEY_MAC | PKTMON_KEY_MACS);
  pktmon_emitter_go (self, type);
  pktmon_emitter_put_label (self, inner->type);
  forget_level (self);
  pktmon_emitter_put_label (self, type);
  walk_type (self, pktmon_emitter_make_label (self));
}

/* --- All of it --- */

static void
test_level (PktmonEmitter *self)
{
  const PktmonEmitRequest *request = self->request;

  pktmon_emitter_put_label (self, self->tests);
  for (guint i = 0; i < request->table->n; i++) {
    const PktmonTableEntry *entry = &request->table->entries[i];

    if ((request->entries >> i & 1) != 0 && (self->level == 0 || entry->encap != 0))
      pktmon_emitter_test (self, entry);
  }
}

static void
walk_level (PktmonEmitter *self)
{
  const PktmonEmitInner inner = { pktmon_emitter_make_label (self),
                                  pktmon_emitter_make_label (self) };

  pktmon_emitter_walk_tunnel (self, &inner);
  if (++self->level < self->request->levels) {
    self->tests = pktmon_emitter_make_label (self);
    walk_inner (self, &inner);
    test_level (self);
    return;
  }
  pktmon_emitter_put_label (self, inner.ethernet);
  pktmon_emitter_put_label (self, inner.type);
  pktmon_emitter_go (self, self->request->doubt ? self->matched : self->end);
}

static void
find_needs (PktmonEmitter *self)
{
  const PktmonTable *table = self->request->table;

  for (guint i = 0; i < table->n; i++) {
    if ((self->request->entries >> i & 1) == 0)
      continue;
    self->key_mask |= table->entries[i].key_mask;
    self->tests_made |= table->entries[i].tests;
    self->encap |= table->entries[i].encap;
  }
}

gboolean
pktmon_emit_headers (PktmonAssembler *assembler, const PktmonEmitRequest *request,
                     PktmonLabel matched)
{
  PktmonEmitter self = { assembler, request, matched,
                         .end = pktmon_assembler_make_label (assembler),
                         .tests = pktmon_assembler_make_label (assembler) };
  guint levels = request->levels;

  find_needs (&self);
  walk_outer (&self);
  test_level (&self);
  while (self.encap != 0 && self.level + 1 < PKTMON_WALK_LEVELS && self.level < levels)
    walk_level (&self);
  pktmon_assembler_put_label (assembler, self.end);
  return self.encap == 0 || levels >= PKTMON_WALK_LEVELS;
}
