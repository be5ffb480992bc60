/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/packet-tree.h"

#include "pcapng/format.h"
#include "pcapng/link-type.h"
#include "pcapng/stack-event.h"
#include "probe/meanings.h"
#include "probe/point.h"
#include "pcapng/own-option.h"

/* Bytes of the text of one option. */
#define TEXT_SIZE 4096

/* The tree with the text of the field that is to be added next. */
typedef struct {
  PktmonFieldTree *tree;
  PktmonText text;
  char buffer[TEXT_SIZE];
} Frame;

/* --- Fields --- */

static void
add (Frame *self, const char *key, const char *name)
{
  PktmonField field = { .key = key, .name = name, .text = self->buffer };

  pktmon_field_tree_add (self->tree, &field);
  pktmon_text_clear (&self->text);
}

/* @length: bytes of the packet that it stands for. */
static void
begin (Frame *self, const char *key, const char *name, gsize length)
{
  PktmonField field = { .key = key, .name = name, .text = self->buffer, .length = length };

  pktmon_field_tree_open (self->tree, &field);
  pktmon_text_clear (&self->text);
}

static void
append_bytes (PktmonText *text, guint64 count)
{
  pktmon_text_append_u64 (text, count);
  pktmon_text_append (text, count == 1 ? " byte" : " bytes");
}

static void
add_times (Frame *self, const PktmonLine *line, GTimeZone *zone)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc();

  if (!pktmon_time_is_known (line->time))
    return;
  pktmon_time_append_date (&self->text, line->time, zone, 9);
  add (self, "frame.time", "Time");
  pktmon_time_append_date (&self->text, line->time, utc, 9);
  add (self, "frame.time_utc", "Time in UTC");
  pktmon_time_append_epoch (&self->text, line->time, 9);
  add (self, "frame.time_epoch", "Seconds since 1970");
  if (!pktmon_time_is_known (line->relative))
    return;
  pktmon_time_append_epoch (&self->text, line->relative, 9);
  add (self, "frame.time_relative", "Seconds since first packet");
}

static void
add_interface (Frame *self, const PktmonInterface *interface)
{
  if (interface->name != NULL) {
    pktmon_text_append (&self->text, interface->name);
    add (self, "frame.interface_name", "Interface");
  }
  if (interface->description != NULL) {
    pktmon_text_append (&self->text, interface->description);
    add (self, "frame.interface_description", "Interface description");
  }
  pktmon_link_type_append_name (&self->text, interface->link_type);
  add (self, "frame.encap_type", "Link type");
}

/* --- epb_flags (pcapng, section 4.3.1) --- */

typedef struct {
  const char *key;
  const char *name;
  guint shift;
  guint32 mask;
  const char *const *meanings; /* NULL: a number */
  guint n_meanings;
} Flag;

static const char *const directions[] = { "unknown", "inbound", "outbound" };
static const char *const receptions[] = { "unknown", "unicast", "multicast", "broadcast",
                                          "promiscuous" };

static const Flag flags[] = {
  { "frame.packet_flags_direction", "Direction", 0, 3, directions, G_N_ELEMENTS (directions) },
  { "frame.packet_flags_reception_type", "Reception", 2, 7, receptions, G_N_ELEMENTS (receptions) },
  { "frame.packet_flags_fcs_length", "Length of frame check sequence", 5, 15 },
  { NULL, "Checksum is still to be computed", 9, 1 },
  { NULL, "Checksum was found valid", 10, 1 },
  { NULL, "Is still to be cut into TCP segments", 11, 1 },
  { "frame.packet_flags_crc_error", "CRC error", 24, 1 },
  { "frame.packet_flags_packet_too_error", "Too long", 25, 1 },
  { "frame.packet_flags_packet_too_short_error", "Too short", 26, 1 },
  { "frame.packet_flags_wrong_inter_frame_gap_error", "Wrong gap between frames", 27, 1 },
  { "frame.packet_flags_unaligned_frame_error", "Not aligned", 28, 1 },
  { "frame.packet_flags_start_frame_delimiter_error", "Start frame delimiter error", 29, 1 },
  { "frame.packet_flags_preamble_error", "Preamble error", 30, 1 },
  { "frame.packet_flags_symbol_error", "Symbol error", 31, 1 },
};

