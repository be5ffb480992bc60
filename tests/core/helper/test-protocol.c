/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "helper/protocol-layout.h"

/* Messages between the program and its capture helper, taken apart and put together. */

static const PktmonMessageType types[] = {
  PKTMON_REQUEST_HELLO,         PKTMON_REQUEST_ADD_SOURCE,    PKTMON_REQUEST_SET_FILTER,
  PKTMON_REQUEST_REMOVE_SOURCE, PKTMON_REQUEST_ADD_SPOOL,     PKTMON_REQUEST_SET_LIMITS,
  PKTMON_REQUEST_START,         PKTMON_REQUEST_PAUSE,         PKTMON_REQUEST_RESUME,
  PKTMON_REQUEST_STOP,          PKTMON_REQUEST_SET_TRIGGER,   PKTMON_REQUEST_ADD_DIVIDER,
  PKTMON_ANSWER_HELLO,          PKTMON_ANSWER_DONE,           PKTMON_ANSWER_REFUSED,
  PKTMON_ANSWER_SOURCE_OPENED,  PKTMON_ANSWER_SOURCE_CHANGED, PKTMON_ANSWER_SOURCE_ENDED,
  PKTMON_ANSWER_PROGRESS,       PKTMON_ANSWER_SPOOL_ENDED,    PKTMON_ANSWER_STOPPED,
};

/* --- Messages with random contents --- */

static void
fill_bytes (guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) g_test_rand_int();
}

static void
fill_text (char *text, gsize size, gboolean lines)
{
  gsize length = (gsize) g_test_rand_int_range (0, (gint32) size);

  for (gsize i = 0; i < length; i++)
    text[i] = lines && g_test_rand_bit() ? '\n' : (char) g_test_rand_int_range (' ', 0x7f);
  if (length >= 3 && g_test_rand_bit())
    memcpy (text + length - 3, "“", 3);
}

static void
fill (guint8 *structure, const PktmonLayout *layout)
{
  for (gsize i = 0; i < layout->n_fields; i++) {
    const PktmonLayoutField *field = &layout->fields[i];
    guint8 *member = structure + field->offset;
    guint16 count;

    switch (field->kind) {
    case PKTMON_FIELD_NUMBER:
    case PKTMON_FIELD_BYTES:
      fill_bytes (member, field->size);
      break;
    case PKTMON_FIELD_BOOLEAN:
      *member = g_test_rand_bit();
      break;
    case PKTMON_FIELD_TEXT:
    case PKTMON_FIELD_MESSAGE:
      fill_text ((char *) member, field->size, field->kind == PKTMON_FIELD_MESSAGE);
      break;
    case PKTMON_FIELD_LIST:
      count = (guint16) g_test_rand_int_range (0, (gint32) field->size + 1);
      memcpy (structure + field->count, &count, sizeof count);
      for (gsize n = 0; n < count; n++)
        fill (member + n * field->element->size, field->element);
      break;
    case PKTMON_FIELD_STRUCTURE:
      fill (member, field->element);
      break;
    default:
      g_assert_not_reached();
    }
  }
}

static void
fill_message (PktmonMessage *message, PktmonMessageType type)
{
  pktmon_message_init (message, type);
  fill ((guint8 *) &message->hello, pktmon_layout_find (type));
}

static void
check_same (const PktmonMessage *a, const PktmonMessage *b)
{
  gsize size = offsetof (PktmonMessage, hello) + pktmon_layout_find (a->type)->size;

  g_assert_cmpint (a->type, ==, b->type);
  g_assert_cmpmem (a, size, b, size);
}

static void
test_round_trip (void)
{
  g_autofree PktmonMessage *before = g_new0 (PktmonMessage, 1);
  g_autofree PktmonMessage *after = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);

  for (guint i = 0; i < 100 * G_N_ELEMENTS (types); i++) {
    g_autofree guint8 *alone = NULL;
    gsize size;

    fill_message (before, types[i % G_N_ELEMENTS (types)]);
    size = pktmon_message_encode (before, buffer);
    alone = g_memdup2 (buffer, size);
    pktmon_message_init (after, before->type);
    g_assert_cmpuint (pktmon_message_measure (alone, size), ==, size);
    g_assert_true (pktmon_message_decode (after, alone, size));
    check_same (before, after);
  }
}

