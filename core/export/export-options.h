/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/encoder.h"
#include "store/note-edits.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_EXPORT_PCAPNG, /* everything that the capture keeps */
  PKTMON_EXPORT_PCAP,   /* bytes, lengths and times of packets of one link type */
  PKTMON_EXPORT_CSV,    /* the columns of each packet (export/csv-line.h) */
  PKTMON_EXPORT_JSON,   /* the same, one object a line (export/json-line.h) */
  PKTMON_EXPORT_TEXT,   /* aligned columns (export/text-line.h) */
  PKTMON_EXPORT_C,      /* the bytes of each packet as an array in C */
  PKTMON_N_EXPORT_FORMATS
} PktmonExportFormat;

/* PktmonExportOptions: in which form packets are exported. Plain value without anything owned;
 * zeros: pcapng that keeps everything, in one file. */
typedef struct {
  PktmonExportFormat format;
  PktmonCompression compression;
  guint32 max_captured;    /* bytes of each packet to keep; 0: all */
  gboolean strip_comments; /* of the capture, its interfaces and its packets */
  guint64 split_size;      /* bytes at which another file begins; 0: never. With compression files
                              stay smaller, as what is to come out of it is not known. */
  guint64 split_packets;   /* packets of one file; 0: any number */
  PktmonNoteEdits *notes;  /* how marks and comments of pcapng differ from the capture's; borrowed;
                              NULL: not at all */
  gboolean keep_part;      /* what is cancelled, or finds no more room, keeps what it has, under a
                              new name; for captures that cannot be had again */
} PktmonExportOptions;

/* "pcapng", "pcap", "csv", "json", "text", "c"; "gzip", "zstd", "lz4", "none". Static. */
const char *pktmon_export_format_get_id (PktmonExportFormat format);
const char *pktmon_compression_get_id (PktmonCompression compression);
/* From those ids. Returns: FALSE when it is none. */
gboolean pktmon_export_format_from_id (const char *id, PktmonExportFormat *format);
gboolean pktmon_compression_from_id (const char *id, PktmonCompression *compression);

/* Sets format and compression as the ending of a file's name says: ".pcapng", ".ntar", ".pcap",
 * ".cap", ".csv", ".jsonl", ".json", ".txt", ".c", then ".gz", ".zst" or ".lz4".
 * Returns: FALSE when it says nothing of the format, which is then as it was. */
gboolean pktmon_export_options_set_from_name (PktmonExportOptions *self, const char *name);
/* The ending that names usually have: ".csv.gz". (transfer full) */
char *pktmon_export_options_dup_ending (const PktmonExportOptions *self);
/* @path with that ending instead of any of those above. (transfer full) */
char *pktmon_export_options_dup_path (const PktmonExportOptions *self, const char *path);
/* Name of one of the files that an export is split into: "out_00001.pcapng.gz" for @number 1 of
 * "out.pcapng.gz". (transfer full) */
char *pktmon_export_options_dup_part_path (const char *path, guint number);
/* Whether it is split. */
gboolean pktmon_export_options_is_split (const PktmonExportOptions *self);

G_END_DECLS
