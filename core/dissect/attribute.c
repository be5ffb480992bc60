/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/attribute.h"

#include "dissect/dns-name.h"

#define TEXT_SIZE 512
#define SHOWN_BYTES 32u

const PktmonAttribute *
pktmon_attributes_find (const PktmonAttribute *attributes, gsize count, guint32 number)
{
  for (gsize i = 0; i < count; i++)
    if (attributes[i].number == number)
      return &attributes[i];
  return NULL;
}

static void
append_bytes (PktmonText *text, PktmonBytes value)
{
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&value, &size);

  pktmon_text_append_bytes (text, data, MIN (size, SHOWN_BYTES));
  if (size > SHOWN_BYTES)
    pktmon_text_append (text, "…");
}

static void
append_text (PktmonText *text, PktmonBytes value)
{
  gsize size;
  const guint8 *data = pktmon_bytes_take_rest (&value, &size);

  /* Some end it with a zero. */
  while (size > 0 && data[size - 1] == '\0')
    size--;
  pktmon_text_append_foreign (text, data, size);
}

static void
append_number (PktmonText *text, const PktmonAttribute *attribute, PktmonBytes value)
{
  const char *meaning;
  guint64 number = 0;

  if (pktmon_bytes_left (&value) > sizeof number) {
    append_bytes (text, value);
    return;
  }
  while (pktmon_bytes_left (&value) > 0)
    number = number << 8 | pktmon_bytes_u8 (&value);
  pktmon_text_append_u64 (text, number);
  if (attribute->form == PKTMON_FORM_SECONDS)
    pktmon_text_append (text, number == G_MAXUINT32 ? " s (infinite)" : " s");
  meaning = pktmon_names_find (attribute->meanings, attribute->n_meanings,
                               (guint32) MIN (number, G_MAXUINT32));
  if (meaning == NULL)
    return;
  pktmon_text_append (text, " (");
  pktmon_text_append (text, meaning);
  pktmon_text_append_char (text, ')');
}

static gsize
element_size (PktmonForm form)
{
  switch (form) {
  case PKTMON_FORM_IPV6:
    return 16;
  case PKTMON_FORM_IPV4:
    return 4;
  case PKTMON_FORM_WORDS:
    return 2;
  case PKTMON_FORM_BYTES:
  case PKTMON_FORM_NUMBER:
  case PKTMON_FORM_NUMBERS:
  case PKTMON_FORM_SECONDS:
  case PKTMON_FORM_TEXT:
  case PKTMON_FORM_NAMES:
  default:
    return 1;
  }
}

/* One of several values; @value holds at least the element's size. */
static void
append_element (PktmonText *text, PktmonForm form, PktmonBytes *value)
{
  if (form == PKTMON_FORM_NAMES)
    pktmon_dns_name_read (value, value->end, text);
  else if (form == PKTMON_FORM_IPV6)
    pktmon_text_append_ipv6 (text, pktmon_bytes_take (value, 16));
  else if (form == PKTMON_FORM_IPV4)
    pktmon_text_append_ipv4 (text, pktmon_bytes_take (value, 4));
  else if (form == PKTMON_FORM_WORDS)
    pktmon_text_append_u64 (text, pktmon_bytes_be16 (value));
  else
    pktmon_text_append_u64 (text, pktmon_bytes_u8 (value));
}

static void
append_list (PktmonText *text, PktmonForm form, PktmonBytes value)
{
  gsize start = value.position;

  while (pktmon_bytes_left (&value) >= element_size (form) && !text->full) {
    if (value.position > start)
      pktmon_text_append (text, ", ");
    append_element (text, form, &value);
  }
}

void
pktmon_attribute_append (PktmonText *text, const PktmonAttribute *attribute, PktmonBytes value)
{
  switch (attribute->form) {
  case PKTMON_FORM_BYTES:
    append_bytes (text, value);
    break;
  case PKTMON_FORM_NUMBER:
  case PKTMON_FORM_SECONDS:
    append_number (text, attribute, value);
    break;
  case PKTMON_FORM_TEXT:
    append_text (text, value);
    break;
  case PKTMON_FORM_NUMBERS:
  case PKTMON_FORM_WORDS:
  case PKTMON_FORM_IPV4:
  case PKTMON_FORM_IPV6:
  case PKTMON_FORM_NAMES:
    append_list (text, attribute->form, value);
    break;
  default:
    g_assert_not_reached();
  }
}

void
pktmon_attribute_add (PktmonDissection *self, const PktmonAttribute *attribute, const char *unknown,
                      guint32 number, gsize start, PktmonBytes value)
{
  char buffer[TEXT_SIZE];
  PktmonText text;

  if (self->tree == NULL)
    return;
  pktmon_text_init (&text, buffer, sizeof buffer);
  if (attribute != NULL)
    pktmon_attribute_append (&text, attribute, value);
  else {
    pktmon_text_append_u64 (&text, number);
    if (pktmon_bytes_left (&value) > 0)
      pktmon_text_append (&text, ": ");
    append_bytes (&text, value);
  }
  pktmon_dissection_add_text (self, attribute != NULL ? attribute->key : NULL,
                              attribute != NULL ? attribute->name : unknown, start,
                              value.end - start, buffer);
}
