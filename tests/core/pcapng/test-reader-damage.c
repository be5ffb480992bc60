/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "base/error.h"
#include "base/limits.h"
#include "support/capture-builder.h"
#include "support/reading.h"

/* Files that cannot be read to their end: what lies before the damage is read, and the message says
 * what is wrong. */

static TestReading *
read_built (const TestBuilder *builder)
{
  return test_reading_new (builder->bytes->data, builder->bytes->len);
}

/* A section with one Ethernet interface. */
static TestBuilder *
begin_capture (gboolean big_endian)
{
  TestBuilder *builder = test_builder_new (big_endian);

  test_builder_section (builder);
  test_builder_interface (builder, 1, 0);
  return builder;
}

static void
assert_damage (const TestReading *reading, PktmonError code, const char *words)
{
  g_assert_error (reading->error, PKTMON_ERROR, (int) code);
  if (strstr (reading->error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", reading->error->message, words);
  g_assert_nonnull (pktmon_error_get_advice (reading->error));
}

typedef struct {
  const char *name;
  void (*add) (TestBuilder *builder);
  PktmonError code;
  const char *words;
} DamageCase;

static void
add_length_0 (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_pattern (builder, 0, 40);
  test_builder_end_lying (builder, 0, 0);
}

static void
add_length_8 (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_end_lying (builder, 8, 8);
}

static void
add_huge_length (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_pattern (builder, 0, 40);
  test_builder_end_lying (builder, 0xfffffff0, 0xfffffff0);
}

static void
add_length_beyond_limit (TestBuilder *builder)
{
  test_builder_begin (builder, 0x1234);
  test_builder_end_lying (builder, PKTMON_MAX_BLOCK_SIZE + 1, PKTMON_MAX_BLOCK_SIZE + 1);
}

static void
add_other_trailer (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_pattern (builder, 0, 40);
  test_builder_end_lying (builder, 52, 56);
}

static void
add_short_packet (TestBuilder *builder)
{
  test_builder_block (builder, PKTMON_BLOCK_ENHANCED_PACKET, 16);
}

static void
add_short_simple (TestBuilder *builder)
{
  test_builder_block (builder, PKTMON_BLOCK_SIMPLE_PACKET, 0);
}

static void
add_short_interface (TestBuilder *builder)
{
  test_builder_block (builder, PKTMON_BLOCK_INTERFACE_DESCRIPTION, 4);
}

static void
add_short_section (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_SECTION_HEADER);
  test_builder_u32 (builder, PKTMON_BYTE_ORDER_MAGIC);
  test_builder_end (builder);
}

static void
add_section_without_magic (TestBuilder *builder)
{
  test_builder_block (builder, PKTMON_BLOCK_SECTION_HEADER, 16);
}

static void
add_newer_section (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_SECTION_HEADER);
  test_builder_u32 (builder, PKTMON_BYTE_ORDER_MAGIC);
  test_builder_u16 (builder, 2);
  test_builder_u16 (builder, 0);
  test_builder_u64 (builder, 0);
  test_builder_end (builder);
}

static void
add_far_interface (TestBuilder *builder)
{
  test_builder_enhanced (builder, G_MAXUINT32, 0, 4, 4);
}

static void
add_next_interface (TestBuilder *builder)
{
  test_builder_obsolete (builder, 1, 0, 4, 4);
}

/* The new section has no interface yet. */
static void
add_section_and_packet (TestBuilder *builder)
{
  test_builder_section (builder);
  test_builder_enhanced (builder, 0, 0, 4, 4);
}

static void
add_long_capture (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_ENHANCED_PACKET);
  test_builder_u32 (builder, 0);
  test_builder_ticks (builder, 0);
  test_builder_u32 (builder, 0xfffffffd); /* its padding wraps around */
  test_builder_u32 (builder, 4);
  test_builder_u32 (builder, 0);
  test_builder_end (builder);
}

static void
add_long_simple (TestBuilder *builder)
{
  test_builder_begin (builder, PKTMON_BLOCK_SIMPLE_PACKET);
  test_builder_u32 (builder, 100);
  test_builder_pattern (builder, 0, 40);
  test_builder_end (builder);
}

static void
add_half_block (TestBuilder *builder)
{
  test_builder_enhanced (builder, 0, 0, 40, 40);
  g_byte_array_set_size (builder->bytes, builder->bytes->len - 20);
}

static void
add_stray_bytes (TestBuilder *builder)
{
  test_builder_pattern (builder, 0, 3);
}

static const DamageCase damage_cases[] = {
  { "length-0", add_length_0, PKTMON_ERROR_DAMAGED, "length of 0" },
  { "length-8", add_length_8, PKTMON_ERROR_DAMAGED, "length of 8" },
  { "huge-length", add_huge_length, PKTMON_ERROR_DAMAGED, "4294967280" },
  { "length-beyond-limit", add_length_beyond_limit, PKTMON_ERROR_DAMAGED, "0x00001234" },
  { "other-trailer", add_other_trailer, PKTMON_ERROR_DAMAGED, "52 and 56" },
  { "short-packet", add_short_packet, PKTMON_ERROR_DAMAGED, "too short" },
  { "short-simple", add_short_simple, PKTMON_ERROR_DAMAGED, "too short" },
  { "short-interface", add_short_interface, PKTMON_ERROR_DAMAGED, "too short" },
  { "short-section", add_short_section, PKTMON_ERROR_DAMAGED, "too short" },
  { "section-without-magic", add_section_without_magic, PKTMON_ERROR_DAMAGED, "magic" },
  { "newer-section", add_newer_section, PKTMON_ERROR_UNSUPPORTED, "version 2.0" },
  { "far-interface", add_far_interface, PKTMON_ERROR_DAMAGED, "interface 4294967295" },
  { "next-interface", add_next_interface, PKTMON_ERROR_DAMAGED, "interface 1," },
  { "section-and-packet", add_section_and_packet, PKTMON_ERROR_DAMAGED, "interface 0," },
  { "long-capture", add_long_capture, PKTMON_ERROR_DAMAGED, "room for 4" },
  { "long-simple", add_long_simple, PKTMON_ERROR_DAMAGED, "room for 40" },
  { "half-block", add_half_block, PKTMON_ERROR_DAMAGED, "cut short" },
  { "stray-bytes", add_stray_bytes, PKTMON_ERROR_DAMAGED, "cut short" },
};

