/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/stack-capture.h"

#include <string.h>

#include "probe/point.h"

#define ETHERNET_SIZE 14u
#define TTL_OFFSET 22u

TestBuilder *
test_stack_capture_new (void)
{
  TestBuilder *self = test_builder_new (FALSE);

  test_builder_section (self);
  for (guint point = 0; point < PKTMON_N_POINTS; point++) {
    g_autofree char *name = g_strconcat ("stack:", pktmon_point_get_name (point), NULL);

    test_builder_begin_interface (self, pktmon_point_get_link_type (point), 0);
    test_builder_option_text (self, PKTMON_OPTION_IF_NAME, name);
    test_builder_option_u8 (self, PKTMON_OPTION_IF_TSRESOL, 9);
    test_builder_end (self);
  }
  return self;
}

static void
set_text (PktmonStackEvent *event, PktmonStackText which, const char *text)
{
  event->texts[which].data = text != NULL ? text : "";
  event->texts[which].size = strlen (event->texts[which].data);
}

static void
add_event (TestBuilder *self, const TestStackPacket *packet)
{
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE];
  PktmonStackEvent event = {
    .point = (guint8) packet->point,
    .flags = packet->flags,
    .appearance = packet->appearance,
    .network_namespace = 4026531840u,
    .interface = 2,
    .mark = packet->mark,
    .reason = packet->reason != NULL ? 3 : 0,
    .process = packet->process != NULL ? 1234 : 0,
    .hook = PKTMON_STACK_NO_HOOK,
  };

  set_text (&event, PKTMON_STACK_INTERFACE, "eth0");
  set_text (&event, PKTMON_STACK_REASON, packet->reason);
  set_text (&event, PKTMON_STACK_LOCATION, packet->location);
  set_text (&event, PKTMON_STACK_HOOK, NULL);
  set_text (&event, PKTMON_STACK_PROCESS, packet->process);
  test_builder_option (self, PKTMON_OPTION_CUSTOM_BINARY, value,
                       pktmon_stack_event_put (&event, value));
}

void
test_stack_capture_add (TestBuilder *self, const TestStackPacket *packet)
{
  guint skipped = pktmon_point_get_link_type (packet->point) == 1 ? 0 : ETHERNET_SIZE;
  guint8 frame[TEST_FRAME_SIZE];
  g_autofree char *comment = NULL;

  test_frame_make (frame, 17, packet->source_port, packet->destination_port);
  frame[TTL_OFFSET] = packet->ttl;
  test_builder_begin_enhanced (self, packet->point, packet->ticks, frame + skipped,
                               TEST_FRAME_SIZE - skipped, TEST_FRAME_SIZE - skipped);
  test_builder_option_u64 (self, PKTMON_OPTION_EPB_PACKETID, packet->journey);
  if (packet->reason != NULL) {
    comment = g_strconcat (PKTMON_STACK_COMMENT, packet->reason, " at ", packet->location, NULL);
    test_builder_option_text (self, PKTMON_OPTION_COMMENT, comment);
  }
  add_event (self, packet);
  test_builder_end (self);
}

void
test_stack_capture_add_journeys (TestBuilder *self)
{
  static const TestStackPacket packets[] = {
    { PKTMON_POINT_LOCAL_OUT, 1000, 17, 1, 1111, 53, 64, .process = "dig" },
    { PKTMON_POINT_POSTROUTING, 3000, 17, 2, 1111, 53, 64, 7, .process = "dig" },
    { PKTMON_POINT_TRANSMIT, 5000, 17, 3, 1111, 53, 64, 7 },
    { PKTMON_POINT_LOCAL_IN, 20000, 17, 4, 1111, 5353, 63, 7 },
    { PKTMON_POINT_DROP, 21000, 17, 5, 1111, 5353, 63, 7, 0, "NO_SOCKET", "__udp4_lib_rcv+0x79" },
    { PKTMON_POINT_RECEIVE, 30000, 18, 1, 2222, 80, 64 },
    { PKTMON_POINT_LOCAL_IN, 31000, 18, 2, 2222, 80, 64, .flags = PKTMON_STACK_CLONE },
    { PKTMON_POINT_DELIVERY, 78000, 18, 3, 2222, 80, 64, .process = "nginx" },
    { PKTMON_POINT_DROP, 90000, 19, 1, 3333, 90, 64, 0, 0, "OTHERHOST", "ip_rcv_core+0x1b" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (packets); i++)
    test_stack_capture_add (self, &packets[i]);
}

char *
test_stack_capture_save (const TestFolder *folder)
{
  char *path = test_folder_build (folder, "stack.pcapng");
  g_autoptr (TestBuilder) builder = test_stack_capture_new();

  test_stack_capture_add_journeys (builder);
  test_builder_save (builder, path);
  return path;
}
