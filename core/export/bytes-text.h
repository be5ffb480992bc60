/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"

G_BEGIN_DECLS

/* Bytes as text for people and for other programs. */
typedef enum {
  PKTMON_BYTES_HEX,     /* "0200000001": digits alone, which `pktmon decode` takes */
  PKTMON_BYTES_C_ARRAY, /* an array definition in C */
  PKTMON_BYTES_TEXT,    /* the text in them; what is none becomes "." */
  PKTMON_BYTES_DUMP,    /* offset, 16 bytes and their text a line, as hexdump -C writes it */
} PktmonBytesForm;

/* @offset: what a dump counts from. */
void pktmon_bytes_text_append (PktmonLineBuffer *buffer, PktmonBytesForm form, const guint8 *data,
                               gsize size, gsize offset);

/* The definition of an array in C, as in PKTMON_BYTES_C_ARRAY, with a name. */
void pktmon_bytes_text_append_array (PktmonLineBuffer *buffer, const char *name, const guint8 *data,
                                     gsize size);

/* How one byte shows: itself where it is printable ASCII, "." otherwise. */
char pktmon_bytes_text_get_char (guint8 byte);

G_END_DECLS
