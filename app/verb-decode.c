/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/hex.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "dissect/address.h"
#include "dissect/field-tree.h"
#include "dissect/summary.h"
#include "export/json-writer.h"
#include "message.h"
#include "nearest.h"
#include "output.h"
#include "pcapng/link-type.h"
#include "usage.h"

#define LINKTYPE_ETHERNET 1
#define LINKTYPE_RAW 101

/* The longest address. */
#define MAX_ADDRESS 64

static const PktmonUsage usage = {
  .verb = "decode",
  .operands = N_ ("HEX…|-"),
  .min = 1,
  .max = G_MAXUINT,
  .summary = N_ ("Takes one packet apart that is given in hexadecimal."),
  .explanation = N_ (
      "HEX are its bytes: digits, also with spaces, colons, commas or 0x between them; an array\n"
      "of C; or what xxd, hexdump -C, od -t x1, tcpdump -x, tshark -x and Wireshark write, with\n"
      "offsets and text. “-” reads standard input. NAME is a link type as “pktmon info” shows\n"
      "it, such as EN10MB, RAW or LINUX_SLL, or its number. Without it the packet begins with\n"
      "an Ethernet header, or with the IP header that tcpdump -x begins with.\n"
      "\n"
      "Examples:\n"
      "  pktmon decode 45 00 00 1c 00 01 00 00 40 01 7c de 7f 00 00 01 7f 00 00 01 08 00 f7 ff "
      "00 00 00 00\n"
      "  pktmon decode - < packet.txt\n"
      "  xxd frame.bin | pktmon decode - --json\n"
      "  pktmon decode --link-type LINUX_SLL 0000030400060000…"),
};

typedef struct {
  guint16 link_type;
  const guint8 *data;
  gsize size;
} Packet;

/* --- Input --- */

/* Reads standard input up to its end. */
static GString *
read_text (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gssize got = 1;

  while (got > 0 && text->len <= PKTMON_MAX_HEX_TEXT) {
    char buffer[4096];

    got = read (STDIN_FILENO, buffer, sizeof buffer);
    if (got > 0)
      g_string_append_len (text, buffer, got);
    else if (got < 0 && errno == EINTR)
      got = 1;
  }
  if (got < 0) {
    pktmon_error_set_errno (error, errno, _ ("Standard input could not be read"));
    return NULL;
  }
  if (text->len > PKTMON_MAX_HEX_TEXT) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The text is too long to be one packet."),
                      _ ("Give the bytes of one packet."));
    return NULL;
  }
  return g_steal_pointer (&text);
}

/* Returns: (transfer full): the packet; @status: (out): what to end with when there is none. */
static GBytes *
read_bytes (char **operands, PktmonExit *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = NULL;
  gboolean standard = g_str_equal (operands[0], "-") && operands[1] == NULL;
  GBytes *bytes = NULL;

  if (standard) {
    text = read_text (&error);
  } else {
    g_autofree char *joined = g_strjoinv (" ", operands);

    text = g_string_new (joined);
  }
  if (text != NULL)
    bytes = pktmon_hex_parse (text->str, text->len, &error);
  if (bytes == NULL)
    *status = standard ? pktmon_message_failed (error) : pktmon_message_refused (error);
  return bytes;
}

/* --- Link type --- */

/* The sum that is 0 for a header whose checksum is right (RFC 1071). */
static guint16
sum_header (const PktmonBytes *bytes, gsize size)
{
  guint32 sum = 0;

  for (gsize i = 0; i < size; i += 2)
    sum += pktmon_bytes_peek_be16 (bytes, i);
  sum = (sum >> 16) + (sum & G_MAXUINT16);
  return (guint16) ~((sum >> 16) + sum);
}

/* Whether the bytes are one IP packet, by the length or the checksum that its header gives. */
static gboolean
is_ip (const guint8 *data, gsize size)
{
  PktmonBytes bytes = pktmon_bytes_new (data, size);
  guint first = pktmon_bytes_peek_u8 (&bytes, 0);
  gsize header = 4u * (first & 15);
  gsize length = pktmon_bytes_peek_be16 (&bytes, 2);

  if (first >> 4 == 4)
    return header >= 20 && size >= header &&
           (length == size || (length > size && sum_header (&bytes, header) == 0));
  return first >> 4 == 6 && size == 40u + pktmon_bytes_peek_be16 (&bytes, 4);
}

static guint16
guess_link_type (const guint8 *data, gsize size)
{
  if (!is_ip (data, size))
    return LINKTYPE_ETHERNET;
  pktmon_message_note (_ ("The bytes are an IP packet without a link header; “--link-type EN10MB” "
                          "takes them as Ethernet."));
  return LINKTYPE_RAW;
}

static gboolean
parse_link_type (const char *text, guint16 *link_type)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  int value = pktmon_link_type_from_text (text);
  PktmonNearest nearest;

  if (value >= 0) {
    *link_type = (guint16) value;
    return TRUE;
  }
  pktmon_nearest_init (&nearest, upper);
  for (guint i = 0; i <= G_MAXUINT16; i++) {
    const char *name = pktmon_link_type_get_name ((guint16) i);

    if (name != NULL)
      pktmon_nearest_offer (&nearest, name);
  }
  if (nearest.best != NULL)
    pktmon_message_usage (usage.verb, _ ("There is no link type “%s”; did you mean “%s”?"), text,
                          nearest.best);
  else
    pktmon_message_usage (usage.verb, _ ("There is no link type “%s”."), text);
  return FALSE;
}