/* The largest of each kind still fits. */
static void
test_largest (void)
{
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);
  PktmonAddSourceRequest *add = &message->add_source;
  PktmonStoppedAnswer *stopped = &message->stopped;

  pktmon_message_init (message, PKTMON_REQUEST_ADD_SOURCE);
  memset (add->device, 'a', sizeof add->device - 1);
  memset (add->id, 'a', sizeof add->id - 1);
  memset (add->description, 'a', sizeof add->description - 1);
  memset (add->filter.text, 'a', sizeof add->filter.text - 1);
  add->filter.n_instructions = PKTMON_MAX_FILTER_INSTRUCTIONS;
  add->filter.n_constraints = PKTMON_MAX_CONSTRAINTS;
  add->filter.n_expressions = PKTMON_MAX_EXPRESSION_INSTRUCTIONS;
  g_assert_cmpuint (pktmon_message_encode (message, buffer), >, 57344);
  pktmon_message_init (message, PKTMON_ANSWER_STOPPED);
  memset (stopped->message, 'a', sizeof stopped->message - 1);
  stopped->progress.n_sources = PKTMON_MAX_CAPTURE_SOURCES;
  g_assert_cmpuint (pktmon_message_encode (message, buffer), >, 11264);
}

/* --- The layout that the header describes --- */

/* Of the ports, addresses and masks of a constraint. */
#define PATTERNS_SIZE (16u + 2 * 32u + 2 * 64u)
#define CONSTRAINT_SIZE (17u + PATTERNS_SIZE + 2u)

static void
test_layout (void)
{
  static const guint8 expected[] = {
    62,   1,    0,    0,    2,    0,    0,    0,          /* header: ADD_SOURCE */
    0x44, 0x33, 0x22, 0x11,                               /* source */
    1,    1,    0,    1,                                  /* kind, in_namespace, promiscuous… */
    7,    0,    0,    0,                                  /* interface_index */
    0,    0,    4,    0,                                  /* snap_length */
    0,    0,    0,    0,    1,    0,    0,    0,          /* buffer_size */
    4,    0,    'e',  't',  'h',  '0',                    /* device */
    13,   0,    'n',  's',  ':',  'a',  '/',  'i',        /* id */
    'f',  ':',  'e',  't',  'h',  0xc3, 0xa4,             /* … */
    0,    0,                                              /* description */
    3,    0,    'a',  'r',  'p',                          /* filter: text */
    2,    0,    0x28, 0,    1,    2,    0x0c, 0,    0, 0, /* filter: instructions */
    6,    0,    0,    0,    0xff, 0xff, 0xff, 0xff,       /* … */
    1,    1,    0,    5,                                  /* filter: wide, constraints: role */
    1,    0,    0,    0x80, 3,    0,    0,    0x80,       /* key, key_mask */
    0,    8,    5,    0x10, 0xb5, 0x12, 9,    4,          /* type, vlan, vxlan_port, encap, tests */
  };
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);
  PktmonAddSourceRequest *add = &message->add_source;
  PktmonCaptureConstraint *constraint = &add->filter.constraints[0];
  gsize size;

  pktmon_message_init (message, PKTMON_REQUEST_ADD_SOURCE);
  add->source = 0x11223344;
  add->kind = PKTMON_CAPTURE_INTERFACE;
  add->in_namespace = TRUE;
  add->counting = TRUE;
  add->interface_index = 7;
  add->snap_length = 0x40000;
  add->buffer_size = G_GUINT64_CONSTANT (1) << 32;
  pktmon_message_set_text (add->device, sizeof add->device, "eth0");
  pktmon_message_set_text (add->id, sizeof add->id, "ns:a/if:ethä");
  pktmon_message_set_text (add->filter.text, sizeof add->filter.text, "arp");
  add->filter.n_instructions = 2;
  add->filter.instructions[0] = (PktmonInstruction){ 0x28, 1, 2, 12 };
  add->filter.instructions[1] = (PktmonInstruction){ 6, 0, 0, G_MAXUINT32 };
  add->filter.n_constraints = 1;
  constraint->role = PKTMON_ROLE_EXCLUDES | PKTMON_ROLE_HAS_EXPRESSION;
  constraint->entry = (PktmonTableEntry){ .key = 0x80000001,
                                          .key_mask = 0x80000003,
                                          .type = 0x0800,
                                          .vlan = PKTMON_VLAN_TAG | 5,
                                          .vxlan_port = 4789,
                                          .encap = 9,
                                          .tests = PKTMON_TEST_PORTS };
  constraint->n_instructions = 1;
  add->filter.wide = TRUE;
  add->filter.n_expressions = 1;
  add->filter.expressions[0] = (PktmonInstruction){ 6, 0, 0, 1 };
  constraint->entry.patterns.ports_mask[1] = 0x01020304;
  constraint->entry.patterns.addresses_mask[1][3] = G_MAXUINT64;
  size = pktmon_message_encode (message, buffer);
  /* Behind these: ports, addresses, and expressions. */
  g_assert_cmpuint (size, ==, sizeof expected + PATTERNS_SIZE + 2 + 2 + 8);
  g_assert_cmpmem (buffer, sizeof expected, expected, sizeof expected);
  g_assert_cmphex (buffer[sizeof expected + 12], ==, 4);
  g_assert_cmphex (buffer[sizeof expected + PATTERNS_SIZE - 8], ==, 0xff);
  g_assert_cmpmem (buffer + sizeof expected + PATTERNS_SIZE, 12, "\1\0\1\0\6\0\0\0\1\0\0\0", 12);
}

