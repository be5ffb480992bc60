/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/line-buffer.h"

G_BEGIN_DECLS

/* PktmonJsonWriter: appends one JSON value, step by step, with line breaks and indentation. Each
 * member function takes the member's key, or NULL inside an array and for the outermost value.
 * Plain value, one thread. */
typedef struct {
  PktmonLineBuffer *buffer; /* borrowed */
  guint depth;
  gboolean follows; /* something stands before, at this depth */
} PktmonJsonWriter;

void pktmon_json_writer_begin_object (PktmonJsonWriter *self, const char *key);
void pktmon_json_writer_end_object (PktmonJsonWriter *self);
void pktmon_json_writer_begin_array (PktmonJsonWriter *self, const char *key);
void pktmon_json_writer_end_array (PktmonJsonWriter *self);
void pktmon_json_writer_add_u64 (PktmonJsonWriter *self, const char *key, guint64 value);
/* With @digits decimals. */
void pktmon_json_writer_add_double (PktmonJsonWriter *self, const char *key, double value,
                                    guint digits);
void pktmon_json_writer_add_boolean (PktmonJsonWriter *self, const char *key, gboolean value);
/* NULL becomes null. */
void pktmon_json_writer_add_text (PktmonJsonWriter *self, const char *key, const char *text);
/* Bytes from outside. */
void pktmon_json_writer_add_foreign (PktmonJsonWriter *self, const char *key, const char *data,
                                     gsize size);
/* Ends the outermost value's last line. */
void pktmon_json_writer_finish (PktmonJsonWriter *self);

G_END_DECLS
