/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/stack-event.h"

#include <string.h>

#include "pcapng/format.h"

#define MAX_TEXT 255u

static guint8 *
put_u8 (guint8 *out, guint value)
{
  *out = (guint8) value;
  return out + 1;
}

static guint8 *
put_u16 (guint8 *out, guint value)
{
  return put_u8 (put_u8 (out, value), value >> 8);
}

static guint8 *
put_u32 (guint8 *out, guint32 value)
{
  return put_u16 (put_u16 (out, value), value >> 16);
}

static guint8 *
put_text (guint8 *out, const char *text, gsize size)
{
  if (size > MAX_TEXT)
    size = (gsize) (g_utf8_find_prev_char (text, text + MAX_TEXT + 1) - text);
  out = put_u8 (out, (guint) size);
  if (size > 0)
    memcpy (out, text, size);
  return out + size;
}

gsize
pktmon_stack_event_put (const PktmonStackEvent *self, guint8 out[PKTMON_STACK_EVENT_MAX_SIZE])
{
  const guint32 enterprise = PKTMON_ENTERPRISE_NUMBER;
  guint8 *to = out;

  memcpy (to, &enterprise, 4);
  memcpy (to + 4, PKTMON_STACK_MAGIC, 4);
  to = put_u8 (put_u8 (to + 8, 1), self->point);
  to = put_u16 (to, self->flags);
  to = put_u32 (to, self->appearance);
  to = put_u32 (to, self->network_namespace);
  to = put_u32 (to, self->interface);
  to = put_u32 (to, self->mark);
  to = put_u32 (to, self->reason);
  to = put_u32 (to, self->process);
  to = put_u32 (to, self->thread);
  to = put_u16 (to, self->processor);
  to = put_u16 (to, self->vlan_control);
  to = put_u32 (to, self->hook);
  for (guint i = 0; i < PKTMON_N_STACK_TEXTS; i++)
    to = put_text (to, self->texts[i].data, self->texts[i].size);
  return (gsize) (to - out);
}
