/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TestFrameSender: sends Ethernet frames out of an interface of a network namespace, each with the
 * next number from 0 on. */
typedef struct {
  int descriptor;
  gsize size;   /* of a frame, from TEST_NUMBERED_MIN_SIZE on */
  guint16 vlan; /* tag; 0: none */
  guint8 kind;  /* last byte of the type field: 0xb5 or 0xb6 (IEEE 802, local experimental) */
  guint64 sent; /* frames: the next one's number */
} TestFrameSender;

/* Destination, source, type, number. */
#define TEST_NUMBERED_MIN_SIZE 22u

TestFrameSender *test_frame_sender_new (const char *network_namespace, const char *device);
void test_frame_sender_free (TestFrameSender *self);
/* Sends @count frames; all of them are on the interface when it returns. */
void test_frame_sender_send (TestFrameSender *self, guint count);

/* The number of a frame; -1 when it is none of these. */
gint64 test_frame_get_number (const guint8 *data, gsize size);

/* Enters a namespace. Returns: the way back. */
int test_namespace_enter (const char *network_namespace);
void test_namespace_leave (int home);
/* Opens the namespace. */
int test_namespace_open (const char *network_namespace);
/* The index of an interface in it. */
guint test_namespace_get_index (const char *network_namespace, const char *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFrameSender, test_frame_sender_free)

G_END_DECLS
