/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/stack-event.h"

#include <locale.h>
#include <string.h>

#include "pcapng/format.h"

/* The option for what is seen inside the network stack, written and read. */

static void
set_text (PktmonStackEvent *event, PktmonStackText which, const char *text)
{
  event->texts[which].data = text;
  event->texts[which].size = strlen (text);
}

static PktmonStackEvent
make (void)
{
  PktmonStackEvent event = {
    .point = 10,
    .flags = PKTMON_STACK_CLONE | PKTMON_STACK_TAGGED,
    .appearance = 7,
    .network_namespace = 0xf0000001,
    .interface = 3,
    .mark = 0xdeadbeef,
    .reason = 0x10002,
    .process = 1234,
    .thread = 1235,
    .processor = 5,
    .vlan_control = 0x2005,
    .hook = 2,
  };

  set_text (&event, PKTMON_STACK_INTERFACE, "eth0");
  set_text (&event, PKTMON_STACK_REASON, "NO_SOCKET");
  set_text (&event, PKTMON_STACK_LOCATION, "tcp_v4_rcv+0x79");
  set_text (&event, PKTMON_STACK_HOOK, "");
  set_text (&event, PKTMON_STACK_PROCESS, "größer");
  return event;
}

static gboolean
parse (const guint8 *value, gsize size, PktmonStackEvent *event)
{
  const PktmonOption option = { PKTMON_OPTION_CUSTOM_BINARY, size, value };

  return pktmon_stack_event_parse (&option, G_BYTE_ORDER == G_BIG_ENDIAN, event);
}

static void
test_round_trip (void)
{
  PktmonStackEvent event = make(), read;
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE], again[PKTMON_STACK_EVENT_MAX_SIZE];
  gsize size = pktmon_stack_event_put (&event, value);

  g_assert_true (parse (value, size, &read));
  g_assert_cmpmem (again, pktmon_stack_event_put (&read, again), value, size);
  g_assert_cmphex (read.mark, ==, 0xdeadbeef);
  g_assert_cmpmem (read.texts[PKTMON_STACK_PROCESS].data, read.texts[PKTMON_STACK_PROCESS].size,
                   "größer", strlen ("größer"));
}

/* The layout that the header describes. */
static void
test_layout (void)
{
  static const guint8 expected[] = { 'P', 'K', 'T', 'M', 1, 10, 10, 0, 7, 0, 0, 0, 1, 0, 0, 0xf0 };
  PktmonStackEvent event = make();
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE];
  gsize size = pktmon_stack_event_put (&event, value);

  g_assert_cmpmem (value + 4, sizeof expected, expected, sizeof expected);
  g_assert_cmpuint (value[44], ==, 2);
  g_assert_cmpmem (value + 48, 5,
                   "\x04"
                   "eth0",
                   5);
  g_assert_cmpuint (size, ==, 48 + 5 + 4 + 9 + 15 + 8);
}

/* Each byte that is missing, and what others have written. */
static void
test_damaged (void)
{
  PktmonStackEvent event = make(), read;
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE];
  gsize size = pktmon_stack_event_put (&event, value);

  for (gsize i = 0; i < size; i++) {
    g_autofree guint8 *cut = g_memdup2 (value, i);

    g_assert_false (parse (cut, i, &read));
  }
  for (gsize i = 0; i < 9; i++) {
    guint8 before = value[i];

    value[i] = 0;
    g_assert_cmpint (parse (value, size, &read), ==, before == 0);
    value[i] = before;
  }
  /* Later versions only grow. */
  value[8] = 2;
  g_assert_true (parse (value, size, &read));
  /* No text is taken that is none. */
  value[49] = 0xff;
  g_assert_true (parse (value, size, &read));
  g_assert_cmpuint (read.texts[PKTMON_STACK_INTERFACE].size, ==, 0);
}

static void
test_long_text (void)
{
  PktmonStackEvent event = make(), read;
  guint8 value[PKTMON_STACK_EVENT_MAX_SIZE];
  g_autoptr (GString) text = g_string_new ("a");

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "ä");
  for (guint i = 0; i < PKTMON_N_STACK_TEXTS; i++)
    set_text (&event, i, text->str);
  g_assert_true (parse (value, pktmon_stack_event_put (&event, value), &read));
  g_assert_cmpuint (read.texts[0].size, ==, 255);
  set_text (&event, 0, text->str + 1);
  g_assert_true (parse (value, pktmon_stack_event_put (&event, value), &read));
  g_assert_cmpuint (read.texts[0].size, ==, 254);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stack-event/round-trip", test_round_trip);
  g_test_add_func ("/stack-event/layout", test_layout);
  g_test_add_func ("/stack-event/damaged", test_damaged);
  g_test_add_func ("/stack-event/long-text", test_long_text);
  return g_test_run();
}
