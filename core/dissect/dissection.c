/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/dissection.h"

#include "dissect/field-tree-private.h"
#include "dissect/layers.h"
#include "dissect/link.h"

#define TEXT_SIZE 512
#define SHOWN_BYTES 32u /* of a field that is shown in hexadecimal */

/* --- Columns --- */

void
pktmon_dissection_set_protocol (PktmonDissection *self, const char *name)
{
  if (self->quoted)
    return;
  self->summary->protocol = name;
  pktmon_text_clear (&self->info);
}

void
pktmon_dissection_refine_protocol (PktmonDissection *self, const char *name)
{
  if (!self->quoted)
    self->summary->protocol = name;
}

PktmonText *
pktmon_dissection_get_info (PktmonDissection *self)
{
  return self->wants_info && !self->quoted ? &self->info : NULL;
}

void
pktmon_dissection_append_item (PktmonDissection *self, const char *item)
{
  PktmonText *info = pktmon_dissection_get_info (self);

  if (info == NULL)
    return;
  if (info->length > 0)
    pktmon_text_append (info, ", ");
  pktmon_text_append (info, item);
}

static void
set_address (PktmonAddress *address, PktmonAddressKind kind, const guint8 *bytes)
{
  static const gsize sizes[] = {
    [PKTMON_ADDRESS_NONE] = 0,
    [PKTMON_ADDRESS_MAC] = 6,
    [PKTMON_ADDRESS_IPV4] = 4,
    [PKTMON_ADDRESS_IPV6] = 16,
  };

  address->kind = bytes != NULL ? kind : PKTMON_ADDRESS_NONE;
  if (bytes != NULL)
    memcpy (address->bytes, bytes, sizes[kind]);
}

void
pktmon_dissection_set_addresses (PktmonDissection *self, PktmonAddressKind kind,
                                 const guint8 *source, const guint8 *destination)
{
  if (self->quoted)
    return;
  set_address (&self->summary->source, kind, source);
  set_address (&self->summary->destination, kind, destination);
}

/* --- Tree --- */

static void
add (PktmonDissection *self, const char *key, const char *name, gsize start, gsize length,
     const char *text)
{
  PktmonField field = {
    .key = key,
    .name = name,
    .text = text,
    .offset = start,
    .length = length,
  };

  pktmon_field_tree_add (self->tree, &field);
}

void
pktmon_dissection_begin (PktmonDissection *self, const char *key, const char *name, gsize start,
                         gsize length)
{
  pktmon_dissection_begin_text (self, key, name, start, length, NULL);
}

void
pktmon_dissection_begin_text (PktmonDissection *self, const char *key, const char *name,
                              gsize start, gsize length, const char *text)
{
  PktmonField field = {
    .key = key,
    .name = name,
    .text = text,
    .offset = start,
    .length = length,
  };

  if (self->tree != NULL)
    pktmon_field_tree_open (self->tree, &field);
}

void
pktmon_dissection_end (PktmonDissection *self, gsize end)
{
  if (self->tree != NULL)
    pktmon_field_tree_close (self->tree, end);
}

void
pktmon_dissection_add_u64 (PktmonDissection *self, const char *key, const char *name, gsize start,
                           gsize length, guint64 value)
{
  pktmon_dissection_add_named (self, key, name, start, length, value, NULL);
}

void
pktmon_dissection_add_hex (PktmonDissection *self, const char *key, const char *name, gsize start,
                           gsize length, guint64 value)
{
  pktmon_dissection_add_named_hex (self, key, name, start, length, value, NULL);
}

static void
add_number (PktmonDissection *self, const char *key, const char *name, gsize start, gsize length,
            guint64 value, guint hex_digits, const char *meaning)
{
  char buffer[TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  if (hex_digits > 0)
    pktmon_text_append_hex (&text, value, hex_digits);
  else
    pktmon_text_append_u64 (&text, value);
  if (meaning != NULL) {
    pktmon_text_append (&text, " (");
    pktmon_text_append (&text, meaning);
    pktmon_text_append_char (&text, ')');
  }
  add (self, key, name, start, length, buffer);
}

void
pktmon_dissection_add_named (PktmonDissection *self, const char *key, const char *name, gsize start,
                             gsize length, guint64 value, const char *meaning)
{
  if (self->tree != NULL)
    add_number (self, key, name, start, length, value, 0, meaning);
}

void
pktmon_dissection_add_named_hex (PktmonDissection *self, const char *key, const char *name,
                                 gsize start, gsize length, guint64 value, const char *meaning)
{
  if (self->tree != NULL)
    add_number (self, key, name, start, length, value, (guint) MIN (2 * length, 16), meaning);
}

void
pktmon_dissection_add_text (PktmonDissection *self, const char *key, const char *name, gsize start,
                            gsize length, const char *text)
{
  if (self->tree != NULL)
    add (self, key, name, start, length, text);
}

void
pktmon_dissection_add_foreign (PktmonDissection *self, const char *key, const char *name,
                               gsize start, const guint8 *data, gsize length)
{
  char buffer[TEXT_SIZE];
  PktmonText text;

  if (self->tree == NULL)
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_foreign (&text, data, length);
  add (self, key, name, start, length, buffer);
}

void
pktmon_dissection_add_rest (PktmonDissection *self, const char *key, const char *name,
                            PktmonBytes bytes)
{
  gsize start = bytes.position;
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&bytes, &size);

  pktmon_dissection_add_foreign (self, key, name, start, data, size);
}

