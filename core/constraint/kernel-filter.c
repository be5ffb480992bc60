/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/kernel-filter.h"

#include <pcap/pcap.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint/emit-expression.h"
#include "constraint/emit.h"
#include "constraint/pcap-text.h"
#include "pcapng/link-type.h"

/* What a program returns for a packet that passes. */
#define WHOLE_PACKET PKTMON_MAX_SNAP_LENGTH

typedef struct {
  struct bpf_program program;
  gboolean compiled; /* FALSE: there is no expression, or it has no meaning here */
} Compiled;

typedef struct {
  const PktmonTable *table;
  const Compiled *compiled; /* of each of the table's entries */
  PktmonAssembler *assembler;
  PktmonLabel passes, fails;
  int link;
  gboolean taken; /* whether the kernel took tags out of the frames */
  guint levels;   /* that are walked */
  gboolean exact;
} Builder;

/* --- Expressions --- */

static gboolean
compile (pcap_t *pcap, const char *text, struct bpf_program *program)
{
  return pcap_compile (pcap, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 ||
         pcap_compile (pcap, program, text, 0, PCAP_NETMASK_UNKNOWN) == 0;
}

/* @enabled: the table's entries. */
static void
compile_all (GPtrArray *enabled, guint16 link_type, Compiled *compiled)
{
  pcap_t *pcap = pcap_open_dead (pktmon_link_type_to_dlt (link_type), WHOLE_PACKET);

  for (guint i = 0; i < enabled->len; i++) {
    const char *text = pktmon_constraint_get_expression (g_ptr_array_index (enabled, i));

    compiled[i].compiled = text != NULL && compile (pcap, text, &compiled[i].program);
  }
  pcap_close (pcap);
}

static void
clear_all (Compiled *compiled)
{
  for (guint i = 0; i < PKTMON_TABLE_SIZE; i++)
    if (compiled[i].compiled)
      pcap_freecode (&compiled[i].program);
}

/* --- Programs --- */

/* Goes to @matched when the headers of a packet fit any of @entries. */
static void
add_headers (Builder *self, guint32 entries, PktmonLabel matched)
{
  const PktmonEmitRequest request = {
    .table = self->table,
    .entries = entries,
    .link = self->link,
    .taken = self->taken,
    .levels = self->levels,
    .doubt = matched == self->passes,
  };

  if (entries != 0 && !pktmon_emit_headers (self->assembler, &request, matched))
    self->exact = FALSE;
}

static gboolean
add_expression (Builder *self, guint entry, gboolean doubt, PktmonLabel matched)
{
  return pktmon_emit_expression (self->assembler, &self->compiled[entry].program,
                                 self->link == PKTMON_LINK_ETHERNET && self->taken, doubt, matched);
}

/* One that has an expression, and may ask for headers too. */
static void
add_mixed (Builder *self, guint entry, PktmonLabel matched)
{
  guint32 bit = 1u << entry;
  gboolean has_headers = (self->table->headers & bit) != 0;
  PktmonLabel headers = pktmon_assembler_make_label (self->assembler);
  PktmonLabel end = pktmon_assembler_make_label (self->assembler);

  if (!self->compiled[entry].compiled)
    return;
  if (!add_expression (self, entry, matched == self->passes, has_headers ? headers : matched))
    self->exact = FALSE;
  if (has_headers) {
    pktmon_assembler_go (self->assembler, end);
    pktmon_assembler_put_label (self->assembler, headers);
    add_headers (self, bit, matched);
  }
  pktmon_assembler_put_label (self->assembler, end);
}

static void
add_entries (Builder *self, guint32 entries, PktmonLabel matched)
{
  add_headers (self, entries & ~self->table->expressions, matched);
  for (guint i = 0; i < self->table->n; i++)
    if ((entries & self->table->expressions & 1u << i) != 0)
      add_mixed (self, i, matched);
}

/* Returns: (transfer full): element-type struct bpf_insn. */
static GArray *
build (const PktmonTable *table, const Compiled *compiled, int link, gboolean taken, guint levels,
       gboolean *exact)
{
  g_autoptr (PktmonAssembler) assembler = pktmon_assembler_new();
  Builder self = {
    .table = table,
    .compiled = compiled,
    .assembler = assembler,
    .passes = pktmon_assembler_make_label (assembler),
    .fails = pktmon_assembler_make_label (assembler),
    .link = link,
    .taken = taken,
    .levels = levels,
    .exact = TRUE,
  };

  add_entries (&self, table->excluding, self.fails);
  add_entries (&self, table->including, self.passes);
  pktmon_assembler_go (assembler, table->including != 0 ? self.fails : self.passes);
  pktmon_assembler_put_label (assembler, self.passes);
  pktmon_assembler_add (assembler, BPF_RET | BPF_K, WHOLE_PACKET);
  pktmon_assembler_put_label (assembler, self.fails);
  pktmon_assembler_add (assembler, BPF_RET | BPF_K, 0);
  *exact = self.exact;
  return pktmon_assembler_finish (assembler);
}

/* The deepest look into tunnels that the kernel takes; when it takes none, the shallowest. */
static GArray *
build_best (const PktmonTable *table, const Compiled *compiled, int link, gboolean taken,
            gboolean *exact)
{
  GArray *program = NULL;

  for (guint levels = PKTMON_WALK_LEVELS; levels > 0; levels--) {
    g_clear_pointer (&program, g_array_unref);
    program = build (table, compiled, link, taken, levels, exact);
    if (program->len <= PKTMON_MAX_FILTER_INSTRUCTIONS)
      break;
  }
  return program;
}

/* --- Text --- */

/* All in one expression, "(arp) or (vlan 7)"; NULL when that would mean something else.
 * (transfer full) */
static char *
dup_text (const PktmonTable *table, const Compiled *compiled, GPtrArray *enabled)
{
  GString *all = g_string_new (NULL);
  guint shifting = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < enabled->len; i++) {
      const char *text = pktmon_constraint_get_expression (g_ptr_array_index (enabled, i));

      if (!compiled[i].compiled || pktmon_pcap_text_is_shifting (text) != (pass == 1))
        continue;
      shifting += pass;
      g_string_append_printf (all, "%s(%s)", all->len > 0 ? " or " : "", text);
    }
  return g_string_free (all, all->len == 0 || shifting > 1 || table->headers != 0 ||
                                 table->excluding != 0);
}

