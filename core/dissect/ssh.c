/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/content.h"
#include "dissect/layers.h"
#include "dissect/names.h"

/* SSH: the line that begins a connection (RFC 4253 section 4.2), and the packets behind it (section
 * 6), of which those before the keys are exchanged can be read. */

#define PORT 22
#define BANNER "SSH-"
#define MAX_PACKET 35000u /* section 6.1 */
#define MIN_PADDING 4
#define BLOCK 8 /* in which packets that are not encrypted come */

/* Those that are not encrypted; the first of the second key exchange are. */
static const PktmonName messages[] = {
  { 1, "Disconnect" },         { 2, "Ignore" },
  { 3, "Unimplemented" },      { 4, "Debug" },
  { 20, "Key Exchange Init" }, { 21, "New Keys" },
  { 30, "Key Exchange (30)" }, { 31, "Key Exchange (31)" },
  { 32, "Key Exchange (32)" }, { 33, "Key Exchange (33)" },
  { 34, "Key Exchange (34)" },
};

static const char *const algorithm_lists[][2] = {
  { "ssh.kex_algorithms", "Key exchange algorithms" },
  { "ssh.server_host_key_algorithms", "Server host key algorithms" },
  { "ssh.encryption_algorithms_client_to_server", "Encryption, client to server" },
  { "ssh.encryption_algorithms_server_to_client", "Encryption, server to client" },
  { "ssh.mac_algorithms_client_to_server", "MAC, client to server" },
  { "ssh.mac_algorithms_server_to_client", "MAC, server to client" },
  { "ssh.compression_algorithms_client_to_server", "Compression, client to server" },
  { "ssh.compression_algorithms_server_to_client", "Compression, server to client" },
};

static const char *
get_side (const PktmonDissection *self)
{
  if (self->source_port == PORT || self->destination_port == PORT)
    return self->source_port == PORT ? "Server: " : "Client: ";
  return self->source_port < self->destination_port ? "Server: " : "Client: ";
}

/* --- The banner --- */

gboolean
pktmon_ssh_is_here (const PktmonDissection *self, const PktmonBytes *payload)
{
  return pktmon_bytes_starts_with (payload, BANNER);
}

static void
dissect_banner (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  PktmonBytes line = pktmon_bytes_split_line (bytes);
  gboolean is_2 =
      pktmon_bytes_starts_with (&line, "SSH-2.") || pktmon_bytes_starts_with (&line, "SSH-1.99");
  PktmonText *info;

  pktmon_dissection_set_protocol (self, is_2 ? "SSHv2" : "SSH");
  info = pktmon_dissection_get_info (self);
  if (info != NULL) {
    pktmon_text_append (info, get_side (self));
    pktmon_text_append (info, "Protocol (");
    pktmon_text_append_rest (info, line);
    pktmon_text_append_char (info, ')');
  }
  pktmon_dissection_begin (self, "ssh", "SSH Protocol", start, bytes->position - start);
  pktmon_dissection_add_rest (self, "ssh.protocol", "Protocol", line);
  pktmon_dissection_end (self, bytes->position);
}

/* --- Packets --- */

typedef struct {
  gsize start;
  guint32 length;
  guint8 padding, message;
} Packet;

static const char *
plain_name (const Packet *packet)
{
  if (packet->length < MIN_PADDING + 2u || packet->length > MAX_PACKET ||
      (packet->length + 4) % BLOCK != 0 || packet->padding < MIN_PADDING ||
      packet->padding >= packet->length)
    return NULL;
  return PKTMON_NAME_OF (messages, packet->message);
}

static void
add_key_exchange_init (PktmonDissection *self, PktmonBytes body)
{
  pktmon_bytes_skip (&body, 16); /* cookie */
  for (guint i = 0; i < G_N_ELEMENTS (algorithm_lists); i++) {
    guint32 size = pktmon_bytes_be32 (&body);
    PktmonBytes list = pktmon_bytes_split (&body, size);

    if (body.failed)
      return;
    pktmon_dissection_add_rest (self, algorithm_lists[i][0], algorithm_lists[i][1], list);
  }
}

static void
add_plain (PktmonDissection *self, PktmonBytes *bytes, const Packet *packet, const char *name)
{
  PktmonBytes body = pktmon_bytes_split (bytes, packet->length - 2);

  body.failed = FALSE;
  bytes->failed = FALSE;
  pktmon_dissection_begin (self, NULL, name, packet->start, body.end - packet->start);
  pktmon_dissection_add_u64 (self, "ssh.packet_length", "Packet length", packet->start, 4,
                             packet->length);
  pktmon_dissection_add_u64 (self, "ssh.padding_length", "Padding length", packet->start + 4, 1,
                             packet->padding);
  pktmon_dissection_add_named (self, "ssh.message_code", "Message code", packet->start + 5, 1,
                               packet->message, name);
  if (packet->message == 20)
    add_key_exchange_init (self, body);
  pktmon_dissection_end (self, body.end);
}

/* Adds the next packet; @missing: bytes behind the captured ones. */
static void
dissect_packet (PktmonDissection *self, PktmonBytes *bytes, PktmonText *info, gsize missing)
{
  gsize size;
  Packet packet = { .start = bytes->position };
  PktmonBytes header = *bytes;
  const char *name;
  const guint8 *data;

  packet.length = pktmon_bytes_be32 (&header);
  packet.padding = pktmon_bytes_u8 (&header);
  packet.message = pktmon_bytes_u8 (&header);
  name = header.failed ? NULL : plain_name (&packet);
  if (name != NULL) {
    if (info != NULL)
      pktmon_text_append (info, name);
    *bytes = header;
    add_plain (self, bytes, &packet, name);
    return;
  }
  data = pktmon_bytes_take_rest (bytes, &size);
  pktmon_dissection_add_bytes (self, "ssh.encrypted_packet", "Encrypted packet", packet.start, data,
                               size);
  if (info == NULL)
    return;
  pktmon_text_append (info, "Encrypted packet (len=");
  pktmon_text_append_u64 (info, size + missing);
  pktmon_text_append_char (info, ')');
}

/* Behind the keys nothing tells a packet from other bytes; what is on the port counts as one. */
static void
dissect_packets (PktmonDissection *self, PktmonBytes *bytes)
{
  gsize start = bytes->position;
  gsize here = pktmon_bytes_left (bytes);
  gsize missing = self->transport_payload - MIN (here, self->transport_payload);
  PktmonText *info;

  pktmon_dissection_set_protocol (self, "SSHv2");
  info = pktmon_dissection_get_info (self);
  if (info != NULL)
    pktmon_text_append (info, get_side (self));
  pktmon_dissection_begin (self, "ssh", "SSH Protocol", start, 0);
  while (pktmon_bytes_left (bytes) > 0) {
    if (info != NULL && bytes->position > start)
      pktmon_text_append (info, ", ");
    dissect_packet (self, bytes, info, missing);
  }
  pktmon_dissection_end (self, bytes->position);
}

void
pktmon_dissect_ssh (PktmonDissection *self, PktmonBytes *bytes)
{
  if (!pktmon_bytes_starts_with (bytes, BANNER)) {
    dissect_packets (self, bytes);
    return;
  }
  dissect_banner (self, bytes);
  if (self->tree != NULL && pktmon_bytes_left (bytes) > 0)
    self->next = pktmon_dissect_ssh;
}
