/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/types.h>

/* What constraints look at: the headers of a packet are walked; constraint/compare.h compares what
 * was found with a table. The program compiles both, and so can a BPF program: there is no library,
 * no recursion, no loop without a fixed bound and no memory but what the caller gives.
 *
 * Whoever includes this defines before it
 *
 *   PKTMON_LOAD (packet, offset, to, size)
 *
 * which copies @size bytes, a constant, from @offset of what @packet points to, to @to, and is not
 * 0; or is 0 where not all of them are there. It may define PKTMON_PART (name) too, which names
 * what is called in place of pktmon_name: what checks BPF programs goes through most functions once
 * for each call, but only once through some that are made for it.
 *
 * A packet has levels: the outer headers, and those inside of tunnels. A header that is not all
 * there is not there, and what would follow is not either. */

#define PKTMON_WALK_LEVELS 3
#define PKTMON_WALK_TAGS 4       /* VLAN tags of one level; what is behind more is not looked at */
#define PKTMON_WALK_EXTENSIONS 8 /* of IPv6, likewise */
#define PKTMON_TABLE_SIZE 32

#ifndef PKTMON_PART
#define PKTMON_PART(name) pktmon_##name
#endif

/* What PktmonFacts.key holds: TCP flags, DSCP, protocol, and these bits. */
#define PKTMON_KEY_FLAGS_SHIFT 0
#define PKTMON_KEY_DSCP_SHIFT 8
#define PKTMON_KEY_PROTOCOL_SHIFT 14
#define PKTMON_KEY_IPV4 (1u << 22)
#define PKTMON_KEY_IPV6 (1u << 23)
#define PKTMON_KEY_PROTOCOL (1u << 24) /* the protocol is known */
#define PKTMON_KEY_PORTS (1u << 25)
#define PKTMON_KEY_FLAGS (1u << 26) /* it is TCP, and the flags are known */
#define PKTMON_KEY_HEARTBEAT (1u << 27)
#define PKTMON_KEY_MAC (1u << 28)     /* there is a link-layer address */
#define PKTMON_KEY_MACS (1u << 29)    /* there are two */
#define PKTMON_KEY_PAYLOAD (1u << 30) /* the cursor stands where the protocol begins */
#define PKTMON_KEY_IP (1u << 31)      /* of either version */

/* How a packet begins. */
enum {
  PKTMON_LINK_ETHERNET,
  PKTMON_LINK_RAW,      /* with the IP header */
  PKTMON_LINK_LOOPBACK, /* with four bytes, and the IP header */
  PKTMON_LINK_SLL,
  PKTMON_LINK_SLL2,
  PKTMON_LINK_NONE, /* with nothing that is known */
};

/* Of one level; the caller zeroes it before the first. */
typedef struct PktmonFacts {
  __u32 key;
  __u32 ports; /* source in the upper half */
  __u64 macs[2];
  __u64 addresses[4]; /* two of the source, two of the destination, in the packet's order */
  __u16 vlans[PKTMON_WALK_TAGS]; /* PKTMON_VLAN_TAG and the number; 0: no more */
  __u16 type;
  __u16 vxlan_port; /* of the tunnels so far; 0: none */
  __u8 path;        /* PKTMON_ENCAP_… of the tunnels so far */
  __u8 next;        /* protocol at the cursor */
  __u8 n_vlans;
  __u32 cursor;
} PktmonFacts;

#define PKTMON_VLAN_TAG 0x1000

/* Two patterns, of which one must fit. */
typedef struct {
  __u32 ports[2], ports_mask[2];
  __u64 macs[2][2], macs_mask[2][2];
  __u64 addresses[2][4], addresses_mask[2][4];
} PktmonPatterns;

#define PKTMON_TEST_TYPE 1
#define PKTMON_TEST_VLAN 2
#define PKTMON_TEST_PORTS 4
#define PKTMON_TEST_ADDRESSES 8
#define PKTMON_TEST_MACS 16

/* One constraint. */
typedef struct {
  __u32 key, key_mask;
  __u16 type;
  __u16 vlan; /* PKTMON_VLAN_TAG and the number */
  __u16 vxlan_port;
  __u8 encap;
  __u8 tests; /* PKTMON_TEST_… that are needed beside the key */
  PktmonPatterns patterns;
} PktmonTableEntry;

/* What most packets fail of a constraint, of all of them, for several to be compared at once.
 * Behind the last entry of the table are some that nothing fits. */
typedef struct {
  __u32 key[PKTMON_TABLE_SIZE], key_mask[PKTMON_TABLE_SIZE];
  __u32 ports[2][PKTMON_TABLE_SIZE], ports_mask[2][PKTMON_TABLE_SIZE]; /* all 0: any */
} PktmonTableHeads;

