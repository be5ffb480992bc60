/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/filter.h>
#include <locale.h>
#include <pcap/pcap.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "constraint/expression.h"
#include "constraint/kernel-filter.h"
#include "constraint/matcher.h"
#include "constraint/pcap-text.h"
#include "constraint/table.h"
#include "support/capture-builder.h"
#include "support/constraint-maker.h"
#include "support/finishing.h"
#include "support/stack-point.h"

/* All that decides about packets means the same by a constraint: what a file is looked through
 * with, what the kernel gets, what the helper finishes that with, what a stack point gets, and what
 * libpcap has words for. */

#define PACKETS 400

/* What the kernel tells of a frame beside its bytes. */
typedef struct {
  gboolean present;
  guint16 type, control;
} Tag;

typedef struct {
  GPtrArray *constraints;
  PktmonMatcher *matcher;
  PktmonTable table;
  PktmonKernelFilter filter;
  PktmonFinisher *finisher;
  guint16 link_type;
  guint64 wanted, checked;
} Fixture;

/* --- The kernel's part --- */

/* The program as the kernel runs it for a frame with @tag: what it tells beside the frame stands in
 * the program. (transfer full) */
static struct bpf_insn *
dup_with_tag (const PktmonKernelFilter *filter, const Tag *tag)
{
  struct bpf_insn *program = g_memdup2 (filter->program, filter->n * sizeof *program);

  for (guint i = 0; i < filter->n; i++) {
    struct bpf_insn *instruction = &program[i];
    guint32 which = instruction->k - (guint32) SKF_AD_OFF;

    if (instruction->code != (BPF_LD | BPF_W | BPF_ABS) || instruction->k < (guint32) SKF_AD_OFF)
      continue;
    g_assert_true (which == SKF_AD_VLAN_TAG_PRESENT || which == SKF_AD_VLAN_TAG ||
                   which == SKF_AD_VLAN_TPID);
    instruction->code = BPF_LD | BPF_IMM;
    instruction->k = which == SKF_AD_VLAN_TAG_PRESENT ? (guint32) tag->present
                     : which == SKF_AD_VLAN_TAG       ? tag->control
                                                      : tag->type;
  }
  return program;
}

/* @program: NULL: none is there, everything passes. */
static gboolean
run (const struct bpf_insn *program, const guint8 *frame, guint size)
{
  return program == NULL || bpf_filter (program, frame, size, size) != 0;
}

/* The kernel has rules of its own. */
static void
check_taken (const PktmonKernelFilter *filter)
{
  struct sock_fprog program = { (guint16) filter->n, (struct sock_filter *) filter->program };
  int descriptor = socket (AF_UNIX, SOCK_DGRAM, 0);

  g_assert_true (bpf_validate (filter->program, (int) filter->n));
  g_assert_cmpint (setsockopt (descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program),
                   ==, 0);
  close (descriptor);
}

/* --- One set of constraints --- */

static void
fixture_init (Fixture *self, GRand *random, guint n, guint16 link_type, gboolean encap)
{
  g_autoptr (GError) error = NULL;

  *self = (Fixture){ .link_type = link_type };
  self->constraints = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  while (self->constraints->len < n)
    g_ptr_array_add (self->constraints, test_constraint_make (random, encap));
  self->matcher = pktmon_matcher_new (self->constraints, &error);
  g_assert_no_error (error);
  pktmon_table_init (&self->table, self->constraints);
  pktmon_kernel_filter_init (&self->filter, self->constraints, link_type, &error);
  g_assert_no_error (error);
  if (self->filter.program != NULL)
    check_taken (&self->filter);
  self->finisher = test_finisher_new (self->constraints, link_type);
}

static void
fixture_clear (Fixture *self)
{
  pktmon_kernel_filter_clear (&self->filter);
  pktmon_finisher_free (self->finisher);
  pktmon_matcher_free (self->matcher);
  g_ptr_array_unref (self->constraints);
}

static char *
dup_hex (const TestDescribedPacket *packet)
{
  GString *hex = g_string_new (NULL);

  for (guint i = 0; i < packet->captured; i++)
    g_string_append_printf (hex, "%02x", packet->bytes[i]);
  return g_string_free (hex, FALSE);
}

static G_NORETURN void
complain (const Fixture *self, const TestDescribedPacket *packet, const char *who, gboolean wanted)
{
  g_autofree char *hex = dup_hex (packet);

  for (guint i = 0; i < self->constraints->len; i++) {
    g_autofree char *text = pktmon_constraint_dup_text (g_ptr_array_index (self->constraints, i));

    g_test_message ("%s", text);
  }
  g_error ("%s: packet of link type %u should %smatch: %s", who, packet->link_type,
           wanted ? "" : "not ", hex);
}