/* The direction is always told, the others when they are set. */
static void
add_flags (Frame *self, guint32 value)
{
  pktmon_text_append_hex (&self->text, value, 8);
  begin (self, "frame.packet_flags", "Flags", 0);
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++) {
    guint32 part = value >> flags[i].shift & flags[i].mask;

    if (part == 0 && i > 0)
      continue;
    if (part < flags[i].n_meanings)
      pktmon_text_append (&self->text, flags[i].meanings[part]);
    else
      pktmon_text_append_u64 (&self->text, part);
    add (self, flags[i].key, flags[i].name);
  }
  pktmon_field_tree_close (self->tree, 0);
}

/* --- Options --- */

static const struct {
  guint16 code;
  const char *key;
  const char *name;
} option_names[] = {
  { PKTMON_OPTION_COMMENT, "frame.comment", "Comment" },
  { PKTMON_OPTION_EPB_HASH, "frame.hash", "Hash" },
  { PKTMON_OPTION_EPB_DROPCOUNT, "frame.drop_count", "Packets lost before it" },
  { PKTMON_OPTION_EPB_PACKETID, "frame.packet_id", "Packet ID" },
  { PKTMON_OPTION_EPB_QUEUE, "frame.interface_queue", "Queue of the interface" },
  { PKTMON_OPTION_EPB_VERDICT, "frame.verdict", "Verdict" },
  { PKTMON_OPTION_EPB_PROCESSID_THREADID, NULL, "Process and thread" },
  { PKTMON_OPTION_CUSTOM_TEXT, NULL, "Custom option" },
  { PKTMON_OPTION_CUSTOM_BINARY, NULL, "Custom option" },
  { PKTMON_OPTION_CUSTOM_TEXT_NO_COPY, NULL, "Custom option" },
  { PKTMON_OPTION_CUSTOM_BINARY_NO_COPY, NULL, "Custom option" },
};

static void
add_named_option (Frame *self, guint32 block_type, guint16 code)
{
  if (pktmon_option_get_name (block_type, code) != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (option_names); i++)
      if (option_names[i].code == code) {
        add (self, option_names[i].key, option_names[i].name);
        return;
      }
  add (self, NULL, "Unknown option");
}

/* --- What the network stack did (pcapng/stack-event.h) --- */

static const struct {
  const char *key;
  const char *name;
} stack_texts[PKTMON_N_STACK_TEXTS] = {
  [PKTMON_STACK_INTERFACE] = { NULL, "Network interface" },
  [PKTMON_STACK_REASON] = { "drop.reason", "Reason of the drop" },
  [PKTMON_STACK_LOCATION] = { "drop.location", "Place of the drop" },
  [PKTMON_STACK_HOOK] = { "drop.hook", "Hook whose rules dropped it" },
  [PKTMON_STACK_PROCESS] = { "process.name", "Process" },
};

/* @always: also when it is 0. */
static void
add_number (Frame *self, const char *key, const char *name, guint32 value, gboolean always)
{
  if (value == 0 && !always)
    return;
  pktmon_text_append_u64 (&self->text, value);
  add (self, key, name);
}

static void
add_stack_flag (Frame *self, const PktmonStackEvent *event, guint16 flag, const char *name)
{
  if ((event->flags & flag) == 0)
    return;
  pktmon_text_append (&self->text, "yes");
  add (self, NULL, name);
}

static void
add_meaning (Frame *self, const PktmonStackEvent *event)
{
  const char *text = pktmon_meaning_get_text (event->texts[PKTMON_STACK_REASON].data,
                                              event->texts[PKTMON_STACK_REASON].size);

  if (text == NULL)
    return;
  pktmon_text_append (&self->text, text);
  add (self, NULL, "What that means");
}

