/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/export-target.h"
#include "pcapng/reader.h"
#include "store/spool.h"

G_BEGIN_DECLS

/* What an export knows of one interface of the capture. */
typedef struct {
  gboolean kept;
  guint32 id;      /* its number in the section that is written */
  guint64 packets; /* of it that stand in the present file */
} PktmonExportInterface;

typedef struct _PktmonExportForm PktmonExportForm;

/* How a format is written. Functions return FALSE with an error when writing failed. */
typedef struct {
  /* A file begins; what it has to begin with is written. */
  gboolean (*begin) (PktmonExportForm *self, GError **error);
  /* A block of the capture that is no packet; NULL: the format has no place for any. */
  gboolean (*add_block) (PktmonExportForm *self, const PktmonRecord *record, const guint8 *data,
                         GError **error);
  gboolean (*add_packet) (PktmonExportForm *self, guint64 position, const PktmonRecord *record,
                          const guint8 *data, GError **error);
  /* A packet that is left out goes by; NULL: that is all the same. */
  void (*see_packet) (PktmonExportForm *self, const PktmonPacket *packet);
  /* What the packet will add to the file at most, before it is added. */
  gsize (*measure) (PktmonExportForm *self, guint64 position, const PktmonRecord *record);
  /* The bytes that were handed over so far will be gone. */
  gboolean (*release) (PktmonExportForm *self, GError **error);
  /* All goes to the target. @end: the file ends. */
  gboolean (*flush) (PktmonExportForm *self, gboolean end, GError **error);
  /* Bytes that were added to the present file, before they are compressed. */
  guint64 (*get_added) (const PktmonExportForm *self);
  void (*free) (PktmonExportForm *self);
} PktmonExportFormClass;

/* PktmonExportForm: turns the packets and blocks of a capture into the bytes of one format. Private
 * to core/export; all borrowed. One thread at a time. */
struct _PktmonExportForm {
  const PktmonExportFormClass *klass;
  const PktmonExportOptions *options;
  PktmonExportTarget *target;
  PktmonDirectory *directory;
  PktmonSpool *spool;
  const GArray *interfaces; /* of PktmonExportInterface, as numbered in the directory */
  gboolean partial;         /* files may hold fewer packets than the capture */
};

/* The three kinds; what they borrow is set by who makes them, before the first call. */
PktmonExportForm *pktmon_pcapng_form_new (void);
PktmonExportForm *pktmon_pcap_form_new (void);
PktmonExportForm *pktmon_line_form_new (PktmonExportFormat format);

static inline PktmonExportInterface *
pktmon_export_form_get_interface (const PktmonExportForm *self, guint number)
{
  return &g_array_index (self->interfaces, PktmonExportInterface, number);
}

/* Bytes that the present file has, or will have at most when all that waits is written. */
static inline guint64
pktmon_export_form_get_size (const PktmonExportForm *self)
{
  return self->klass->get_added (self) - pktmon_export_target_get_taken (self->target) +
         pktmon_export_target_get_held (self->target) +
         pktmon_export_target_get_size (self->target);
}

/* Bytes of each packet that are kept; G_MAXUINT32: all. */
static inline guint32
pktmon_export_form_get_max_captured (const PktmonExportForm *self)
{
  return self->options->max_captured > 0 ? self->options->max_captured : G_MAXUINT32;
}

G_END_DECLS
