/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export.h"
#include "support/reading.h"

G_BEGIN_DECLS

/* What must hold of any bytes that are read as a capture, right or wrong ones; what does not ends
 * the program. Random tests and fuzzers share them. */

/* Handed over in pieces, the bytes give the same as at once.
 * @seed: chooses the pieces. */
void test_check_pieces (const TestReading *whole, guint32 seed);

/* Sections and interfaces are in order, every name and option comes out as clean text, and sums
 * over the records are right. */
void test_check_directory (const TestReading *whole);
void test_check_texts (const TestReading *whole);
void test_check_contents (const TestReading *whole);
/* The dividers of a capture are in order, and found. */
void test_check_dividers (const TestReading *whole);

/* The index has the same packets, and ends with the same error. */
void test_check_store (const TestReading *whole);

/* An export holds the packets that it should, unchanged, can be read again, and ends with the same
 * error; while the capture is read for the first time, and again from its index.
 * @path: where to write it, without splitting it.
 * @written: where it can be read then. */
void test_check_export (const TestReading *whole, const PktmonExportChoice *choice,
                        const PktmonExportOptions *options, const char *path, const char *written);

/* @text is UTF-8 without control characters. */
void test_check_clean (const char *text);

/* The bytes as a complete capture, in memory. (transfer full) */
PktmonSpool *test_spool_new (gconstpointer data, gsize size);

G_END_DECLS
