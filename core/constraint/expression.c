/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/expression.h"

#include <errno.h>
#include <pcap/pcap.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "constraint/expression-place.h"
#include "constraint/stack-terms.h"
#include "pcapng/format.h"

#define BIG_ENDIAN_KIND 0x10000u

/* What a message repeats of a filter, in bytes with the final zero. */
#define QUOTE_SIZE 100

/* The expression compiled for one kind of packet. */
typedef struct {
  guint kind;
  gboolean compiled; /* FALSE: it has no meaning here */
  struct bpf_program program;
} Program;

struct _PktmonExpression {
  char *text;
  char *pcap;              /* what libpcap compiles of it */
  PktmonStackTerms *terms; /* what is left of it; NULL: nothing is */
  GHashTable *programs;    /* kind → Program */
  const Program *last;     /* the one used last; NULL: none yet */
  guint64 unjudged;
  char *reason;
};

/* Packets of one kind share a program: those of one link type in one byte order, in which headers
 * of that machine are written (LINKTYPE_NULL). */
static guint
get_kind (const PktmonInterface *interface)
{
  return interface->link_type | (interface->section->big_endian ? BIG_ENDIAN_KIND : 0);
}

/* libpcap's words, which may quote any bytes of the filter. */
static char *
dup_reason (pcap_t *pcap)
{
  const char *words = pcap_geterr (pcap);
  char buffer[PCAP_ERRBUF_SIZE * 4];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_foreign (&text, (const guint8 *) words, strlen (words));
  return g_strdup (buffer);
}

/* A pcap file of that kind without packets: what libpcap must have to know that it is asked for
 * packets of a file, where some words mean something else than for a device.
 * Returns: (transfer full): NULL with @reason. */
static pcap_t *
open_empty_file (guint kind, char **reason)
{
#define ORDER(bits, value)                                                                         \
  ((kind & BIG_ENDIAN_KIND) != 0 ? GUINT##bits##_TO_BE (value) : GUINT##bits##_TO_LE (value))
  const struct pcap_file_header header = {
    .magic = ORDER (32, PKTMON_PCAP_MAGIC_MICROSECONDS),
    .version_major = ORDER (16, PKTMON_PCAP_MAJOR),
    .version_minor = ORDER (16, PKTMON_PCAP_MINOR),
    .snaplen = ORDER (32, PKTMON_PCAP_USUAL_SNAP_LENGTH),
    .linktype = ORDER (32, kind & PKTMON_PCAP_LINK_TYPE_MASK),
  };
#undef ORDER
  char message[PCAP_ERRBUF_SIZE];
  FILE *file = fmemopen ((void *) &header, sizeof header, "rb");
  pcap_t *pcap = file != NULL ? pcap_fopen_offline (file, message) : NULL;

  if (pcap == NULL) {
    *reason = g_strdup (file != NULL ? message : g_strerror (errno));
    if (file != NULL)
      fclose (file);
  }
  return pcap;
}

/* Only the optimizer refuses an expression that no packet can match; it is as good as any other.
 * @reason: (out): why, when the result is FALSE. */
static gboolean
compile (const char *text, guint kind, struct bpf_program *program, char **reason)
{
  pcap_t *pcap = open_empty_file (kind, reason);
  gboolean good;

  if (pcap == NULL)
    return FALSE;
  good = pcap_compile (pcap, program, text, 1, PCAP_NETMASK_UNKNOWN) == 0 ||
         pcap_compile (pcap, program, text, 0, PCAP_NETMASK_UNKNOWN) == 0;
  if (!good)
    *reason = dup_reason (pcap);
  pcap_close (pcap);
  return good;
}

/* Whether any link type gives @text a meaning. @reason: (out): the words for Ethernet. */
static gboolean
has_meaning (const char *text, char **reason)
{
  /* The usual ones, and those that some words are for. */
  static const guint16 types[] = {
    1,   /* ETHERNET */
    127, /* IEEE802_11_RADIOTAP */
    101, /* RAW */
    276, /* LINUX_SLL2 */
    9,   /* PPP */
    117, /* PFLOG */
    123, /* SUNATM */
    139, /* MTP2_WITH_PHDR */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    struct bpf_program program;
    g_autofree char *other = NULL;

    if (compile (text, types[i], &program, i == 0 ? reason : &other)) {
      pcap_freecode (&program);
      return TRUE;
    }
  }
  return FALSE;
}

static void
program_free (gpointer data)
{
  Program *self = data;

  if (self->compiled)
    pcap_freecode (&self->program);
  g_free (self);
}

static PktmonExpression *
new_unchecked (const char *text, const char *pcap, PktmonStackTerms *terms)
{
  PktmonExpression *self = g_new0 (PktmonExpression, 1);

  self->text = g_strdup (text);
  self->pcap = g_strdup (pcap);
  self->terms = terms != NULL ? pktmon_stack_terms_ref (terms) : NULL;
  self->programs = g_hash_table_new_full (NULL, NULL, NULL, program_free);
  return self;
}

gboolean
pktmon_expression_is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

static void
set_invalid (GError **error, const char *filter, const char *reason)
{
  g_autofree char *what = NULL;
  char buffer[QUOTE_SIZE];
  PktmonText quote;

  pktmon_text_init (&quote, buffer, sizeof buffer);
  pktmon_text_append_foreign (&quote, (const guint8 *) filter, strlen (filter));
  what = g_strdup_printf (_ ("The filter “%s” is not valid: %s."), buffer, reason);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, what,
                    _ ("Write it as pcap-filter(7) describes, for example “tcp port 443”."));
}

