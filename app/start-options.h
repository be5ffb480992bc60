/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "source-choice.h"

G_BEGIN_DECLS

/* Numbers as they were given; NULL: they were not. */
typedef struct {
  char *file_size, *file_packets, *file_duration, *files, *total_size;
  char *keep, *keep_time;
  char *duration, *packets, *size, *after, *snap_length, *buffer;
} PktmonStartTexts;

/* PktmonStartOptions: the command line of "pktmon start". */
typedef struct {
  char **sources;
  char **constraints;
  char **triggers;
  char *preset;
  char *type_name; /* NULL: none was given */
  PktmonChoiceType type;
  char *file;
  gboolean json, text, count, modest, exclude_session;
  PktmonStartTexts texts;
  /* The same as numbers, sizes in MB, times in seconds; 0: not given. */
  guint64 file_size, file_packets, file_duration, files, total_size;
  guint64 keep, keep_time;
  guint64 duration, packets, size, after, snap_length, buffer;
} PktmonStartOptions;

/* @self: empty. Returns: FALSE after a message, when something is wrong. */
gboolean pktmon_start_options_parse (PktmonStartOptions *self, int argc, char **argv);
void pktmon_start_options_clear (PktmonStartOptions *self);

/* Whether one file follows the other. */
gboolean pktmon_start_options_has_ring (const PktmonStartOptions *self);
/* Whether only the newest packets are kept, and saved when asked to. */
gboolean pktmon_start_options_keeps (const PktmonStartOptions *self);

G_END_DECLS