static void
add_stack_event (Frame *self, const PktmonStackEvent *event)
{
  pktmon_text_append (&self->text, event->point < PKTMON_N_POINTS
                                       ? pktmon_point_get_name (event->point)
                                       : "unknown");
  begin (self, "stack", "Stack point", 0);
  add_number (self, "journey.appearance", "Appearance on its journey", event->appearance, TRUE);
  for (guint i = 0; i < PKTMON_N_STACK_TEXTS; i++) {
    if (event->texts[i].size == 0)
      continue;
    pktmon_text_append_foreign (&self->text, (const guint8 *) event->texts[i].data,
                                event->texts[i].size);
    add (self, stack_texts[i].key, stack_texts[i].name);
  }
  add_meaning (self, event);
  add_number (self, "process.pid", "Process number", event->process, FALSE);
  add_number (self, NULL, "Thread number", event->thread, FALSE);
  add_number (self, NULL, "Network namespace", event->network_namespace, FALSE);
  add_number (self, NULL, "Index of the network interface", event->interface, FALSE);
  add_number (self, NULL, "Mark", event->mark, FALSE);
  add_number (self, NULL, "Processor", event->processor, TRUE);
  add_stack_flag (self, event, PKTMON_STACK_MADE_UP, "Has no link-layer header of its own");
  add_stack_flag (self, event, PKTMON_STACK_CLONE, "Is one of several copies");
  add_stack_flag (self, event, PKTMON_STACK_REPLACED, "Joined though its bytes were moved");
  pktmon_field_tree_close (self->tree, 0);
}

static void
add_option (Frame *self, guint32 block_type, const PktmonOption *option, gboolean big_endian)
{
  PktmonStackEvent event;

  if (option->code == PKTMON_OPTION_EPB_FLAGS && option->size == 4) {
    PktmonBytes value = pktmon_bytes_new (option->value, option->size);

    add_flags (self, pktmon_bytes_u32 (&value, big_endian));
    return;
  }
  if (pktmon_own_option_parse (option, big_endian, NULL) == PKTMON_OWN_OPTION_MARK) {
    pktmon_text_append (&self->text, "yes");
    add (self, NULL, "Marked");
    return;
  }
  if (pktmon_stack_event_parse (option, big_endian, &event)) {
    add_stack_event (self, &event);
    return;
  }
  pktmon_option_append_value (&self->text, block_type, option, big_endian);
  add_named_option (self, block_type, option->code);
}

static void
add_options (Frame *self, const PktmonPacket *packet)
{
  PktmonBytes options = packet->options;
  gboolean big_endian;
  PktmonOption option;
  guint shown = 0;

  if (pktmon_bytes_left (&options) == 0)
    return;
  big_endian = packet->interface->section->big_endian;
  while (pktmon_option_next (&options, big_endian, &option)) {
    if (shown++ == PKTMON_MAX_SHOWN_OPTIONS) {
      add (self, NULL, "Further options are left out");
      return;
    }
    add_option (self, packet->block_type, &option, big_endian);
  }
}

/* --- The tree --- */

static void
add_frame (Frame *self, const PktmonLine *line)
{
  const PktmonPacket *packet = line->packet;

  pktmon_text_append (&self->text, "Packet ");
  pktmon_text_append_u64 (&self->text, line->number);
  pktmon_text_append (&self->text, ", ");
  append_bytes (&self->text, packet->length);
  if (packet->captured < packet->length) {
    pktmon_text_append (&self->text, ", ");
    pktmon_text_append_u64 (&self->text, packet->captured);
    pktmon_text_append (&self->text, " captured");
  }
  begin (self, "frame", "Frame", packet->captured);
}

PktmonFieldTree *
pktmon_packet_tree_new (const PktmonLine *line, GTimeZone *zone)
{
  const PktmonPacket *packet = line->packet;
  Frame self;

  self.tree = pktmon_field_tree_new_empty();
  pktmon_text_init (&self.text, self.buffer, sizeof self.buffer);
  add_frame (&self, line);
  pktmon_text_append_u64 (&self.text, line->number);
  add (&self, "frame.number", "Number");
  add_times (&self, line, zone);
  append_bytes (&self.text, packet->length);
  add (&self, "frame.len", "Length on the wire");
  append_bytes (&self.text, packet->captured);
  add (&self, "frame.cap_len", "Length captured");
  add_interface (&self, packet->interface);
  add_options (&self, packet);
  pktmon_field_tree_close (self.tree, packet->captured);
  pktmon_field_tree_add_packet (self.tree, packet->interface->link_type, packet->data,
                                packet->captured, packet->length);
  return self.tree;
}