/* @filtered: what the kernel's program said. */
static void
check_filtered (const Fixture *self, const TestDescribedPacket *packet, const char *who,
                gboolean wanted, gboolean filtered)
{
  if (filtered != wanted && (self->filter.exact || wanted))
    complain (self, packet, who, wanted);
}

/* What is left of the packets that the kernel let pass. */
static void
check_finished (const Fixture *self, const TestDescribedPacket *packet, gboolean wanted)
{
  if (pktmon_finisher_wants (self->finisher, packet->bytes, packet->captured, packet->size) !=
      wanted)
    complain (self, packet, "helper", wanted);
}

static gboolean
match (Fixture *self, const TestDescribedPacket *packet)
{
  const PktmonInterface interface = { .link_type = packet->link_type,
                                      .section = &(PktmonSection){ 0 } };
  const PktmonPacket record = {
    .interface = &interface,
    .captured = packet->captured,
    .length = packet->size,
    .data = packet->bytes,
  };

  return pktmon_matcher_match (self->matcher, &record);
}

/* The frame as the kernel shows it: without its outermost tag.
 * Returns: FALSE when it has none. */
static gboolean
strip (const TestDescribedPacket *packet, guint8 *frame, guint *size, Tag *tag)
{
  const guint8 *bytes = packet->bytes;

  if (packet->link_type != 1 || packet->levels[0].n_tags == 0 || packet->captured < 18)
    return FALSE;
  *tag =
      (Tag){ TRUE, (guint16) (bytes[12] << 8 | bytes[13]), (guint16) (bytes[14] << 8 | bytes[15]) };
  *size = packet->captured - 4;
  memcpy (frame, bytes, 12);
  memcpy (frame + 12, bytes + 16, *size - 12);
  return TRUE;
}

static void
check_stripped_program (const Fixture *self, const TestDescribedPacket *packet, gboolean wanted)
{
  g_autofree struct bpf_insn *program = NULL;
  guint8 frame[sizeof packet->bytes];
  guint size;
  Tag tag;

  if (self->filter.program == NULL || !strip (packet, frame, &size, &tag))
    return;
  program = dup_with_tag (&self->filter, &tag);
  check_filtered (self, packet, "kernel, without the tag", wanted, run (program, frame, size));
}

static void
check_stripped (const Fixture *self, const TestDescribedPacket *packet, gboolean wanted)
{
  guint8 frame[sizeof packet->bytes];
  guint size;
  Tag tag;

  check_stripped_program (self, packet, wanted);
  if (strip (packet, frame, &size, &tag) &&
      test_stack_point_match (&self->table, frame, size, PKTMON_LINK_ETHERNET, tag.control) !=
          wanted)
    complain (self, packet, "stack point, without the tag", wanted);
}

static void
check_packet (Fixture *self, const TestDescribedPacket *packet, const struct bpf_insn *program)
{
  gboolean wanted = test_constraints_want (self->constraints, packet);
  int link = pktmon_table_get_link (packet->link_type);

  if (match (self, packet) != wanted)
    complain (self, packet, "matcher", wanted);
  check_finished (self, packet, wanted);
  if (test_stack_point_match (&self->table, packet->bytes, packet->captured, link, -1) != wanted)
    complain (self, packet, "stack point", wanted);
  check_filtered (self, packet, "kernel", wanted, run (program, packet->bytes, packet->captured));
  check_stripped (self, packet, wanted);
  self->wanted += (guint) wanted;
  self->checked++;
}

/* --- Generated --- */

static TestDescribedPacket *
make_packets (GRand *random, guint16 link_type, gboolean cut)
{
  TestDescribedPacket *packets = g_new (TestDescribedPacket, PACKETS);

  for (guint i = 0; i < PACKETS; i++)
    test_described_packet_make (&packets[i], random, link_type, cut);
  return packets;
}

/* Returns: how many packets were wanted. */
static guint64
check_set (GRand *random, const TestDescribedPacket *packets, guint n, guint16 link_type)
{
  static const Tag none = { 0 };
  g_autofree struct bpf_insn *program = NULL;
  Fixture fixture;

  fixture_init (&fixture, random, n, link_type, TRUE);
  if (fixture.filter.program != NULL)
    program = dup_with_tag (&fixture.filter, &none);
  for (guint i = 0; i < PACKETS; i++)
    check_packet (&fixture, &packets[i], program);
  fixture_clear (&fixture);
  return fixture.wanted;
}

