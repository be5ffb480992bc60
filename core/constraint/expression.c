/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/expression.h"

#include <pcap/pcap.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

#define LINKTYPE_NULL 0

/* The expression compiled for one kind of packet. */
typedef struct {
  guint16 link_type;
  gboolean big_endian; /* byte order of the section; matters for LINKTYPE_NULL only */
  gboolean compiled;   /* FALSE: it has no meaning here */
  struct bpf_program program;
} Program;

struct _PktmonExpression {
  char *text;
  GArray *programs; /* of Program */
  gsize last;       /* the one used last */
  guint64 unjudged;
  char *reason;
};

/* Link types whose number in files is not libpcap's own on this system (libpcap, pcap-common.c). */
static const struct {
  guint16 link_type;
  int dlt;
} dlts[] = {
  { 100, DLT_ATM_RFC1483 },
  { 101, DLT_RAW },
  { 102, DLT_SLIP_BSDOS },
  { 103, DLT_PPP_BSDOS },
};

static int
get_dlt (guint16 link_type, gboolean big_endian)
{
  /* The address family stands in the byte order of the machine that captured: in network order it
   * is what DLT_LOOP is. */
  if (link_type == LINKTYPE_NULL && big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN))
    return G_BYTE_ORDER == G_BIG_ENDIAN ? DLT_NULL : DLT_LOOP;
  for (gsize i = 0; i < G_N_ELEMENTS (dlts); i++)
    if (dlts[i].link_type == link_type)
      return dlts[i].dlt;
  return link_type;
}

/* @reason: (out): libpcap's words, when the result is FALSE. */
static gboolean
compile (const char *text, int dlt, struct bpf_program *program, char **reason)
{
  pcap_t *pcap = pcap_open_dead (dlt, PKTMON_MAX_PACKET_SIZE);
  gboolean good = pcap_compile (pcap, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0;

  if (!good)
    *reason = g_strdup (pcap_geterr (pcap));
  pcap_close (pcap);
  return good;
}

/* Whether any link type gives @text a meaning. @reason: (out): the words for Ethernet. */
static gboolean
has_meaning (const char *text, char **reason)
{
  static const int usual[] = { DLT_EN10MB, DLT_IEEE802_11_RADIO, DLT_RAW, DLT_LINUX_SLL2, DLT_PPP };

  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++) {
    struct bpf_program program;
    g_autofree char *other = NULL;

    if (compile (text, usual[i], &program, i == 0 ? reason : &other)) {
      pcap_freecode (&program);
      return TRUE;
    }
  }
  return FALSE;
}

static PktmonExpression *
new_unchecked (const char *text)
{
  PktmonExpression *self = g_new0 (PktmonExpression, 1);

  self->text = g_strdup (text);
  self->programs = g_array_new (FALSE, FALSE, sizeof (Program));
  return self;
}

PktmonExpression *
pktmon_expression_new (const char *text, GError **error)
{
  g_autofree char *reason = NULL;
  g_autofree char *what = NULL;

  if (strlen (text) > PKTMON_MAX_FILTER_TEXT) {
    what = g_strdup_printf (_ ("The filter is longer than %u characters."), PKTMON_MAX_FILTER_TEXT);
    pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Make it shorter."));
    return NULL;
  }
  if (!g_utf8_validate (text, -1, NULL) || !has_meaning (text, &reason)) {
    what = reason != NULL ? g_strdup_printf (_ ("The filter “%s” is not valid: %s."), text, reason)
                          : g_strdup (_ ("The filter is not valid UTF-8 text."));
    pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                      _ ("Write it as pcap-filter(7) describes, for example “tcp port 443”."));
    return NULL;
  }
  return new_unchecked (text);
}

PktmonExpression *
pktmon_expression_copy (const PktmonExpression *self)
{
  return new_unchecked (self->text);
}

void
pktmon_expression_free (PktmonExpression *self)
{
  for (guint i = 0; i < self->programs->len; i++) {
    Program *program = &g_array_index (self->programs, Program, i);

    if (program->compiled)
      pcap_freecode (&program->program);
  }
  g_array_unref (self->programs);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}

const char *
pktmon_expression_get_text (const PktmonExpression *self)
{
  return self->text;
}

static gboolean
is_for (const Program *program, const PktmonInterface *interface)
{
  return program->link_type == interface->link_type &&
         (program->link_type != LINKTYPE_NULL ||
          program->big_endian == interface->section->big_endian);
}

static Program *
add_program (PktmonExpression *self, const PktmonInterface *interface)
{
  Program program = {
    .link_type = interface->link_type,
    .big_endian = interface->section->big_endian,
  };
  int dlt = get_dlt (program.link_type, program.big_endian);
  g_autofree char *reason = NULL;

  program.compiled = compile (self->text, dlt, &program.program, &reason);
  if (!program.compiled && self->reason == NULL)
    self->reason = g_steal_pointer (&reason);
  g_array_append_val (self->programs, program);
  self->last = self->programs->len - 1;
  return &g_array_index (self->programs, Program, self->last);
}

static Program *
get_program (PktmonExpression *self, const PktmonInterface *interface)
{
  Program *programs = (Program *) (gpointer) self->programs->data;

  if (G_LIKELY (self->last < self->programs->len && is_for (&programs[self->last], interface)))
    return &programs[self->last];
  for (self->last = 0; self->last < self->programs->len; self->last++)
    if (is_for (&programs[self->last], interface))
      return &programs[self->last];
  return add_program (self, interface);
}

gboolean
pktmon_expression_match (PktmonExpression *self, const PktmonPacket *packet)
{
  Program *program = get_program (self, packet->interface);

  if (!program->compiled) {
    self->unjudged++;
    return FALSE;
  }
  return bpf_filter (program->program.bf_insns, packet->data, packet->length, packet->captured) !=
         0;
}

guint64
pktmon_expression_get_unjudged (const PktmonExpression *self, const char **reason)
{
  *reason = self->reason;
  return self->unjudged;
}
