/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the program's exit status says. */
typedef enum {
  PKTMON_EXIT_DONE = 0,
  PKTMON_EXIT_FAILED = 1,
  PKTMON_EXIT_USAGE = 2,
} PktmonExit;

/* The verbs of the command line: each takes its own arguments, its name as the first of them. */
PktmonExit pktmon_verb_counters (int argc, char **argv);
PktmonExit pktmon_verb_decode (int argc, char **argv);
PktmonExit pktmon_verb_export (int argc, char **argv);
PktmonExit pktmon_verb_filter (int argc, char **argv);
PktmonExit pktmon_verb_info (int argc, char **argv);
PktmonExit pktmon_verb_list (int argc, char **argv);
PktmonExit pktmon_verb_preset (int argc, char **argv);
PktmonExit pktmon_verb_read (int argc, char **argv);
PktmonExit pktmon_verb_start (int argc, char **argv);

G_END_DECLS
