/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/cable.h"

void
test_cable_set_up (TestCable *self, gconstpointer data)
{
  self->network = test_network_new();
  if (self->network == NULL)
    return;
  self->a = test_network_add (self->network, "a");
  self->b = test_network_add (self->network, "b");
  test_network_ip ("link add a0 netns %s type veth peer name b0 netns %s", self->a, self->b);
  test_network_ip ("-n %s link set a0 address 02:00:00:00:00:01 up", self->a);
  test_network_ip ("-n %s link set b0 address 02:00:00:00:00:02 up", self->b);
  self->sender = test_frame_sender_new (self->a, "a0");
  self->recording = test_recording_new();
}

void
test_cable_tear_down (TestCable *self, gconstpointer data)
{
  g_clear_pointer (&self->recording, test_recording_free);
  g_clear_pointer (&self->sender, test_frame_sender_free);
  g_clear_pointer (&self->network, test_network_free);
}

guint
test_cable_begin (TestCable *self)
{
  guint number = test_recording_add (self->recording, self->b, "b0", "ns:b/if:b0");

  g_assert_cmpuint (number, !=, 0);
  g_assert_true (test_recording_add_file (self->recording, FALSE));
  g_assert_true (test_recording_start (self->recording));
  return number;
}

static gint64
get_number (const TestReading *reading, guint n)
{
  const PktmonPacket *packet = &test_reading_get_packet (reading, n)->record.packet;

  return test_frame_get_number (packet->data, packet->captured);
}

void
test_cable_check_numbers (const TestReading *reading, gint64 first)
{
  for (guint i = 0; i < reading->packets; i++)
    g_assert_cmpint (get_number (reading, i), ==, first + i);
}

void
test_cable_add (const char *path, void (*test) (TestCable *, gconstpointer))
{
  g_test_add (path, TestCable, NULL, test_cable_set_up, test, test_cable_tear_down);
}
