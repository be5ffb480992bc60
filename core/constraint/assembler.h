/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <pcap/bpf.h>

G_BEGIN_DECLS

/* PktmonAssembler: writes a classic BPF program with named places. Jumps go forward, as far as they
 * need. One thread at a time. */
typedef struct _PktmonAssembler PktmonAssembler;

/* A place in the program: made before the jumps to it, put down once. */
typedef guint PktmonLabel;
#define PKTMON_LABEL_NEXT 0 /* the next instruction */

PktmonAssembler *pktmon_assembler_new (void);
void pktmon_assembler_free (PktmonAssembler *self);

PktmonLabel pktmon_assembler_make_label (PktmonAssembler *self);
/* The next instruction is the one that @label is for. */
void pktmon_assembler_put_label (PktmonAssembler *self, PktmonLabel label);

void pktmon_assembler_add (PktmonAssembler *self, guint16 code, guint32 k);
/* @code: BPF_JEQ and so on, with BPF_K or BPF_X. */
void pktmon_assembler_jump (PktmonAssembler *self, guint16 code, guint32 k, PktmonLabel when_true,
                            PktmonLabel when_false);
void pktmon_assembler_go (PktmonAssembler *self, PktmonLabel label);
/* The program so far. (transfer full): element-type struct bpf_insn */
GArray *pktmon_assembler_finish (const PktmonAssembler *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PktmonAssembler, pktmon_assembler_free)

G_END_DECLS
