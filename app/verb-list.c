/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <net/if.h>

#include "base/error.h"
#include "base/i18n.h"
#include "export/json-writer.h"
#include "message.h"
#include "output.h"
#include "pcapng/link-type.h"
#include "source/source-tree.h"
#include "unsaved.h"
#include "usage.h"

/* Columns that each level of the tree is moved to the right. */
#define INDENT 2
/* Columns between an id and what is said of it. */
#define GAP 2

static const PktmonUsage usage = {
  .verb = "list",
  .operands = NULL,
  .min = 0,
  .max = 0,
  .summary = N_ ("Lists what packets can be captured from, as a tree."),
  .explanation =
      N_ ("Network namespaces with their interfaces, each under the bridge, bond or lower device\n"
          "that it belongs to. Of what cannot be used now, the reason is said. No privileges are\n"
          "needed; with more of them, more namespaces can be looked into.\n"
          "\n"
          "Examples:\n"
          "  pktmon list\n"
          "  pktmon list --all\n"
          "  pktmon list --json | jq -r '.[] | select(.available) | .id'"),
};

typedef struct {
  PktmonOutput *output;
  guint width;           /* of the ids with their indentation */
  PktmonJsonWriter json; /* for JSON */
} List;

/* --- Text --- */

static guint
get_depth (PktmonDataSource *source)
{
  guint depth = 0;

  while ((source = pktmon_data_source_get_parent (source)) != NULL)
    depth++;
  return depth;
}

/* The id, but for the own namespace, which has no name in ids. Who made an interface may have given
 * it any name. */
static char *
dup_title (PktmonDataSource *source)
{
  gboolean is_namespace = pktmon_data_source_get_kind (source) == PKTMON_DATA_SOURCE_NAMESPACE;

  return pktmon_text_dup_foreign (is_namespace ? pktmon_data_source_get_name (source)
                                               : pktmon_data_source_get_id (source));
}

static guint
get_width (PktmonDataSource *source, const char *title)
{
  return INDENT * get_depth (source) + (guint) g_utf8_strlen (title, -1);
}

static void
widen_cb (PktmonDataSource *source, gpointer user_data)
{
  List *self = user_data;
  g_autofree char *title = dup_title (source);

  self->width = MAX (self->width, get_width (source, title));
}

static void
add_word (GPtrArray *words, const char *word)
{
  if (word != NULL && word[0] != '\0')
    g_ptr_array_add (words, g_strdup (word));
}

static void
add_link_type (GPtrArray *words, PktmonDataSource *source)
{
  int link_type = pktmon_data_source_get_link_type (source);

  if (link_type >= 0)
    add_word (words, pktmon_link_type_get_name ((guint16) link_type));
}

static void
add_link (GPtrArray *words, PktmonDataSource *source)
{
  const PktmonLink *link = pktmon_data_source_get_link (source);
  PktmonDataSource *peer = pktmon_data_source_get_peer (source);

  if (link->flags & IFF_LOOPBACK)
    add_word (words, _ ("loopback"));
  add_word (words, link->kind != NULL ? link->kind : link->driver);
  if (peer != NULL)
    g_ptr_array_add (words, g_strdup_printf (_ ("peer %s"), pktmon_data_source_get_id (peer)));
  if ((link->flags & IFF_UP) && !(link->flags & IFF_RUNNING))
    add_word (words, _ ("no carrier"));
  add_link_type (words, source);
  add_word (words, link->mac);
  for (char **address = link->addresses; *address != NULL; address++)
    add_word (words, *address);
}

/* @reason: why it cannot be used; NULL: it can. */
static char *
describe (PktmonDataSource *source, const GError *reason)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  g_autofree char *what = reason != NULL ? pktmon_error_dup_what (reason) : NULL;

  add_word (words, pktmon_data_source_get_description (source));
  if (pktmon_data_source_get_link (source) != NULL)
    add_link (words, source);
  if (what != NULL)
    g_ptr_array_add (
        words, g_strdup_printf (_ ("unusable: %s %s"), what, pktmon_error_get_advice (reason)));
  g_ptr_array_add (words, NULL);
  joined = g_strjoinv (", ", (char **) words->pdata);
  return pktmon_text_dup_foreign (joined);
}

static void
text_cb (PktmonDataSource *source, gpointer user_data)
{
  List *self = user_data;
  PktmonLineBuffer *buffer = &self->output->buffer;
  g_autoptr (GError) reason = NULL;
  g_autofree char *title = dup_title (source);
  g_autofree char *description = NULL;

  pktmon_data_source_check_available (source, &reason);
  description = describe (source, reason);
  pktmon_line_buffer_append_spaces (buffer, INDENT * get_depth (source));
  pktmon_line_buffer_append (buffer, title);
  if (description[0] != '\0')
    pktmon_line_buffer_append_spaces (buffer, self->width + GAP - get_width (source, title));
  pktmon_line_buffer_append (buffer, description);
  pktmon_line_buffer_append_char (buffer, '\n');
}

/* --- JSON --- */

static const char *const kinds[] = {
  [PKTMON_DATA_SOURCE_NAMESPACE] = "namespace", [PKTMON_DATA_SOURCE_INTERFACE] = "interface",
  [PKTMON_DATA_SOURCE_STACK] = "stack",         [PKTMON_DATA_SOURCE_STACK_POINT] = "stack-point",
  [PKTMON_DATA_SOURCE_DEVICE] = "device",
};

