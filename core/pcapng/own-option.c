/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/own-option.h"

#define MAGIC_OFFSET 4u
#define MAGIC_SIZE 4u
#define KIND_OFFSET 8u

void
pktmon_own_option_put (guint8 header[PKTMON_OWN_OPTION_HEADER_SIZE], PktmonOwnOption kind,
                       gboolean big_endian)
{
  guint32 number = big_endian ? GUINT32_TO_BE (PKTMON_ENTERPRISE_NUMBER)
                              : GUINT32_TO_LE (PKTMON_ENTERPRISE_NUMBER);

  memset (header, 0, PKTMON_OWN_OPTION_HEADER_SIZE);
  memcpy (header, &number, sizeof number);
  memcpy (header + MAGIC_OFFSET, PKTMON_OWN_OPTION_MAGIC, MAGIC_SIZE);
  header[KIND_OFFSET] = (guint8) kind;
}

PktmonOwnOption
pktmon_own_option_parse (const PktmonOption *option, gboolean big_endian, PktmonBytes *contents)
{
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);
  gboolean ours;
  guint8 kind;

  if (option->code != PKTMON_OPTION_CUSTOM_BINARY || option->size < PKTMON_OWN_OPTION_HEADER_SIZE ||
      pktmon_bytes_u32 (&value, big_endian) != PKTMON_ENTERPRISE_NUMBER)
    return PKTMON_OWN_OPTION_NONE;
  ours = pktmon_bytes_starts_with (&value, PKTMON_OWN_OPTION_MAGIC);
  pktmon_bytes_skip (&value, MAGIC_SIZE);
  kind = pktmon_bytes_u8 (&value);
  pktmon_bytes_skip (&value, PKTMON_OWN_OPTION_HEADER_SIZE - KIND_OFFSET - 1);
  if (contents != NULL)
    *contents = value;
  return ours && kind == PKTMON_OWN_OPTION_MARK ? PKTMON_OWN_OPTION_MARK : PKTMON_OWN_OPTION_NONE;
}
