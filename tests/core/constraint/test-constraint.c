/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "constraint/constraint.h"
#include "constraint/pcap-text.h"
#include "support/constraint-maker.h"

/* Constraints as text, in key files and as values, and what is said of those that cannot be. */

/* --- Text --- */

static void
check_text (const char *text, const char *normal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (text, &error);
  g_autoptr (PktmonConstraint) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_no_error (error);
  first = pktmon_constraint_dup_text (constraint);
  g_assert_cmpstr (first, ==, normal);
  again = pktmon_constraint_new (first, &error);
  g_assert_no_error (error);
  g_assert_true (pktmon_constraint_equal (constraint, again));
  second = pktmon_constraint_dup_text (again);
  g_assert_cmpstr (second, ==, normal);
}

static void
test_text (void)
{
  static const struct {
    const char *text, *normal;
  } cases[] = {
    { "ip=10.0.0.0/8 port=443 proto=tcp flags=syn exclude",
      "ip=10.0.0.0/8 port=443 proto=tcp flags=syn exclude" },
    { "  exclude\tproto=TCP\nport=https host=10.1.2.3/32 ",
      "ip=10.1.2.3 port=443 proto=tcp exclude" },
    { "ip=2001:DB8:0:0::1/128 ip2=2001:db8::/32", "ip=2001:db8::1 ip2=2001:db8::/32" },
    { "ip=0.0.0.0/0", "ip=0.0.0.0/0" },
    { "ip=::/0", "ip=::/0" },
    { "port=0 port2=65535", "port=0 port2=65535" },
    { "protocol=6", "proto=tcp" },
    { "proto=0xff", "proto=255" },
    { "proto=icmp6", "proto=icmpv6" },
    { "flags=ack,SYN,push", "flags=syn,psh,ack" },
    { "tcp-flags=\"fin, cwr\"", "flags=fin,cwr" },
    { "vlan=0", "vlan=0" },
    { "vlan=0xfff", "vlan=4095" },
    { "mac=02-00-00-00-00-0A mac2=FF:ff:ff:ff:ff:ff",
      "mac=02:00:00:00:00:0a mac2=ff:ff:ff:ff:ff:ff" },
    { "ethertype=0x0806", "ethertype=arp" },
    { "ethertype=ip6", "ethertype=ipv6" },
    { "ethertype=0x9999", "ethertype=0x9999" },
    { "ethertype=1536", "ethertype=0x0600" },
    { "dscp=46", "dscp=ef" },
    { "dscp=63", "dscp=63" },
    { "dscp=default", "dscp=cs0" },
    { "proto=udp encap=nvgre,vxlan vxlan-port=8472", "proto=udp encap=vxlan,gre vxlan-port=8472" },
    { "proto=udp encap=geneve,ipip,gre,vxlan", "proto=udp encap=any" },
    { "heartbeat", "heartbeat" },
    { "heartbeat=yes exclude=no disabled=TRUE", "heartbeat disabled" },
    { "bpf=\"udp port 53\"", "bpf=\"udp port 53\"" },
    { "udp port 53", "bpf=\"udp port 53\"" },
    { " tcp[13] & 2 = 2", "bpf=\" tcp[13] & 2 = 2\"" },
    { "len=60", "bpf=\"len=60\"" },
    { "! port 22", "bpf=\"! port 22\"" },
    { "bpf=arp vlan=7", "vlan=7 bpf=\"arp\"" },
    { "proto=tcp name=\"a \\\"b\\\" \\\\ c\\d\"", "proto=tcp name=\"a \\\"b\\\" \\\\ c\\\\d\"" },
    { "proto=tcp name=Größe", "proto=tcp name=\"Größe\"" },
    { "proto=tcp name=a\"b", "proto=tcp name=\"a\\\"b\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_text (cases[i].text, cases[i].normal);
}

/* Every field with every value that generated constraints have. */
static void
test_generated (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2000; i++) {
    g_autoptr (PktmonConstraint) constraint = test_constraint_make (random, TRUE);
    g_autofree char *text = pktmon_constraint_dup_text (constraint);
    g_autoptr (PktmonConstraint) again = pktmon_constraint_new (text, NULL);
    g_autoptr (PktmonConstraint) loaded = NULL;
    g_autoptr (GKeyFile) file = g_key_file_new();

    if (again == NULL || !pktmon_constraint_equal (constraint, again))
      g_error ("“%s” comes back otherwise", text);
    check_text (text, text);
    pktmon_constraint_save (constraint, file, "constraint");
    loaded = pktmon_constraint_load (file, "constraint", NULL);
    g_assert_true (pktmon_constraint_equal (constraint, loaded));
  }
}

/* --- What is wrong --- */

static void
check_message (const GError *error, const char *part)
{
  g_assert_error (error, PKTMON_ERROR, PKTMON_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
  g_assert_nonnull (pktmon_error_get_advice (error));
}

static void
test_wrong (void)
{
  static const struct {
    const char *text;
    guint column;
    const char *part; /* of the message */
  } cases[] = {
    { "", 0, "empty" },
    { "  \n", 0, "empty" },
    { "name=x", 1, "empty" },
    { "exclude", 1, "empty" },
    { "disabled", 0, "empty" },
    { "port=70000", 6, "from 0 to 65535" },
    { "proto=tcp port=-1", 16, "“-1”" },
    { "port=", 6, "“”" },
    { "port", 0, "not valid" },
    { "proto=tcp port", 11, "“port” has no value" },
    { "ip=10.0.0.0/33", 4, "IPv4 or IPv6 address" },
    { "ip=2001:db8::/129", 4, "IPv4 or IPv6 address" },
    { "ip=10.0.0", 4, "IPv4 or IPv6 address" },
    { "ip=10.0.0.1/", 4, "IPv4 or IPv6 address" },
    { "ip=10.0.0.1 ip2=::1", 13, "IPv6" },
    { "ip2=10.0.0.1", 1, "no “ip”" },
    { "name=ä port2=1", 8, "no “port”" },
    { "proto=xyz", 7, "“xyz”" },
    { "proto=256", 7, "0 to 255" },
    { "flags=syn,xyz", 7, "fin, syn" },
    { "flags=", 7, "fin, syn" },
    { "vlan=4096", 6, "0 to 4095" },
    { "mac=02:00:00:00:00", 5, "MAC address" },
    { "mac=02:00:00-00:00:00", 5, "MAC address" },
    { "ethertype=5", 11, "0x0600" },
    { "dscp=64", 6, "0 to 63" },
    { "encap=xyz", 7, "vxlan, gre" },
    { "encap=any", 1, "where to look" },
    { "port=1 vxlan-port=4790", 8, "vxlan-port" },
    { "port=1 encap=gre vxlan-port=4790", 18, "vxlan-port" },
    { "vxlan-port=6081", 12, "6081" },
    { "vxlan-port=0", 12, "6081" },
    { "heartbeat=maybe", 11, "“yes” or “no”" },
    { "proto=udp flags=syn", 11, "Only TCP has flags" },
    { "heartbeat flags=syn", 11, "Heartbeats are UDP" },
    { "heartbeat proto=tcp", 11, "Heartbeats are UDP" },
    { "proto=icmp port=53", 12, "have ports" },
    { "ethertype=arp proto=tcp", 1, "“proto”" },
    { "ethertype=ipv6 ip=10.0.0.1", 1, "EtherType" },
    { "port=53 port=443", 9, "twice" },
    { "ip=10.0.0.1 host=10.0.0.2", 13, "twice" },
    { "prot=tcp", 1, "no field" },
    { "proto=tcp udp", 11, "no field" },
    { "proto=tcp =", 11, "no field" },
    { "proto=tcp name=\"x", 16, "not closed" },
    { "proto=tcp name=\"x\"y", 19, "space is missing" },
    { "proto=tcp name=\"\"", 16, "63" },
    { "proto=tcp name=\"a\nb\"", 16, "63" },
    { "bpf=\"tcp port\"", 5, "not valid" },
    { "bpf=\" \"", 5, "pcap-filter" },
    { "tcp port", 0, "not valid" },
    { "proto=tcp name=\xff", 16, "UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint column;

    g_test_message ("%s", cases[i].text);
    g_assert_null (pktmon_constraint_parse (cases[i].text, &column, &error));
    check_message (error, cases[i].part);
    g_assert_cmpuint (column, ==, cases[i].column);
  }
}

static void
test_long (void)
{
  g_autofree char *name = g_strnfill (63, 'x');
  g_autofree char *fits = g_strdup_printf ("proto=tcp name=%s", name);
  g_autofree char *longer = g_strdup_printf ("proto=tcp name=%sx", name);
  g_autofree char *blanks = g_strnfill (PKTMON_MAX_CONSTRAINT_TEXT, ' ');
  g_autofree char *endless = g_strdup_printf ("proto=tcp%s", blanks);
  g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (fits, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (constraint);
  g_assert_null (pktmon_constraint_new (longer, &error));
  check_message (error, "63");
  g_clear_error (&error);
  g_assert_null (pktmon_constraint_new (endless, &error));
  check_message (error, "longer");
}

/* Values that no text has. */
static void
test_values (void)
{
  static const struct {
    PktmonConstraintFields fields;
    const char *part; /* of the message; NULL: it is good */
  } cases[] = {
    { { .present = 1u << PKTMON_CONSTRAINT_VLAN, .vlan = 4096 }, "0 to 4095" },
    { { .present = 1u << PKTMON_CONSTRAINT_DSCP, .dscp = 64 }, "0 to 63" },
    { { .present = 1u << PKTMON_CONSTRAINT_ETHERTYPE, .ethertype = 0x5ff }, "0x0600" },
    { { .present = 1u << PKTMON_CONSTRAINT_TCP_FLAGS }, "fin, syn" },
    { { .present = 1u << PKTMON_CONSTRAINT_ENCAP | 1u << PKTMON_CONSTRAINT_PORT1, .encap = 16 },
      "vxlan, gre" },
    { { .present = 1u << PKTMON_CONSTRAINT_NAME, .name = (char *) "\n" }, "63" },
    { { .present = 1u << PKTMON_CONSTRAINT_PORT1, .port = { 5, 7 }, .dscp = 64 }, NULL },
    { { .present = 1u << PKTMON_CONSTRAINT_IP1, .ip = { { .prefix = 200 } } }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PktmonConstraint) constraint =
        pktmon_constraint_new_fields (&cases[i].fields, &error);
    g_autofree char *text = constraint != NULL ? pktmon_constraint_dup_text (constraint) : NULL;

    if (cases[i].part != NULL)
      check_message (error, cases[i].part);
    else
      check_text (text, text);
  }
}

/* --- Key files --- */

static void
check_group (const char *data, const char *normal, const char *part)
{
  g_autoptr (GKeyFile) file = g_key_file_new();
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonConstraint) constraint = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_key_file_load_from_data (file, data, (gsize) -1, G_KEY_FILE_NONE, NULL));
  constraint = pktmon_constraint_load (file, "c", &error);
  if (part != NULL) {
    g_assert_null (constraint);
    check_message (error, part);
    return;
  }
  g_assert_no_error (error);
  text = pktmon_constraint_dup_text (constraint);
  g_assert_cmpstr (text, ==, normal);
}

static void
test_key_file (void)
{
  check_group ("[c]\nport=443\nproto=tcp\nexclude=yes\nname=a \\\\ \"b\"\n",
               "port=443 proto=tcp exclude name=\"a \\\\ \\\"b\\\"\"", NULL);
  check_group ("[c]\nbpf=udp port 53\ndisabled=false\n", "bpf=\"udp port 53\"", NULL);
  check_group ("[c]\nport=443\nhost=10.0.0.1\n", NULL, "“host”");
  check_group ("[c]\nport=x\n", NULL, "“x”");
  check_group ("[c]\npo\xffrt=1\n", NULL, "“po\\xffrt”");
  check_group ("[c]\nname=\xff\n", NULL, "not text");
  check_group ("[c]\nencap=any\n", NULL, "where to look");
  check_group ("[d]\nport=1\n", NULL, "empty");
  check_group ("[c]\n", NULL, "empty");
}

/* What was in the group before is gone. */
static void
test_save (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new();
  g_autoptr (PktmonConstraint) constraint =
      pktmon_constraint_new ("bpf=\" udp\tport 53 \" exclude name=\" x;ü \\\\ \"", NULL);
  g_autoptr (PktmonConstraint) loaded = NULL;
  g_autoptr (GKeyFile) read = g_key_file_new();
  g_autofree char *data = NULL;

  g_key_file_set_string (file, "c", "port", "1");
  pktmon_constraint_save (constraint, file, "c");
  data = g_key_file_to_data (file, NULL, NULL);
  g_assert_true (g_key_file_load_from_data (read, data, (gsize) -1, G_KEY_FILE_NONE, NULL));
  loaded = pktmon_constraint_load (read, "c", NULL);
  g_assert_nonnull (loaded);
  g_assert_true (pktmon_constraint_equal (constraint, loaded));
}

/* --- For other programs --- */

static void
test_pcap_text (void)
{
  static const struct {
    const char *text, *pcap;
  } cases[] = {
    { "proto=tcp port=443", "(ip proto 6 or ip6 proto 6) and port 443" },
    { "ip=10.1.2.3/8", "ip net 10.0.0.0/8" },
    { "ip=2001:db8::1 proto=udp", "ip6 net 2001:db8::1/128 and ip6 proto 17" },
    { "ip=10.0.0.1 ip2=10.0.0.2", "((ip src net 10.0.0.1/32 and ip dst net 10.0.0.2/32) or (ip src "
                                  "net 10.0.0.2/32 and ip dst net 10.0.0.1/32))" },
    { "port=1 exclude", "not (port 1)" },
    { "bpf=arp vlan=7", "(arp) and vlan 7" },
    { "bpf=vlan vlan=7", NULL },
    { "bpf=vlan", "(vlan)" },
    { "port=1 encap=any", NULL },
    { "ethertype=ipv4 dscp=ef", "ip and ip[1] & 0xfc = 0xb8" },
    { "ethertype=ipv6 proto=ah", NULL },
    { "heartbeat mac=02:00:00:00:00:01", "ether host 02:00:00:00:00:01 and udp port 3343" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PktmonConstraint) constraint = pktmon_constraint_new (cases[i].text, NULL);
    g_autofree char *text = pktmon_constraint_dup_pcap_text (constraint);

    g_assert_cmpstr (text, ==, cases[i].pcap);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/constraint/text", test_text);
  g_test_add_func ("/constraint/generated", test_generated);
  g_test_add_func ("/constraint/wrong", test_wrong);
  g_test_add_func ("/constraint/long", test_long);
  g_test_add_func ("/constraint/values", test_values);
  g_test_add_func ("/constraint/key-file", test_key_file);
  g_test_add_func ("/constraint/save", test_save);
  g_test_add_func ("/constraint/pcap-text", test_pcap_text);
  return g_test_run();
}
