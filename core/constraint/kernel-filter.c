/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/kernel-filter.h"

#include <linux/filter.h>
#include <pcap/pcap.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "pcapng/link-type.h"

#define LINKTYPE_ETHERNET 1

/* What a program returns for a packet that passes. */
#define WHOLE_PACKET PKTMON_MAX_SNAP_LENGTH

/* Where the tag lies in a frame that holds it (IEEE 802.1Q, 9.6), and how long it is. */
#define TAG_OFFSET 12u
#define TAG_SIZE 4u
#define TAG_END (TAG_OFFSET + TAG_SIZE)

#define AUXILIARY(which) ((guint32) SKF_AD_OFF + (which))

/* --- Frames whose tag the kernel took out --- */

static void
let_pass (struct bpf_insn *instruction)
{
  *instruction = (struct bpf_insn) BPF_STMT (BPF_RET | BPF_K, WHOLE_PACKET);
}

static guint32
get_load_size (guint16 code)
{
  return BPF_SIZE (code) == BPF_W ? 4 : BPF_SIZE (code) == BPF_H ? 2 : 1;
}

static void
load_auxiliary (struct bpf_insn *instruction, guint32 which)
{
  *instruction = (struct bpf_insn) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, AUXILIARY (which));
}

static void
strip_absolute (struct bpf_insn *instruction)
{
  guint32 size = get_load_size (instruction->code);

  if (instruction->k >= (guint32) SKF_LL_OFF || (guint64) instruction->k + size <= TAG_OFFSET)
    return;
  if (instruction->k >= TAG_END)
    instruction->k -= TAG_SIZE;
  else if (size == 2 && instruction->k == TAG_OFFSET)
    load_auxiliary (instruction, SKF_AD_VLAN_TPID);
  else if (size == 2 && instruction->k == TAG_OFFSET + 2)
    load_auxiliary (instruction, SKF_AD_VLAN_TAG);
  else
    let_pass (instruction);
}

static void
strip_behind_tag (struct bpf_insn *instruction)
{
  if (instruction->k >= TAG_END && instruction->k < (guint32) SKF_LL_OFF)
    instruction->k -= TAG_SIZE;
  else
    let_pass (instruction);
}

/* Makes an instruction for a frame with its tag one for the frame without: still one, so that jumps
 * keep their places. */
static void
strip_tag (struct bpf_insn *instruction)
{
  guint16 class = BPF_CLASS (instruction->code), mode = BPF_MODE (instruction->code);

  if (class != BPF_LD && class != BPF_LDX)
    return;
  if (mode == BPF_ABS)
    strip_absolute (instruction);
  else if (mode == BPF_IND || mode == BPF_MSH)
    strip_behind_tag (instruction);
  else if (mode == BPF_LEN)
    let_pass (instruction);
}

void
pktmon_kernel_filter_add_stripped (GArray *program)
{
  const guint n = program->len;
  const struct bpf_insn choice[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, AUXILIARY (SKF_AD_VLAN_TAG_PRESENT)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
    BPF_STMT (BPF_JMP | BPF_JA, n),
  };

  for (guint i = 0; i < n; i++) {
    struct bpf_insn instruction = g_array_index (program, struct bpf_insn, i);

    strip_tag (&instruction);
    g_array_append_val (program, instruction);
  }
  g_array_prepend_vals (program, choice, G_N_ELEMENTS (choice));
}

/* --- Compiling --- */

static gboolean
compile (pcap_t *pcap, const char *text, struct bpf_program *program)
{
  return pcap_compile (pcap, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 ||
         pcap_compile (pcap, program, text, 0, PCAP_NETMASK_UNKNOWN) == 0;
}

/* Appends what @program decides, without its jumps to the end: where it lets a packet go, the next
 * one decides. */
static void
append_program (GArray *programs, const struct bpf_program *program)
{
  for (guint i = 0; i < program->bf_len; i++) {
    struct bpf_insn instruction = program->bf_insns[i];

    if (instruction.code == (BPF_RET | BPF_K) && instruction.k == 0)
      instruction = (struct bpf_insn) BPF_STMT (BPF_JMP | BPF_JA, program->bf_len - i - 1);
    g_array_append_val (programs, instruction);
  }
}

/* Each for itself: words like "vlan" change what the rest of their expression means, and must not
 * reach into another. @texts: (out): of those that have a meaning. */
static GArray *
new_program (pcap_t *pcap, GPtrArray *constraints, GPtrArray *texts)
{
  const struct bpf_insn nothing = BPF_STMT (BPF_RET | BPF_K, 0);
  GArray *programs = g_array_new (FALSE, FALSE, sizeof (struct bpf_insn));

  for (guint i = 0; i < constraints->len; i++) {
    const char *text = pktmon_constraint_get_expression (g_ptr_array_index (constraints, i));
    struct bpf_program program;

    if (!compile (pcap, text, &program))
      continue;
    append_program (programs, &program);
    pcap_freecode (&program);
    g_ptr_array_add (texts, (gpointer) text);
  }
  g_array_append_val (programs, nothing);
  return programs;
}

/* Whether it changes what is said behind it. */
static gboolean
is_shifting (const char *text)
{
  static const char *const words[] = { "vlan", "mpls", "pppoes", "geneve", NULL };
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\n()!&|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strv_contains (words, parts[i]))
      return TRUE;
  return FALSE;
}

/* All in one expression, "(arp) or (vlan 7)"; NULL when that would mean something else.
 * (transfer full) */
static char *
dup_text (GPtrArray *texts)
{
  GString *all = g_string_new (NULL);
  guint shifting = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < texts->len; i++) {
      const char *text = g_ptr_array_index (texts, i);

      if (is_shifting (text) != (pass == 1))
        continue;
      shifting += pass;
      g_string_append_printf (all, "%s(%s)", all->len > 0 ? " or " : "", text);
    }
  return g_string_free (all, all->len == 0 || shifting > 1);
}

static gboolean
refuse_size (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The constraints are more than the kernel can check."),
                    _ ("Make them simpler, or use fewer."));
  return FALSE;
}

gboolean
pktmon_kernel_filter_init (PktmonKernelFilter *self, GPtrArray *constraints, guint16 link_type,
                           GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new();
  pcap_t *pcap;
  GArray *program;
  gsize n;

  *self = (PktmonKernelFilter){ 0 };
  if (constraints->len == 0)
    return TRUE;
  pcap = pcap_open_dead (pktmon_link_type_to_dlt (link_type), WHOLE_PACKET);
  program = new_program (pcap, constraints, texts);
  pcap_close (pcap);
  if (link_type == LINKTYPE_ETHERNET)
    pktmon_kernel_filter_add_stripped (program);
  self->text = dup_text (texts);
  self->program = g_array_steal (program, &n);
  self->n = (guint) n;
  g_array_unref (program);
  if (n <= PKTMON_MAX_FILTER_INSTRUCTIONS)
    return TRUE;
  pktmon_kernel_filter_clear (self);
  return refuse_size (error);
}

void
pktmon_kernel_filter_clear (PktmonKernelFilter *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->program, g_free);
  self->n = 0;
}
