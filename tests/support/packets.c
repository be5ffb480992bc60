/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/packets.h"

#include <netinet/in.h>

#include "support/capture-builder.h"

#define FOLDER TEST_SOURCE_ROOT "/tests/core/dissect/packets"
#define ETHERNET_SIZE 14u
#define IPV4_SIZE 20u
#define UDP_SIZE 8u
#define TCP_SIZE 20u

/* --- Bytes as text --- */

/* Appends one element and moves behind it; its size. */
static gsize
append_element (GByteArray *bytes, const char **text)
{
  const char *at = *text;
  gsize before = bytes->len;

  if (*at == '\'') {
    const char *end = strchr (at + 1, '\'');

    g_assert_nonnull (end);
    g_byte_array_append (bytes, (const guint8 *) at + 1, (guint) (end - at - 1));
    *text = end + 1;
  } else {
    guint8 byte;

    g_assert_true (g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[1]));
    byte = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
    g_byte_array_append (bytes, &byte, 1);
    *text = at + 2;
  }
  return bytes->len - before;
}

static void
repeat (GByteArray *bytes, gsize size, const char **text)
{
  g_autofree guint8 *element = g_memdup2 (bytes->data + bytes->len - size, size);
  char *end;
  guint64 times = g_ascii_strtoull (*text + 1, &end, 10);

  g_assert_cmpuint (times, >, 0);
  while (--times > 0)
    g_byte_array_append (bytes, element, (guint) size);
  *text = end;
}

GByteArray *
test_bytes_from_text (const char *text)
{
  GByteArray *bytes = g_byte_array_new();

  while (*text != '\0') {
    gsize size;

    if (*text == ' ') {
      text++;
      continue;
    }
    size = append_element (bytes, &text);
    if (*text == '*')
      repeat (bytes, size, &text);
  }
  return bytes;
}

/* --- Frames around a payload --- */

static void
append_transport (TestBuilder *builder, guint8 transport, guint16 source, guint16 destination,
                  guint payload)
{
  test_builder_u16 (builder, source);
  test_builder_u16 (builder, destination);
  if (transport == IPPROTO_UDP) {
    test_builder_u16 (builder, (guint16) (UDP_SIZE + payload));
    test_builder_u16 (builder, 0);
    return;
  }
  test_builder_u32 (builder, 1);
  test_builder_u32 (builder, 2);
  test_builder_u16 (builder, 0x5018);
  test_builder_u16 (builder, 512);
  test_builder_u32 (builder, 0);
}

/* Puts Ethernet, IPv4 from 10.0.0.1 to 10.0.0.2, and @transport with right lengths before it. */
static void
put_around (GByteArray *payload, guint8 transport, guint16 source, guint16 destination)
{
  g_autoptr (TestBuilder) builder = test_builder_new (TRUE);
  guint header = transport == IPPROTO_UDP ? UDP_SIZE : TCP_SIZE;

  test_builder_data (builder, "\2\0\0\0\0\2\2\0\0\0\0\1\x08\0", ETHERNET_SIZE);
  test_builder_u16 (builder, 0x4500);
  test_builder_u16 (builder, (guint16) (IPV4_SIZE + header + payload->len));
  test_builder_u32 (builder, 0x00014000);
  test_builder_u8 (builder, 64);
  test_builder_u8 (builder, transport);
  test_builder_u16 (builder, 0);
  test_builder_u32 (builder, 0x0a000001);
  test_builder_u32 (builder, 0x0a000002);
  append_transport (builder, transport, source, destination, payload->len);
  g_byte_array_prepend (payload, builder->bytes->data, builder->bytes->len);
}

/* --- Files --- */

static void
packet_free (gpointer data)
{
  TestPacket *self = data;

  g_free (self->name);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self->protocol);
  g_free (self->info);
  g_free (self->source);
  g_free (self->destination);
  g_free (self->fields);
  g_free (self->layer);
  g_free (self->tree);
  g_free (self);
}

