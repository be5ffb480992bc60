/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/protocol.h"

#include <string.h>

#include "base/bytes.h"
#include "helper/protocol-layout.h"

void
pktmon_message_init (PktmonMessage *self, PktmonMessageType type)
{
  memset (self, 0, offsetof (PktmonMessage, hello) + pktmon_layout_find (type)->size);
  self->type = type;
}

void
pktmon_message_set_text (char *field, gsize size, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const char *end = valid;

  while (*end != '\0' && (gsize) (g_utf8_next_char (end) - valid) < size)
    end = g_utf8_next_char (end);
  memcpy (field, valid, (gsize) (end - valid));
  field[end - valid] = '\0';
  for (char *c = field; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c) && *c != '\n')
      *c = ' ';
}

guint16
pktmon_message_set_error (char *field, gsize size, const GError *error)
{
  if (error == NULL)
    return 0;
  pktmon_message_set_text (field, size, error->message);
  return (guint16) error->code;
}

/* --- Encoding --- */

typedef struct {
  guint8 *data;
  gsize length;
} Builder;

static void
put (Builder *builder, gconstpointer data, gsize size)
{
  g_return_if_fail (size <= PKTMON_MAX_MESSAGE - builder->length);
  memcpy (builder->data + builder->length, data, size);
  builder->length += size;
}

static void
put_number (Builder *builder, guint64 value, gsize size)
{
  value = GUINT64_TO_LE (value);
  put (builder, &value, size);
}

static guint64
load (const guint8 *member, gsize size)
{
  guint64 value = 0;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    memcpy ((guint8 *) &value + sizeof value - size, member, size);
  else
    memcpy (&value, member, size);
  return value;
}

static void
put_text (Builder *builder, const char *text)
{
  gsize length = strlen (text);

  put_number (builder, length, 2);
  put (builder, text, length);
}

static void put_layout (Builder *builder, const PktmonLayout *layout, const guint8 *structure);

static void
put_list (Builder *builder, const PktmonLayoutField *field, const guint8 *structure)
{
  guint64 count = MIN (load (structure + field->count, 2), field->size);

  put_number (builder, count, 2);
  for (guint64 i = 0; i < count; i++)
    put_layout (builder, field->element, structure + field->offset + i * field->element->size);
}

static void
put_field (Builder *builder, const PktmonLayoutField *field, const guint8 *structure)
{
  const guint8 *member = structure + field->offset;

  switch (field->kind) {
  case PKTMON_FIELD_NUMBER:
  case PKTMON_FIELD_BOOLEAN:
    put_number (builder, load (member, field->size), field->size);
    break;
  case PKTMON_FIELD_BYTES:
    put (builder, member, field->size);
    break;
  case PKTMON_FIELD_TEXT:
  case PKTMON_FIELD_MESSAGE:
    put_text (builder, (const char *) member);
    break;
  case PKTMON_FIELD_LIST:
    put_list (builder, field, structure);
    break;
  case PKTMON_FIELD_STRUCTURE:
    put_layout (builder, field->element, member);
    break;
  default:
    g_assert_not_reached();
  }
}

static void
put_layout (Builder *builder, const PktmonLayout *layout, const guint8 *structure)
{
  for (gsize i = 0; i < layout->n_fields; i++)
    put_field (builder, &layout->fields[i], structure);
}

gsize
pktmon_message_encode (const PktmonMessage *self, guint8 buffer[PKTMON_MAX_MESSAGE])
{
  Builder builder = { buffer, PKTMON_MESSAGE_HEADER_SIZE };
  gsize length;

  put_layout (&builder, pktmon_layout_find (self->type), (const guint8 *) &self->hello);
  length = builder.length;
  builder.length = 0;
  put_number (&builder, length, 4);
  put_number (&builder, self->type, 2);
  put_number (&builder, 0, 2);
  return length;
}

/* --- Decoding --- */

