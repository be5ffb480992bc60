/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <pcap/pcap.h>
#include <string.h>

#include "base/error.h"
#include "constraint/expression.h"
#include "helper/finish.h"
#include "helper/interpreter.h"
#include "support/capture-builder.h"
#include "support/finishing.h"

/* What the helper finishes filters with: it believes nothing, and changes at the right moment. That
 * it means the same as all others is for test-constraint-match. */

static void
fill (gpointer to, gsize size)
{
  for (gsize i = 0; i < size; i++)
    ((guint8 *) to)[i] = (guint8) g_test_rand_int();
}

/* --- Bad input --- */

static PktmonCaptureFilter *
filter_new (const PktmonCaptureConstraint *constraint)
{
  PktmonCaptureFilter *filter = g_new0 (PktmonCaptureFilter, 1);

  filter->n_constraints = 1;
  filter->constraints[0] = *constraint;
  return filter;
}

static gboolean
is_taken (const PktmonCaptureFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonFinisher) finisher = pktmon_finisher_new (filter, 1, &error);

  g_assert_true ((finisher == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  return finisher != NULL;
}

/* Programs that are none, and instructions that are not there, or nobody's. */
static void
test_programs (void)
{
  static const PktmonInstruction accept = { 6, 0, 0, 1 }, jump = { 5, 0, 0, 1000 },
                                 nothing = { 0xff, 0, 0, 0 },
                                 return_x = { 0x0e, 0, 0, 1 }; /* libpcap would abort */
  const struct {
    guint16 n, expressions;
    PktmonInstruction first;
    gboolean good;
  } cases[] = {
    { 1, 1, accept, TRUE },      { 2, 1, accept, FALSE },   { 1, 2, accept, FALSE },
    { 65535, 1, accept, FALSE }, { 1, 0, accept, FALSE },   { 1, 1, jump, FALSE },
    { 1, 1, nothing, FALSE },    { 1, 1, return_x, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree PktmonCaptureFilter *filter = filter_new (&(PktmonCaptureConstraint){
        .role = PKTMON_ROLE_HAS_EXPRESSION, .n_instructions = cases[i].n });

    filter->n_expressions = cases[i].expressions;
    filter->expressions[0] = cases[i].first;
    g_assert_cmpint (is_taken (filter), ==, cases[i].good);
  }
}

/* A program that never ends does not stop the helper. */
static void
test_endless (void)
{
  static const PktmonInstruction endless[] = { { 5, 0, 0, G_MAXUINT32 }, { 6, 0, 0, 1 } };
  g_autofree PktmonCaptureFilter *filter = filter_new (
      &(PktmonCaptureConstraint){ .role = PKTMON_ROLE_HAS_EXPRESSION, .n_instructions = 2 });
  g_autoptr (PktmonFinisher) finisher = NULL;
  g_autoptr (GError) error = NULL;
  guint8 frame[TEST_FRAME_SIZE];

  filter->n_expressions = 2;
  memcpy (filter->expressions, endless, sizeof endless);
  finisher = pktmon_finisher_new (filter, 1, &error);
  g_assert_no_error (error);
  test_frame_make (frame, 17, 1, 2);
  g_assert_false (pktmon_finisher_wants (finisher, frame, sizeof frame, sizeof frame));
}

/* Programs of any kind: those that jump back are run as libpcap runs others. */
static void
test_interpreter (void)
{
  static const char *const texts[] = {
    "tcp port 443 or udp port 53",
    "ip[0] & 0xf != 5 or tcp[13] & 18 != 0",
    "ether[6] % 5 = 2 or ether[7] / 3 > 20 or ether[8] * 2 - 7 > 90",
    "ether[9] << 4 | ether[10] >> 2 > 200 or ether[11] ^ 0x55 = 3",
    "len / (ether[20] & 1) > 3",
    "greater 20 and ether[ether[0]] = 7",
    "ip6 protochain 6",
    "ip protochain 17",
  };
  guint wanted = 0, n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    struct bpf_program program;

    g_assert_true (pktmon_expression_compile (texts[i], 1, &program));
    for (guint j = 0; j < 3000; j++, n++) {
      guint8 packet[80];
      guint size = (guint) g_test_rand_int_range (0, sizeof packet + 1);
      guint expected;

      fill (packet, sizeof packet);
      if (g_test_rand_bit())
        test_frame_make (packet, g_test_rand_bit() ? 6 : 17, 443, 53);
      else if (g_test_rand_bit())
        memcpy (packet + 12, "\x86\xdd\x60\0\0\0\0\x28\0\x40", 10);
      expected = bpf_filter (program.bf_insns, packet, sizeof packet, size);
      g_assert_cmpuint (pktmon_interpreter_run ((const struct sock_filter *) program.bf_insns,
                                                packet, size, sizeof packet),
                        ==, expected);
      wanted += expected != 0;
    }
    pcap_freecode (&program);
  }
  g_assert_cmpuint (wanted, >, n / 20);
  g_assert_cmpuint (wanted, <, n / 20 * 19);
}

/* An expression without instructions, and instructions without an expression. */
static void
test_roles (void)
{
  static const struct {
    guint8 role;
    guint16 n;
    gboolean good;
  } cases[] = {
    { 0, 0, TRUE },
    { PKTMON_ROLE_EXCLUDES, 0, TRUE },
    { 0, 1, FALSE },
    { PKTMON_ROLE_HAS_HEADERS, 1, FALSE },
    { PKTMON_ROLE_HAS_EXPRESSION, 0, FALSE },
    { PKTMON_ROLE_HAS_EXPRESSION | PKTMON_ROLE_HAS_HEADERS, 1, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree PktmonCaptureFilter *filter = filter_new (
        &(PktmonCaptureConstraint){ .role = cases[i].role, .n_instructions = cases[i].n });

    filter->n_expressions = cases[i].n;
    filter->expressions[0] = (PktmonInstruction){ 6, 0, 0, 1 };
    g_assert_cmpint (is_taken (filter), ==, cases[i].good);
  }
}

/* Any table decides about any packet. */
static void
test_anything (void)
{
  for (guint i = 0; i < 20000; i++) {
    g_autofree PktmonCaptureFilter *filter = g_new0 (PktmonCaptureFilter, 1);
    g_autofree guint8 *packet = NULL;
    g_autoptr (PktmonFinisher) finisher = NULL;
    gsize size = (gsize) g_test_rand_int_range (0, 200);

    filter->n_constraints = (guint16) g_test_rand_int_range (0, PKTMON_MAX_CONSTRAINTS + 1);
    fill (filter->constraints, sizeof filter->constraints);
    for (guint j = 0; j < filter->n_constraints; j++) {
      filter->constraints[j].role &= (guint8) ~PKTMON_ROLE_HAS_EXPRESSION;
      filter->constraints[j].n_instructions = 0;
    }
    finisher = pktmon_finisher_new (filter, (guint16) g_test_rand_int_range (0, 280), NULL);
    g_assert_nonnull (finisher);
    packet = g_malloc (size);
    fill (packet, size);
    pktmon_finisher_wants (finisher, packet, (guint32) size, (guint32) size);
  }
}

/* --- Changes --- */

static PktmonFinisher *
finisher_for (const char *text)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (constraints, pktmon_constraint_new (text, &error));
  g_assert_no_error (error);
  return test_finisher_new (constraints, 1);
}

/* Whether a packet to a UDP port that came at @time is wanted. */
static gboolean
wants (PktmonFinish *finish, guint64 time, guint16 port)
{
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 1000, port);
  return !pktmon_finish_is_needed (finish) ||
         pktmon_finish_wants (finish, time, frame, sizeof frame, sizeof frame);
}