/* --- What is no message --- */

static gboolean
decodes (const guint8 *data, gsize size)
{
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *alone = g_memdup2 (data, size);

  return pktmon_message_decode (message, alone, size);
}

static void
set_size (guint8 *buffer, gsize size)
{
  guint32 value = GUINT32_TO_LE ((guint32) size);

  memcpy (buffer, &value, sizeof value);
}

/* Cut anywhere, or longer by a byte. */
static void
test_cut (void)
{
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    gsize size, step;

    fill_message (message, types[i]);
    size = pktmon_message_encode (message, buffer);
    step = MAX (1, size / 500);
    for (gsize cut = 0; cut < size; cut += cut < 100 ? 1 : step) {
      g_assert_false (decodes (buffer, cut));
      set_size (buffer, cut);
      g_assert_false (decodes (buffer, cut));
      set_size (buffer, size);
    }
    buffer[size] = 0;
    set_size (buffer, size + 1);
    g_assert_false (decodes (buffer, size + 1));
  }
}

static void
test_headers (void)
{
  static const struct {
    guint8 bytes[9];
    gsize size;
    gsize measured;
    gboolean good;
  } cases[] = {
    { { 8, 0, 0, 0, 7, 0, 0, 0 }, 8, 8, TRUE },
    { { 8, 0, 0, 0, 7, 0, 0 }, 7, 0, FALSE },
    { { 9, 0, 0, 0, 7, 0, 0, 0, 0 }, 9, 9, FALSE },      /* START has no body */
    { { 8, 0, 0, 0, 7, 0, 1, 0 }, 8, 8, FALSE },         /* reserved */
    { { 8, 0, 0, 0, 0, 0, 0, 0 }, 8, 8, FALSE },         /* no such type */
    { { 8, 0, 0, 0, 7, 1, 0, 0 }, 8, 8, FALSE },         /* no such type */
    { { 7, 0, 0, 0, 7, 0, 0, 0 }, 8, G_MAXSIZE, FALSE }, /* too short for itself */
    { { 0, 0, 0, 0, 7, 0, 0, 0 }, 8, G_MAXSIZE, FALSE }, /* likewise */
    { { 255, 255, 255, 255, 7, 0, 0, 0 }, 8, G_MAXUINT32, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (pktmon_message_measure (cases[i].bytes, cases[i].size), ==,
                      cases[i].measured);
    g_assert_cmpint (decodes (cases[i].bytes, cases[i].size), ==, cases[i].good);
  }
}

/* Texts are no longer than their bounds, UTF-8, and free of control characters. */
static void
test_texts (void)
{
  static const struct {
    const char *text;
    gboolean good;
  } cases[] = {
    { "\xff", FALSE }, { "a\xc3", FALSE }, { "a\x01", FALSE }, { "a\x7f", FALSE },
    { "a\t", FALSE },  { "a\r", FALSE },   { "a\n", TRUE },    { "“", TRUE },
  };
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    static const guint8 head[] = { 0, 0, 0, 0, 131, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0 };
    gsize length = strlen (cases[i].text);
    gsize size = sizeof head + 2 + length;

    memcpy (buffer, head, sizeof head);
    set_size (buffer, size);
    buffer[sizeof head] = (guint8) length;
    buffer[sizeof head + 1] = 0;
    memcpy (buffer + sizeof head + 2, cases[i].text, length);
    g_assert_cmpint (decodes (buffer, size), ==, cases[i].good);
  }
}

