/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pattern.h"

#include <string.h>

#include "base/error.h"
#include "base/hex.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "constraint/expression.h"
#include "dissect/summary.h"

struct _PktmonPattern {
  PktmonPatternKind kind;
  GBytes *bytes;                /* of BYTES, and of TEXT in folded case; NULL for FILTER */
  gboolean in_addresses;        /* of TEXT: an address may contain it */
  PktmonExpression *expression; /* of FILTER, else NULL */
};

/* --- Making --- */

/* @text begins with a quotation mark. */
static GBytes *
parse_quoted (const char *text, GError **error)
{
  gsize size = strlen (text);

  if (size > 1 && text[size - 1] == '"')
    return g_bytes_new (text + 1, size - 2);
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The text in quotation marks does not end."),
                    _ ("Put a quotation mark at its end."));
  return NULL;
}

static GBytes *
fold_text (const char *text)
{
  char *folded = g_utf8_casefold (text, -1);

  return g_bytes_new_take (folded, strlen (folded));
}

static gboolean
parse (PktmonPattern *self, const char *text, GError **error)
{
  switch (self->kind) {
  case PKTMON_PATTERN_FILTER:
    self->expression = pktmon_expression_new_view (text, error);
    return self->expression != NULL;
  case PKTMON_PATTERN_BYTES:
    self->bytes =
        *text == '"' ? parse_quoted (text, error) : pktmon_hex_parse (text, strlen (text), error);
    return self->bytes != NULL;
  case PKTMON_PATTERN_TEXT:
  default:
    self->bytes = fold_text (text);
    self->in_addresses = text[strspn (text, "0123456789abcdefABCDEF.:")] == '\0';
    return TRUE;
  }
}

PktmonPattern *
pktmon_pattern_new (PktmonPatternKind kind, const char *text, GError **error)
{
  g_autoptr (PktmonPattern) self = g_new0 (PktmonPattern, 1);
  g_autofree char *what = NULL;

  self->kind = kind;
  if (strlen (text) > PKTMON_MAX_PATTERN_TEXT) {
    what = g_strdup_printf (_ ("What is to be found is longer than %u characters."),
                            PKTMON_MAX_PATTERN_TEXT);
    pktmon_error_set (error, PKTMON_ERROR_INVALID, what, _ ("Make it shorter."));
    return NULL;
  }
  return parse (self, text, error) ? g_steal_pointer (&self) : NULL;
}

void
pktmon_pattern_free (PktmonPattern *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->expression, pktmon_expression_free);
  g_free (self);
}

/* --- Matching --- */

static gboolean
contains (const PktmonPattern *self, gconstpointer data, gsize size)
{
  gsize wanted;
  gconstpointer bytes = g_bytes_get_data (self->bytes, &wanted);

  return memmem (data, size, bytes, wanted) != NULL;
}

/* Nearly all text is ASCII, whose case is folded without memory of its own.
 * @size: of @text, less than PKTMON_MAX_INFO. */
static gboolean
contains_folded (const PktmonPattern *self, const char *text, gsize size)
{
  char folded[PKTMON_MAX_INFO + 1];
  g_autofree char *slow = NULL;
  char bits = 0;

  for (gsize i = 0; i < size; i++) {
    bits |= text[i];
    folded[i] = g_ascii_tolower (text[i]);
  }
  if (G_LIKELY ((bits & 0x80) == 0))
    return contains (self, folded, size);
  slow = g_utf8_casefold (text, (gssize) size);
  return contains (self, slow, strlen (slow));
}

static gboolean
address_contains (const PktmonPattern *self, const PktmonAddress *address)
{
  char buffer[PKTMON_ADDRESS_TEXT_SIZE];
  PktmonText text;

  pktmon_text_init (&text, buffer, sizeof buffer);
  pktmon_address_append (address, &text);
  return contains_folded (self, text.data, text.length);
}

static gboolean
columns_contain (const PktmonPattern *self, const PktmonPacket *packet)
{
  PktmonSummary summary;

  pktmon_summarize (packet->interface->link_type, packet->data, packet->captured, packet->length,
                    PKTMON_SUMMARY_FULL, &summary);
  return contains_folded (self, summary.info, summary.info_length) ||
         contains_folded (self, summary.protocol, strlen (summary.protocol)) ||
         (self->in_addresses && (address_contains (self, &summary.source) ||
                                 address_contains (self, &summary.destination)));
}

gboolean
pktmon_pattern_match (PktmonPattern *self, const PktmonPacket *packet)
{
  switch (self->kind) {
  case PKTMON_PATTERN_FILTER:
    return pktmon_expression_match (self->expression, packet);
  case PKTMON_PATTERN_BYTES:
    return contains (self, packet->data, packet->captured);
  case PKTMON_PATTERN_TEXT:
  default:
    return columns_contain (self, packet);
  }
}