/* --- All of it --- */

static gboolean
refuse (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The constraints are more than a capture can have."),
                    _ ("Make them simpler, or use fewer."));
  return FALSE;
}

static GPtrArray *
find_enabled (GPtrArray *constraints)
{
  GPtrArray *enabled = g_ptr_array_new();

  for (guint i = 0; i < constraints->len; i++)
    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      g_ptr_array_add (enabled, g_ptr_array_index (constraints, i));
  return enabled;
}

static gboolean
init (PktmonKernelFilter *self, GPtrArray *constraints, guint16 link_type, gboolean taken,
      GError **error)
{
  g_autoptr (GPtrArray) enabled = find_enabled (constraints);
  Compiled compiled[PKTMON_TABLE_SIZE] = { 0 };
  g_autofree PktmonTable *table = g_new (PktmonTable, 1);
  GArray *program;
  gsize n;

  *self = (PktmonKernelFilter){ .exact = TRUE };
  if (enabled->len == 0)
    return TRUE;
  if (enabled->len > PKTMON_TABLE_SIZE)
    return refuse (error);
  pktmon_table_init (table, enabled);
  compile_all (enabled, link_type, compiled);
  program = build_best (table, compiled, pktmon_table_get_link (link_type), taken, &self->exact);
  self->text = dup_text (table, compiled, enabled);
  clear_all (compiled);
  self->program = g_array_steal (program, &n);
  self->n = (guint) n;
  g_array_unref (program);
  if (n > PKTMON_MAX_FILTER_INSTRUCTIONS) {
    pktmon_kernel_filter_clear (self);
    self->exact = FALSE;
  }
  return TRUE;
}

gboolean
pktmon_kernel_filter_init (PktmonKernelFilter *self, GPtrArray *constraints, guint16 link_type,
                           GError **error)
{
  return init (self, constraints, link_type, TRUE, error);
}

gboolean
pktmon_kernel_filter_init_for_file (PktmonKernelFilter *self, GPtrArray *constraints,
                                    guint16 link_type, GError **error)
{
  return init (self, constraints, link_type, FALSE, error) &&
         (self->program != NULL || self->exact || refuse (error));
}

void
pktmon_kernel_filter_clear (PktmonKernelFilter *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->program, g_free);
  self->n = 0;
}
