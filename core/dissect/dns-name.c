/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dissect/dns-name.h"

/* RFC 1035 section 2.3.4. */
#define MAX_NAME_SIZE 255
/* A name has at most 127 labels; real ones need one or two pointers. */
#define MAX_POINTERS 32

#define KIND_MASK 0xc0
#define KIND_LABEL 0x00
#define KIND_POINTER 0xc0

typedef struct {
  PktmonBytes at;   /* where the name goes on */
  gsize part;       /* position of the part that is being read */
  gsize after;      /* position behind the name's own bytes; set at the first pointer */
  guint pointers;   /* followed so far */
  gsize size;       /* of the name so far */
  PktmonText *text; /* NULL: nobody wants it */
} Name;

static gboolean
follow_pointer (Name *self, guint8 high, gsize message)
{
  gsize target = message + ((gsize) (high & ~KIND_MASK) << 8 | pktmon_bytes_u8 (&self->at));

  if (self->at.failed || target >= self->part || ++self->pointers > MAX_POINTERS)
    return FALSE;
  if (self->pointers == 1)
    self->after = self->at.position;
  self->part = target;
  self->at.position = target;
  return TRUE;
}

static gboolean
read_label (Name *self, guint8 length)
{
  const guint8 *label = pktmon_bytes_take (&self->at, length);

  if (label == NULL || self->size + length + 1 > MAX_NAME_SIZE)
    return FALSE;
  if (self->text != NULL && self->size > 0)
    pktmon_text_append_char (self->text, '.');
  if (self->text != NULL)
    pktmon_text_append_foreign (self->text, label, length);
  self->size += length + 1u;
  return TRUE;
}

static gboolean
read_parts (Name *self, gsize message)
{
  for (;;) {
    guint8 length = pktmon_bytes_u8 (&self->at);

    if (self->at.failed)
      return FALSE;
    if (length == 0)
      return TRUE;
    if ((length & KIND_MASK) == KIND_POINTER) {
      if (!follow_pointer (self, length, message))
        return FALSE;
    } else if ((length & KIND_MASK) != KIND_LABEL || !read_label (self, length))
      return FALSE;
  }
}

gboolean
pktmon_dns_name_read (PktmonBytes *bytes, gsize message, PktmonText *text)
{
  Name self = { .at = *bytes, .part = bytes->position, .text = text };

  if (bytes->failed || !read_parts (&self, message)) {
    bytes->position = bytes->end;
    bytes->failed = TRUE;
    return FALSE;
  }
  bytes->position = self.pointers > 0 ? self.after : self.at.position;
  if (text != NULL && self.size == 0)
    pktmon_text_append (text, "<Root>");
  return TRUE;
}
