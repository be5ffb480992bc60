/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/writer.h"

#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/write-all.h"
#include "pcapng/format.h"

/* Blocks gather up to this size, and go out together. */
#define FLUSH_SIZE (512u * 1024)
/* A run of blocks that is not worth a copy. */
#define LARGE_RUN (64u * 1024)

struct _PktmonWriter {
  int descriptor;
  char *name;
  PktmonWriterFunc write; /* NULL: to the descriptor */
  gpointer user_data;     /* of it */
  gboolean big_endian;
  GByteArray *buffer; /* whole blocks, then the one that is being built */
  gsize block;        /* where that begins */
  gboolean in_options;
  guint64 size;
  GError *error;
};

static PktmonWriter *
writer_new (void)
{
  PktmonWriter *self = g_new0 (PktmonWriter, 1);

  self->descriptor = -1;
  self->big_endian = G_BYTE_ORDER == G_BIG_ENDIAN;
  self->buffer = g_byte_array_sized_new (FLUSH_SIZE);
  return self;
}

PktmonWriter *
pktmon_writer_new (int descriptor, const char *name)
{
  PktmonWriter *self = writer_new();

  self->descriptor = descriptor;
  self->name = g_strdup (name);
  return self;
}

PktmonWriter *
pktmon_writer_new_for_func (PktmonWriterFunc write, gpointer user_data)
{
  PktmonWriter *self = writer_new();

  self->write = write;
  self->user_data = user_data;
  return self;
}

void
pktmon_writer_free (PktmonWriter *self)
{
  g_clear_error (&self->error);
  g_byte_array_unref (self->buffer);
  g_free (self->name);
  g_free (self);
}

guint64
pktmon_writer_get_size (const PktmonWriter *self)
{
  return self->size;
}

/* --- Writing out --- */

static gboolean
check (PktmonWriter *self, GError **error)
{
  if (G_LIKELY (self->error == NULL))
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

static guint32
read_u32 (const PktmonWriter *self, const guint8 *data)
{
  PktmonBytes bytes = pktmon_bytes_new (data, 4);

  return pktmon_bytes_u32 (&bytes, self->big_endian);
}

/* Size of the whole blocks among the first @written bytes of @data, which begin with a block. */
static gsize
measure_whole_blocks (const PktmonWriter *self, const guint8 *data, gsize written)
{
  gsize whole = 0;

  while (written - whole >= PKTMON_BLOCK_MIN_SIZE) {
    gsize size = (read_u32 (self, data + whole + 4) + 3u) & ~(gsize) 3;

    if (size < PKTMON_BLOCK_MIN_SIZE || size > written - whole)
      break;
    whole += size;
  }
  return whole;
}

/* A file that ends in the middle of a block is damaged; one that ends before it is only short. What
 * cannot be cut (a pipe) stays as it is. */
static void
cut_back (PktmonWriter *self, const guint8 *data, gsize written)
{
  off_t end = lseek (self->descriptor, 0, SEEK_CUR);
  gsize extra = written - measure_whole_blocks (self, data, written);

  if (end >= 0 && extra > 0 && ftruncate (self->descriptor, end - (off_t) extra) == 0)
    lseek (self->descriptor, end - (off_t) extra, SEEK_SET);
  self->size -= extra;
}

static void
fail (PktmonWriter *self, int error_number)
{
  g_autofree char *what = self->name != NULL
                              ? g_strdup_printf (_ ("“%s” could not be written"), self->name)
                              : g_strdup (_ ("The capture could not be written"));

  pktmon_error_set_errno (&self->error, error_number, what);
}

static gboolean
hand_on (PktmonWriter *self, const guint8 *data, gsize size, GError **error)
{
  if (size == 0 || self->write (self->user_data, data, size, &self->error))
    return TRUE;
  self->size -= size;
  return check (self, error);
}

/* @data begins and ends at block boundaries. */
static gboolean
write_all (PktmonWriter *self, const guint8 *data, gsize size, GError **error)
{
  gsize written;
  int error_number;

  if (self->write != NULL)
    return hand_on (self, data, size, error);
  error_number = pktmon_write_all (self->descriptor, data, size, &written);
  if (error_number == 0)
    return TRUE;
  self->size -= size - written;
  cut_back (self, data, written);
  fail (self, error_number);
  return check (self, error);
}

static gboolean
flush_blocks (PktmonWriter *self, GError **error)
{
  gboolean success = write_all (self, self->buffer->data, self->buffer->len, error);

  g_byte_array_set_size (self->buffer, 0);
  self->block = 0;
  return success;
}

gboolean
pktmon_writer_flush (PktmonWriter *self, GError **error)
{
  return check (self, error) && flush_blocks (self, error);
}

/* What is written out at once has one byte order, so that it can be cut back. */
void
pktmon_writer_set_big_endian (PktmonWriter *self, gboolean big_endian)
{
  if (self->big_endian != big_endian && self->error == NULL)
    flush_blocks (self, NULL);
  self->big_endian = big_endian;
}

/* --- Building a block --- */

static void
put (PktmonWriter *self, gconstpointer data, gsize size)
{
  if (size > 0)
    g_byte_array_append (self->buffer, data, (guint) size);
}

void
pktmon_writer_put_u16 (PktmonWriter *self, guint16 value)
{
  value = self->big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);
  put (self, &value, sizeof value);
}

static guint32
order_u32 (const PktmonWriter *self, guint32 value)
{
  return self->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);
}

