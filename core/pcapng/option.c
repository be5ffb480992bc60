/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/option.h"

#include "pcapng/format.h"

typedef enum {
  VALUE_TEXT,
  VALUE_U8,
  VALUE_U32,
  VALUE_U64,
  VALUE_SIGNED_64,
  VALUE_TICKS, /* two halves, the high one first (section 4.3) */
  VALUE_IPV4,
  VALUE_IPV4_AND_MASK,
  VALUE_IPV6,
  VALUE_IPV6_AND_PREFIX,
  VALUE_MAC,
  VALUE_CUSTOM_TEXT, /* after an enterprise number */
  VALUE_FILTER,      /* after a byte that says what it is: 0 for pcap-filter text */
  VALUE_BINARY,
} ValueKind;

typedef struct {
  guint32 block_type;
  guint16 code;
  ValueKind kind;
  const char *name;
} OptionType;

#define ANY_BLOCK G_MAXUINT32

/* Sections 3.5, 4.1 to 4.6 of the specification. */
static const OptionType option_types[] = {
  { ANY_BLOCK, PKTMON_OPTION_COMMENT, VALUE_TEXT, "opt_comment" },
  { ANY_BLOCK, PKTMON_OPTION_CUSTOM_TEXT, VALUE_CUSTOM_TEXT, "opt_custom" },
  { ANY_BLOCK, PKTMON_OPTION_CUSTOM_BINARY, VALUE_BINARY, "opt_custom" },
  { ANY_BLOCK, PKTMON_OPTION_CUSTOM_TEXT_NO_COPY, VALUE_CUSTOM_TEXT, "opt_custom" },
  { ANY_BLOCK, PKTMON_OPTION_CUSTOM_BINARY_NO_COPY, VALUE_BINARY, "opt_custom" },
  { PKTMON_BLOCK_SECTION_HEADER, PKTMON_OPTION_SHB_HARDWARE, VALUE_TEXT, "shb_hardware" },
  { PKTMON_BLOCK_SECTION_HEADER, PKTMON_OPTION_SHB_OS, VALUE_TEXT, "shb_os" },
  { PKTMON_BLOCK_SECTION_HEADER, PKTMON_OPTION_SHB_USERAPPL, VALUE_TEXT, "shb_userappl" },
#define IDB PKTMON_BLOCK_INTERFACE_DESCRIPTION
  { IDB, PKTMON_OPTION_IF_NAME, VALUE_TEXT, "if_name" },
  { IDB, PKTMON_OPTION_IF_DESCRIPTION, VALUE_TEXT, "if_description" },
  { IDB, PKTMON_OPTION_IF_IPV4_ADDRESS, VALUE_IPV4_AND_MASK, "if_IPv4addr" },
  { IDB, PKTMON_OPTION_IF_IPV6_ADDRESS, VALUE_IPV6_AND_PREFIX, "if_IPv6addr" },
  { IDB, PKTMON_OPTION_IF_MAC_ADDRESS, VALUE_MAC, "if_MACaddr" },
  { IDB, PKTMON_OPTION_IF_EUI_ADDRESS, VALUE_BINARY, "if_EUIaddr" },
  { IDB, PKTMON_OPTION_IF_SPEED, VALUE_U64, "if_speed" },
  { IDB, PKTMON_OPTION_IF_TSRESOL, VALUE_U8, "if_tsresol" },
  { IDB, PKTMON_OPTION_IF_TZONE, VALUE_U32, "if_tzone" },
  { IDB, PKTMON_OPTION_IF_FILTER, VALUE_FILTER, "if_filter" },
  { IDB, PKTMON_OPTION_IF_OS, VALUE_TEXT, "if_os" },
  { IDB, PKTMON_OPTION_IF_FCSLEN, VALUE_U8, "if_fcslen" },
  { IDB, PKTMON_OPTION_IF_TSOFFSET, VALUE_SIGNED_64, "if_tsoffset" },
  { IDB, PKTMON_OPTION_IF_HARDWARE, VALUE_TEXT, "if_hardware" },
  { IDB, PKTMON_OPTION_IF_TXSPEED, VALUE_U64, "if_txspeed" },
  { IDB, PKTMON_OPTION_IF_RXSPEED, VALUE_U64, "if_rxspeed" },
  { IDB, PKTMON_OPTION_IF_IANA_TZNAME, VALUE_TEXT, "if_iana_tzname" },
#undef IDB
#define EPB PKTMON_BLOCK_ENHANCED_PACKET
  { EPB, PKTMON_OPTION_EPB_FLAGS, VALUE_U32, "epb_flags" },
  { EPB, PKTMON_OPTION_EPB_HASH, VALUE_BINARY, "epb_hash" },
  { EPB, PKTMON_OPTION_EPB_DROPCOUNT, VALUE_U64, "epb_dropcount" },
  { EPB, PKTMON_OPTION_EPB_PACKETID, VALUE_U64, "epb_packetid" },
  { EPB, PKTMON_OPTION_EPB_QUEUE, VALUE_U32, "epb_queue" },
  { EPB, PKTMON_OPTION_EPB_VERDICT, VALUE_BINARY, "epb_verdict" },
  { EPB, PKTMON_OPTION_EPB_PROCESSID_THREADID, VALUE_BINARY, "epb_processid_threadid" },
#undef EPB
  { PKTMON_BLOCK_PACKET, PKTMON_OPTION_EPB_FLAGS, VALUE_U32, "pack_flags" },
  { PKTMON_BLOCK_PACKET, PKTMON_OPTION_EPB_HASH, VALUE_BINARY, "pack_hash" },
#define NRB PKTMON_BLOCK_NAME_RESOLUTION
  { NRB, PKTMON_OPTION_NS_DNSNAME, VALUE_TEXT, "ns_dnsname" },
  { NRB, PKTMON_OPTION_NS_DNSIP4ADDR, VALUE_IPV4, "ns_dnsIP4addr" },
  { NRB, PKTMON_OPTION_NS_DNSIP6ADDR, VALUE_IPV6, "ns_dnsIP6addr" },
#undef NRB
#define ISB PKTMON_BLOCK_INTERFACE_STATISTICS
  { ISB, PKTMON_OPTION_ISB_STARTTIME, VALUE_TICKS, "isb_starttime" },
  { ISB, PKTMON_OPTION_ISB_ENDTIME, VALUE_TICKS, "isb_endtime" },
  { ISB, PKTMON_OPTION_ISB_IFRECV, VALUE_U64, "isb_ifrecv" },
  { ISB, PKTMON_OPTION_ISB_IFDROP, VALUE_U64, "isb_ifdrop" },
  { ISB, PKTMON_OPTION_ISB_FILTERACCEPT, VALUE_U64, "isb_filteraccept" },
  { ISB, PKTMON_OPTION_ISB_OSDROP, VALUE_U64, "isb_osdrop" },
  { ISB, PKTMON_OPTION_ISB_USRDELIV, VALUE_U64, "isb_usrdeliv" },
#undef ISB
};