static gboolean
take_number (PktmonBytes *bytes, guint8 *member, gsize size)
{
  guint64 value = 0;

  pktmon_bytes_copy (bytes, &value, size);
  value = GUINT64_FROM_LE (value);
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    memcpy (member, (guint8 *) &value + sizeof value - size, size);
  else
    memcpy (member, &value, size);
  return !bytes->failed;
}

static gboolean
is_clean (const char *text, gsize length, gboolean lines)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]) && !(lines && text[i] == '\n'))
      return FALSE;
  return g_utf8_validate_len (text, length, NULL);
}

static gboolean
take_text (PktmonBytes *bytes, const PktmonLayoutField *field, char *member)
{
  gsize length = pktmon_bytes_le16 (bytes);
  const guint8 *text = length < field->size ? pktmon_bytes_take (bytes, length) : NULL;

  if (text == NULL || !is_clean ((const char *) text, length, field->kind == PKTMON_FIELD_MESSAGE))
    return FALSE;
  memcpy (member, text, length);
  member[length] = '\0';
  return TRUE;
}

static gboolean take_layout (PktmonBytes *bytes, const PktmonLayout *layout, guint8 *structure);

static gboolean
take_list (PktmonBytes *bytes, const PktmonLayoutField *field, guint8 *structure)
{
  guint16 count = pktmon_bytes_le16 (bytes);

  if (count > field->size)
    return FALSE;
  memcpy (structure + field->count, &count, sizeof count);
  for (gsize i = 0; i < count; i++)
    if (!take_layout (bytes, field->element, structure + field->offset + i * field->element->size))
      return FALSE;
  return TRUE;
}

static gboolean
take_field (PktmonBytes *bytes, const PktmonLayoutField *field, guint8 *structure)
{
  guint8 *member = structure + field->offset;

  switch (field->kind) {
  case PKTMON_FIELD_NUMBER:
    return take_number (bytes, member, field->size);
  case PKTMON_FIELD_BOOLEAN:
    return take_number (bytes, member, field->size) && *member <= 1;
  case PKTMON_FIELD_BYTES:
    return pktmon_bytes_copy (bytes, member, field->size);
  case PKTMON_FIELD_TEXT:
  case PKTMON_FIELD_MESSAGE:
    return take_text (bytes, field, (char *) member);
  case PKTMON_FIELD_LIST:
    return take_list (bytes, field, structure);
  case PKTMON_FIELD_STRUCTURE:
    return take_layout (bytes, field->element, member);
  default:
    g_assert_not_reached();
  }
}

static gboolean
take_layout (PktmonBytes *bytes, const PktmonLayout *layout, guint8 *structure)
{
  for (gsize i = 0; i < layout->n_fields; i++)
    if (!take_field (bytes, &layout->fields[i], structure))
      return FALSE;
  return TRUE;
}

gsize
pktmon_message_measure (const guint8 *data, gsize available)
{
  PktmonBytes bytes = pktmon_bytes_new (data, available);
  gsize size = pktmon_bytes_le32 (&bytes);

  if (available < PKTMON_MESSAGE_HEADER_SIZE)
    return 0;
  return size >= PKTMON_MESSAGE_HEADER_SIZE ? size : G_MAXSIZE;
}

gboolean
pktmon_message_decode (PktmonMessage *self, const guint8 *data, gsize size)
{
  PktmonBytes bytes = pktmon_bytes_new (data, size);
  gsize length = pktmon_bytes_le32 (&bytes);
  guint16 type = pktmon_bytes_le16 (&bytes);
  guint16 reserved = pktmon_bytes_le16 (&bytes);
  const PktmonLayout *layout = pktmon_layout_find (type);

  if (bytes.failed || length != size || reserved != 0 || layout == NULL)
    return FALSE;
  self->type = type;
  return take_layout (&bytes, layout, (guint8 *) &self->hello) && !bytes.failed &&
         pktmon_bytes_left (&bytes) == 0;
}