/* All constraints of a session, for a program that cannot allocate. */
typedef struct PktmonTable {
  __u32 n;
  __u32 including;   /* bits of entries; when 0 every packet is included */
  __u32 excluding;   /* bits of entries */
  __u32 headers;     /* bits of entries that ask for headers */
  __u32 expressions; /* bits of entries that have an expression too, which is not in here */
  __u8 encap;        /* of all together */
  __u8 n_vxlan_ports;
  __u16 vxlan_ports[PKTMON_TABLE_SIZE];
  PktmonTableHeads heads; /* the same as in the entries */
  PktmonTableEntry entries[PKTMON_TABLE_SIZE];
} PktmonTable;

/* --- Walking --- */

static inline __u16
pktmon_walk_be16 (const __u8 *bytes)
{
  return (__u16) (bytes[0] << 8 | bytes[1]);
}

static inline int
pktmon_walk_is_tag (__u16 type)
{
  return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/* Adds a tag: one in the frame, or one that the kernel took out of it. */
static inline void
pktmon_walk_add_tag (PktmonFacts *facts, __u16 control)
{
  if (facts->n_vlans < PKTMON_WALK_TAGS)
    facts->vlans[facts->n_vlans++] = (__u16) (PKTMON_VLAN_TAG | (control & 0xfff));
}

static inline void
pktmon_walk_set_protocol (PktmonFacts *facts)
{
  facts->key |= PKTMON_KEY_PROTOCOL | (__u32) facts->next << PKTMON_KEY_PROTOCOL_SHIFT;
}

static inline void
pktmon_walk_ports (const void *packet, PktmonFacts *facts)
{
  __u16 source, destination;
  __u8 bytes[4], flags;

  if (!PKTMON_LOAD (packet, facts->cursor, bytes, 4))
    return;
  source = pktmon_walk_be16 (bytes);
  destination = pktmon_walk_be16 (bytes + 2);
  facts->ports = (__u32) source << 16 | destination;
  facts->key |= PKTMON_KEY_PORTS;
  if (facts->next == 17 && (source == 3343 || destination == 3343))
    facts->key |= PKTMON_KEY_HEARTBEAT;
  if (facts->next == 6 && PKTMON_LOAD (packet, facts->cursor + 13, &flags, 1))
    facts->key |= PKTMON_KEY_FLAGS | (__u32) flags << PKTMON_KEY_FLAGS_SHIFT;
}

/* What IP carries begins at the cursor. */
static inline void
pktmon_walk_payload (const void *packet, PktmonFacts *facts)
{
  pktmon_walk_set_protocol (facts);
  facts->key |= PKTMON_KEY_PAYLOAD;
  if (facts->next == 6 || facts->next == 17 || facts->next == 132)
    pktmon_walk_ports (packet, facts);
}

static inline void
pktmon_walk_ipv4 (const void *packet, PktmonFacts *facts)
{
  __u8 header[20];

  if (!PKTMON_LOAD (packet, facts->cursor, header, 20) || header[0] >> 4 != 4 ||
      (header[0] & 15) < 5)
    return;
  facts->key |= PKTMON_KEY_IP | PKTMON_KEY_IPV4 | (__u32) (header[1] >> 2) << PKTMON_KEY_DSCP_SHIFT;
  __builtin_memcpy (&facts->addresses[0], header + 12, 4);
  __builtin_memcpy (&facts->addresses[2], header + 16, 4);
  facts->next = header[9];
  if ((pktmon_walk_be16 (header + 6) & 0x1fff) != 0) {
    pktmon_walk_set_protocol (facts);
    return;
  }
  facts->cursor += 4u * (header[0] & 15);
  pktmon_walk_payload (packet, facts);
}

static inline int
pktmon_walk_is_extension (__u8 protocol)
{
  return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 51 || protocol == 60 ||
         protocol == 135 || protocol == 139 || protocol == 140;
}

/* Goes over the extension header at the cursor. 0: nothing more can be said. */
static inline int
pktmon_walk_extension (const void *packet, PktmonFacts *facts)
{
  __u8 protocol = facts->next, bytes[4];

  if (!PKTMON_LOAD (packet, facts->cursor, bytes, 4))
    return 0;
  facts->next = bytes[0];
  if (protocol == 44) {
    facts->cursor += 8;
    if ((pktmon_walk_be16 (bytes + 2) & 0xfff8) == 0)
      return 1;
    pktmon_walk_set_protocol (facts);
    return 0;
  }
  facts->cursor += protocol == 51 ? 4u * (bytes[1] + 2u) : 8u * (bytes[1] + 1u);
  return 1;
}

/* Goes over those at the cursor. 0: likewise. */
static inline int
pktmon_walk_extensions (const void *packet, PktmonFacts *facts)
{
  for (int i = 0; i < PKTMON_WALK_EXTENSIONS && pktmon_walk_is_extension (facts->next); i++)
    if (!pktmon_walk_extension (packet, facts))
      return 0;
  return !pktmon_walk_is_extension (facts->next);
}

static inline void
pktmon_walk_ipv6 (const void *packet, PktmonFacts *facts)
{
  __u8 header[40];

  if (!PKTMON_LOAD (packet, facts->cursor, header, 40) || header[0] >> 4 != 6)
    return;
  facts->key |= PKTMON_KEY_IP | PKTMON_KEY_IPV6 |
                (__u32) (pktmon_walk_be16 (header) >> 6 & 63) << PKTMON_KEY_DSCP_SHIFT;
  __builtin_memcpy (facts->addresses, header + 8, 32);
  facts->next = header[6];
  facts->cursor += 40;
  if (pktmon_walk_is_extension (facts->next) && !PKTMON_PART (walk_extensions) (packet, facts))
    return;
  pktmon_walk_payload (packet, facts);
}

/* Goes over the tags at the cursor. 0: they are not all there. */
static inline int
pktmon_walk_tags (const void *packet, PktmonFacts *facts)
{
  __u8 bytes[4];

  for (int i = 0; i < PKTMON_WALK_TAGS; i++) {
    if (!pktmon_walk_is_tag (facts->type) || facts->n_vlans >= PKTMON_WALK_TAGS)
      break;
    if (!PKTMON_LOAD (packet, facts->cursor, bytes, 4)) {
      facts->type = 0;
      return 0;
    }
    pktmon_walk_add_tag (facts, pktmon_walk_be16 (bytes));
    facts->type = pktmon_walk_be16 (bytes + 2);
    facts->cursor += 4;
  }
  return 1;
}

/* A packet of the type `type` begins at the cursor. */
static inline void
pktmon_walk_type (const void *packet, PktmonFacts *facts)
{
  if (pktmon_walk_is_tag (facts->type) && !PKTMON_PART (walk_tags) (packet, facts))
    return;
  if (facts->type == 0x0800)
    pktmon_walk_ipv4 (packet, facts);
  else if (facts->type == 0x86dd)
    pktmon_walk_ipv6 (packet, facts);
}

/* --- How a packet begins: all of these leave the type and the cursor behind them --- */

static inline void
pktmon_walk_ethernet (const void *packet, PktmonFacts *facts)
{
  __u8 header[14];

  if (!PKTMON_LOAD (packet, facts->cursor, header, 14))
    return;
  __builtin_memcpy (&facts->macs[0], header, 6);
  __builtin_memcpy (&facts->macs[1], header + 6, 6);
  facts->key |= PKTMON_KEY_MAC | PKTMON_KEY_MACS;
  facts->type = pktmon_walk_be16 (header + 12);
  facts->cursor += 14;
}

static inline void
pktmon_walk_raw (const void *packet, PktmonFacts *facts)
{
  __u8 version;

  if (!PKTMON_LOAD (packet, facts->cursor, &version, 1))
    return;
  if (version >> 4 == 4)
    facts->type = 0x0800;
  else if (version >> 4 == 6)
    facts->type = 0x86dd;
}

/* Linux cooked headers: @size bytes with the type at @type, and one address, where it is one of
 * Ethernet: its length ends at @length. */
static inline void
pktmon_walk_cooked (const void *packet, PktmonFacts *facts, __u32 size, __u32 type, __u32 length)
{
  __u8 last, bytes[6];

  if (!PKTMON_LOAD (packet, facts->cursor + size - 1, &last, 1) ||
      !PKTMON_LOAD (packet, facts->cursor + length, &last, 1))
    return;
  if (last == 6 && PKTMON_LOAD (packet, facts->cursor + length + 1, bytes, 6)) {
    __builtin_memcpy (&facts->macs[0], bytes, 6);
    __builtin_memcpy (&facts->macs[1], bytes, 6);
    facts->key |= PKTMON_KEY_MAC;
  }
  if (!PKTMON_LOAD (packet, facts->cursor + type, bytes, 2))
    return;
  facts->type = pktmon_walk_be16 (bytes);
  facts->cursor += size;
}

/* @facts: zero, but for tags that the kernel took out (pktmon_walk_add_tag) and a cursor that is
 * not at 0. */
static inline void
pktmon_walk_link (const void *packet, PktmonFacts *facts, int link)
{
  if (link == PKTMON_LINK_ETHERNET)
    pktmon_walk_ethernet (packet, facts);
  else if (link == PKTMON_LINK_RAW)
    pktmon_walk_raw (packet, facts);
  else if (link == PKTMON_LINK_LOOPBACK) {
    facts->cursor += 4;
    pktmon_walk_raw (packet, facts);
  } else if (link == PKTMON_LINK_SLL)
    pktmon_walk_cooked (packet, facts, 16, 14, 5);
  else if (link == PKTMON_LINK_SLL2)
    pktmon_walk_cooked (packet, facts, 20, 0, 11);
}

/* --- Tunnels --- */

/* Whether something called Ethernet begins at the cursor, behind what says so. */
#define PKTMON_WALK_BRIDGED 0x6558

/* RFC 2784, 2890 and 7637. 0: it is none. */
static inline int
pktmon_walk_gre (const void *packet, PktmonFacts *facts)
{
  __u8 bytes[4];
  __u16 flags;

  if (!PKTMON_LOAD (packet, facts->cursor, bytes, 4))
    return 0;
  flags = pktmon_walk_be16 (bytes);
  if ((flags & 0x4007) != 0)
    return 0;
  facts->type = pktmon_walk_be16 (bytes + 2);
  facts->cursor += 4u + 4u * (flags >> 15) + 4u * (flags >> 13 & 1) + 4u * (flags >> 12 & 1);
  facts->path |= 2;
  return 1;
}

/* RFC 7348. */
static inline int
pktmon_walk_vxlan (const void *packet, PktmonFacts *facts)
{
  __u8 bytes[16];

  if (!PKTMON_LOAD (packet, facts->cursor, bytes, 16) || (bytes[8] & 8) == 0)
    return 0;
  facts->type = PKTMON_WALK_BRIDGED;
  facts->cursor += 16;
  facts->path |= 1;
  facts->vxlan_port = pktmon_walk_be16 (bytes + 2);
  return 1;
}

/* RFC 8926. */
static inline int
pktmon_walk_geneve (const void *packet, PktmonFacts *facts)
{
  __u8 bytes[16];

  if (!PKTMON_LOAD (packet, facts->cursor, bytes, 16) || bytes[8] >> 6 != 0)
    return 0;
  facts->type = pktmon_walk_be16 (bytes + 10);
  facts->cursor += 16 + 4u * (bytes[8] & 63);
  facts->path |= 8;
  return 1;
}

static inline int
pktmon_walk_is_vxlan (const PktmonTable *table, const PktmonFacts *facts)
{
  __u16 port = (__u16) facts->ports;

  if ((table->encap & 1) == 0 || (facts->vxlan_port != 0 && facts->vxlan_port != port))
    return 0;
  for (int i = 0; i < PKTMON_TABLE_SIZE && i < table->n_vxlan_ports; i++)
    if (table->vxlan_ports[i] == port)
      return 1;
  return 0;
}

/* Goes over the tunnel's header at the cursor, where there is one that any constraint of @table
 * looks into. 0: there is none. */
static inline int
pktmon_walk_tunnel (const void *packet, PktmonFacts *facts, const PktmonTable *table)
{
  if ((facts->key & PKTMON_KEY_PAYLOAD) == 0)
    return 0;
  if (facts->next == 47)
    return (table->encap & 2) != 0 && pktmon_walk_gre (packet, facts);
  if (facts->next == 4 || facts->next == 41) {
    facts->type = facts->next == 4 ? 0x0800 : 0x86dd;
    facts->path |= 4;
    return (table->encap & 4) != 0;
  }
  if (facts->next != 17 || (facts->key & PKTMON_KEY_PORTS) == 0)
    return 0;
  if ((facts->ports & 0xffff) == 6081)
    return (table->encap & 8) != 0 && pktmon_walk_geneve (packet, facts);
  return pktmon_walk_is_vxlan (table, facts) && pktmon_walk_vxlan (packet, facts);
}

/* The next level. 0: there is none. */
static inline int
pktmon_walk_inner (const void *packet, PktmonFacts *facts, const PktmonTable *table)
{
  PktmonFacts inner = { 0 };

  if (!pktmon_walk_tunnel (packet, facts, table))
    return 0;
  inner.type = facts->type;
  inner.path = facts->path;
  inner.vxlan_port = facts->vxlan_port;
  inner.cursor = facts->cursor;
  *facts = inner;
  if (facts->type == PKTMON_WALK_BRIDGED) {
    facts->type = 0;
    pktmon_walk_ethernet (packet, facts);
  }
  pktmon_walk_type (packet, facts);
  return 1;
}