gboolean
pktmon_option_next (PktmonBytes *options, gboolean big_endian, PktmonOption *option)
{
  gsize padding;

  if (options->failed || pktmon_bytes_left (options) < 4)
    return FALSE;
  option->code = pktmon_bytes_u16 (options, big_endian);
  option->size = pktmon_bytes_u16 (options, big_endian);
  if (option->code == PKTMON_OPTION_END)
    return FALSE;
  option->value = pktmon_bytes_take (options, option->size);
  /* Some writers leave out the padding of a list's last option. */
  padding = MIN (-option->size & 3, pktmon_bytes_left (options));
  pktmon_bytes_skip (options, padding);
  return !options->failed;
}

gboolean
pktmon_option_find (PktmonBytes options, gboolean big_endian, guint16 code, PktmonOption *option)
{
  while (pktmon_option_next (&options, big_endian, option))
    if (option->code == code)
      return TRUE;
  return FALSE;
}

static const OptionType *
find_type (guint32 block_type, guint16 code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (option_types); i++)
    if (option_types[i].code == code &&
        (option_types[i].block_type == block_type || option_types[i].block_type == ANY_BLOCK))
      return &option_types[i];
  return NULL;
}

const char *
pktmon_option_get_name (guint32 block_type, guint16 code)
{
  const OptionType *type = find_type (block_type, code);

  return type != NULL ? type->name : NULL;
}

