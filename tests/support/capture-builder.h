/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "pcapng/format.h"

G_BEGIN_DECLS

/* TestBuilder: makes the bytes of a capture, right or wrong, as a test wants them. Nothing that it
 * is told is checked. */
typedef struct {
  GByteArray *bytes;
  gboolean big_endian; /* may be changed between two blocks */
  gsize block;         /* where the block that is being built begins */
} TestBuilder;

TestBuilder *test_builder_new (gboolean big_endian);
void test_builder_free (TestBuilder *self);

/* --- Raw values, in the byte order that is set --- */

void test_builder_u8 (TestBuilder *self, guint8 value);
void test_builder_u16 (TestBuilder *self, guint16 value);
void test_builder_u32 (TestBuilder *self, guint32 value);
void test_builder_u64 (TestBuilder *self, guint64 value);
/* The two halves of a pcapng time stamp, the high one first. */
void test_builder_ticks (TestBuilder *self, guint64 ticks);
void test_builder_data (TestBuilder *self, gconstpointer data, gsize size);
/* The same, then zeros up to a multiple of four. */
void test_builder_padded (TestBuilder *self, gconstpointer data, gsize size);
/* @size bytes that count up from @first. */
void test_builder_pattern (TestBuilder *self, guint8 first, gsize size);

/* --- pcapng: begin…, options…, end --- */

void test_builder_begin (TestBuilder *self, guint32 type);
void test_builder_begin_section (TestBuilder *self);
void test_builder_begin_interface (TestBuilder *self, guint16 link_type, guint32 snap_length);
void test_builder_begin_enhanced (TestBuilder *self, guint32 interface, guint64 ticks,
                                  gconstpointer data, guint32 captured, guint32 length);
void test_builder_begin_statistics (TestBuilder *self, guint32 interface, guint64 ticks);

void test_builder_option (TestBuilder *self, guint16 code, gconstpointer data, gsize size);
void test_builder_option_text (TestBuilder *self, guint16 code, const char *text);
void test_builder_option_u8 (TestBuilder *self, guint16 code, guint8 value);
void test_builder_option_u32 (TestBuilder *self, guint16 code, guint32 value);
void test_builder_option_u64 (TestBuilder *self, guint16 code, guint64 value);
void test_builder_option_end (TestBuilder *self);

/* Finishes the block with its true length. */
void test_builder_end (TestBuilder *self);
/* Finishes the block with any two lengths. */
void test_builder_end_lying (TestBuilder *self, guint32 length, guint32 trailer);

/* Whole blocks without options. Data of a packet: @captured bytes that count up from 0. */
void test_builder_section (TestBuilder *self);
void test_builder_interface (TestBuilder *self, guint16 link_type, guint32 snap_length);
/* With if_tsresol and, when it is not 0, if_tsoffset. */
void test_builder_clocked_interface (TestBuilder *self, guint8 resolution, gint64 offset);
void test_builder_enhanced (TestBuilder *self, guint32 interface, guint64 ticks, guint32 captured,
                            guint32 length);
void test_builder_simple (TestBuilder *self, guint32 captured, guint32 length);
/* The obsolete packet block. */
void test_builder_obsolete (TestBuilder *self, guint16 interface, guint64 ticks, guint32 captured,
                            guint32 length);
/* Any type, with @size bytes that count up from 0. */
void test_builder_block (TestBuilder *self, guint32 type, gsize size);

/* A divider as pcapng/divider-block.h has it; @text_size: what it says of its text. */
void test_builder_divider (TestBuilder *self, guint16 kind, guint32 number, gint64 time,
                           const char *text, guint32 text_size);

/* --- pcap --- */

void test_builder_pcap_header (TestBuilder *self, guint32 magic, guint32 snap_length,
                               guint32 link_type);
/* @extra: bytes of record header beyond the usual: 8 in a modified pcap. */
void test_builder_pcap_record (TestBuilder *self, guint32 seconds, guint32 fraction,
                               guint32 captured, guint32 length, gsize extra);

/* --- Frames --- */

/* Size of the frames below. */
#define TEST_FRAME_SIZE 46u

/* Fills @frame with Ethernet, IPv4 from 10.0.0.1 to 10.0.0.2, and UDP (17) or TCP (6) as @protocol
 * says between two ports. */
void test_frame_make (guint8 frame[TEST_FRAME_SIZE], guint8 protocol, guint16 source,
                      guint16 destination);
/* The same as a whole enhanced packet block of interface 0. */
void test_builder_frame (TestBuilder *self, guint64 ticks, guint8 protocol, guint16 source,
                         guint16 destination);

/* --- Results --- */

/* Writes what was built to a file; a test fails when that fails. */
void test_builder_save (const TestBuilder *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBuilder, test_builder_free)

G_END_DECLS
