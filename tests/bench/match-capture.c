/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "constraint/matcher.h"
#include "store/loader.h"

/* match-capture FILE TEXT…: counts the packets of a capture that satisfy constraints. */

typedef struct {
  PktmonMatcher *matcher;
  guint64 count;
} Matching;

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Matching *self = user_data;

  if (step == PKTMON_READER_PACKET)
    self->count += (guint) pktmon_matcher_match (self->matcher, &record->packet);
  return TRUE;
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  return TRUE;
}

static PktmonMatcher *
make_matcher (char **texts, GError **error)
{
  g_autoptr (GPtrArray) constraints =
      g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_constraint_unref);

  for (; *texts != NULL; texts++) {
    PktmonConstraint *constraint = pktmon_constraint_new (*texts, error);

    if (constraint == NULL)
      return NULL;
    g_ptr_array_add (constraints, constraint);
  }
  return pktmon_matcher_new (constraints, error);
}

static gboolean
count (const char *path, char **texts, GError **error)
{
  static const PktmonLoaderVisitor visitor = { .record = record_cb, .end = end_cb };
  g_autoptr (PktmonSpool) spool = pktmon_spool_new (path, error);
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  g_autoptr (PktmonMatcher) matcher = spool != NULL ? make_matcher (texts, error) : NULL;
  Matching self = { .matcher = matcher };

  if (matcher == NULL || !pktmon_loader_run (spool, reader, &visitor, &self, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT "\n", self.count);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc >= 3 && count (argv[1], argv + 2, &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "Usage: match-capture FILE TEXT…");
  return 1;
}