void
pktmon_dissection_add_bytes (PktmonDissection *self, const char *key, const char *name, gsize start,
                             const guint8 *data, gsize length)
{
  char buffer[2 * SHOWN_BYTES + sizeof "…"];
  PktmonText text;

  if (self->tree == NULL)
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_text_append_bytes (&text, data, MIN (length, SHOWN_BYTES));
  if (length > SHOWN_BYTES)
    pktmon_text_append (&text, "…");
  add (self, key, name, start, length, buffer);
}

void
pktmon_dissection_add_rest_bytes (PktmonDissection *self, const char *key, const char *name,
                                  PktmonBytes bytes)
{
  gsize start = bytes.position;
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&bytes, &size);

  pktmon_dissection_add_bytes (self, key, name, start, data, size);
}

/* One address of any kind, by the function that writes it. */
static void
add_address (PktmonDissection *self, const char *key, const char *name, gsize start, gsize length,
             const guint8 *address, void (*append) (PktmonText *, const guint8 *))
{
  char buffer[64];
  PktmonText text;

  if (self->tree == NULL)
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  append (&text, address);
  add (self, key, name, start, length, buffer);
}

void
pktmon_dissection_add_mac (PktmonDissection *self, const char *key, const char *name, gsize start,
                           const guint8 mac[6])
{
  add_address (self, key, name, start, 6, mac, pktmon_text_append_mac);
}

void
pktmon_dissection_add_ipv4 (PktmonDissection *self, const char *key, const char *name, gsize start,
                            const guint8 address[4])
{
  add_address (self, key, name, start, 4, address, pktmon_text_append_ipv4);
}

void
pktmon_dissection_add_ipv6 (PktmonDissection *self, const char *key, const char *name, gsize start,
                            const guint8 address[16])
{
  add_address (self, key, name, start, 16, address, pktmon_text_append_ipv6);
}

/* --- The walk --- */

static void
walk (PktmonDissection *self, PktmonBytes *bytes)
{
  while (self->next != NULL && self->layers < PKTMON_MAX_LAYERS) {
    PktmonLayer layer = self->next;

    self->next = NULL;
    self->layers++;
    layer (self, bytes);
    g_assert (self->tree == NULL || pktmon_field_tree_get_depth (self->tree) == 0);
  }
  if (self->next != NULL && self->tree != NULL)
    pktmon_dissect_data (self, bytes);
}

static void
dissect (PktmonDissection *self, guint16 link_type, const guint8 *data, gsize captured,
         gsize length)
{
  PktmonBytes bytes = pktmon_bytes_new (data, captured);

  memset (&self->summary->fields, 0, sizeof self->summary->fields);
  self->summary->protocol = "Data";
  self->summary->source.kind = PKTMON_ADDRESS_NONE;
  self->summary->destination.kind = PKTMON_ADDRESS_NONE;
  self->wire_length = MAX (length, captured);
  pktmon_text_init (&self->info, self->summary->info, sizeof self->summary->info);
  self->next = pktmon_link_layer (link_type);
  walk (self, &bytes);
  self->summary->info_length = self->info.length;
}

void
pktmon_summarize (guint16 link_type, const guint8 *data, gsize captured, gsize length,
                  PktmonSummaryDetail detail, PktmonSummary *summary)
{
  PktmonDissection self = {
    .summary = summary,
    .wants_info = detail == PKTMON_SUMMARY_FULL,
  };

  dissect (&self, link_type, data, captured, length);
}

void
pktmon_field_tree_add_packet (PktmonFieldTree *tree, guint16 link_type, const guint8 *data,
                              gsize captured, gsize length)
{
  PktmonSummary summary;
  PktmonDissection self = {
    .summary = &summary,
    .tree = tree,
    .wants_info = FALSE,
  };

  dissect (&self, link_type, data, captured, length);
}

PktmonFieldTree *
pktmon_field_tree_new (guint16 link_type, const guint8 *data, gsize captured, gsize length)
{
  PktmonFieldTree *self = pktmon_field_tree_new_empty();

  pktmon_field_tree_add_packet (self, link_type, data, captured, length);
  return self;
}