static void
append_hex_bytes (PktmonText *text, const guint8 *data, gsize size)
{
  static const char digits[] = "0123456789abcdef";

  for (gsize i = 0; i < size && !text->full; i++) {
    pktmon_text_append_char (text, digits[data[i] >> 4]);
    pktmon_text_append_char (text, digits[data[i] & 15]);
  }
}

static void
append_signed (PktmonText *text, gint64 value)
{
  if (value < 0)
    pktmon_text_append_char (text, '-');
  pktmon_text_append_u64 (text, value < 0 ? -(guint64) value : (guint64) value);
}

/* The bytes a value of @kind has; 0 for any number. */
static gsize
fixed_size (ValueKind kind)
{
  static const gsize sizes[] = {
    [VALUE_U8] = 1,    [VALUE_U32] = 4,           [VALUE_U64] = 8,
    [VALUE_TICKS] = 8, [VALUE_SIGNED_64] = 8,     [VALUE_IPV4] = 4,
    [VALUE_IPV6] = 16, [VALUE_IPV4_AND_MASK] = 8, [VALUE_IPV6_AND_PREFIX] = 17,
    [VALUE_MAC] = 6,   [VALUE_BINARY] = 0,        [VALUE_TEXT] = 0,
  };

  return sizes[kind];
}

static void
append_fixed (PktmonText *text, ValueKind kind, PktmonBytes *value, gboolean big_endian)
{
  const guint8 *address = value->data;
  guint64 high;

  switch (kind) {
  case VALUE_U8:
    pktmon_text_append_u64 (text, pktmon_bytes_u8 (value));
    break;
  case VALUE_U32:
    pktmon_text_append_u64 (text, pktmon_bytes_u32 (value, big_endian));
    break;
  case VALUE_U64:
    pktmon_text_append_u64 (text, pktmon_bytes_u64 (value, big_endian));
    break;
  case VALUE_TICKS:
    high = pktmon_bytes_u32 (value, big_endian);
    pktmon_text_append_u64 (text, high << 32 | pktmon_bytes_u32 (value, big_endian));
    break;
  case VALUE_SIGNED_64:
    append_signed (text, (gint64) pktmon_bytes_u64 (value, big_endian));
    break;
  case VALUE_IPV4:
    pktmon_text_append_ipv4 (text, address);
    break;
  case VALUE_IPV4_AND_MASK:
    pktmon_text_append_ipv4 (text, address);
    pktmon_text_append_char (text, '/');
    pktmon_text_append_ipv4 (text, address + 4);
    break;
  case VALUE_IPV6:
    pktmon_text_append_ipv6 (text, address);
    break;
  case VALUE_IPV6_AND_PREFIX:
    pktmon_text_append_ipv6 (text, address);
    pktmon_text_append_char (text, '/');
    pktmon_text_append_u64 (text, address[16]);
    break;
  case VALUE_MAC:
    pktmon_text_append_mac (text, address);
    break;
  case VALUE_TEXT:
  case VALUE_CUSTOM_TEXT:
  case VALUE_FILTER:
  case VALUE_BINARY:
  default:
    break;
  }
}

const guint8 *
pktmon_option_get_text (guint32 block_type, const PktmonOption *option, gsize *size)
{
  const OptionType *type = find_type (block_type, option->code);
  ValueKind kind = type != NULL ? type->kind : VALUE_BINARY;
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);

  if (kind == VALUE_TEXT || (kind == VALUE_CUSTOM_TEXT && pktmon_bytes_skip (&value, 4)) ||
      (kind == VALUE_FILTER && pktmon_bytes_u8 (&value) == 0 && !value.failed))
    return pktmon_bytes_take_rest (&value, size);
  return NULL;
}

void
pktmon_option_append_value (PktmonText *text, guint32 block_type, const PktmonOption *option,
                            gboolean big_endian)
{
  const OptionType *type = find_type (block_type, option->code);
  ValueKind kind = type != NULL ? type->kind : VALUE_BINARY;
  PktmonBytes value = pktmon_bytes_new (option->value, option->size);
  gsize size;
  const guint8 *foreign = pktmon_option_get_text (block_type, option, &size);

  if (foreign != NULL)
    pktmon_text_append_foreign (text, foreign, size);
  else if (fixed_size (kind) > 0 && option->size == fixed_size (kind))
    append_fixed (text, kind, &value, big_endian);
  else
    append_hex_bytes (text, option->value, option->size);
}
