/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/filter.h>

#include "helper/protocol.h"

G_BEGIN_DECLS

/* PktmonProgram: a checked classic BPF program that decides about packets, and how much is kept of
 * them, and the constraints that do so at stack points. Read only once it is made: any thread. */
typedef struct {
  gboolean closed;     /* it lets nothing pass */
  gboolean jumps_back; /* only expressions may */
  PktmonTable table;   /* of the constraints, for stack points */
  guint16 n_instructions;
  struct sock_filter instructions[]; /* at least one */
} PktmonProgram;

/* @snap_length: bytes kept of a packet that @filter lets pass.
 * Returns: (transfer full): NULL with PKTMON_ERROR_INVALID when @filter is no valid program. Free
 * with g_free. */
PktmonProgram *pktmon_program_new (const PktmonCaptureFilter *filter, guint32 snap_length,
                                   GError **error);
/* One that an expression was made into, which only decides.
 * @n: of @instructions, at least 1.
 * Returns: (transfer full): as above. */
PktmonProgram *pktmon_program_new_expression (const PktmonInstruction *instructions, guint16 n,
                                              GError **error);
/* One that lets nothing pass. (transfer full) */
PktmonProgram *pktmon_program_new_closed (void);

PktmonProgram *pktmon_program_copy (const PktmonProgram *self);

/* For a packet of @length bytes, @captured of them at @data. Returns: bytes to keep; 0: none, it
 * does not pass. */
guint32 pktmon_program_run (const PktmonProgram *self, const guint8 *data, guint32 captured,
                            guint32 length);

/* Puts it on a socket, in place of what was there.
 * Returns: FALSE with errno. */
gboolean pktmon_program_attach (const PktmonProgram *self, int descriptor);

G_END_DECLS
