/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/described-packet.h"

#include <string.h>

#include "constraint/fields.h"

typedef struct {
  TestDescribedPacket *packet;
  GRand *random;
  gboolean deep; /* many tunnels */
} Maker;

/* --- Choices --- */

static gboolean
chance (GRand *random, guint percent)
{
  return g_rand_int_range (random, 0, 100) < (gint32) percent;
}

static guint
choose (GRand *random, guint n)
{
  return (guint) g_rand_int_range (random, 0, (gint32) n);
}

guint16
test_choose_port (GRand *random)
{
  static const guint16 ports[] = { 53, 443, 3343, 4789, 4789, 8472, 6081, 0 };

  return ports[choose (random, G_N_ELEMENTS (ports))];
}

guint16
test_choose_vlan (GRand *random)
{
  static const guint16 vlans[] = { 0, 5, 7, 4095 };

  return vlans[choose (random, G_N_ELEMENTS (vlans))];
}

guint16
test_choose_ethertype (GRand *random)
{
  static const guint16 types[] = { 0x0800, 0x86dd, 0x0800, 0x86dd, 0x0806, 0x88cc, 0x8100 };

  return types[choose (random, G_N_ELEMENTS (types))];
}

guint8
test_choose_protocol (GRand *random)
{
  static const guint8 protocols[] = { 6, 6, 17, 17, 17, 132, 1, 58, 47, 4, 41, 50, 59, 44, 200 };

  return protocols[choose (random, G_N_ELEMENTS (protocols))];
}

guint8
test_choose_dscp (GRand *random)
{
  static const guint8 dscps[] = { 0, 0, 46, 63 };

  return dscps[choose (random, G_N_ELEMENTS (dscps))];
}

void
test_choose_mac (GRand *random, guint8 mac[6])
{
  const guint8 start[6] = { 2, 0, 0, 0, (guint8) choose (random, 2), (guint8) choose (random, 2) };

  memcpy (mac, start, sizeof start);
}

void
test_choose_address (GRand *random, gboolean is_ipv6, guint8 address[16])
{
  memset (address, 0, 16);
  address[0] = is_ipv6 ? 0x20 : 10;
  address[1] = (guint8) choose (random, 2);
  address[is_ipv6 ? 9 : 2] = (guint8) (choose (random, 2) * 0x80);
  address[is_ipv6 ? 15 : 3] = (guint8) choose (random, 2);
}

/* --- Bytes --- */

static guint8 *
append (Maker *self, guint size)
{
  guint8 *at = self->packet->bytes + self->packet->size;

  g_assert_cmpuint (self->packet->size + size, <=, sizeof self->packet->bytes);
  memset (at, 0, size);
  self->packet->size += size;
  return at;
}

static void
put_16 (guint8 *at, guint value)
{
  at[0] = (guint8) (value >> 8);
  at[1] = (guint8) value;
}

/* --- Transport --- */

static void
make_ports (Maker *self, TestLevel *level)
{
  guint start = self->packet->size, size = level->protocol == 6    ? 20
                                           : level->protocol == 17 ? 8
                                                                   : 12;
  guint8 *at = append (self, size);

  level->has_ports = TRUE;
  level->ports_end = start + 4;
  for (guint i = 0; i < 2; i++) {
    level->ports[i] = test_choose_port (self->random);
    if (self->deep && i == 1)
      level->ports[i] = chance (self->random, 70) ? 4789 : 8472;
    put_16 (at + 2 * i, level->ports[i]);
  }
  if (level->protocol != 6)
    return;
  level->has_flags = TRUE;
  level->flags = choose (self->random, 256);
  level->flags_end = start + 14;
  at[12] = 0x50;
  at[13] = (guint8) level->flags;
}