void
pktmon_writer_put_u32 (PktmonWriter *self, guint32 value)
{
  value = order_u32 (self, value);
  put (self, &value, sizeof value);
}

void
pktmon_writer_put_u64 (PktmonWriter *self, guint64 value)
{
  value = self->big_endian ? GUINT64_TO_BE (value) : GUINT64_TO_LE (value);
  put (self, &value, sizeof value);
}

void
pktmon_writer_put_bytes (PktmonWriter *self, const guint8 *data, gsize size)
{
  put (self, data, size);
}

void
pktmon_writer_put_padded (PktmonWriter *self, const guint8 *data, gsize size)
{
  static const guint8 zeros[3];

  put (self, data, size);
  put (self, zeros, -size & 3);
}

void
pktmon_writer_put_option (PktmonWriter *self, guint16 code, const guint8 *data, gsize size)
{
  size = MIN (size, G_MAXUINT16);
  pktmon_writer_put_u16 (self, code);
  pktmon_writer_put_u16 (self, (guint16) size);
  pktmon_writer_put_padded (self, data, size);
  self->in_options = TRUE;
}

void
pktmon_writer_put_text_option (PktmonWriter *self, guint16 code, const char *text)
{
  pktmon_writer_put_option (self, code, (const guint8 *) text, strlen (text));
}

void
pktmon_writer_begin (PktmonWriter *self, guint32 type)
{
  if (self->error != NULL)
    g_byte_array_set_size (self->buffer, 0);
  self->block = self->buffer->len;
  self->in_options = FALSE;
  pktmon_writer_put_u32 (self, type);
  pktmon_writer_put_u32 (self, 0);
}

gboolean
pktmon_writer_end (PktmonWriter *self, GError **error)
{
  guint32 length;

  if (!check (self, error))
    return FALSE;
  if (self->in_options)
    pktmon_writer_put_u32 (self, PKTMON_OPTION_END);
  length = (guint32) (self->buffer->len - self->block) + 4;
  pktmon_writer_put_u32 (self, length);
  self->size += length;
  length = order_u32 (self, length);
  memcpy (self->buffer->data + self->block + 4, &length, sizeof length);
  self->block = self->buffer->len;
  if (self->buffer->len >= FLUSH_SIZE)
    return flush_blocks (self, error);
  return TRUE;
}

/* --- Whole blocks --- */

gboolean
pktmon_writer_add_blocks (PktmonWriter *self, const guint8 *data, gsize size, GError **error)
{
  if (!check (self, error))
    return FALSE;
  if ((size >= LARGE_RUN || self->buffer->len + size >= FLUSH_SIZE) && !flush_blocks (self, error))
    return FALSE;
  self->size += size;
  if (size >= LARGE_RUN)
    return write_all (self, data, size, error);
  put (self, data, size);
  self->block = self->buffer->len;
  return TRUE;
}

gboolean
pktmon_writer_add_section (PktmonWriter *self, const char *application, const char *comment,
                           GError **error)
{
  pktmon_writer_begin (self, PKTMON_BLOCK_SECTION_HEADER);
  pktmon_writer_put_u32 (self, PKTMON_BYTE_ORDER_MAGIC);
  pktmon_writer_put_u16 (self, 1);
  pktmon_writer_put_u16 (self, 0);
  pktmon_writer_put_u64 (self, G_MAXUINT64); /* length unknown */
  pktmon_writer_put_text_option (self, PKTMON_OPTION_SHB_USERAPPL, application);
  if (comment != NULL && comment[0] != '\0')
    pktmon_writer_put_text_option (self, PKTMON_OPTION_COMMENT, comment);
  return pktmon_writer_end (self, error);
}

gboolean
pktmon_writer_add_interface (PktmonWriter *self, const PktmonInterface *interface,
                             guint32 snap_length, GError **error)
{
  pktmon_writer_begin (self, PKTMON_BLOCK_INTERFACE_DESCRIPTION);
  pktmon_writer_put_u16 (self, interface->link_type);
  pktmon_writer_put_u16 (self, 0);
  pktmon_writer_put_u32 (self, snap_length);
  if (interface->resolution != PKTMON_DEFAULT_TSRESOL)
    pktmon_writer_put_option (self, PKTMON_OPTION_IF_TSRESOL, &interface->resolution, 1);
  if (interface->fcs_length != 0)
    pktmon_writer_put_option (self, PKTMON_OPTION_IF_FCSLEN, &interface->fcs_length, 1);
  return pktmon_writer_end (self, error);
}

gboolean
pktmon_writer_add_packet (PktmonWriter *self, const PktmonPacket *packet, guint32 interface_id,
                          guint32 max_captured, GError **error)
{
  guint32 captured = MIN (packet->captured, max_captured);
  PktmonBytes options = packet->options;
  gsize options_size;
  const guint8 *data = pktmon_bytes_take_rest (&options, &options_size);

  pktmon_writer_begin (self, PKTMON_BLOCK_ENHANCED_PACKET);
  pktmon_writer_put_u32 (self, interface_id);
  pktmon_writer_put_u32 (self, (guint32) (packet->ticks >> 32));
  pktmon_writer_put_u32 (self, (guint32) packet->ticks);
  pktmon_writer_put_u32 (self, captured);
  pktmon_writer_put_u32 (self, packet->length);
  pktmon_writer_put_padded (self, packet->data, captured);
  put (self, data, options_size);
  return pktmon_writer_end (self, error);
}