const TestPacket *
test_packets_find (const GPtrArray *packets, const char *name)
{
  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);

    if (g_str_equal (packet->name, name))
      return packet;
  }
  g_error ("no packet is called %s", name);
}

/* "link 1", "udp 53 49152", "tcp 49152 80" */
static void
set_frame (TestPacket *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (g_str_equal (words[0], "link")) {
    self->link_type = (guint16) g_ascii_strtoull (words[1], NULL, 10);
    return;
  }
  self->link_type = 1;
  put_around (self->bytes, g_str_equal (words[0], "udp") ? IPPROTO_UDP : IPPROTO_TCP,
              (guint16) g_ascii_strtoull (words[1], NULL, 10),
              (guint16) g_ascii_strtoull (words[2], NULL, 10));
}

/* A line of bytes; "@name" stands for those of another packet. */
static void
append_bytes (TestPacket *self, const GPtrArray *packets, const char *text)
{
  g_autoptr (GByteArray) bytes = NULL;

  if (self->bytes == NULL)
    self->bytes = g_byte_array_new();
  if (text[0] == '@')
    bytes = g_byte_array_ref (test_packets_find (packets, text + 1)->bytes);
  else
    bytes = test_bytes_from_text (text);
  g_byte_array_append (self->bytes, bytes->data, bytes->len);
}

static void
append_tree (TestPacket *self, const char *line)
{
  char *longer = g_strconcat (self->tree != NULL ? self->tree : "", line, "\n", NULL);

  g_free (self->tree);
  self->tree = longer;
}

static void
set_value (TestPacket *self, const char *key, const char *value)
{
  const struct {
    const char *key;
    char **value;
  } values[] = {
    { "protocol", &self->protocol },       { "info", &self->info },     { "source", &self->source },
    { "destination", &self->destination }, { "fields", &self->fields }, { "layer", &self->layer },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].key, key)) {
      *values[i].value = g_strdup (value);
      return;
    }
  g_error ("%s: what is “%s”?", self->name, key);
}

/* A line that begins a value, or goes on with bytes or tree. */
static void
add_line (TestPacket *self, const GPtrArray *packets, const char *line, char **frame)
{
  const char *colon;
  g_autofree char *key = NULL;

  if (line[0] == ' ') {
    if (self->protocol == NULL)
      append_bytes (self, packets, line + 2);
    else
      append_tree (self, line + 2);
    return;
  }
  colon = strchr (line, ':');
  g_assert_nonnull (colon);
  key = g_strndup (line, (gsize) (colon - line));
  line = colon[1] == ' ' ? colon + 2 : colon + 1;
  if (g_str_equal (key, "frame"))
    *frame = g_strdup (line);
  else
    set_value (self, key, line);
}

static TestPacket *
read_packet (const GPtrArray *packets, char **lines)
{
  TestPacket *self = g_new0 (TestPacket, 1);
  g_autofree char *frame = NULL;

  self->name = g_strndup (*lines + 1, strlen (*lines) - 2);
  for (lines++; *lines != NULL && (*lines)[0] != '['; lines++)
    if ((*lines)[0] != '\0')
      add_line (self, packets, *lines, &frame);
  g_assert_nonnull (frame);
  g_assert_nonnull (self->bytes);
  set_frame (self, frame);
  return self;
}

static void
load_file (GPtrArray *packets, const char *name)
{
  g_autofree char *path = g_build_filename (FOLDER, name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '[')
      g_ptr_array_add (packets, read_packet (packets, &lines[i]));
}

GPtrArray *
test_packets_load (void)
{
  static const char *const files[] = {
    "link.txt",       "wireless.txt", "network.txt",  "transport.txt", "tunnel.txt", "naming.txt",
    "management.txt", "text.txt",     "security.txt", "service.txt",   "port.txt",
  };
  GPtrArray *packets = g_ptr_array_new_with_free_func (packet_free);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    load_file (packets, files[i]);
  return packets;
}
