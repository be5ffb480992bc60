/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One packet of tests/core/dissect/packets/: a header of each kind is in some of them, with what
 * the dissector should say of it. README.md there tells how they are written. */
typedef struct {
  char *name;
  guint16 link_type;
  GByteArray *bytes;
  char *protocol, *info, *source, *destination, *fields;
  char *layer; /* key of the layer that `tree` is of; NULL: all layers */
  char *tree;
} TestPacket;

/* All of them. (transfer full) (element-type TestPacket) */
GPtrArray *test_packets_load (void);

/* The one called @name; must be there. */
const TestPacket *test_packets_find (const GPtrArray *packets, const char *name);

/* Bytes as they are written there: pairs of hexadecimal digits, text in single quotes, and after
 * either *N for N times of it; spaces between them are free.
 * "4500 001c 'GET /' 0d0a 00*16"
 * (transfer full) */
GByteArray *test_bytes_from_text (const char *text);

G_END_DECLS
