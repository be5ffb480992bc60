/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/capture-checks.h"

#include <sys/mman.h>
#include <unistd.h>

#include "pcapng/format.h"
#include "store/cursor.h"
#include "store/divider.h"

#define TEXT_SIZE 256

void
test_check_clean (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (c)));
}

static const TestRecord *
get_record (const TestReading *self, guint n)
{
  return &g_array_index (self->records, TestRecord, n);
}

static void
assert_same_error (const GError *a, const GError *b)
{
  g_assert_cmpstr (a != NULL ? a->message : NULL, ==, b != NULL ? b->message : NULL);
}

/* --- Pieces --- */

/* Takes one step with the @size bytes at @data alone in memory, so that a look beyond them is
 * noticed; the record is compared before they go. */
static PktmonReaderStep
step_alone (PktmonReader *reader, const TestReading *whole, guint n, gsize size, GError **error)
{
  g_autofree guint8 *alone = g_malloc (MAX (size, 1));
  guint64 offset = pktmon_reader_get_offset (reader);
  TestRecord got = { 0 };

  memcpy (alone, whole->bytes + offset, size);
  got.step = pktmon_reader_next (reader, alone, size, &got.record, error);
  if (got.step > PKTMON_READER_BLOCK)
    return got.step;
  g_assert_cmpuint (n, <, whole->records->len);
  g_assert_cmpint (got.step, ==, get_record (whole, n)->step);
  g_assert_cmpuint (got.record.offset, ==, offset);
  g_assert_cmpuint (got.record.size, ==, get_record (whole, n)->record.size);
  g_assert_cmphex (got.record.type, ==, get_record (whole, n)->record.type);
  if (got.step == PKTMON_READER_PACKET) {
    got.time = pktmon_packet_get_time (&got.record.packet);
    got.as_number = pktmon_packet_get_nanoseconds (&got.record.packet);
    g_assert_true (test_packet_equals (&got, get_record (whole, n)));
  }
  return got.step;
}

void
test_check_pieces (const TestReading *whole, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (GError) error = NULL;
  PktmonReaderStep step = PKTMON_READER_BLOCK;
  gsize given = 0; /* bytes of the whole that were shown so far */
  guint n = 0;

  while (step != PKTMON_READER_DAMAGED) {
    gsize offset = pktmon_reader_get_offset (reader);

    step = step_alone (reader, whole, n, MAX (given, offset) - offset, &error);
    n += step <= PKTMON_READER_BLOCK;
    if (step != PKTMON_READER_MORE)
      continue;
    g_assert_cmpuint (pktmon_reader_get_wanted (reader), >, MAX (given, offset) - offset);
    if (given >= whole->size)
      break;
    given += (gsize) g_rand_int_range (random, 1, g_rand_boolean (random) ? 8 : 400);
    given = MIN (given, whole->size);
  }
  if (step == PKTMON_READER_MORE && pktmon_reader_get_offset (reader) < whole->size)
    pktmon_reader_set_cut_short (reader, &error);
  g_assert_cmpuint (n, ==, whole->records->len);
  g_assert_cmpuint (pktmon_directory_get_n_interfaces (directory), ==,
                    pktmon_directory_get_n_interfaces (whole->directory));
  assert_same_error (error, whole->error);
}

/* --- Directory --- */

void
test_check_directory (const TestReading *whole)
{
  guint n_interfaces = pktmon_directory_get_n_interfaces (whole->directory);
  guint64 end;

  for (guint i = 0; i < n_interfaces; i++) {
    const PktmonInterface *interface = pktmon_directory_get_interface (whole->directory, i);

    g_assert_cmpuint (interface->number, ==, i);
    g_assert_cmpuint (interface->section->first_interface, <=, i);
  }
  for (guint i = 0; i < whole->records->len; i++) {
    const PktmonRecord *record = &get_record (whole, i)->record;
    const PktmonSection *section =
        pktmon_directory_find_section (whole->directory, record->offset, &end);

    g_assert_nonnull (section);
    g_assert_cmpuint (record->offset + record->size, <=, end);
    if (get_record (whole, i)->step == PKTMON_READER_PACKET)
      g_assert_true (record->packet.interface->section == section);
  }
}

