/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include "pcapng/format.h"
#include "support/capture-checks.h"

/* What must hold of an export, in each format. */

typedef struct {
  const TestReading *whole;
  const PktmonExportChoice *choice;
  const PktmonExportOptions *options;
  const char *path, *written;
} Export;

/* --- What is expected --- */

static gboolean
is_wanted (const Export *self, PktmonExpression *expression, guint64 position,
           const PktmonPacket *packet)
{
  const PktmonExportChoice *choice = self->choice;

  if (choice->positions != NULL && !pktmon_positions_contains (choice->positions, position))
    return FALSE;
  if (choice->interfaces != NULL &&
      !pktmon_positions_contains (choice->interfaces, packet->interface->number))
    return FALSE;
  return expression == NULL || pktmon_expression_match (expression, packet);
}

static guint64
count_wanted (const Export *self)
{
  g_autoptr (PktmonExpression) expression =
      self->choice->expression != NULL ? pktmon_expression_copy (self->choice->expression) : NULL;
  guint64 count = 0;

  for (guint i = 0; i < self->whole->packets; i++)
    count +=
        is_wanted (self, expression, i, &test_reading_get_packet (self->whole, i)->record.packet);
  return count;
}

/* An option list without its comments, and without its end when that leaves nothing. */
static GByteArray *
strip_options (const PktmonPacket *packet)
{
  gboolean big_endian = packet->interface->section->big_endian;
  GByteArray *stripped = g_byte_array_new();
  PktmonBytes options = packet->options, rest = options;
  gboolean dropped = FALSE;
  PktmonOption option;
  gsize size;
  const guint8 *data;

  while (pktmon_option_next (&options, big_endian, &option)) {
    if (option.code == PKTMON_OPTION_COMMENT)
      dropped = TRUE;
    else
      g_byte_array_append (stripped, rest.data + rest.position,
                           (guint) (options.position - rest.position));
    rest = options;
  }
  data = pktmon_bytes_take_rest (&rest, &size);
  if (stripped->len > 0 || !dropped || options.failed)
    g_byte_array_append (stripped, data, (guint) size);
  return stripped;
}

/* --- Captures --- */

static guint
pad (guint size)
{
  return (size + 3u) & ~3u;
}

static void
assert_same_options (PktmonBytes found, const guint8 *data, gsize size)
{
  gsize found_size;
  const guint8 *found_data = pktmon_bytes_take_rest (&found, &found_size);

  /* The end of a list that is cut short in the last option's padding. */
  g_assert_cmpuint (pad ((guint) found_size), ==, pad ((guint) size));
  g_assert_cmpmem (found_data, MIN (found_size, size), data, MIN (found_size, size));
}

static void
check_options (const Export *self, const PktmonPacket *before, const PktmonPacket *after)
{
  g_autoptr (GByteArray) stripped = NULL;
  PktmonBytes all = before->options;
  gsize size;
  const guint8 *data;

  if (self->options->format == PKTMON_EXPORT_PCAP)
    return;
  data = pktmon_bytes_take_rest (&all, &size);
  if (self->options->strip_comments) {
    stripped = strip_options (before);
    data = stripped->data;
    size = stripped->len;
  }
  assert_same_options (after->options, data, size);
}

static void
check_interface (const Export *self, const PktmonPacket *before, const PktmonPacket *after)
{
  const PktmonInterface *a = before->interface, *b = after->interface;

  g_assert_cmpuint (a->link_type, ==, b->link_type);
  if (self->options->format == PKTMON_EXPORT_PCAP || before->block_type == 0)
    return;
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpint (a->resolution, ==, b->resolution);
  if (!self->options->strip_comments)
    g_assert_cmpmem (a->options, a->options_size, b->options, b->options_size);
}

static void
check_packet (const Export *self, const TestRecord *before, const TestRecord *after)
{
  guint32 limit = self->options->max_captured > 0 ? self->options->max_captured : G_MAXUINT32;
  const PktmonPacket *p = &before->record.packet, *q = &after->record.packet;
  guint32 captured = MIN (p->captured, limit);

  g_assert_cmpuint (q->length, ==, p->length);
  g_assert_cmpmem (q->data, q->captured, p->data, captured);
  check_options (self, p, q);
  check_interface (self, p, q);
  if (self->options->format == PKTMON_EXPORT_PCAP)
    return;
  g_assert_cmpint (p->has_time, ==, q->has_time);
  g_assert_cmpint (before->as_number, ==, after->as_number);
}

static TestReading *
read_again (const Export *self)
{
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (self->written, NULL);
  g_autofree guint8 *data = NULL;
  guint64 size = 0;

  g_assert_nonnull (spool);
  while (pktmon_spool_wait (spool, size, NULL))
    size = pktmon_spool_get_size (spool);
  data = g_malloc (size + 1);
  g_assert_cmpint (pktmon_spool_read (spool, 0, data, size, NULL), ==, (gssize) size);
  return test_reading_new (data, size);
}