/* Everything before the damage is there, and the message says where it ends. */
static void
test_damage (gconstpointer user_data)
{
  const DamageCase *c = user_data;

  for (guint big_endian = 0; big_endian < 2; big_endian++) {
    g_autoptr (TestBuilder) builder = begin_capture (big_endian);
    g_autoptr (TestReading) reading = NULL;
    guint good;

    test_builder_enhanced (builder, 0, 1, 4, 4);
    test_builder_enhanced (builder, 0, 2, 4, 4);
    good = builder->bytes->len;
    c->add (builder);
    reading = read_built (builder);
    assert_damage (reading, c->code, c->words);
    assert_damage (reading, c->code, "after packet 2");
    g_assert_cmpuint (reading->packets, ==, 2);
    g_assert_cmpuint (reading->offset, >=, good);
  }
}

static void
test_repeated_error (void)
{
  g_autoptr (TestBuilder) builder = begin_capture (FALSE);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;
  PktmonRecord record;
  const guint8 *data = builder->bytes->data;
  gsize size;

  add_length_0 (builder);
  data = builder->bytes->data;
  size = builder->bytes->len;
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (pktmon_reader_next (reader, data + pktmon_reader_get_offset (reader),
                                         size - pktmon_reader_get_offset (reader), &record, NULL),
                     ==, PKTMON_READER_BLOCK);
  data += pktmon_reader_get_offset (reader);
  size -= pktmon_reader_get_offset (reader);
  g_assert_cmpint (pktmon_reader_next (reader, data, size, &record, &first), ==,
                   PKTMON_READER_DAMAGED);
  g_assert_cmpint (pktmon_reader_next (reader, data, 0, &record, &second), ==,
                   PKTMON_READER_DAMAGED);
  g_assert_cmpstr (first->message, ==, second->message);
  g_assert_cmpint (pktmon_reader_next (reader, data, size, &record, NULL), ==,
                   PKTMON_READER_DAMAGED);
}

static void
test_not_a_capture (void)
{
  static const char *const texts[] = { "GET / HTTP/1.1\r\n", "\0\0\0\0\0\0\0\0", "\n\r\r",
                                       "%PDF-1.7" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (TestReading) reading = test_reading_new (texts[i], i == 1 ? 8 : strlen (texts[i]));

    g_assert_error (reading->error, PKTMON_ERROR, PKTMON_ERROR_NOT_A_CAPTURE);
    g_assert_cmpuint (reading->records->len, ==, 0);
  }
}

static void
test_too_many_interfaces (void)
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (TestReading) reading = NULL;

  test_builder_section (builder);
  for (guint i = 0; i <= PKTMON_MAX_INTERFACES; i++)
    test_builder_interface (builder, 1, 0);
  reading = read_built (builder);
  assert_damage (reading, PKTMON_ERROR_DAMAGED, "too many interfaces");
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (reading->directory), ==,
                    PKTMON_MAX_INTERFACES);
}

/* Returns: their size. */
static gsize
add_long_options (TestBuilder *builder)
{
  gsize start = builder->bytes->len;

  for (guint i = 0; i < 20; i++) {
    test_builder_u16 (builder, 0x7000);
    test_builder_u16 (builder, 60000);
    test_builder_pattern (builder, 0, 60000);
  }
  return builder->bytes->len - start;
}

static void
begin_any_interface (TestBuilder *builder)
{
  test_builder_begin_interface (builder, 1, 0);
}

/* One block again and again, as the reader holds no bytes: a file of any size. */
static void
check_long_descriptions (void (*begin) (TestBuilder *builder))
{
  g_autoptr (TestBuilder) builder = test_builder_new (FALSE);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) error = NULL;
  PktmonRecord record;
  gsize from = 0, second, options;
  guint blocks = 0;

  test_builder_section (builder);
  second = builder->bytes->len;
  begin (builder);
  options = add_long_options (builder);
  test_builder_end (builder);
  while (pktmon_reader_next (reader, builder->bytes->data + from, builder->bytes->len - from,
                             &record, &error) == PKTMON_READER_BLOCK) {
    from = second;
    blocks++;
  }
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "too long"));
  g_assert_cmpuint (blocks - 1, ==, PKTMON_MAX_DESCRIPTIONS_SIZE / options);
}

static void
test_long_descriptions (void)
{
  check_long_descriptions (test_builder_begin_section);
  check_long_descriptions (begin_any_interface);
}

static void
add_damage_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (damage_cases); i++) {
    g_autofree char *path = g_strdup_printf ("/reader-damage/%s", damage_cases[i].name);

    g_test_add_data_func (path, &damage_cases[i], test_damage);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  add_damage_tests();
  g_test_add_func ("/reader-damage/repeated", test_repeated_error);
  g_test_add_func ("/reader-damage/not-a-capture", test_not_a_capture);
  g_test_add_func ("/reader-damage/too-many-interfaces", test_too_many_interfaces);
  g_test_add_func ("/reader-damage/long-descriptions", test_long_descriptions);
  return g_test_run();
}