/* Returns: the type of what is inside. @good: (out): whether anybody can look into it. */
static guint16
make_gre (Maker *self, gboolean *good)
{
  static const guint16 flags[] = { 0x8000, 0x2000, 0x1000, 0x0800, 0x4000, 0x0001 };
  static const guint16 types[] = { 0x6558, 0x6558, 0x0800, 0x86dd, 0x0806, 0x8100 };
  guint16 type = types[choose (self->random, G_N_ELEMENTS (types))];
  guint16 set = 0;
  guint8 *at = append (self, 4);

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (chance (self->random, i < 3 ? 40 : 4)) {
      set |= flags[i];
      append (self, i < 3 ? 4 : 0);
    }
  put_16 (at, set);
  put_16 (at + 2, type);
  *good = (set & 0x4001) == 0;
  return type;
}

static guint16
make_vxlan (Maker *self, gboolean *good)
{
  guint8 *at = append (self, 8);

  *good = chance (self->random, 90);
  at[0] = *good ? 0x08 : 0xf7;
  return 0x6558;
}

static guint16
make_geneve (Maker *self, gboolean *good)
{
  static const guint16 types[] = { 0x6558, 0x6558, 0x0800, 0x86dd };
  guint16 type = types[choose (self->random, G_N_ELEMENTS (types))];
  guint8 *at = append (self, 8);
  guint options = chance (self->random, 50) ? 0 : choose (self->random, 8);

  *good = chance (self->random, 90);
  at[0] = (guint8) ((*good ? 0 : 0x40) | options);
  put_16 (at + 2, type);
  append (self, 4 * options);
  return type;
}

/* What is behind the transport header. Returns: as make_gre; 0: it is no tunnel. */
static guint16
make_tunnel (Maker *self, TestLevel *level, gboolean *good)
{
  guint start = self->packet->size;

  level->encap_end = start;
  switch (level->protocol) {
  case 47:
    level->encap = PKTMON_ENCAP_GRE;
    level->encap_end = start + 4;
    return make_gre (self, good);
  case 4:
  case 41:
    level->encap = PKTMON_ENCAP_IPIP;
    level->encap_end = 0; /* the protocol says it */
    return level->protocol == 4 ? 0x0800 : 0x86dd;
  case 17:
    level->encap_end = start + 8;
    if (level->ports[1] == 6081) {
      level->encap = PKTMON_ENCAP_GENEVE;
      return make_geneve (self, good);
    }
    level->encap = PKTMON_ENCAP_VXLAN;
    return level->ports[1] == 4789 || level->ports[1] == 8472 ? make_vxlan (self, good) : 0;
  default:
    return 0;
  }
}

static void make_level (Maker *self, guint16 type, gboolean is_ethernet);

static void
make_payload (Maker *self, TestLevel *level)
{
  guint n_levels = self->packet->n_levels;
  gboolean good = TRUE;
  guint16 type;

  level->has_payload = TRUE;
  if (level->protocol == 6 || level->protocol == 17 || level->protocol == 132)
    make_ports (self, level);
  type = make_tunnel (self, level, &good);
  if (type != 0 && n_levels < TEST_MAX_LEVELS && self->packet->size < 1200)
    make_level (self, type, type == 0x6558);
  else
    good = FALSE;
  /* What looks like a tunnel but is none has something inside all the same. */
  if (!good) {
    level->encap = 0;
    self->packet->n_levels = n_levels;
    memset (&self->packet->levels[n_levels], 0, (TEST_MAX_LEVELS - n_levels) * sizeof (TestLevel));
  }
  append (self, choose (self->random, 20));
}

/* --- IP --- */

static void
make_addresses (Maker *self, TestLevel *level, gboolean is_ipv6, guint8 *at)
{
  for (guint i = 0; i < 2; i++) {
    test_choose_address (self->random, is_ipv6, level->addresses[i]);
    memcpy (at + i * (is_ipv6 ? 16 : 4), level->addresses[i], is_ipv6 ? 16 : 4);
  }
}