/* --- Output --- */

static void
append_address (PktmonLineBuffer *buffer, const PktmonAddress *address)
{
  PktmonText text = pktmon_line_buffer_begin_text (buffer, MAX_ADDRESS);

  pktmon_address_append (address, &text);
  pktmon_line_buffer_end_text (buffer, &text);
}

static void
append_summary (PktmonLineBuffer *buffer, const PktmonSummary *summary)
{
  if (summary->source.kind != PKTMON_ADDRESS_NONE) {
    append_address (buffer, &summary->source);
    pktmon_line_buffer_append (buffer, " → ");
    append_address (buffer, &summary->destination);
    pktmon_line_buffer_append_char (buffer, ' ');
  }
  pktmon_line_buffer_append (buffer, summary->protocol);
  pktmon_line_buffer_append_char (buffer, ' ');
  pktmon_line_buffer_append (buffer, summary->info);
  pktmon_line_buffer_append_char (buffer, '\n');
}

static void
append_text (PktmonLineBuffer *buffer, const PktmonFieldTree *tree, const PktmonSummary *summary)
{
  guint size = pktmon_field_tree_get_size (tree);

  append_summary (buffer, summary);
  for (guint i = 0; i < size; i++) {
    const PktmonField *field = pktmon_field_tree_get (tree, i);

    pktmon_line_buffer_append_spaces (buffer, 2 * field->depth);
    pktmon_line_buffer_append (buffer, field->name);
    if (field->text[0] != '\0')
      pktmon_line_buffer_append (buffer, ": ");
    pktmon_line_buffer_append (buffer, field->text);
    pktmon_line_buffer_append_char (buffer, '\n');
  }
}

/* Adds the field at *@position with its children, and moves behind them. */
static void
add_field (PktmonJsonWriter *json, const PktmonFieldTree *tree, guint *position)
{
  const PktmonField *field = pktmon_field_tree_get (tree, *position);
  guint end = pktmon_field_tree_get_end (tree, *position);

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "key", field->key);
  pktmon_json_writer_add_text (json, "name", field->name);
  pktmon_json_writer_add_text (json, "value", field->text);
  pktmon_json_writer_add_u64 (json, "offset", field->offset);
  pktmon_json_writer_add_u64 (json, "length", field->length);
  ++*position;
  if (*position < end) {
    pktmon_json_writer_begin_array (json, "fields");
    while (*position < end)
      add_field (json, tree, position);
    pktmon_json_writer_end_array (json);
  }
  pktmon_json_writer_end_object (json);
}

static void
add_address (PktmonJsonWriter *json, const char *key, const PktmonAddress *address)
{
  char value[MAX_ADDRESS];
  PktmonText text;

  pktmon_text_init (&text, value, sizeof value);
  pktmon_address_append (address, &text);
  pktmon_json_writer_add_text (json, key, text.length > 0 ? value : NULL);
}

static void
append_json (PktmonLineBuffer *buffer, const Packet *packet, const PktmonFieldTree *tree,
             const PktmonSummary *summary)
{
  guint size = pktmon_field_tree_get_size (tree);
  PktmonJsonWriter json = { .buffer = buffer };
  guint position = 0;

  pktmon_json_writer_begin_object (&json, NULL);
  pktmon_json_writer_add_u64 (&json, "frame.len", packet->size);
  pktmon_json_writer_add_u64 (&json, "link_type", packet->link_type);
  add_address (&json, "source", &summary->source);
  add_address (&json, "destination", &summary->destination);
  pktmon_json_writer_add_text (&json, "protocol", summary->protocol);
  pktmon_json_writer_add_text (&json, "info", summary->info);
  pktmon_json_writer_begin_array (&json, "fields");
  while (position < size)
    add_field (&json, tree, &position);
  pktmon_json_writer_end_array (&json);
  pktmon_json_writer_end_object (&json);
  pktmon_json_writer_finish (&json);
}

static PktmonExit
print (const Packet *packet, gboolean as_json)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonFieldTree) tree =
      pktmon_field_tree_new (packet->link_type, packet->data, packet->size, packet->size);
  PktmonSummary summary;

  pktmon_summarize (packet->link_type, packet->data, packet->size, packet->size,
                    PKTMON_SUMMARY_FULL, &summary);
  if (as_json)
    append_json (&output.buffer, packet, tree, &summary);
  else
    append_text (&output.buffer, tree, &summary);
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

PktmonExit
pktmon_verb_decode (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  g_autofree char *link_type = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "link-type", 'l', 0, G_OPTION_ARG_STRING, &link_type, N_ ("What the packet begins with"),
      N_ ("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("One JSON object"), NULL },
    { NULL },
  };
  Packet packet;
  PktmonExit status;

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands) ||
      (link_type != NULL && !parse_link_type (link_type, &packet.link_type)))
    return PKTMON_EXIT_USAGE;
  bytes = read_bytes (operands, &status);
  if (bytes == NULL)
    return status;
  packet.data = g_bytes_get_data (bytes, &packet.size);
  if (link_type == NULL)
    packet.link_type = guess_link_type (packet.data, packet.size);
  return print (&packet, json);
}