static void
test_generated (gconstpointer data)
{
  guint16 link_type = (guint16) GPOINTER_TO_UINT (data);
  guint sets = link_type == 1 ? 600 : 120;
  g_autoptr (GRand) random = g_rand_new_with_seed (link_type);
  g_autofree TestDescribedPacket *packets = make_packets (random, link_type, TRUE);
  guint64 wanted = 0;

  for (guint i = 0; i < sets; i++)
    wanted += check_set (random, packets, i % 10 == 9 ? 32 : i % 3 == 2 ? 4 : 1, link_type);
  g_test_message ("%u pairs, %" G_GUINT64_FORMAT " wanted", sets * PACKETS, wanted);
  g_assert_cmpuint (wanted, >, sets * PACKETS / 20);
  g_assert_cmpuint (wanted, <, sets * PACKETS / 20 * 19);
}

/* --- In a real kernel --- */

/* Whether the program on a socket lets @packet pass to it. */
static gboolean
pass_socket (const int sockets[2], const TestDescribedPacket *packet)
{
  guint8 buffer[sizeof packet->bytes];

  g_assert_cmpint (send (sockets[0], packet->bytes, packet->captured, 0), !=, 0);
  return recv (sockets[1], buffer, sizeof buffer, MSG_DONTWAIT) > 0;
}

static void
check_socket (Fixture *fixture, const TestDescribedPacket *packets)
{
  const PktmonKernelFilter *filter = &fixture->filter;
  struct sock_fprog program = { (guint16) filter->n, (struct sock_filter *) filter->program };
  int sockets[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_DGRAM, 0, sockets), ==, 0);
  g_assert_cmpint (setsockopt (sockets[1], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program),
                   ==, 0);
  for (guint i = 0; i < PACKETS; i++)
    if (packets[i].captured > 0)
      check_filtered (fixture, &packets[i], "socket",
                      test_constraints_want (fixture->constraints, &packets[i]),
                      pass_socket (sockets, &packets[i]));
  close (sockets[0]);
  close (sockets[1]);
}

/* Frames that the kernel took nothing out of: what a socket gets is a packet to a filter. */
static void
test_kernel (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autofree TestDescribedPacket *packets = make_packets (random, 1, TRUE);

  for (guint i = 0; i < 40; i++) {
    Fixture fixture;

    fixture_init (&fixture, random, i % 10 == 9 ? 32 : 1 + i % 3, 1, TRUE);
    if (fixture.filter.program != NULL)
      check_socket (&fixture, packets);
    fixture_clear (&fixture);
  }
}

/* --- As libpcap --- */

/* Whether libpcap can say of @packet what constraints mean by it. */
static gboolean
is_plain (const TestDescribedPacket *packet, const PktmonConstraintFields *fields)
{
  const TestLevel *outer = &packet->levels[0];
  gboolean may_tag = pktmon_constraint_fields_has (fields, PKTMON_CONSTRAINT_VLAN);
  guint16 type = outer->types[outer->n_tags];

  if (outer->n_tags > (guint) may_tag)
    return FALSE;
  return (type != 0x0800 && type != 0x86dd) ||
         (outer->version != 0 &&
          (outer->version == 4 || (outer->has_protocol && outer->protocol_end == outer->ip_end)));
}

static void
check_like_libpcap (const PktmonConstraint *constraint, const TestDescribedPacket *packets,
                    guint *checked, guint *wanted)
{
  const PktmonInterface interface = { .link_type = 1, .section = &(PktmonSection){ 0 } };
  g_autofree char *text = pktmon_constraint_dup_pcap_text (constraint);
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression =
      text != NULL ? pktmon_expression_new (text, &error) : NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < PACKETS && expression != NULL; i++) {
    const TestDescribedPacket *packet = &packets[i];
    const PktmonPacket record = { .interface = &interface,
                                  .captured = packet->captured,
                                  .length = packet->captured,
                                  .data = packet->bytes };
    gboolean fits = test_constraint_fits (constraint, packet);

    if (!is_plain (packet, pktmon_constraint_get_fields (constraint)))
      continue;
    if (pktmon_expression_match (expression, &record) !=
        (pktmon_constraint_is_excluding (constraint) ? !fits : fits))
      g_error ("“%s” is not so of %s", text, dup_hex (packet));
    ++*checked;
    *wanted += (guint) fits;
  }
}

static void
test_like_libpcap (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  g_autofree TestDescribedPacket *packets = make_packets (random, 1, FALSE);
  guint checked = 0, wanted = 0;

  for (guint i = 0; i < 300; i++) {
    g_autoptr (PktmonConstraint) constraint = test_constraint_make (random, FALSE);

    check_like_libpcap (constraint, packets, &checked, &wanted);
  }
  g_test_message ("%u pairs, %u fit", checked, wanted);
  g_assert_cmpuint (checked, >, 20000);
  g_assert_cmpuint (wanted, >, checked / 30);
}