/* Lists and texts one element beyond their bounds. */
static void
test_bounds (void)
{
  static const guint8 head[] = { 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0 };
  g_autofree guint8 *buffer = g_malloc0 (PKTMON_MAX_MESSAGE);

  for (guint extra = 0; extra < 2; extra++) {
    guint16 length = GUINT16_TO_LE ((guint16) (PKTMON_MAX_FILTER_TEXT + extra));
    guint16 count = GUINT16_TO_LE ((guint16) (PKTMON_MAX_FILTER_INSTRUCTIONS + extra));
    gsize text = sizeof head + 2 + PKTMON_MAX_FILTER_TEXT + extra;
    gsize rest = 1 + 2 + 2; /* wide, constraints, expressions */
    gsize list = sizeof head + 4 + 8 * (PKTMON_MAX_FILTER_INSTRUCTIONS + extra) + rest;
    gsize constraints = sizeof head + 4 + (PKTMON_MAX_CONSTRAINTS + extra) * CONSTRAINT_SIZE + rest;

    memcpy (buffer, head, sizeof head);
    memset (buffer + sizeof head, 'a', PKTMON_MAX_MESSAGE - sizeof head);
    memcpy (buffer + sizeof head, &length, sizeof length);
    memset (buffer + text, 0, 2 + rest);
    set_size (buffer, text + 2 + rest);
    g_assert_cmpint (decodes (buffer, text + 2 + rest), ==, extra == 0);
    memset (buffer + sizeof head, 0, PKTMON_MAX_MESSAGE - sizeof head);
    memcpy (buffer + sizeof head + 2, &count, sizeof count);
    set_size (buffer, list);
    g_assert_cmpint (decodes (buffer, list), ==, extra == 0);
    memset (buffer + sizeof head, 0, PKTMON_MAX_MESSAGE - sizeof head);
    buffer[sizeof head + 5] = (guint8) (PKTMON_MAX_CONSTRAINTS + extra);
    set_size (buffer, constraints);
    g_assert_cmpint (decodes (buffer, constraints), ==, extra == 0);
  }
}

static void
test_booleans (void)
{
  guint8 message[] = { 9, 0, 0, 0, 5, 0, 0, 0, 0 };

  for (guint value = 0; value < 256; value++) {
    message[8] = (guint8) value;
    g_assert_cmpint (decodes (message, sizeof message), ==, value <= 1);
  }
}

static void
test_set_text (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "" },
    { "abcdefg", "abcdefg" },
    { "abcdefgh", "abcdefg" },
    { "abcdeäöü", "abcdeä" },
    { "abcdefä", "abcdef" },
    { "a\tb\nc\x7f", "a b\nc " },
  };
  char field[8];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    pktmon_message_set_text (field, sizeof field, cases[i].text);
    g_assert_cmpstr (field, ==, cases[i].expected);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/round-trip", test_round_trip);
  g_test_add_func ("/protocol/largest", test_largest);
  g_test_add_func ("/protocol/layout", test_layout);
  g_test_add_func ("/protocol/cut", test_cut);
  g_test_add_func ("/protocol/headers", test_headers);
  g_test_add_func ("/protocol/texts", test_texts);
  g_test_add_func ("/protocol/bounds", test_bounds);
  g_test_add_func ("/protocol/booleans", test_booleans);
  g_test_add_func ("/protocol/set-text", test_set_text);
  return g_test_run();
}
