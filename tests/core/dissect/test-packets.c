/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "dissect/address.h"
#include "support/dissection-checks.h"
#include "support/packets.h"

/* Every packet of the folder packets/ says what stands there, and holds when it is cut or changed.
 */

static GPtrArray *packets;

static void
check_text (const TestPacket *packet, const char *what, const char *found, const char *expected)
{
  if (g_strcmp0 (found, expected) == 0)
    return;
  g_test_message ("%s: %s is\n%s\nand should be\n%s", packet->name, what, found, expected);
  g_test_fail();
}

static void
check_address (const TestPacket *packet, const char *what, const PktmonAddress *found,
               const char *expected)
{
  char buffer[PKTMON_ADDRESS_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_address_append (found, &text);
  check_text (packet, what, buffer, expected);
}

static void
test_expected (void)
{
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);
    PktmonSummary summary;
    g_autoptr (PktmonFieldTree) tree = test_check_dissection (
        packet->link_type, packet->bytes->data, packet->bytes->len, packet->bytes->len, &summary);
    g_autofree char *fields = test_fields_dup_text (&summary.fields);
    g_autofree char *text =
        test_tree_dup_text (tree, packet->layer[0] != '\0' ? packet->layer : NULL);

    check_text (packet, "protocol", summary.protocol, packet->protocol);
    check_text (packet, "info", summary.info, packet->info);
    check_address (packet, "source", &summary.source, packet->source);
    check_address (packet, "destination", &summary.destination, packet->destination);
    check_text (packet, "fields", fields, packet->fields);
    check_text (packet, "tree", text, packet->tree);
  }
}

static void
test_names (void)
{
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    g_assert_true (test_packets_find (packets, packet->name) == packet);
  }
}

static void
check (const TestPacket *packet, const guint8 *data, gsize captured, gsize length)
{
  g_autoptr (PktmonFieldTree) tree =
      test_check_dissection (packet->link_type, data, captured, length, NULL);

  g_assert_cmpuint (test_tree_count_layers (tree), <=, PKTMON_MAX_LAYERS + 1);
}

/* Captured in part, and short on the wire too. */
static void
test_cut (void)
{
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    for (gsize captured = 0; captured < packet->bytes->len; captured++) {
      check (packet, packet->bytes->data, captured, packet->bytes->len);
      check (packet, packet->bytes->data, captured, captured);
    }
  }
}

/* What the file says of the length on the wire may be wrong. */
static void
test_wire_length (void)
{
  static const gsize lengths[] = { 0, 1, G_MAXUINT32, G_MAXSIZE };

  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      check (packet, packet->bytes->data, packet->bytes->len, lengths[k]);
  }
}

/* Any two bytes may be a length, a count or an offset. */
static void
test_hostile_numbers (void)
{
  static const guint8 numbers[][2] = {
    { 0, 0 }, { 0, 1 }, { 0, 0xff }, { 0x7f, 0xff }, { 0xff, 0xff }
  };

  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);
    g_autofree guint8 *bytes = g_memdup2 (packet->bytes->data, packet->bytes->len);

    for (gsize at = 0; at + 2 <= packet->bytes->len; at++) {
      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++) {
        memcpy (bytes + at, numbers[k], 2);
        check (packet, bytes, packet->bytes->len, packet->bytes->len);
      }
      memcpy (bytes + at, packet->bytes->data + at, 2);
    }
  }
}

static void
test_changed_at_random (void)
{
  enum { ROUNDS = 50, CHANGES = 4 };
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    for (guint round = 0; round < ROUNDS; round++) {
      g_autofree guint8 *bytes = g_memdup2 (packet->bytes->data, packet->bytes->len);

      for (guint k = 0; k < CHANGES; k++)
        bytes[g_rand_int_range (random, 0, (gint32) packet->bytes->len)] =
            (guint8) g_rand_int_range (random, 0, 256);
      check (packet, bytes, packet->bytes->len, packet->bytes->len);
    }
  }
}

int
main (int argc, char **argv)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  packets = test_packets_load();
  g_test_add_func ("/packets/expected", test_expected);
  g_test_add_func ("/packets/names", test_names);
  g_test_add_func ("/packets/cut", test_cut);
  g_test_add_func ("/packets/wire-length", test_wire_length);
  g_test_add_func ("/packets/hostile-numbers", test_hostile_numbers);
  g_test_add_func ("/packets/changed-at-random", test_changed_at_random);
  status = g_test_run();
  g_ptr_array_unref (packets);
  return status;
}
