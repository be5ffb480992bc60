/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "pcapng/format.h"
#include "pcapng/writer.h"

/* make-capture COUNT FILE: writes a capture of COUNT packets, the same each time: a mix of sizes as
 * on the internet's lines, of IPv4 and IPv6, TCP, UDP, ICMP and ARP, some with a VLAN tag, with the
 * first bytes of DNS, HTTP and TLS, some microseconds apart. */

#define MAX_FRAME 1514
#define FLOWS 2048

typedef struct {
  guint64 state; /* xorshift64* (S. Vigna) */
  guint64 time;  /* nanoseconds */
  guint8 frame[MAX_FRAME];
  gsize size;
} Generator;

static guint32
next_random (Generator *self, guint32 below)
{
  self->state ^= self->state >> 12;
  self->state ^= self->state << 25;
  self->state ^= self->state >> 27;
  return (guint32) ((self->state * G_GUINT64_CONSTANT (0x2545f4914f6cdd1d)) >> 32) % below;
}

static void
put (Generator *self, gconstpointer data, gsize size)
{
  memcpy (self->frame + self->size, data, size);
  self->size += size;
}

static void
put_u8 (Generator *self, guint8 value)
{
  put (self, &value, 1);
}

static void
put_u16 (Generator *self, guint value)
{
  guint16 big = GUINT16_TO_BE ((guint16) value);

  put (self, &big, sizeof big);
}

static void
put_u32 (Generator *self, guint32 value)
{
  value = GUINT32_TO_BE (value);
  put (self, &value, sizeof value);
}

static void
put_mac (Generator *self, guint32 host)
{
  put_u16 (self, 0x0200);
  put_u32 (self, host);
}

static void
put_arp (Generator *self, guint32 flow)
{
  put_u16 (self, 0x0806);
  put (self, "\0\1\x08\0\6\4\0\1", 8);
  put_mac (self, flow);
  put_u32 (self, 0x0a000000 | flow);
  put_mac (self, 0);
  put_u32 (self, 0x0a000001);
}

static void
put_ipv4 (Generator *self, guint32 flow, guint8 protocol, gsize payload)
{
  put_u16 (self, 0x0800);
  put_u16 (self, 0x4500 | (flow % 5 == 0 ? 0xb8 : 0));
  put_u16 (self, (guint) (20 + payload));
  put_u32 (self, flow << 16 | 0x4000);
  put_u8 (self, 64);
  put_u8 (self, protocol);
  put_u16 (self, 0);
  put_u32 (self, 0x0a000000 | flow);
  put_u32 (self, 0xc6336400 | (flow & 0xff));
}

static void
put_ipv6 (Generator *self, guint32 flow, guint8 protocol, gsize payload)
{
  put_u16 (self, 0x86dd);
  put_u32 (self, 0x60000000 | flow);
  put_u16 (self, (guint) payload);
  put_u8 (self, protocol);
  put_u8 (self, 64);
  put_u32 (self, 0x20010db8);
  put_u32 (self, 0);
  put_u32 (self, 0);
  put_u32 (self, flow);
  put_u32 (self, 0x20010db8);
  put_u32 (self, 1);
  put_u32 (self, 0);
  put_u32 (self, flow & 0xff);
}

static const struct {
  guint16 port;
  guint8 protocol;
  const char *payload;
  gsize size;
} services[] = {
  { 443, 6, "\x17\x03\x03\x04\0", 5 },
  { 443, 6, "\x16\x03\x01\x02\0\1\0\1\xfc\x03\x03", 11 },
  { 80, 6, "GET /index.html HTTP/1.1\r\nHost: example.com\r\n\r\n", 47 },
  { 22, 6, "SSH-2.0-OpenSSH_9.2\r\n", 21 },
  { 53, 17, "\x1a\x2b\1\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1", 29 },
  { 4500, 17, "\0\0\0\1\0\0\0\2", 8 },
  { 0, 1, "abcdefgh", 8 },
};

static void
put_transport (Generator *self, guint32 flow, guint service, gsize payload)
{
  guint16 client = (guint16) (32768 + flow);

  switch (services[service].protocol) {
  case 6:
    put_u16 (self, client);
    put_u16 (self, services[service].port);
    put_u32 (self, next_random (self, G_MAXUINT32));
    put_u32 (self, next_random (self, G_MAXUINT32));
    put_u32 (self, 0x5018ffff);
    put_u32 (self, 0);
    break;
  case 17:
    put_u16 (self, client);
    put_u16 (self, services[service].port);
    put_u16 (self, (guint) (8 + payload));
    put_u16 (self, 0);
    break;
  default:
    put_u32 (self, 0x08000000);
    put_u32 (self, flow << 16 | 1);
    break;
  }
}

static gsize
choose_size (Generator *self)
{
  guint32 roll = next_random (self, 12);

  if (roll < 7)
    return 64 + next_random (self, 16);
  return roll < 11 ? 400 + next_random (self, 300) : MAX_FRAME;
}

static void
make_frame (Generator *self)
{
  guint32 flow = next_random (self, 10) < 6 ? next_random (self, 64) : next_random (self, FLOWS);
  gsize size = choose_size (self);
  guint service = flow % G_N_ELEMENTS (services);
  gsize headers, payload;

  memset (self->frame, 0, sizeof self->frame);
  self->size = 0;
  put_mac (self, flow);
  put_mac (self, flow & 0xff);
  if (flow % 20 == 3)
    put_u32 (self, 0x81000000 | (100 + flow % 8));
  headers = services[service].protocol == 6 ? 20 : 8;
  if (flow % 97 == 5)
    put_arp (self, flow);
  else {
    payload = size - MIN (size, self->size + 2 + 40 + headers);
    if (flow % 4 == 1 && services[service].protocol != 1)
      put_ipv6 (self, flow, services[service].protocol, headers + payload);
    else
      put_ipv4 (self, flow, services[service].protocol, headers + payload);
    put_transport (self, flow, service, payload);
    if (payload >= services[service].size)
      put (self, services[service].payload, services[service].size);
  }
  self->size = MAX (self->size, size);
}

static gboolean
write_capture (guint64 count, PktmonWriter *writer, GError **error)
{
  PktmonSection section = { .format = PKTMON_FORMAT_PCAPNG };
  PktmonInterface interface = { .section = &section, .link_type = 1, .resolution = 9 };
  Generator generator = { .state = 1, .time = G_GUINT64_CONSTANT (1700000000000000000) };

  if (!pktmon_writer_add_section (writer, "make-capture", NULL, error) ||
      !pktmon_writer_add_interface (writer, &interface, 262144, error))
    return FALSE;
  for (guint64 i = 0; i < count; i++) {
    PktmonPacket packet;

    make_frame (&generator);
    generator.time += 1000 + next_random (&generator, 29000);
    packet = (PktmonPacket){
      .interface = &interface,
      .ticks = generator.time,
      .captured = (guint32) generator.size,
      .length = (guint32) generator.size,
      .data = generator.frame,
    };
    if (!pktmon_writer_add_packet (writer, &packet, 0, G_MAXUINT32, error))
      return FALSE;
  }
  return pktmon_writer_flush (writer, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonWriter) writer = NULL;
  int descriptor;

  if (argc != 3) {
    g_printerr ("Usage: make-capture COUNT FILE\n");
    return 2;
  }
  descriptor = open (argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  writer = pktmon_writer_new (descriptor, argv[2]);
  if (!write_capture (g_ascii_strtoull (argv[1], NULL, 10), writer, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  return 0;
}
