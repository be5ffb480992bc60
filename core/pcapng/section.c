/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/section.h"

#include "pcapng/format.h"

#define MAX_NAME_SIZE 1024

static guint8 *
copy_rest (PktmonBytes *bytes, gsize *size)
{
  const guint8 *rest = pktmon_bytes_take_rest (bytes, size);

  return g_memdup2 (rest, *size);
}

PktmonSection *
pktmon_section_new (PktmonFormat format, gboolean big_endian, guint64 offset)
{
  PktmonSection *self = g_new0 (PktmonSection, 1);

  self->format = format;
  self->big_endian = big_endian;
  self->offset = offset;
  return self;
}

void
pktmon_section_free (PktmonSection *self)
{
  g_free (self->options);
  g_free (self);
}

void
pktmon_section_take_options (PktmonSection *self, PktmonBytes *options)
{
  self->options = copy_rest (options, &self->options_size);
}

PktmonInterface *
pktmon_interface_new (const PktmonSection *section, guint16 link_type, guint32 snap_length)
{
  PktmonInterface *self = g_new0 (PktmonInterface, 1);

  self->section = section;
  self->link_type = link_type;
  self->snap_length = snap_length;
  self->resolution = PKTMON_DEFAULT_TSRESOL;
  return self;
}

void
pktmon_interface_free (PktmonInterface *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->options);
  g_free (self);
}

static char *
dup_clean_text (const PktmonOption *option)
{
  char buffer[MAX_NAME_SIZE];
  PktmonText text;
  gsize size = strnlen ((const char *) option->value, option->size);

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_foreign (&text, option->value, size);
  return g_strdup (buffer);
}

static void
take_option (PktmonInterface *self, const PktmonOption *option)
{
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);

  switch (option->code) {
  case PKTMON_OPTION_IF_NAME:
    if (self->name == NULL)
      self->name = dup_clean_text (option);
    break;
  case PKTMON_OPTION_IF_DESCRIPTION:
    if (self->description == NULL)
      self->description = dup_clean_text (option);
    break;
  case PKTMON_OPTION_IF_TSRESOL:
    if (option->size == 1)
      self->resolution = pktmon_bytes_u8 (&value);
    break;
  case PKTMON_OPTION_IF_FCSLEN:
    if (option->size == 1)
      self->fcs_length = pktmon_bytes_u8 (&value);
    break;
  case PKTMON_OPTION_IF_TSOFFSET:
    if (option->size == 8)
      self->offset = (gint64) pktmon_bytes_u64 (&value, self->section->big_endian);
    break;
  default:
    break;
  }
}

void
pktmon_interface_take_options (PktmonInterface *self, PktmonBytes *options)
{
  PktmonBytes list = *options;
  PktmonOption option;

  self->options = copy_rest (options, &self->options_size);
  while (pktmon_option_next (&list, self->section->big_endian, &option))
    take_option (self, &option);
}

PktmonTime
pktmon_interface_get_time (const PktmonInterface *self, guint64 ticks)
{
  return pktmon_time_from_ticks (ticks, self->resolution, self->offset);
}

PktmonNanoseconds
pktmon_interface_get_nanoseconds (const PktmonInterface *self, guint64 ticks)
{
  if (G_LIKELY (self->offset == 0)) {
    if (self->resolution == 9 && ticks <= G_MAXINT64)
      return (PktmonNanoseconds) ticks;
    if (self->resolution == 6 && ticks <= G_MAXINT64 / 1000)
      return (PktmonNanoseconds) ticks * 1000;
  }
  return pktmon_time_to_nanoseconds (pktmon_interface_get_time (self, ticks));
}
