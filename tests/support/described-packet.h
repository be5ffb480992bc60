/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Packets made at random together with a description of what is in them, and what a constraint
 * should find there, by the description alone. */

#define TEST_MAX_LEVELS 5
#define TEST_MAX_TAGS 6

/* One level of headers; each end is how many bytes of the packet that needs which is said. */
typedef struct {
  guint n_macs, macs_end;
  guint8 macs[2][6]; /* destination, source */
  guint n_tags, tag_ends[TEST_MAX_TAGS];
  guint16 tags[TEST_MAX_TAGS];      /* VLAN numbers */
  guint16 types[TEST_MAX_TAGS + 1]; /* before each tag, and behind the last */
  guint type_end;                   /* of the first */
  guint version;                    /* 4 or 6; 0: no IP that is valid */
  guint ip_end;
  guint8 addresses[2][16];
  guint dscp;
  gboolean has_protocol;
  guint protocol, protocol_end;
  gboolean has_payload; /* the protocol's header follows */
  gboolean has_ports, has_flags;
  guint16 ports[2];
  guint flags, ports_end, flags_end;
  guint encap, encap_end; /* PKTMON_ENCAP_… of the level behind it; 0: none */
} TestLevel;

typedef struct {
  guint16 link_type;
  guint8 bytes[2048];
  guint size;
  guint captured; /* of them */
  guint n_levels;
  TestLevel levels[TEST_MAX_LEVELS];
} TestDescribedPacket;

/* Numbers that packets and constraints choose from. */
guint16 test_choose_port (GRand *random);
guint16 test_choose_vlan (GRand *random);
guint16 test_choose_ethertype (GRand *random);
guint8 test_choose_protocol (GRand *random);
guint8 test_choose_dscp (GRand *random);
void test_choose_mac (GRand *random, guint8 mac[6]);
void test_choose_address (GRand *random, gboolean is_ipv6, guint8 address[16]);

/* @cut: whether some of them are cut short. */
void test_described_packet_make (TestDescribedPacket *self, GRand *random, guint16 link_type,
                                 gboolean cut);

G_END_DECLS