static guint8
make_protocol (Maker *self)
{
  static const guint8 tunnels[] = { 4, 41, 47, 17, 17, 17 };

  return self->deep ? tunnels[choose (self->random, G_N_ELEMENTS (tunnels))]
                    : test_choose_protocol (self->random);
}

/* Whether only the IP header says what it is. */
static gboolean
is_raw (const TestDescribedPacket *packet)
{
  return packet->link_type == 101 || packet->link_type == 0;
}

/* Mostly the right one; always where only that tells what it is. */
static guint
make_version (Maker *self, const TestLevel *level, guint version)
{
  gboolean is_bare = is_raw (self->packet) && level == self->packet->levels;

  return is_bare || chance (self->random, 98) ? version : choose (self->random, 16);
}

static void
make_ipv4 (Maker *self, TestLevel *level)
{
  guint options = chance (self->random, 70) ? 0 : choose (self->random, 11);
  guint fragment = chance (self->random, 85) ? 0 : choose (self->random, 3);
  guint words = chance (self->random, 98) ? 5 + options : choose (self->random, 5);
  guint version = make_version (self, level, 4);
  guint8 *at = append (self, 20);

  level->ip_end = level->protocol_end = self->packet->size;
  level->version = version == 4 && words >= 5 ? 4 : 0;
  level->dscp = test_choose_dscp (self->random);
  level->protocol = make_protocol (self);
  level->has_protocol = TRUE;
  at[0] = (guint8) (version << 4 | words);
  at[1] = (guint8) (level->dscp << 2 | choose (self->random, 4));
  put_16 (at + 6, fragment == 0 ? 0x4000 : fragment == 1 ? 0x2000 : 0x2000 | 7);
  at[9] = (guint8) level->protocol;
  make_addresses (self, level, FALSE, at + 12);
  append (self, 4 * options);
  if (level->version == 4 && fragment < 2)
    make_payload (self, level);
}

/* Returns: whether what follows can be looked at; FALSE behind a later fragment's header. */
static gboolean
make_extension (Maker *self, TestLevel *level, guint8 kind, guint8 **next)
{
  guint length = choose (self->random, 3);
  guint size = kind == 51 ? 4 * (length + 2) : kind == 44 ? 8 : 8 * (length + 1);
  guint8 *at = append (self, size);
  gboolean later = kind == 44 && chance (self->random, 40);

  **next = kind;
  *next = at;
  level->protocol_end = (guint) (at - self->packet->bytes) + 4;
  if (kind != 44)
    at[1] = (guint8) length;
  else
    put_16 (at + 2, later ? 0x0009 : chance (self->random, 50) ? 1 : 0);
  return !later;
}

static gboolean
is_extension (guint protocol)
{
  return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 51 || protocol == 60 ||
         protocol == 135 || protocol == 139 || protocol == 140;
}

static void
make_extensions (Maker *self, TestLevel *level, guint8 *next)
{
  static const guint8 kinds[] = { 0, 43, 60, 51, 44, 135, 139, 140 };
  guint n = chance (self->random, 60) ? 0 : choose (self->random, 11), i;
  gboolean open = TRUE;

  for (i = 0; i < n && open; i++)
    open = make_extension (self, level, kinds[choose (self->random, G_N_ELEMENTS (kinds))], &next);
  level->protocol = make_protocol (self);
  *next = (guint8) level->protocol;
  if (!open) {
    level->has_protocol = i <= 8;
    return;
  }
  level->has_protocol = n <= 8 && !is_extension (level->protocol);
  if (level->has_protocol)
    make_payload (self, level);
}

static void
make_ipv6 (Maker *self, TestLevel *level)
{
  guint version = make_version (self, level, 6);
  guint8 *at = append (self, 40);

  level->ip_end = level->protocol_end = self->packet->size;
  level->version = version == 6 ? 6 : 0;
  level->dscp = test_choose_dscp (self->random);
  put_16 (at, version << 12 | level->dscp << 6 | choose (self->random, 64));
  make_addresses (self, level, TRUE, at + 8);
  if (level->version == 6)
    make_extensions (self, level, at + 6);
}

