/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/frame-sender.h"
#include "support/recording.h"

G_BEGIN_DECLS

/* TestCable: two network namespaces with a cable between them, and a capture by the real helper. A
 * fixture of GLib's tests; where namespaces cannot be made the test is skipped, and `recording` is
 * NULL. */
typedef struct {
  TestNetwork *network;
  const char *a, *b;       /* names of the namespaces, with the interfaces a0 and b0 */
  TestFrameSender *sender; /* from a0 to b0 */
  TestRecording *recording;
} TestCable;

void test_cable_set_up (TestCable *self, gconstpointer data);
void test_cable_tear_down (TestCable *self, gconstpointer data);
/* Adds a test with such a fixture. */
void test_cable_add (const char *path, void (*test) (TestCable *, gconstpointer));

/* Begins to capture at b0. Returns: the number of this source. */
guint test_cable_begin (TestCable *self);

/* The packets must be the sender's, from @first on, one after the other. */
void test_cable_check_numbers (const TestReading *reading, gint64 first);

G_END_DECLS