/* --- Texts --- */

static void
check_options (PktmonBytes options, guint32 block_type, gboolean big_endian)
{
  gsize left = pktmon_bytes_left (&options);
  PktmonOption option;

  while (pktmon_option_next (&options, big_endian, &option)) {
    char buffer[TEXT_SIZE];
    PktmonText text;

    pktmon_text_init (&text, buffer, sizeof buffer);
    pktmon_option_append_value (&text, block_type, &option, big_endian);
    test_check_clean (buffer);
    g_assert_cmpuint (pktmon_bytes_left (&options), <, left);
    left = pktmon_bytes_left (&options);
  }
}

void
test_check_texts (const TestReading *whole)
{
  guint n_sections = pktmon_directory_get_n_sections (whole->directory);
  guint n_interfaces = pktmon_directory_get_n_interfaces (whole->directory);

  for (guint i = 0; i < n_sections; i++) {
    const PktmonSection *section = pktmon_directory_get_section (whole->directory, i);

    check_options (pktmon_bytes_new (section->options, section->options_size),
                   PKTMON_BLOCK_SECTION_HEADER, section->big_endian);
  }
  for (guint i = 0; i < n_interfaces; i++) {
    const PktmonInterface *interface = pktmon_directory_get_interface (whole->directory, i);

    test_check_clean (interface->name != NULL ? interface->name : "");
    test_check_clean (interface->description != NULL ? interface->description : "");
    check_options (pktmon_bytes_new (interface->options, interface->options_size),
                   PKTMON_BLOCK_INTERFACE_DESCRIPTION, interface->section->big_endian);
  }
  for (guint i = 0; i < whole->records->len; i++) {
    const PktmonPacket *packet = &get_record (whole, i)->record.packet;

    if (get_record (whole, i)->step == PKTMON_READER_PACKET)
      check_options (packet->options, packet->block_type, packet->interface->section->big_endian);
  }
  if (whole->error != NULL)
    g_assert_nonnull (strchr (whole->error->message, '\n'));
}

/* --- Contents --- */

static void
assert_totals (const PktmonTotals *a, const PktmonTotals *b)
{
  g_assert_cmpuint (a->packets, ==, b->packets);
  g_assert_cmpuint (a->captured_bytes, ==, b->captured_bytes);
  g_assert_cmpuint (a->wire_bytes, ==, b->wire_bytes);
  g_assert_cmpint (a->first, ==, b->first);
  g_assert_cmpint (a->last, ==, b->last);
}

static void
add_to_totals (PktmonTotals *totals, const TestRecord *record)
{
  PktmonNanoseconds time = record->as_number;

  totals->packets++;
  totals->captured_bytes += record->record.packet.captured;
  totals->wire_bytes += record->record.packet.length;
  if (time == PKTMON_NANOSECONDS_NONE)
    return;
  totals->first = totals->first == PKTMON_NANOSECONDS_NONE ? time : MIN (totals->first, time);
  totals->last = MAX (totals->last, time);
}

