/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/spool-filler.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "store/decoder.h"

#define BUFFER_SIZE (256u * 1024)

struct _PktmonSpoolFiller {
  PktmonSpool *spool; /* borrowed: it outlives the thread */
  GThread *thread;
  int source;
  int target;      /* borrowed from the spool */
  int wake[2];     /* closing the write end ends the thread */
  guint64 taken;   /* bytes read from the source */
  guint64 written; /* bytes in the spool */
  guint8 *input;
  guint8 *output;
};

/* --- The temporary file --- */

static int
open_temporary (GError **error)
{
  const char *folder = g_get_tmp_dir();
  int descriptor = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_autofree char *path = NULL;

  if (descriptor < 0) {
    path = g_build_filename (folder, "packet-monitor-XXXXXX", NULL);
    descriptor = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0)
      g_unlink (path);
  }
  if (descriptor < 0) {
    g_autofree char *what = g_strdup_printf (_ ("No temporary file could be made in “%s”"), folder);

    pktmon_error_set_errno (error, errno, what);
  }
  return descriptor;
}

/* --- Copying --- */

static gboolean
write_out (PktmonSpoolFiller *self, const guint8 *data, gsize size, GError **error)
{
  while (size > 0) {
    gssize done = pwrite (self->target, data, size, (off_t) self->written);

    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0) {
      pktmon_error_set_errno (error, errno,
                              _ ("The capture could not be unpacked to a temporary file"));
      return FALSE;
    }
    data += done;
    size -= (gsize) done;
    self->written += (guint64) done;
  }
  if (self->written > PKTMON_MAX_UNPACKED_SIZE) {
    pktmon_error_set (error, PKTMON_ERROR_UNSUPPORTED,
                      _ ("The capture unpacks to more than the program's limit."),
                      _ ("Unpack it yourself, and open the result."));
    return FALSE;
  }
  pktmon_spool_grow (self->spool, self->written, FALSE);
  return TRUE;
}

/* Waits until the source has something, or until the filler is to end (FALSE). */
static gboolean
wait_for_source (PktmonSpoolFiller *self)
{
  struct pollfd descriptors[] = {
    { .fd = self->source, .events = POLLIN },
    { .fd = self->wake[0], .events = POLLIN },
  };

  while (poll (descriptors, G_N_ELEMENTS (descriptors), -1) < 0 && errno == EINTR)
    ;
  return descriptors[1].revents == 0;
}

/* Reads a piece into the input buffer, behind the @have bytes that are there.
 * Returns: bytes read; 0 at the end; -1 with an error, or without one when the filler is to end. */
static gssize
take_piece (PktmonSpoolFiller *self, gsize have, GError **error)
{
  gssize got;

  do {
    if (!wait_for_source (self))
      return -1;
    got = read (self->source, self->input + have, BUFFER_SIZE - have);
  } while (got < 0 && (errno == EINTR || errno == EAGAIN));
  if (got < 0)
    pktmon_error_set_errno (error, errno, _ ("The capture could not be read"));
  else
    self->taken += (guint64) got;
  pktmon_spool_set_taken (self->spool, self->taken);
  return got;
}

static gboolean
unpack_piece (PktmonSpoolFiller *self, PktmonDecoder *decoder, gsize size, GError **error)
{
  gsize at = 0;
  gsize consumed, produced;
  gboolean good;

  do {
    good = pktmon_decoder_decode (decoder, self->input + at, size - at, &consumed, self->output,
                                  BUFFER_SIZE, &produced, error);
    at += consumed;
    if (!write_out (self, self->output, produced, good ? error : NULL) || !good)
      return FALSE;
    /* A full output buffer may mean that there is more, with no input left. */
  } while ((at < size && consumed + produced > 0) ||
           (produced == BUFFER_SIZE && !pktmon_decoder_is_at_end (decoder)));
  return TRUE;
}

static gboolean
copy_all (PktmonSpoolFiller *self, GError **error)
{
  g_autoptr (PktmonDecoder) decoder = NULL;
  gsize have = 0;
  gssize got;

  while (have < PKTMON_DECODER_MAGIC_SIZE && (got = take_piece (self, have, error)) != 0) {
    if (got < 0)
      return FALSE;
    have += (gsize) got;
  }
  decoder = pktmon_decoder_new (self->input, have);
  if (decoder != NULL)
    pktmon_spool_set_compression (self->spool, pktmon_decoder_get_name (decoder));
  do {
    if (decoder != NULL ? !unpack_piece (self, decoder, have, error)
                        : !write_out (self, self->input, have, error))
      return FALSE;
    got = take_piece (self, 0, error);
    have = (gsize) MAX (got, 0);
  } while (got > 0);
  if (got == 0 && decoder != NULL && !pktmon_decoder_is_at_end (decoder)) {
    pktmon_error_set (error, PKTMON_ERROR_DAMAGED, _ ("The compressed file is cut short."),
                      _ ("What could be unpacked before that can be used."));
    return FALSE;
  }
  return got == 0;
}

static gpointer
run (gpointer data)
{
  PktmonSpoolFiller *self = data;
  GError *error = NULL;

  if (!copy_all (self, &error) && error != NULL)
    pktmon_spool_take_error (self->spool, error);
  pktmon_spool_grow (self->spool, self->written, TRUE);
  return NULL;
}

static gboolean
open_wake (int wake[2], GError **error)
{
  if (pipe2 (wake, O_CLOEXEC) == 0)
    return TRUE;
  pktmon_error_set_errno (error, errno, _ ("The capture could not be opened"));
  return FALSE;
}

PktmonSpoolFiller *
pktmon_spool_filler_new (PktmonSpool *spool, int source, int *descriptor, GError **error)
{
  PktmonSpoolFiller *self;
  int wake[2];

  *descriptor = open_temporary (error);
  if (*descriptor < 0 || !open_wake (wake, error)) {
    close (source);
    return NULL;
  }
  self = g_new0 (PktmonSpoolFiller, 1);
  self->spool = spool;
  self->source = source;
  self->target = *descriptor;
  self->wake[0] = wake[0];
  self->wake[1] = wake[1];
  self->input = g_malloc (BUFFER_SIZE);
  self->output = g_malloc (BUFFER_SIZE);
  self->thread = g_thread_new ("spool", run, self);
  return self;
}

void
pktmon_spool_filler_cancel (PktmonSpoolFiller *self)
{
  static const char byte = 0;

  /* The pipe is never read: one byte is enough, and stays. */
  if (write (self->wake[1], &byte, 1) < 0)
    g_warning ("wake-up of a spool failed: %s", g_strerror (errno));
}

void
pktmon_spool_filler_free (PktmonSpoolFiller *self)
{
  pktmon_spool_filler_cancel (self);
  g_thread_join (self->thread);
  close (self->source);
  close (self->wake[0]);
  close (self->wake[1]);
  g_free (self->input);
  g_free (self->output);
  g_free (self);
}
