/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-choice.h"

#include "pcapng/format.h"
#include "pcapng/stack-event.h"

#define INTERFACE_PREFIX "if:"

/* First bytes of epb_verdict, and the values behind them that mean a drop (pcapng, section 4.3). */
#define VERDICT_TC 1u
#define VERDICT_XDP 2u
#define TC_ACT_SHOT 2u
#define XDP_DROP 1u

gboolean
pktmon_export_choice_is_made (const PktmonExportChoice *self)
{
  return self->positions != NULL || self->numbers != NULL || self->interfaces != NULL ||
         self->sources != NULL || self->only_dropped || self->matcher != NULL ||
         self->expression != NULL;
}

/* --- Interfaces --- */

static const char *
skip_prefix (const char *id)
{
  return g_str_has_prefix (id, INTERFACE_PREFIX) ? id + strlen (INTERFACE_PREFIX) : id;
}

gboolean
pktmon_export_choice_is_source (const char *source, const PktmonInterface *interface)
{
  return interface->name != NULL &&
         g_str_equal (skip_prefix (source), skip_prefix (interface->name));
}

static gboolean
is_named (const char *const *sources, const PktmonInterface *interface)
{
  for (gsize i = 0; sources[i] != NULL; i++)
    if (pktmon_export_choice_is_source (sources[i], interface))
      return TRUE;
  return FALSE;
}

gboolean
pktmon_export_choice_keeps_interface (const PktmonExportChoice *self,
                                      const PktmonInterface *interface)
{
  if (self->interfaces != NULL && !pktmon_positions_contains (self->interfaces, interface->number))
    return FALSE;
  return self->sources == NULL || is_named (self->sources, interface);
}

/* --- Packets --- */

static gboolean
is_drop_verdict (const PktmonOption *option, gboolean big_endian)
{
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);
  guint8 kind = pktmon_bytes_u8 (&value);
  guint64 verdict = pktmon_bytes_u64 (&value, big_endian);

  return !value.failed && ((kind == VERDICT_TC && verdict == TC_ACT_SHOT) ||
                           (kind == VERDICT_XDP && verdict == XDP_DROP));
}

static gboolean
is_dropped (const PktmonPacket *packet)
{
  gboolean big_endian = packet->interface->section->big_endian;
  const char *name = packet->interface->name;
  PktmonBytes options = packet->options;
  PktmonOption option;

  if (name != NULL && g_str_has_suffix (name, PKTMON_STACK_DROP))
    return TRUE;
  if (packet->block_type != PKTMON_BLOCK_ENHANCED_PACKET)
    return FALSE;
  while (pktmon_option_next (&options, big_endian, &option))
    if (option.code == PKTMON_OPTION_EPB_VERDICT && is_drop_verdict (&option, big_endian))
      return TRUE;
  return FALSE;
}

gboolean
pktmon_export_choice_keeps (const PktmonExportChoice *self, guint64 position,
                            const PktmonPacket *packet)
{
  if (self->positions != NULL && !pktmon_positions_contains (self->positions, position))
    return FALSE;
  if (self->numbers != NULL && !pktmon_ranges_contains (self->numbers, position + 1))
    return FALSE;
  if (self->only_dropped && !is_dropped (packet))
    return FALSE;
  if (self->matcher != NULL && !pktmon_matcher_match (self->matcher, packet))
    return FALSE;
  return self->expression == NULL || pktmon_expression_match (self->expression, packet);
}