/* Packets that waited while filters were changed belong to the filter of their time. */
static void
test_changes (void)
{
  PktmonFinish *finish = pktmon_finish_new();

  g_assert_true (wants (finish, 0, 1));
  pktmon_finish_set (finish, finisher_for ("port=1"), TRUE, 0);
  pktmon_finish_set (finish, finisher_for ("port=2"), TRUE, 1000);
  pktmon_finish_set (finish, NULL, FALSE, 2000);
  pktmon_finish_set (finish, finisher_for ("port=3"), TRUE, 3000);
  for (guint16 port = 1; port <= 3; port++)
    g_assert_cmpint (wants (finish, 999, port), ==, port == 1);
  for (guint16 port = 1; port <= 3; port++)
    g_assert_cmpint (wants (finish, 1000, port), ==, port == 2);
  for (guint16 port = 1; port <= 3; port++)
    g_assert_true (wants (finish, 2999, port));
  for (guint16 port = 1; port <= 3; port++)
    g_assert_cmpint (wants (finish, G_MAXINT64, port), ==, port == 3);
  pktmon_finish_free (finish);
}

/* Where the kernel decides alone, only packets that were on their way are looked at. */
static void
test_exact (void)
{
  PktmonFinish *finish = pktmon_finish_new();
  const guint64 second = G_GUINT64_CONSTANT (1000000000);

  pktmon_finish_set (finish, finisher_for ("port=1"), FALSE, 100 * second);
  g_assert_true (wants (finish, 99 * second, 2)); /* of the filter before, that there was none of */
  g_assert_false (wants (finish, 100 * second, 2));
  g_assert_true (wants (finish, 100 * second, 1));
  g_assert_true (pktmon_finish_is_needed (finish));
  g_assert_true (wants (finish, 101 * second, 2));
  g_assert_false (pktmon_finish_is_needed (finish));
  pktmon_finish_free (finish);
}

