/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/tcp-option.h"

#include "dissect/attribute.h"

#define MAX_WINDOW_SHIFT 14 /* RFC 7323 section 2.3 */

enum {
  OPTION_END = 0,
  OPTION_NOP = 1,
  OPTION_MSS = 2,
  OPTION_WINDOW_SCALE = 3,
  OPTION_SACK_PERMITTED = 4,
  OPTION_SACK = 5,
  OPTION_TIMESTAMPS = 8,
};

/* https://www.iana.org/assignments/tcp-parameters */
static const PktmonAttribute attributes[] = {
  { OPTION_MSS, PKTMON_FORM_NUMBER, "tcp.options.mss_val", "Maximum segment size" },
  { OPTION_WINDOW_SCALE, PKTMON_FORM_NUMBER, "tcp.options.wscale.shift", "Window scale" },
  { OPTION_SACK_PERMITTED, PKTMON_FORM_BYTES, "tcp.options.sack_perm", "SACK permitted" },
  { 19, PKTMON_FORM_BYTES, "tcp.options.md5.digest", "MD5 signature" },
  { 28, PKTMON_FORM_NUMBER, "tcp.options.user_to_val", "User timeout" },
  { 29, PKTMON_FORM_BYTES, "tcp.options.ao.mac", "Authentication" },
  { 30, PKTMON_FORM_BYTES, "tcp.options.mptcp", "Multipath TCP" },
  { 34, PKTMON_FORM_BYTES, "tcp.options.tfo", "Fast open cookie" },
};

/* Options that are pairs of numbers of 32 bits. */
static const struct {
  guint8 kind;
  const char *name;
  struct {
    const char *label, *key, *name;
  } numbers[2];
} pairs[] = {
  { OPTION_SACK,
    "SACK",
    { { " SLE=", "tcp.options.sack_le", "Left edge" },
      { " SRE=", "tcp.options.sack_re", "Right edge" } } },
  { OPTION_TIMESTAMPS,
    "Timestamps",
    { { " TSval=", "tcp.options.timestamp.tsval", "Timestamp value" },
      { " TSecr=", "tcp.options.timestamp.tsecr", "Timestamp echo reply" } } },
};

typedef struct {
  gsize start;
  guint8 kind;
  PktmonBytes value;
} Option;

/* Takes the next one; FALSE at the end. */
static gboolean
next_option (PktmonBytes *options, Option *option)
{
  guint8 size = 0;

  do {
    option->start = options->position;
    if (pktmon_bytes_left (options) == 0)
      return FALSE;
    option->kind = pktmon_bytes_u8 (options);
  } while (option->kind == OPTION_NOP);
  if (option->kind != OPTION_END)
    size = pktmon_bytes_u8 (options);
  if (size < 2)
    return FALSE;
  option->value = pktmon_bytes_split (options, size - 2u);
  return !option->value.failed;
}

static void
append_value (PktmonText *info, const char *label, guint64 value)
{
  pktmon_text_append (info, label);
  pktmon_text_append_u64 (info, value);
}

static void
append_pair (PktmonText *info, guint pair, PktmonBytes value)
{
  while (pktmon_bytes_left (&value) >= 8)
    for (guint i = 0; i < 2; i++)
      append_value (info, pairs[pair].numbers[i].label, pktmon_bytes_be32 (&value));
}

void
pktmon_tcp_options_append (PktmonText *info, PktmonBytes options)
{
  Option option;

  while (next_option (&options, &option)) {
    guint8 shift;

    if (option.kind == OPTION_MSS)
      append_value (info, " MSS=", pktmon_bytes_be16 (&option.value));
    else if (option.kind == OPTION_WINDOW_SCALE) {
      shift = pktmon_bytes_u8 (&option.value);
      append_value (info, " WS=", G_GUINT64_CONSTANT (1) << MIN (shift, MAX_WINDOW_SHIFT));
    } else if (option.kind == OPTION_SACK_PERMITTED)
      pktmon_text_append (info, " SACK_PERM");
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      if (pairs[i].kind == option.kind)
        append_pair (info, i, option.value);
  }
}

static void
add_pair (PktmonDissection *self, guint pair, const Option *option)
{
  PktmonBytes value = option->value;

  pktmon_dissection_begin (self, NULL, pairs[pair].name, option->start, value.end - option->start);
  while (pktmon_bytes_left (&value) >= 8)
    for (guint i = 0; i < 2; i++) {
      gsize start = value.position;

      pktmon_dissection_add_u64 (self, pairs[pair].numbers[i].key, pairs[pair].numbers[i].name,
                                 start, 4, pktmon_bytes_be32 (&value));
    }
  pktmon_dissection_end (self, value.end);
}

static void
add_option (PktmonDissection *self, const Option *option)
{
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].kind == option->kind) {
      add_pair (self, i, option);
      return;
    }
  pktmon_attribute_add (self, PKTMON_ATTRIBUTE_OF (attributes, option->kind), "Option",
                        option->kind, option->start, option->value);
}

void
pktmon_tcp_options_add (PktmonDissection *self, PktmonBytes options)
{
  gsize size = pktmon_bytes_left (&options);
  Option option;

  if (self->tree == NULL || size == 0)
    return;
  pktmon_dissection_begin (self, "tcp.options", "Options", options.position, size);
  while (next_option (&options, &option))
    add_option (self, &option);
  pktmon_dissection_end (self, options.end);
}
