/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "constraint-option.h"
#include "constraint/expression.h"
#include "constraint/kernel-filter.h"
#include "constraint/pcap-text.h"
#include "constraint/stack-terms.h"
#include "message.h"
#include "output.h"
#include "usage.h"

#define LINKTYPE_ETHERNET 1

static const PktmonUsage usage = {
  .verb = "filter",
  .operands = "check TEXT…",
  .min = 2,
  .max = G_MAXUINT,
  .summary = N_ ("Says what a constraint means, or where it is wrong."),
  .explanation = N_ (
      "TEXT is a constraint: fields with spaces between them, of which a packet must have all.\n"
      "\n"
      "  ip, ip2           addresses, also with a prefix length\n"
      "  port, port2       of TCP, UDP or SCTP\n"
      "  proto             tcp, udp, icmp, icmpv6, sctp, gre… or a number\n"
      "  flags             of TCP, that must be set: syn,ack\n"
      "  vlan              number of a VLAN\n"
      "  mac, mac2         link-layer addresses\n"
      "  ethertype         ipv4, ipv6, arp, lldp… or a number\n"
      "  dscp              ef, af41, cs1… or a number\n"
      "  encap             also look into tunnels: vxlan, gre, ipip, geneve, or any\n"
      "  vxlan-port        instead of 4789\n"
      "  heartbeat         of a cluster\n"
      "  bpf               a filter as pcap-filter(7) describes it\n"
      "  exclude           leaves out what matches\n"
      "  disabled          does nothing\n"
      "  name              for people\n"
      "\n"
      "One address or port may be the source or the destination; of two a packet must have\n"
      "both. A text that begins with no field is a filter as pcap-filter(7) describes it.\n"
      "\n"
      "Examples:\n"
      "  pktmon filter check ip=10.0.0.0/8 port=443 proto=tcp flags=syn\n"
      "  pktmon filter check 'bpf=\"udp port 53\" name=\"Names\" exclude'\n"
      "  pktmon filter check udp port 53"),
};

static void
append_line (PktmonLineBuffer *buffer, const char *name, const char *text)
{
  g_autofree char *clean = pktmon_text_dup_foreign (text);

  pktmon_line_buffer_append_printf (buffer, "%s  %s\n", name, clean);
}

static void
note_wide (PktmonConstraint *constraint)
{
  g_autoptr (GPtrArray) constraints = g_ptr_array_new();
  g_auto (PktmonKernelFilter) filter = { 0 };

  g_ptr_array_add (constraints, constraint);
  pktmon_kernel_filter_init (&filter, constraints, LINKTYPE_ETHERNET, NULL);
  if (!filter.exact)
    pktmon_message_note (_ ("The kernel does not know of all packets whether they match: in a "
                            "capture, some are sorted out afterwards, which takes more time."));
}

static PktmonExit
print (PktmonConstraint *constraint)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autofree char *normal = pktmon_constraint_dup_text (constraint);
  g_autofree char *text = pktmon_constraint_dup_pcap_text (constraint);

  append_line (&output.buffer, _ ("Constraint: "), normal);
  append_line (&output.buffer, _ ("pcap-filter:"), text != NULL ? text : _ ("has no words for it"));
  note_wide (constraint);
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

/* What only a view knows. @rest: the part that libpcap is to take. */
static PktmonExit
print_view (const char *text, const char *rest)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonExpression) expression = pktmon_expression_new_view (text, &error);

  if (expression == NULL)
    return pktmon_message_refused (error);
  append_line (&output.buffer, _ ("View filter:"), text);
  append_line (&output.buffer, _ ("pcap-filter:"), *rest != '\0' ? rest : _ ("everything"));
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

PktmonExit
pktmon_verb_filter (int argc, char **argv)
{
  static const GOptionEntry entries[] = { { NULL } };
  g_auto (GStrv) operands = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PktmonConstraint) constraint = NULL;
  g_autoptr (PktmonStackTerms) terms = NULL;
  g_autofree char *text = NULL, *rest = NULL;

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  if (!g_str_equal (operands[0], "check"))
    return pktmon_message_usage (usage.verb, _ ("“%s” is nothing that can be done with a filter."),
                                 operands[0]);
  text = g_strjoinv (" ", operands + 1);
  terms = pktmon_stack_terms_parse (text, &rest, &error);
  if (rest == NULL)
    return pktmon_message_refused (error);
  if (terms != NULL)
    return print_view (text, rest);
  constraint = pktmon_constraint_option_parse (text, &error);
  return constraint != NULL ? print (constraint) : pktmon_message_refused (error);
}