/* A clock that is set back does not leave an old filter in force. */
static void
test_clock (void)
{
  PktmonFinish *finish = pktmon_finish_new();
  gint64 end = g_get_monotonic_time() + 10 * G_USEC_PER_SEC;

  pktmon_finish_set (finish, finisher_for ("port=1"), TRUE, 0);
  pktmon_finish_set (finish, finisher_for ("port=2"), TRUE, 1000);
  pktmon_finish_settle (finish);
  g_assert_true (wants (finish, 500, 1));
  while (!wants (finish, 500, 2) && g_get_monotonic_time() < end) {
    g_usleep (20000);
    pktmon_finish_settle (finish);
  }
  g_assert_true (wants (finish, 500, 2));
  g_assert_false (wants (finish, 500, 1));
  pktmon_finish_set (finish, finisher_for ("port=3"), FALSE, 2000);
  while (pktmon_finish_is_needed (finish) && g_get_monotonic_time() < end) {
    g_usleep (20000);
    pktmon_finish_settle (finish);
  }
  g_assert_false (pktmon_finish_is_needed (finish));
  pktmon_finish_free (finish);
}

/* Nobody reads while filters are changed a thousand times: the last ones count. */
static void
test_many (void)
{
  PktmonFinish *finish = pktmon_finish_new();

  for (guint i = 0; i <= 1000; i++)
    pktmon_finish_set (finish, finisher_for (i % 2 == 0 ? "port=1" : "port=2"), TRUE, i);
  g_assert_true (wants (finish, 999, 2));
  g_assert_true (wants (finish, 1000, 1));
  g_assert_false (wants (finish, 1000, 2));
  pktmon_finish_free (finish);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finisher/roles", test_roles);
  g_test_add_func ("/finisher/programs", test_programs);
  g_test_add_func ("/finisher/endless", test_endless);
  g_test_add_func ("/finisher/interpreter", test_interpreter);
  g_test_add_func ("/finisher/anything", test_anything);
  g_test_add_func ("/finisher/changes", test_changes);
  g_test_add_func ("/finisher/exact", test_exact);
  g_test_add_func ("/finisher/clock", test_clock);
  g_test_add_func ("/finisher/many", test_many);
  return g_test_run();
}