/* Says also where it is wrong, if that is known. */
static gboolean
check_meaning (const char *text, char **reason)
{
  g_autofree char *words = NULL;
  guint place;

  if (has_meaning (text, reason))
    return TRUE;
  place = pktmon_expression_find_mistake (text);
  if (place == 0)
    return FALSE;
  words = g_steal_pointer (reason);
  /* Translators: %s: libpcap's words, in English: "syntax error". */
  *reason = g_strdup_printf (_ ("%s at character %u"), words, place);
  return FALSE;
}

static gboolean
check_text (const char *text, GError **error)
{
  g_autofree char *what = NULL;

  if (strlen (text) > PKTMON_MAX_FILTER_TEXT) {
    what = g_strdup_printf (_ ("The filter is longer than %u characters."), PKTMON_MAX_FILTER_TEXT);
    pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Make it shorter."));
    return FALSE;
  }
  if (!g_utf8_validate (text, -1, NULL)) {
    set_invalid (error, text, _ ("it is not UTF-8 text"));
    return FALSE;
  }
  return TRUE;
}

/* @pcap: what libpcap is to take of @text. */
static PktmonExpression *
new_checked (const char *text, const char *pcap, PktmonStackTerms *terms, GError **error)
{
  g_autofree char *reason = NULL;

  if (!check_meaning (pcap, &reason)) {
    set_invalid (error, pcap, reason);
    return NULL;
  }
  return new_unchecked (text, pcap, terms);
}

PktmonExpression *
pktmon_expression_new (const char *text, GError **error)
{
  return check_text (text, error) ? new_checked (text, text, NULL, error) : NULL;
}

PktmonExpression *
pktmon_expression_new_view (const char *text, GError **error)
{
  g_autoptr (PktmonStackTerms) terms = NULL;
  g_autofree char *pcap = NULL;

  if (!check_text (text, error))
    return NULL;
  terms = pktmon_stack_terms_parse (text, &pcap, error);
  return pcap != NULL ? new_checked (text, pcap, terms, error) : NULL;
}

static void
compile_cb (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  PktmonExpression *expression = pktmon_expression_new_view (task_data, &error);

  if (expression != NULL)
    g_task_return_pointer (task, expression, (GDestroyNotify) pktmon_expression_free);
  else
    g_task_return_error (task, error);
}

void
pktmon_expression_new_async (const char *text, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, pktmon_expression_new_async);
  g_task_set_task_data (task, g_strdup (text), g_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, compile_cb);
}

PktmonExpression *
pktmon_expression_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

PktmonExpression *
pktmon_expression_copy (const PktmonExpression *self)
{
  return new_unchecked (self->text, self->pcap, self->terms);
}

gboolean
pktmon_expression_asks_for_drops (const PktmonExpression *self)
{
  return self->terms != NULL && pktmon_stack_terms_ask_for_drops (self->terms);
}

void
pktmon_expression_free (PktmonExpression *self)
{
  g_hash_table_unref (self->programs);
  g_clear_pointer (&self->terms, pktmon_stack_terms_unref);
  g_free (self->reason);
  g_free (self->pcap);
  g_free (self->text);
  g_free (self);
}

const char *
pktmon_expression_get_text (const PktmonExpression *self)
{
  return self->text;
}

static const Program *
add_program (PktmonExpression *self, guint kind)
{
  Program *program = g_new0 (Program, 1);
  g_autofree char *reason = NULL;

  program->kind = kind;
  program->compiled = compile (self->pcap, kind, &program->program, &reason);
  if (!program->compiled && self->reason == NULL)
    self->reason = g_steal_pointer (&reason);
  g_hash_table_insert (self->programs, GUINT_TO_POINTER (kind), program);
  return program;
}

static const Program *
get_program (PktmonExpression *self, const PktmonInterface *interface)
{
  guint kind = get_kind (interface);

  if (G_LIKELY (self->last != NULL && self->last->kind == kind))
    return self->last;
  self->last = g_hash_table_lookup (self->programs, GUINT_TO_POINTER (kind));
  if (self->last == NULL)
    self->last = add_program (self, kind);
  return self->last;
}

gboolean
pktmon_expression_match (PktmonExpression *self, const PktmonPacket *packet)
{
  const Program *program;

  if (G_UNLIKELY (self->terms != NULL) && !pktmon_stack_terms_match (self->terms, packet))
    return FALSE;
  program = get_program (self, packet->interface);
  if (!program->compiled) {
    self->unjudged++;
    return FALSE;
  }
  return bpf_filter (program->program.bf_insns, packet->data, packet->length, packet->captured) !=
         0;
}

gboolean
pktmon_expression_compile (const char *text, guint16 link_type, struct bpf_program *program)
{
  guint kind = link_type | (G_BYTE_ORDER == G_BIG_ENDIAN ? BIG_ENDIAN_KIND : 0);
  g_autofree char *reason = NULL;

  return compile (text, kind, program, &reason);
}

guint64
pktmon_expression_get_unjudged (const PktmonExpression *self, const char **reason)
{
  *reason = self->reason;
  return self->unjudged;
}
