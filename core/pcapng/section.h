/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/clock.h"
#include "pcapng/option.h"

G_BEGIN_DECLS

typedef enum {
  PKTMON_FORMAT_PCAPNG,
  PKTMON_FORMAT_PCAP,          /* records of 16 bytes and data */
  PKTMON_FORMAT_PCAP_MODIFIED, /* records of 24 bytes and data */
} PktmonFormat;

/* A part of a file with one byte order and interfaces of its own: a pcapng section, or a whole pcap
 * file. Made by the reader, then read only: any thread. */
typedef struct {
  PktmonFormat format;
  gboolean big_endian;
  guint16 major, minor;  /* version of the format */
  guint64 offset;        /* of its first byte in the file */
  guint first_interface; /* number in the directory of what it calls interface 0 */
  guint8 *options;       /* pcapng: option list of the section header; owned */
  gsize options_size;
} PktmonSection;

/* One data source of a file. Made by the reader, then read only: any thread. */
typedef struct {
  const PktmonSection *section; /* borrowed from the directory */
  guint number;                 /* in the directory, counted through all sections */
  guint16 link_type;            /* LINKTYPE_ value */
  guint32 snap_length;          /* 0: no limit */
  guint8 resolution;            /* if_tsresol */
  guint8 fcs_length; /* bytes of frame check sequence at each packet's end; 0: none or unknown */
  gint64 offset;     /* if_tsoffset, seconds */
  char *name;        /* if_name as clean text, NULL when there is none; owned */
  char *description; /* if_description, likewise */
  guint8 *options;   /* option list of the interface description; owned */
  gsize options_size;
} PktmonInterface;

PktmonSection *pktmon_section_new (PktmonFormat format, gboolean big_endian, guint64 offset);
void pktmon_section_free (PktmonSection *self);
void pktmon_section_take_options (PktmonSection *self, PktmonBytes *options);

PktmonInterface *pktmon_interface_new (const PktmonSection *section, guint16 link_type,
                                       guint32 snap_length);
void pktmon_interface_free (PktmonInterface *self);
/* Copies the option list at @options and reads what it says of the interface. Options of a wrong
 * size are as good as absent. */
void pktmon_interface_take_options (PktmonInterface *self, PktmonBytes *options);

/* The moment that @ticks of this interface stand for. */
PktmonTime pktmon_interface_get_time (const PktmonInterface *self, guint64 ticks);
/* The same as one number, quickly. */
PktmonNanoseconds pktmon_interface_get_nanoseconds (const PktmonInterface *self, guint64 ticks);

G_END_DECLS