void
test_check_contents (const TestReading *whole)
{
  g_autoptr (PktmonContents) contents = pktmon_contents_new();
  g_autoptr (PktmonContents) copy = NULL;
  PktmonTotals expected = { .first = PKTMON_NANOSECONDS_NONE, .last = PKTMON_NANOSECONDS_NONE };
  PktmonTotals totals;
  const PktmonBlockCount *blocks;
  guint64 others = 0;
  guint n_types;

  for (guint i = 0; i < whole->records->len; i++) {
    const TestRecord *record = get_record (whole, i);

    if (record->step == PKTMON_READER_PACKET) {
      pktmon_contents_add_packet (contents, &record->record.packet, record->as_number);
      add_to_totals (&expected, record);
    } else {
      pktmon_contents_add_block (contents, whole->directory, &record->record,
                                 whole->bytes + record->record.offset);
      others += record->record.type != 0 || record->record.offset > 0;
    }
  }
  copy = pktmon_contents_copy (contents);
  totals = pktmon_contents_get_totals (copy);
  assert_totals (&totals, &expected);
  blocks = pktmon_contents_get_blocks (copy, &n_types);
  for (guint i = 0; i < n_types; i++)
    others -= blocks[i].count;
  g_assert_cmpuint (others, ==, 0);
}

/* --- Dividers --- */

static void
check_divider (const PktmonDivider *divider)
{
  g_auto (GStrv) lines = g_strsplit (divider->text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    test_check_clean (*line);
}

void
test_check_dividers (const TestReading *whole)
{
  g_autoptr (PktmonDividers) dividers = pktmon_dividers_new();
  guint64 packets = 0;
  guint n;

  for (guint i = 0; i < whole->records->len; i++) {
    const TestRecord *record = get_record (whole, i);

    if (record->step == PKTMON_READER_PACKET)
      packets++;
    else
      pktmon_dividers_add_block (dividers, whole->directory, &record->record,
                                 whole->bytes + record->record.offset, packets);
  }
  n = pktmon_dividers_count_until (dividers, G_MAXUINT64);
  g_assert_cmpuint (pktmon_dividers_count_until (dividers, packets), ==, n);
  for (guint i = 0; i < n; i++) {
    const PktmonDivider *divider = pktmon_dividers_get (dividers, i);

    check_divider (divider);
    g_assert_cmpuint (pktmon_dividers_count_until (dividers, divider->position), >, i);
    if (divider->position > 0)
      g_assert_cmpuint (pktmon_dividers_count_until (dividers, divider->position - 1), <=, i);
  }
}

/* --- Store --- */

PktmonSpool *
test_spool_new (gconstpointer data, gsize size)
{
  int descriptor = memfd_create ("capture", MFD_CLOEXEC);
  g_autoptr (GError) error = NULL;
  PktmonSpool *spool;

  g_assert_cmpint (descriptor, >=, 0);
  g_assert_cmpint (write (descriptor, data, size), ==, (gssize) size);
  spool = pktmon_spool_new_growing (descriptor, &error);
  g_assert_no_error (error);
  close (descriptor);
  pktmon_spool_grow (spool, size, TRUE);
  return spool;
}

static const TestRecord *
next_packet (const TestReading *self, guint *n)
{
  while (get_record (self, *n)->step != PKTMON_READER_PACKET)
    (*n)++;
  return get_record (self, (*n)++);
}

void
test_check_store (const TestReading *whole)
{
  g_autoptr (PktmonSpool) spool = test_spool_new (whole->bytes, whole->size);
  g_autoptr (PktmonStore) store = pktmon_store_new_for_spool (spool);
  g_autoptr (PktmonCursor) cursor = pktmon_cursor_new (store, PKTMON_CURSOR_RANDOM);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  pktmon_store_wait_complete (store, &error);
  if (whole->size > 0)
    assert_same_error (error, whole->error);
  g_assert_cmpuint (pktmon_store_get_count (store), ==, whole->packets);
  for (guint i = 0; i < whole->packets; i++) {
    const TestRecord *expected = next_packet (whole, &n);
    TestRecord got = { 0 };

    g_assert_true (pktmon_cursor_read (cursor, i, &got.record.packet, NULL));
    got.time = pktmon_packet_get_time (&got.record.packet);
    got.as_number = pktmon_store_get_nanoseconds (store, i);
    g_assert_true (test_packet_equals (&got, expected));
    g_assert_cmpuint (pktmon_store_get_offset (store, i), ==, expected->record.offset);
  }
}
