/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/stack-event.h"
#include "support/capture-builder.h"
#include "support/temp-folder.h"

G_BEGIN_DECLS

/* Captures of what was seen inside the network stack, as the capture helper writes them: one
 * interface for each point of the host, numbered as the points are (probe/event.h). */

/* What is said of one packet at one point. */
typedef struct {
  guint point; /* PKTMON_POINT_… */
  guint64 ticks;
  guint64 journey;
  guint32 appearance;
  guint16 source_port, destination_port;
  guint8 ttl;
  guint32 mark;
  guint16 flags;      /* PKTMON_STACK_… */
  const char *reason; /* of a drop */
  const char *location;
  const char *process; /* NULL: none */
} TestStackPacket;

/* A section with an interface for each point. */
TestBuilder *test_stack_capture_new (void);
/* Appends a packet of UDP from 10.0.0.1 to 10.0.0.2. */
void test_stack_capture_add (TestBuilder *self, const TestStackPacket *packet);

/* The journeys that most tests use, in this order of packets:
 *   1: 17 goes from local-out to local-in, its destination port is changed, and it is dropped
 * there: NO_SOCKET (packets 0 to 4) 2: 18 is delivered to nginx (packets 5 to 7), as a copy 3: 19
 * is dropped as it is for another machine: expected (packet 8) */
void test_stack_capture_add_journeys (TestBuilder *self);
/* The path of a new file with these. (transfer full) */
char *test_stack_capture_save (const TestFolder *folder);

G_END_DECLS
