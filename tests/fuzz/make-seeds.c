/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/protocol.h"
#include "support/compression.h"
#include "support/packets.h"
#include "support/samples.h"

/* make-seeds TARGET FOLDER: writes what the fuzzer begins with, one input a file. */

static void
save (const char *folder, const char *name, const GByteArray *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, &error))
    g_error ("%s", error->message);
}

typedef void (*SampleVisitor) (const char *folder, const char *name, TestBuilder *builder);

static void
visit_samples (const char *folder, SampleVisitor visitor)
{
  guint n_samples;
  const TestSample *samples = test_samples_get_all (&n_samples);

  for (guint i = 0; i < 2 * n_samples; i++) {
    g_autoptr (TestBuilder) builder = test_sample_build (&samples[i / 2], i % 2 == 1);
    g_autofree char *name =
        g_strconcat (samples[i / 2].name, i % 2 == 1 ? "-big" : "-little", NULL);

    visitor (folder, name, builder);
  }
}

static void
save_capture (const char *folder, const char *name, TestBuilder *builder)
{
  save (folder, name, builder->bytes);
}

static void
make_reader (const char *folder)
{
  visit_samples (folder, save_capture);
}

/* The head of fuzz-export's inputs: everything, some positions, a filter, cut, all of it; then
 * other formats, compressed, without comments, some interfaces. */
static void
save_exports (const char *folder, const char *name, TestBuilder *builder)
{
  static const guint8 heads[][5] = {
    { 0 },
    { 1, 0x55 },
    { 2, 0, 0 },
    { 4, 0, 0, 9 },
    { 7, 0xfe, 2, 20 },
    { 0, 0, 0, 0, 1 },
    { 8, 0, 0, 0, 8 },
    { 16, 2, 0, 0, 15 },
    { 31, 0xff, 1, 30, 22 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new();
    g_autofree char *numbered = g_strdup_printf ("%s-%u", name, i);

    g_byte_array_append (bytes, heads[i], sizeof heads[i]);
    g_byte_array_append (bytes, builder->bytes->data, builder->bytes->len);
    save (folder, numbered, bytes);
  }
}

static void
make_export (const char *folder)
{
  visit_samples (folder, save_exports);
}

static void
save_compressed (const char *folder, const char *name, TestBuilder *builder)
{
  guint n_methods;
  const TestCompression *methods = test_compressions_get_all (&n_methods);

  for (guint i = 0; i < n_methods; i++) {
    g_autoptr (GByteArray) packed = methods[i].compress (builder->bytes->data, builder->bytes->len);
    g_autofree char *full = g_strconcat (name, ".", methods[i].name, NULL);

    save (folder, full, packed);
  }
}

static void
make_decoder (const char *folder)
{
  visit_samples (folder, save_compressed);
}

static void
make_dissect (const char *folder)
{
  g_autoptr (GPtrArray) packets = test_packets_load();

  for (guint i = 0; i < packets->len; i++) {
    const TestPacket *packet = g_ptr_array_index (packets, i);
    guint16 head[] = { GUINT16_TO_BE (packet->link_type), 0 };
    g_autoptr (GByteArray) bytes = g_byte_array_new();

    g_byte_array_append (bytes, (const guint8 *) head, sizeof head);
    g_byte_array_append (bytes, packet->bytes->data, packet->bytes->len);
    save (folder, packet->name, bytes);
  }
}

static void
save_texts (const char *folder, const char *name, const char *const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++) {
    g_autofree char *numbered = g_strdup_printf ("%s-%u", name, i);
    g_autoptr (GByteArray) bytes = g_byte_array_new();

    g_byte_array_append (bytes, (const guint8 *) texts[i], (guint) strlen (texts[i]));
    save (folder, numbered, bytes);
  }
}

static void
make_constraint (const char *folder)
{
  static const char *const texts[] = {
    "",
    "ip=10.0.0.0/8 ip2=10.0.0.1 port=https port2=1024 proto=tcp flags=syn,ack exclude",
    "ip=2001:db8::/32 dscp=af41 encap=vxlan,gre vxlan-port=8472 name=\"a \\\"b\\\" \\\\\"",
    "vlan=5 mac=02:00:00:00:00:01 mac2=ff-ff-ff-ff-ff-ff ethertype=0x88cc disabled",
    "heartbeat encap=any",
    "bpf=\"udp port 53\" proto=udp",
    "tcp[tcpflags] & tcp-syn != 0 or vlan 5",
    "greater 60 and ip[0] / ip[1] = 2",
    "[c]\nip=10.0.0.1\nport=53\nexclude=yes\nname=\\sx\n",
    "[c]\nbpf=udp port 53\ndisabled=no\n",
    NULL,
  };

  save_texts (folder, "constraint", texts);
}