/* --- Expressions --- */

static PktmonConstraint *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  PktmonConstraint *constraint = pktmon_constraint_new (text, &error);

  g_assert_no_error (error);
  return constraint;
}

static GPtrArray *
parse_all (const char *const *texts)
{
  GPtrArray *constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (; *texts != NULL; texts++)
    g_ptr_array_add (constraints, parse (*texts));
  return constraints;
}

/* Constraints with expressions: the matcher decides, and the kernel decides alike, with the tag in
 * the frame and without. */
static void
check_expressions (const char *const *texts, const TestDescribedPacket *packets, gboolean exact)
{
  static const Tag none = { 0 };
  g_autoptr (GPtrArray) constraints = parse_all (texts);
  Fixture fixture = { .constraints = constraints,
                      .matcher = pktmon_matcher_new (constraints, NULL),
                      .finisher = test_finisher_new (constraints, 1) };
  g_autofree struct bpf_insn *program = NULL;
  guint wanted = 0;

  g_assert_true (pktmon_kernel_filter_init (&fixture.filter, constraints, 1, NULL));
  check_taken (&fixture.filter);
  g_assert_cmpint (fixture.filter.exact, ==, exact);
  program = dup_with_tag (&fixture.filter, &none);
  for (guint i = 0; i < PACKETS; i++) {
    gboolean wants = match (&fixture, &packets[i]);

    wanted += (guint) wants;
    check_filtered (&fixture, &packets[i], "kernel", wants,
                    run (program, packets[i].bytes, packets[i].captured));
    check_stripped_program (&fixture, &packets[i], wants);
    check_finished (&fixture, &packets[i], wants);
  }
  g_assert_cmpuint (wanted, >, 0);
  g_assert_cmpuint (wanted, <, PACKETS);
  pktmon_finisher_free (fixture.finisher);
  pktmon_matcher_free (fixture.matcher);
  pktmon_kernel_filter_clear (&fixture.filter);
}

static void
test_expressions (void)
{
  static const struct {
    const char *texts[5];
    gboolean exact;
  } cases[] = {
    { { "vlan and udp" }, TRUE },
    { { "vlan 5", "arp" }, TRUE },
    { { "bpf=\"udp\" ip=10.0.0.0/8" }, TRUE },
    { { "bpf=\"tcp or vlan\" exclude" }, TRUE },
    { { "bpf=\"ip6\" port=443 encap=any", "bpf=\"udp\" exclude" }, TRUE },
    { { "ip=10.0.0.0/8", "bpf=\"tcp\" ip=10.0.0.0/8 exclude", "proto=udp exclude" }, TRUE },
    { { "tcp port 443 or udp port 53" }, TRUE },
    { { "ip6 and dst port 443", "bpf=\"vlan and not ip\" exclude", "vlan" }, TRUE },
    { { "vlan and udp port 53", "vlan and tcp port 443" }, TRUE },
    { { "ether proto 0x88a8" }, TRUE },
    { { "ether[12:2] - 0x8000 = 0x100 and ether[14:2] & 0xfff = 5" }, TRUE },
    { { "greater 100" }, TRUE },
    { { "ip and len > 14 + 2 * ip[9] and 200 > len" }, TRUE },
    /* The kernel does not tell what lies across the tag. */
    /* It does not take loops. */
    { { "ip6 protochain 6" }, FALSE },
    { { "bpf=\"ip6 protochain 6\" exclude" }, FALSE },
    { { "bpf=\"greater 100\" exclude" }, TRUE },
    { { "ether[11:4] = 0x01810000 or arp", "proto=tcp" }, FALSE },
    { { "bpf=\"ether[13:4] & 0xff000000 = 0\" proto=tcp exclude", "proto=tcp" }, FALSE },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autofree TestDescribedPacket *packets = make_packets (random, 1, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].texts[0]);
    check_expressions (cases[i].texts, packets, cases[i].exact);
  }
}

/* What has no meaning for a link type holds for none of its packets. */
static void
test_no_meaning (void)
{
  static const char *const texts[] = { "wlan type mgt", "mac=02:00:00:00:00:01", NULL };
  g_autoptr (GPtrArray) constraints = parse_all (texts);
  g_auto (PktmonKernelFilter) filter = { 0 };
  static const guint8 packet[40] = { 0x45, 0, 0, 40 };

  g_assert_true (pktmon_kernel_filter_init (&filter, constraints, 101, NULL));
  g_assert_true (filter.exact);
  g_assert_cmpuint (bpf_filter (filter.program, packet, sizeof packet, sizeof packet), ==, 0);
}

