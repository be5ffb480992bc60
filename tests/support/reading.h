/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pcapng/reader.h"

G_BEGIN_DECLS

/* One packet, or (type of another block) one block, that the reader gave; data copied. */
typedef struct {
  PktmonRecord record;   /* its borrowed pointers lead into the reading's own bytes */
  PktmonReaderStep step; /* PACKET or BLOCK */
  PktmonTime time;       /* of a packet */
  PktmonNanoseconds as_number;
} TestRecord;

/* TestReading: everything that the reader says of some bytes. */
typedef struct {
  guint8 *bytes; /* a copy of exactly their size, so that reading beyond it is noticed */
  gsize size;
  PktmonDirectory *directory;
  GArray *records;   /* of TestRecord */
  GArray *positions; /* of guint: where among these each packet is */
  guint64 packets;
  guint64 offset; /* where reading ended */
  GError *error;  /* damage, or that the file is cut short; NULL when all was read */
} TestReading;

/* Reads all of @data. */
TestReading *test_reading_new (gconstpointer data, gsize size);
/* Reads the file at @path. */
TestReading *test_reading_new_file (const char *path);
void test_reading_free (TestReading *self);

/* The n-th record, and the n-th packet, which must be there. */
const TestRecord *test_reading_get_record (const TestReading *self, guint n);
const TestRecord *test_reading_get_packet (const TestReading *self, guint n);

/* Whether two packets are the same in everything but their place: time, link type, lengths, bytes,
 * options. */
gboolean test_packet_equals (const TestRecord *a, const TestRecord *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReading, test_reading_free)

G_END_DECLS