static void
make_expression (const char *folder)
{
  static const char *const filters[] = {
    "",
    "tcp port 443 and not host 10.0.0.1",
    "udp portrange 53-1000 or icmp6",
    "src net 10.0.0.0/8 and dst net 2001:db8::/32",
    "ether host 02:00:00:00:00:01 or ether multicast",
    "vlan 5 and (arp or rarp)",
    "mpls 100 and ip proto 17",
    "pppoes 1 and ip6",
    "tcp[tcpflags] & (tcp-syn|tcp-ack) = tcp-syn",
    "ip[2:2] + 4 * len >= 1 << 3 && greater 60",
    "wlan type mgt subtype beacon or type data",
    "geneve 1 and inbound",
    "ip6 protochain 6",
    "less 10 or dst portrange 1-2 or ip broadcast",
    NULL,
  };

  save_texts (folder, "filter", filters);
}

static void
make_preset (const char *folder)
{
  static const char *const texts[] = {
    "",
    "[Preset]\nversion=1\nname=a\n",
    "[Preset]\nversion=1\nname=\\sa\\n\ndescription=b\nsources=if:a\\;b;kind:veth;\n"
    "snap-length=128\nfilter=tcp\ncolumns=number;info;\n",
    "[Preset]\nversion=1\nname=a\n[Constraint 1]\nport=53\nexclude=yes\n"
    "[Constraint 2]\nbpf=udp\nname=b\n",
    "[Preset]\nversion=2\nname=a\n",
    "a%2Fb%2.preset",
    NULL,
  };

  save_texts (folder, "preset", texts);
}

/* One message of each type, with one element in what may be a list. */
static void
add_filter (PktmonCaptureFilter *filter)
{
  filter->n_instructions = 1;
  filter->n_constraints = 2;
  filter->constraints[0].role = PKTMON_ROLE_HAS_HEADERS;
  filter->constraints[0].entry = (PktmonTableEntry){
    .key = PKTMON_KEY_IP,
    .key_mask = PKTMON_KEY_IP,
    .encap = PKTMON_ENCAP_ANY,
    .vxlan_port = PKTMON_VXLAN_PORT,
  };
  filter->constraints[1].role = PKTMON_ROLE_EXCLUDES | PKTMON_ROLE_HAS_EXPRESSION;
  filter->constraints[1].n_instructions = 1;
  filter->n_expressions = 1;
  filter->expressions[0] = (PktmonInstruction){ 6, 0, 0, 1 };
}

static void
make_protocol (const char *folder)
{
  g_autofree PktmonMessage *message = g_new0 (PktmonMessage, 1);
  g_autofree guint8 *buffer = g_malloc (PKTMON_MAX_MESSAGE);

  for (guint type = PKTMON_REQUEST_HELLO; type <= PKTMON_ANSWER_STOPPED; type++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new();
    g_autofree char *name = g_strdup_printf ("message-%u", type);

    if (type > PKTMON_REQUEST_ADD_DIVIDER && type < PKTMON_ANSWER_HELLO)
      continue;
    pktmon_message_init (message, type);
    if (type == PKTMON_REQUEST_ADD_SOURCE)
      add_filter (&message->add_source.filter);
    else if (type == PKTMON_ANSWER_PROGRESS)
      message->progress.progress.n_sources = 1;
    g_byte_array_append (bytes, buffer, (guint) pktmon_message_encode (message, buffer));
    save (folder, name, bytes);
  }
}

static const struct {
  const char *name;
  void (*make) (const char *folder);
} targets[] = {
  { "fuzz-constraint", make_constraint }, { "fuzz-decoder", make_decoder },
  { "fuzz-dissect", make_dissect },       { "fuzz-export", make_export },
  { "fuzz-expression", make_expression }, { "fuzz-preset", make_preset },
  { "fuzz-protocol", make_protocol },     { "fuzz-reader", make_reader },
};

int
main (int argc, char **argv)
{
  for (gsize i = 0; argc == 3 && i < G_N_ELEMENTS (targets); i++)
    if (g_str_equal (argv[1], targets[i].name)) {
      targets[i].make (argv[2]);
      return 0;
    }
  g_printerr ("make-seeds TARGET FOLDER\n");
  return 2;
}