/* --- At the limits --- */

/* Expressions that make the program larger than the kernel takes: everything passes, and the rest
 * is the helper's. @n: of the constraints that they replace. */
static void
check_too_large (GPtrArray *constraints, guint n)
{
  g_auto (PktmonKernelFilter) filter = { 0 };
  g_autoptr (PktmonFinisher) finisher = NULL;
  guint8 frame[TEST_FRAME_SIZE];

  g_ptr_array_remove_range (constraints, 0, n);
  for (guint i = 0; i < n; i++) {
    GString *text = g_string_new ("udp port 1");

    for (guint j = 0; j < 100; j++)
      g_string_append_printf (text, " or ip6 host 2001:db8::%x:%x", i, j);
    g_ptr_array_add (constraints, parse (text->str));
    g_string_free (text, TRUE);
  }
  g_assert_true (pktmon_kernel_filter_init (&filter, constraints, 1, NULL));
  g_assert_null (filter.program);
  g_assert_false (filter.exact);
  finisher = test_finisher_new (constraints, 1);
  test_frame_make (frame, 17, 1, 2);
  g_assert_true (pktmon_finisher_wants (finisher, frame, sizeof frame, sizeof frame));
  test_frame_make (frame, 17, 3, 2);
  g_assert_false (pktmon_finisher_wants (finisher, frame, sizeof frame, sizeof frame));
}

/* Programs of any length go where they should, and the kernel takes them. */
static void
test_largest (void)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_auto (PktmonKernelFilter) filter = { 0 };

  for (guint i = 0; i < PKTMON_MAX_CONSTRAINTS; i++) {
    g_autofree char *text = g_strdup_printf (
        "ip=2001:db8:1:2:3:4:5:%x ip2=2001:db8:1:2:3:4:6:%x port=%u port2=%u flags=syn vlan=%u "
        "mac=02:00:00:00:00:%02x mac2=02:00:00:00:01:%02x dscp=ef encap=any vxlan-port=%u%s",
        i, i, i, i + 1, i, i, i, 4789 + i, i % 2 == 1 ? " exclude" : "");

    g_ptr_array_add (constraints, parse (text));
  }
  g_assert_true (pktmon_kernel_filter_init (&filter, constraints, 1, NULL));
  g_test_message ("%u instructions", filter.n);
  g_assert_false (filter.exact);
  check_taken (&filter);
  g_ptr_array_add (constraints, parse ("disabled proto=tcp"));
  pktmon_kernel_filter_clear (&filter);
  g_assert_true (pktmon_kernel_filter_init (&filter, constraints, 1, NULL));
  check_too_large (constraints, 1);
  g_ptr_array_add (constraints, parse ("proto=tcp"));
  pktmon_kernel_filter_clear (&filter);
  g_assert_false (pktmon_kernel_filter_init (&filter, constraints, 1, NULL));
}

/* A program that is too long looks less deep, and lets pass what it does not see. */
static void
test_wide (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  g_autofree TestDescribedPacket *packets = make_packets (random, 1, FALSE);
  static const Tag none = { 0 };
  guint wide = 0;

  for (guint i = 0; i < 30; i++) {
    g_autofree struct bpf_insn *program = NULL;
    Fixture fixture;

    fixture_init (&fixture, random, 32, 1, TRUE);
    program = dup_with_tag (&fixture.filter, &none);
    for (guint j = 0; j < PACKETS; j++)
      check_packet (&fixture, &packets[j], program);
    wide += !fixture.filter.exact;
    fixture_clear (&fixture);
  }
  g_assert_cmpuint (wide, >, 10);
}

int
main (int argc, char **argv)
{
  static const guint16 link_types[] = { 0, 1, 101, 113, 276 };

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (link_types); i++) {
    g_autofree char *path = g_strdup_printf ("/constraint-match/generated/%u", link_types[i]);

    g_test_add_data_func (path, GUINT_TO_POINTER (link_types[i]), test_generated);
  }
  g_test_add_func ("/constraint-match/kernel", test_kernel);
  g_test_add_func ("/constraint-match/like-libpcap", test_like_libpcap);
  g_test_add_func ("/constraint-match/expressions", test_expressions);
  g_test_add_func ("/constraint-match/no-meaning", test_no_meaning);
  g_test_add_func ("/constraint-match/largest", test_largest);
  g_test_add_func ("/constraint-match/wide", test_wide);
  return g_test_run();
}
