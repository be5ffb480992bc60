/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/lane-filter.h"

#include <pcap/pcap.h>

#include "base/error.h"
#include "base/i18n.h"
#include "constraint/expression.h"
#include "constraint/table.h"

G_STATIC_ASSERT (sizeof (struct bpf_insn) == sizeof (PktmonInstruction));

static const PktmonInstruction nothing = { .code = BPF_RET | BPF_K };

static gboolean
are_any_enabled (GPtrArray *constraints)
{
  for (guint i = 0; i < constraints->len; i++)
    if (pktmon_constraint_is_enabled (g_ptr_array_index (constraints, i)))
      return TRUE;
  return FALSE;
}

/* --- What is left to the helper --- */

/* An expression without a meaning for the packets holds for none.
 * Returns: its instructions. */
static guint
add_expression (PktmonLaneFilter *self, const char *text, guint16 link_type)
{
  struct bpf_program program;
  guint n;

  if (!pktmon_expression_compile (text, link_type, &program)) {
    g_array_append_val (self->expressions, nothing);
    return 1;
  }
  n = program.bf_len;
  g_array_append_vals (self->expressions, program.bf_insns, n);
  pcap_freecode (&program);
  return n;
}

/* @table: its entries are those of @constraints that are enabled. */
static void
add_constraints (PktmonLaneFilter *self, GPtrArray *constraints, const PktmonTable *table,
                 guint16 link_type)
{
  guint entry = 0;

  for (guint i = 0; i < constraints->len; i++) {
    const PktmonConstraint *constraint = g_ptr_array_index (constraints, i);
    const char *expression = pktmon_constraint_get_expression (constraint);
    PktmonCaptureConstraint to;

    if (!pktmon_constraint_is_enabled (constraint))
      continue;
    to = (PktmonCaptureConstraint){
      .role = (guint8) pktmon_table_get_role (table, entry),
      .entry = table->entries[entry],
    };
    if (expression != NULL)
      to.n_instructions = (guint16) add_expression (self, expression, link_type);
    g_array_append_val (self->constraints, to);
    entry++;
  }
}

/* Where the kernel decides alone, it can be left out. */
static gboolean
check_size (PktmonLaneFilter *self, GError **error)
{
  if (self->expressions->len <= PKTMON_MAX_EXPRESSION_INSTRUCTIONS)
    return TRUE;
  if (!self->kernel.exact) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID,
                      _ ("The expressions of the constraints are too long."),
                      _ ("Make them simpler, or use fewer."));
    return FALSE;
  }
  g_array_set_size (self->constraints, 0);
  g_array_set_size (self->expressions, 0);
  return TRUE;
}

/* --- All of it --- */

static void
fill_request (PktmonLaneFilter *self)
{
  self->request = (PktmonHelperFilter){
    .text = self->kernel.text,
    .instructions = (const PktmonInstruction *) self->kernel.program,
    .n_instructions = self->kernel.n,
    .wide = !self->kernel.exact,
    .constraints = (const PktmonCaptureConstraint *) (gconstpointer) self->constraints->data,
    .n_constraints = self->constraints->len,
    .expressions = (const PktmonInstruction *) (gconstpointer) self->expressions->data,
    .n_expressions = self->expressions->len,
  };
}

gboolean
pktmon_lane_filter_init (PktmonLaneFilter *self, GPtrArray *constraints, int link_type,
                         GError **error)
{
  g_autofree PktmonTable *table = NULL;

  *self = (PktmonLaneFilter){ .kernel = { .exact = TRUE } };
  self->constraints = g_array_new (FALSE, FALSE, sizeof (PktmonCaptureConstraint));
  self->expressions = g_array_new (FALSE, FALSE, sizeof (PktmonInstruction));
  if (!are_any_enabled (constraints))
    return TRUE;
  if (link_type < 0) {
    self->request.instructions = &nothing;
    self->request.n_instructions = 1;
    return TRUE;
  }
  if (!pktmon_kernel_filter_init (&self->kernel, constraints, (guint16) link_type, error))
    return FALSE;
  table = g_new (PktmonTable, 1);
  pktmon_table_init (table, constraints);
  add_constraints (self, constraints, table, (guint16) link_type);
  if (!check_size (self, error))
    return FALSE;
  fill_request (self);
  return TRUE;
}

void
pktmon_lane_filter_clear (PktmonLaneFilter *self)
{
  pktmon_kernel_filter_clear (&self->kernel);
  g_clear_pointer (&self->constraints, g_array_unref);
  g_clear_pointer (&self->expressions, g_array_unref);
}