static const char *
get_id_or_null (PktmonDataSource *source)
{
  return source != NULL ? pktmon_data_source_get_id (source) : NULL;
}

static void
add_json_link (PktmonJsonWriter *json, const PktmonLink *link)
{
  pktmon_json_writer_add_text (json, "type", link->kind);
  pktmon_json_writer_add_text (json, "driver", link->driver);
  pktmon_json_writer_add_boolean (json, "up", (link->flags & IFF_UP) != 0);
  pktmon_json_writer_add_boolean (json, "running", (link->flags & IFF_RUNNING) != 0);
  pktmon_json_writer_add_boolean (json, "loopback", (link->flags & IFF_LOOPBACK) != 0);
  pktmon_json_writer_add_u64 (json, "mtu", link->mtu);
  pktmon_json_writer_add_text (json, "mac", link->mac);
  pktmon_json_writer_begin_array (json, "addresses");
  for (char **address = link->addresses; *address != NULL; address++)
    pktmon_json_writer_add_text (json, NULL, *address);
  pktmon_json_writer_end_array (json);
}

static void
add_json_link_type (PktmonJsonWriter *json, int link_type)
{
  gboolean known = link_type >= 0;

  if (known)
    pktmon_json_writer_add_u64 (json, "link_type", (guint64) link_type);
  else
    pktmon_json_writer_add_text (json, "link_type", NULL);
  pktmon_json_writer_add_text (json, "link_type_name",
                               known ? pktmon_link_type_get_name ((guint16) link_type) : NULL);
}

static void
json_cb (PktmonDataSource *source, gpointer user_data)
{
  List *self = user_data;
  PktmonJsonWriter *json = &self->json;
  const PktmonLink *link = pktmon_data_source_get_link (source);
  g_autoptr (GError) reason = NULL;
  gboolean available = pktmon_data_source_check_available (source, &reason);
  g_autofree char *what = reason != NULL ? pktmon_error_dup_what (reason) : NULL;

  pktmon_json_writer_begin_object (json, NULL);
  pktmon_json_writer_add_text (json, "id", pktmon_data_source_get_id (source));
  pktmon_json_writer_add_text (json, "kind", kinds[pktmon_data_source_get_kind (source)]);
  pktmon_json_writer_add_text (json, "name", pktmon_data_source_get_name (source));
  pktmon_json_writer_add_text (json, "description", pktmon_data_source_get_description (source));
  pktmon_json_writer_add_text (json, "parent",
                               get_id_or_null (pktmon_data_source_get_parent (source)));
  pktmon_json_writer_add_boolean (json, "available", available);
  pktmon_json_writer_add_text (json, "reason", what);
  pktmon_json_writer_add_text (json, "advice",
                               reason != NULL ? pktmon_error_get_advice (reason) : NULL);
  if (link != NULL) {
    pktmon_json_writer_add_text (json, "peer",
                                 get_id_or_null (pktmon_data_source_get_peer (source)));
    add_json_link_type (json, pktmon_data_source_get_link_type (source));
    add_json_link (json, link);
  }
  pktmon_json_writer_end_object (json);
}

/* --- The command line --- */

static PktmonExit
run (gboolean all, gboolean as_json)
{
  g_auto (PktmonOutput) output = { 0 };
  g_autoptr (PktmonSourceTree) tree =
      pktmon_source_tree_new (all ? PKTMON_NAMESPACE_SCAN_PROCESSES : PKTMON_NAMESPACE_SCAN_NAMED);
  List self = { .output = &output, .json = { .buffer = &output.buffer } };

  if (as_json) {
    pktmon_json_writer_begin_array (&self.json, NULL);
    pktmon_source_tree_foreach (tree, json_cb, &self);
    pktmon_json_writer_end_array (&self.json);
    pktmon_json_writer_finish (&self.json);
  } else {
    pktmon_source_tree_foreach (tree, widen_cb, &self);
    pktmon_source_tree_foreach (tree, text_cb, &self);
  }
  return pktmon_output_finish (&output, PKTMON_EXIT_DONE);
}

PktmonExit
pktmon_verb_list (int argc, char **argv)
{
  g_auto (GStrv) operands = NULL;
  gboolean all = FALSE;
  gboolean json = FALSE;
  gboolean unsaved = FALSE;
  const GOptionEntry entries[] = {
    { "all", 'a', 0, G_OPTION_ARG_NONE, &all,
      N_ ("Also namespaces that only processes hold, and other capture devices"), NULL },
    { "unsaved", 0, 0, G_OPTION_ARG_NONE, &unsaved,
      N_ ("Instead: captures that were never saved, as their program died"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("One JSON array"), NULL },
    { NULL },
  };

  if (!pktmon_usage_parse (&usage, entries, argc, argv, &operands))
    return PKTMON_EXIT_USAGE;
  if (all && unsaved) {
    pktmon_message_usage (usage.verb, "%s", _ ("--all and --unsaved exclude each other."));
    return PKTMON_EXIT_USAGE;
  }
  return unsaved ? pktmon_unsaved_print (json) : run (all, json);
}