static void
check_packets (const Export *self, const TestReading *again)
{
  g_autoptr (PktmonExpression) expression =
      self->choice->expression != NULL ? pktmon_expression_copy (self->choice->expression) : NULL;
  guint m = 0;

  g_assert_no_error (again->error);
  for (guint i = 0; i < self->whole->packets; i++) {
    const TestRecord *record = test_reading_get_packet (self->whole, i);

    if (is_wanted (self, expression, i, &record->record.packet))
      check_packet (self, record, test_reading_get_packet (again, m++));
  }
  g_assert_cmpuint (again->packets, ==, m);
}

/* --- Lines --- */

static guint64
count_lines (const char *text, gsize size)
{
  guint64 lines = 0;

  for (gsize i = 0; i < size; i++)
    lines += text[i] == '\n';
  return lines;
}

static void
check_lines (const Export *self, const TestReading *again)
{
  const char *text = (const char *) again->bytes;
  guint64 header = self->options->format == PKTMON_EXPORT_CSV ? 1 : 0;

  g_assert_true (g_utf8_validate_len (text, again->size, NULL));
  if (self->options->format != PKTMON_EXPORT_C)
    g_assert_cmpuint (count_lines (text, again->size), ==, count_wanted (self) + header);
}

/* --- The same bytes --- */

/* Writes the length of a block where it stands; old writers did not count the padding. */
static void
set_lengths (const TestReading *whole, const PktmonRecord *record, guint8 *bytes)
{
  guint64 end;
  gboolean big_endian =
      pktmon_directory_find_section (whole->directory, record->offset, &end)->big_endian;
  guint32 length = (guint32) record->size;

  length = big_endian ? GUINT32_TO_BE (length) : GUINT32_TO_LE (length);
  memcpy (bytes + record->offset + 4, &length, sizeof length);
  memcpy (bytes + record->offset + record->size - 4, &length, sizeof length);
}

/* A capture in pcapng format that is exported whole is the same up to the damage, but for the
 * lengths of its sections, which are not known any more, and those of blocks that are not padded.
 */
static void
check_bytes (const TestReading *whole, const TestReading *again)
{
  g_autofree guint8 *expected = g_memdup2 (whole->bytes, whole->size);

  for (guint i = 0; i < whole->records->len; i++) {
    const PktmonRecord *record = &test_reading_get_record (whole, i)->record;

    set_lengths (whole, record, expected);
    if (record->type == PKTMON_BLOCK_SECTION_HEADER)
      memset (expected + record->offset + 16, 0xff, 8);
  }
  g_assert_cmpmem (again->bytes, again->size, expected, whole->offset);
}

/* --- The whole --- */

static void
check_written (const Export *self, const PktmonExportResult *result)
{
  g_autoptr (TestReading) again = read_again (self);
  const PktmonExportOptions *options = self->options;

  g_assert_cmpuint (result->packets, ==, count_wanted (self));
  if (options->compression == PKTMON_COMPRESSION_NONE)
    g_assert_cmpuint (again->size, ==, result->bytes);
  if (options->format > PKTMON_EXPORT_PCAP)
    check_lines (self, again);
  else
    check_packets (self, again);
  if (options->format == PKTMON_EXPORT_PCAPNG && !options->strip_comments &&
      options->max_captured == 0 && !pktmon_export_choice_is_made (self->choice) &&
      test_reading_get_record (self->whole, 0)->record.type != 0)
    check_bytes (self->whole, again);
}

/* What differs in link type, pcap cannot hold. */
static gboolean
is_refused (const Export *self, const GError *error)
{
  return self->options->format == PKTMON_EXPORT_PCAP && error != NULL &&
         strstr (error->message, "link type") != NULL;
}

static void
check_result (const Export *self, const PktmonExportResult *result, const GError *error)
{
  const GError *expected = self->whole->error;

  if (is_refused (self, error)) {
    g_assert_false (result->kept);
    return;
  }
  if (self->whole->size > 0)
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==,
                     expected != NULL ? expected->message : NULL);
  if (self->whole->records->len == 0)
    g_assert_cmpuint (result->bytes, ==, 0);
  else
    check_written (self, result);
}

static void
check_spool (const Export *self, PktmonSpool *spool)
{
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  pktmon_export_spool (spool, self->path, self->choice, self->options, NULL, NULL, &result, &error);
  check_result (self, &result, error);
}

static void
check_store (const Export *self, PktmonSpool *spool)
{
  g_autoptr (PktmonStore) store = pktmon_store_new_for_spool (spool);
  g_autoptr (GError) error = NULL;
  PktmonExportResult result;

  pktmon_store_wait_complete (store, NULL);
  pktmon_export_store (store, self->path, self->choice, self->options, NULL, NULL, &result, &error);
  check_result (self, &result, error);
}

/* What is written directly begins again. */
static void
begin_again (const Export *self)
{
  if (g_str_equal (self->path, "-")) {
    g_assert_cmpint (ftruncate (STDOUT_FILENO, 0), ==, 0);
    g_assert_cmpint (lseek (STDOUT_FILENO, 0, SEEK_SET), ==, 0);
  }
}

void
test_check_export (const TestReading *whole, const PktmonExportChoice *choice,
                   const PktmonExportOptions *options, const char *path, const char *written)
{
  g_autoptr (PktmonSpool) spool = test_spool_new (whole->bytes, whole->size);
  const Export self = { whole, choice, options, path, written };

  begin_again (&self);
  check_spool (&self, spool);
  begin_again (&self);
  check_store (&self, spool);
}
