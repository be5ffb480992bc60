/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/reading.h"

#include <string.h>

static void
add_record (TestReading *self, PktmonReaderStep step, const PktmonRecord *record)
{
  TestRecord added = { .record = *record, .step = step };

  if (step == PKTMON_READER_PACKET) {
    added.time = pktmon_packet_get_time (&record->packet);
    added.as_number = pktmon_packet_get_nanoseconds (&record->packet);
    self->packets++;
    g_array_append_val (self->positions, self->records->len);
  }
  g_array_append_val (self->records, added);
}

static void
read_all (TestReading *self)
{
  g_autoptr (PktmonReader) reader = pktmon_reader_new (self->directory);
  PktmonRecord record = { 0 };
  PktmonReaderStep step;

  for (;;) {
    self->offset = pktmon_reader_get_offset (reader);
    step = pktmon_reader_next (reader, self->bytes + self->offset, self->size - self->offset,
                               &record, &self->error);
    if (step > PKTMON_READER_BLOCK)
      break;
    add_record (self, step, &record);
  }
  if (step == PKTMON_READER_MORE && self->offset < self->size)
    pktmon_reader_set_cut_short (reader, &self->error);
  g_assert_cmpuint (pktmon_reader_get_packets (reader), ==, self->packets);
}

TestReading *
test_reading_new (gconstpointer data, gsize size)
{
  TestReading *self = g_new0 (TestReading, 1);

  self->bytes = g_malloc (MAX (size, 1));
  if (size > 0)
    memcpy (self->bytes, data, size);
  self->size = size;
  self->directory = pktmon_directory_new();
  self->records = g_array_new (FALSE, FALSE, sizeof (TestRecord));
  self->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  read_all (self);
  return self;
}

TestReading *
test_reading_new_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return test_reading_new (data, size);
}

void
test_reading_free (TestReading *self)
{
  g_clear_error (&self->error);
  g_array_unref (self->records);
  g_array_unref (self->positions);
  pktmon_directory_unref (self->directory);
  g_free (self->bytes);
  g_free (self);
}

const TestRecord *
test_reading_get_record (const TestReading *self, guint n)
{
  g_assert_cmpuint (n, <, self->records->len);
  return &g_array_index (self->records, TestRecord, n);
}

const TestRecord *
test_reading_get_packet (const TestReading *self, guint n)
{
  g_assert_cmpuint (n, <, self->positions->len);
  return test_reading_get_record (self, g_array_index (self->positions, guint, n));
}

static gboolean
same_bytes (PktmonBytes a, PktmonBytes b)
{
  gsize size = pktmon_bytes_left (&a);

  return size == pktmon_bytes_left (&b) &&
         (size == 0 || memcmp (a.data + a.position, b.data + b.position, size) == 0);
}

gboolean
test_packet_equals (const TestRecord *a, const TestRecord *b)
{
  const PktmonPacket *p = &a->record.packet;
  const PktmonPacket *q = &b->record.packet;

  return a->as_number == b->as_number && a->time.seconds == b->time.seconds &&
         a->time.nanoseconds == b->time.nanoseconds && p->has_time == q->has_time &&
         p->interface->link_type == q->interface->link_type && p->length == q->length &&
         same_bytes (pktmon_bytes_new (p->data, p->captured),
                     pktmon_bytes_new (q->data, q->captured)) &&
         same_bytes (p->options, q->options);
}
