/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/packet-constraint.h"

#include <locale.h>

#include "constraint/matcher.h"
#include "support/capture-builder.h"
#include "support/packets.h"

#define N_KINDS (PKTMON_PACKET_CONSTRAINT_DESTINATION_PORT + 1)

/* (transfer full) */
static PktmonConstraint *
make (guint16 link_type, const guint8 *data, gsize size, PktmonPacketConstraint what,
      gboolean exclude)
{
  PktmonInterface interface = { .link_type = link_type };
  PktmonPacket packet = {
    .interface = &interface, .data = data, .captured = (guint32) size, .length = (guint32) size
  };
  PktmonSummary summary;

  pktmon_summarize (link_type, data, size, size, PKTMON_SUMMARY_FIELDS, &summary);
  return pktmon_packet_constraint_new (&packet, &summary, what, exclude);
}

static void
check (guint16 link_type, const guint8 *data, gsize size, const char *const expected[N_KINDS])
{
  for (guint i = 0; i < N_KINDS; i++) {
    g_autoptr (PktmonConstraint) constraint = make (link_type, data, size, i, FALSE);
    g_autofree char *text = constraint != NULL ? pktmon_constraint_dup_text (constraint) : NULL;

    g_assert_cmpstr (text, ==, expected[i]);
  }
}

static void
test_plain (void)
{
  static const char *const expected[] = {
    "ip=10.0.0.1 ip2=10.0.0.2 port=40000 port2=443 proto=tcp",
    "ip=10.0.0.1",
    "ip=10.0.0.2",
    "port=40000 proto=tcp",
    "port=443 proto=tcp",
  };
  guint8 frame[TEST_FRAME_SIZE];
  g_autoptr (PktmonConstraint) excluding = NULL;
  g_autofree char *text = NULL;

  test_frame_make (frame, 6, 40000, 443);
  check (1, frame, sizeof frame, expected);
  check (101, frame + 14, sizeof frame - 14, expected); /* LINKTYPE_RAW */
  excluding = make (1, frame, sizeof frame, PKTMON_PACKET_CONSTRAINT_DESTINATION, TRUE);
  text = pktmon_constraint_dup_text (excluding);
  g_assert_cmpstr (text, ==, "ip=10.0.0.2 exclude");
}

/* What has no IP has link-layer addresses; what has nothing has nothing in common. */
static void
test_others (void)
{
  static const char *const expected[] = {
    "mac=02:00:00:00:00:01 mac2=02:00:00:00:00:02",
    "mac=02:00:00:00:00:01",
    "mac=02:00:00:00:00:02",
    NULL,
    NULL,
  };
  static const char *const nothing[N_KINDS] = { NULL };
  guint8 frame[TEST_FRAME_SIZE];

  test_frame_make (frame, 17, 1, 2);
  frame[12] = 0x88;
  frame[13] = 0xb5;
  check (1, frame, sizeof frame, expected);
  check (1, frame, 5, nothing);
  check (147, frame, sizeof frame, nothing); /* LINKTYPE_USER0 */
}

/* In a tunnel: the addresses that the columns show are inside. */
static void
test_tunnels (void)
{
  static const char *const names[] = { "gre", "nvgre", "ip-in-ip", "vxlan", "geneve" };
  g_autoptr (GPtrArray) packets = test_packets_load();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const TestPacket *packet = test_packets_find (packets, names[i]);
    g_autoptr (PktmonConstraint) constraint =
        make (packet->link_type, packet->bytes->data, packet->bytes->len,
              PKTMON_PACKET_CONSTRAINT_CONVERSATION, FALSE);

    if (constraint == NULL)
      g_error ("there is nothing for “%s”", names[i]);
    g_assert_true (pktmon_constraint_fields_has (pktmon_constraint_get_fields (constraint),
                                                 PKTMON_CONSTRAINT_ENCAP));
  }
}

static gboolean
matches (PktmonConstraint *constraint, const TestPacket *test)
{
  PktmonInterface interface = { .link_type = test->link_type };
  PktmonPacket packet = { .interface = &interface,
                          .data = test->bytes->data,
                          .captured = test->bytes->len,
                          .length = test->bytes->len };
  g_autoptr (GPtrArray) one = g_ptr_array_new();
  g_autoptr (PktmonMatcher) matcher = NULL;

  g_ptr_array_add (one, constraint);
  matcher = pktmon_matcher_new (one, NULL);
  return pktmon_matcher_match (matcher, &packet);
}

/* Whatever is offered for a packet is true of it, and what excludes it does. */
static void
test_all (void)
{
  g_autoptr (GPtrArray) packets = test_packets_load();
  guint n = 0;

  for (guint i = 0; i < packets->len; i++)
    for (guint what = 0; what < N_KINDS; what++) {
      const TestPacket *packet = g_ptr_array_index (packets, i);
      const guint8 *data = packet->bytes->data;
      g_autoptr (PktmonConstraint) with =
          make (packet->link_type, data, packet->bytes->len, what, FALSE);
      g_autoptr (PktmonConstraint) without =
          make (packet->link_type, data, packet->bytes->len, what, TRUE);

      g_assert_true ((with == NULL) == (without == NULL));
      if (with == NULL)
        continue;
      g_assert_true (matches (with, packet));
      g_assert_false (matches (without, packet));
      n++;
    }
  g_assert_cmpuint (n, >, packets->len);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packet-constraint/plain", test_plain);
  g_test_add_func ("/packet-constraint/others", test_others);
  g_test_add_func ("/packet-constraint/tunnels", test_tunnels);
  g_test_add_func ("/packet-constraint/all", test_all);
  return g_test_run();
}