/* --- Links --- */

static void
make_tags (Maker *self, TestLevel *level, guint8 *type_at, guint16 type)
{
  static const guint16 kinds[] = { 0x8100, 0x8100, 0x88a8, 0x9100 };
  guint n = chance (self->random, 60) ? 0 : choose (self->random, TEST_MAX_TAGS + 1);
  gboolean is_tag = type == 0x8100;

  level->type_end = self->packet->size;
  if (is_tag && n == 0)
    n = 1;
  for (guint i = 0; i < n; i++) {
    guint16 kind = is_tag && i == 0 ? type : kinds[choose (self->random, G_N_ELEMENTS (kinds))];
    guint8 *at = append (self, 4);

    if (type_at != NULL)
      put_16 (type_at, kind);
    level->types[i] = kind;
    level->tags[i] = test_choose_vlan (self->random);
    level->tag_ends[i] = self->packet->size;
    put_16 (at, choose (self->random, 16) << 12 | level->tags[i]);
    type_at = at + 2;
  }
  level->n_tags = n;
  if (is_tag)
    type = 0x0800;
  level->types[n] = type;
  if (type_at != NULL)
    put_16 (type_at, type);
}

/* Returns: where the type stands. */
static guint8 *
make_link (Maker *self, TestLevel *level, guint16 link_type)
{
  static const guint sizes[] = { [1] = 14, [113] = 16, [276] = 20 };
  guint8 *at = append (self, sizes[link_type]);

  level->macs_end = self->packet->size;
  for (guint i = 0; i < 2; i++)
    test_choose_mac (self->random, level->macs[i]);
  if (link_type == 1) {
    level->n_macs = 2;
    memcpy (at, level->macs, sizeof level->macs);
    return at + 12;
  }
  level->n_macs = chance (self->random, 80);
  memcpy (level->macs[1], level->macs[0], 6);
  at[link_type == 113 ? 5 : 11] = level->n_macs == 1 ? 6 : 0;
  memcpy (at + (link_type == 113 ? 6 : 12), level->macs[0], 6);
  return link_type == 113 ? at + 14 : at;
}

/* @type: of what begins here, where it is no Ethernet header. */
static void
make_level (Maker *self, guint16 type, gboolean is_ethernet)
{
  guint number = self->packet->n_levels++;
  TestLevel *level = &self->packet->levels[number];
  gboolean is_bare = number == 0 && is_raw (self->packet);
  guint8 *type_at = NULL;

  if (number == 0 && !is_bare)
    type_at = make_link (self, level, self->packet->link_type);
  else if (is_ethernet)
    type_at = make_link (self, level, 1);
  if (type_at != NULL)
    type = test_choose_ethertype (self->random);
  if (is_bare || (type_at == NULL && type != 0x8100)) {
    level->type_end = is_bare ? self->packet->size + 1 : 0;
    level->types[0] = type;
  } else {
    make_tags (self, level, type_at, type);
    if (type_at == NULL)
      level->type_end = 0;
  }
  type = level->types[level->n_tags];
  if (type == 0x0800)
    make_ipv4 (self, level);
  else if (type == 0x86dd)
    make_ipv6 (self, level);
  else
    append (self, choose (self->random, 30));
}

void
test_described_packet_make (TestDescribedPacket *self, GRand *random, guint16 link_type,
                            gboolean cut)
{
  Maker maker = { self, random, chance (random, 40) };

  memset (self, 0, sizeof *self);
  self->link_type = link_type;
  if (link_type == 0)
    append (&maker, 4);
  make_level (&maker, chance (random, 50) ? 0x0800 : 0x86dd, FALSE);
  self->captured = self->size;
  if (cut && chance (random, 40))
    self->captured = choose (random, self->size + 1);
}
