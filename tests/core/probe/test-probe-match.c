/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <bpf/bpf.h>
#include <errno.h>
#include <locale.h>
#include <unistd.h>

#include "constraint/table.h"
#include "probe/kernel-types.h"
#include "probe/shared.h"
#include "support/constraint-maker.h"
#include "tests/match.skel.h"

/* That constraints mean the same inside the kernel: packets and constraints made at random, judged
 * by the program that runs there, and by their descriptions. The program reads packets in both of
 * its ways. */

#define SETS 1000
#define PACKETS 100

typedef struct {
  struct match_bpf *program; /* NULL: it cannot be loaded here */
  guint64 wanted, checked;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  gboolean can_cast = GPOINTER_TO_INT (data);

  if (can_cast && !pktmon_kernel_types_have_casts()) {
    g_test_skip ("the kernel lets programs read memory only by a call");
    return;
  }
  self->program = match_bpf__open();
  g_assert_nonnull (self->program);
  self->program->rodata->can_cast = can_cast;
  if (match_bpf__load (self->program) == 0)
    return;
  g_assert_cmpint (errno, ==, EPERM); /* anything else is that the kernel refuses the program */
  g_clear_pointer (&self->program, match_bpf__destroy);
  g_test_skip ("needs the right to load BPF programs");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  if (self->program != NULL)
    match_bpf__destroy (self->program);
}

static guint32
ask (Fixture *self)
{
  struct bpf_test_run_opts options = { .sz = sizeof options };

  g_assert_cmpint (bpf_prog_test_run_opts (bpf_program__fd (self->program->progs.ask), &options),
                   ==, 0);
  return self->program->bss->matches;
}

static gboolean
judge (Fixture *self, const guint8 *bytes, guint size, int link, guint tag)
{
  g_assert_cmpuint (size, <=, sizeof self->program->bss->packet);
  memcpy (self->program->bss->packet, bytes, size);
  self->program->bss->size = size;
  self->program->bss->link = (guint32) link;
  self->program->bss->tag = tag;
  return pktmon_table_decide (&self->program->bss->table, ask (self)) != 0;
}

/* The packet again, with its outermost tag beside it, as the kernel has it. */
static void
check_stripped (Fixture *self, const TestDescribedPacket *packet, gboolean wanted)
{
  PktmonBytes bytes = pktmon_bytes_new (packet->bytes, packet->captured);
  guint8 frame[sizeof packet->bytes];
  guint type = pktmon_bytes_peek_be16 (&bytes, 12);

  if (packet->captured < 18 || !pktmon_walk_is_tag ((guint16) type))
    return;
  memcpy (frame, packet->bytes, 12);
  memcpy (frame + 12, packet->bytes + 16, packet->captured - 16);
  g_assert_cmpint (judge (self, frame, packet->captured - 4, PKTMON_LINK_ETHERNET,
                          PKTMON_VLAN_TAG | (pktmon_bytes_peek_be16 (&bytes, 14) & 0xfff)),
                   ==, wanted);
}

static void
check_packet (Fixture *self, GRand *random, GPtrArray *constraints, guint16 link_type)
{
  TestDescribedPacket packet;
  int link = pktmon_table_get_link (link_type);
  gboolean wanted;

  test_described_packet_make (&packet, random, link_type, TRUE);
  wanted = test_constraints_want (constraints, &packet);
  g_assert_cmpint (judge (self, packet.bytes, packet.captured, link, 0), ==, wanted);
  if (link == PKTMON_LINK_ETHERNET && packet.levels[0].n_tags <= PKTMON_WALK_TAGS)
    check_stripped (self, &packet, wanted);
  self->wanted += (guint64) wanted;
  self->checked++;
}

static void
check_set (Fixture *self, GRand *random, guint n)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  PktmonTable table;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (constraints, test_constraint_make (random, i % 2 == 0));
  pktmon_table_init (&table, constraints);
  self->program->bss->table = table;
  for (guint i = 0; i < PACKETS; i++)
    check_packet (self, random, constraints, i % 2 == 0 ? 1 : 101);
}

static void
test_random (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int());

  for (guint i = 0; self->program != NULL && i < SETS; i++)
    check_set (self, random, i % 8 == 0 ? PKTMON_TABLE_SIZE : 1 + i % 3);
  if (self->program == NULL)
    return;
  g_test_message ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " wanted", self->wanted,
                  self->checked);
  g_assert_cmpuint (self->wanted, >, self->checked / 10);
  g_assert_cmpuint (self->wanted, <, self->checked * 9 / 10);
}

/* A header that is made up is as zeros with a type would be. */
static void
test_made_up (Fixture *self, gconstpointer data)
{
  static const guint8 ip[20] = {
    0x45, 0, 0, 20, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2
  };
  static const struct {
    const char *constraint;
    gboolean wanted;
  } cases[] = {
    { "ip=10.0.0.2", TRUE },           { "ethertype=0x0800 proto=udp", TRUE },
    { "mac=00:00:00:00:00:00", TRUE }, { "ip=10.0.0.3", FALSE },
    { "ethertype=arp", FALSE },
  };

  for (gsize i = 0; self->program != NULL && i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) constraints =
        g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
    g_autoptr (GError) error = NULL;
    PktmonTable table;

    g_ptr_array_add (constraints, pktmon_constraint_new (cases[i].constraint, &error));
    g_assert_no_error (error);
    pktmon_table_init (&table, constraints);
    self->program->bss->table = table;
    self->program->bss->made_up = 0x10800;
    g_assert_cmpint (judge (self, ip, sizeof ip, PKTMON_LINK_ETHERNET, 0), ==, cases[i].wanted);
  }
}

int
main (int argc, char **argv)
{
  gconstpointer can_cast = GINT_TO_POINTER (TRUE);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/probe-match/random", Fixture, NULL, set_up, test_random, tear_down);
  g_test_add ("/probe-match/random-cast", Fixture, can_cast, set_up, test_random, tear_down);
  g_test_add ("/probe-match/made-up", Fixture, NULL, set_up, test_made_up, tear_down);
  g_test_add ("/probe-match/made-up-cast", Fixture, can_cast, set_up, test_made_up, tear_down);
  return g_test_run();
}
