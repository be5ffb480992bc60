/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "counting.h"

#include "store/loader.h"

typedef struct {
  PktmonInput *input;
  PktmonExpression *expression;
  guint64 limit;
  guint64 seen;
  guint64 count;
} Counting;

static gboolean
record_cb (gpointer user_data, PktmonReaderStep step, const PktmonRecord *record,
           const guint8 *data)
{
  Counting *self = user_data;

  if (step != PKTMON_READER_PACKET)
    return TRUE;
  self->seen++;
  if (self->expression != NULL && !pktmon_expression_match (self->expression, &record->packet))
    return TRUE;
  self->count++;
  return self->count < self->limit;
}

static gboolean
end_cb (gpointer user_data, guint64 offset)
{
  Counting *self = user_data;

  return pktmon_input_advance (self->input, self->seen, offset);
}

gboolean
pktmon_counting_run (PktmonInput *input, PktmonExpression *expression, guint64 limit,
                     guint64 *count, GError **error)
{
  static const PktmonLoaderVisitor visitor = {
    .record = record_cb,
    .end = end_cb,
  };
  g_autoptr (PktmonDirectory) directory = pktmon_directory_new();
  g_autoptr (PktmonReader) reader = pktmon_reader_new (directory);
  Counting self = {
    .input = input,
    .expression = expression,
    .limit = limit,
  };
  gboolean good = pktmon_loader_run (input->spool, reader, &visitor, &self, error);

  *count =
      good || pktmon_directory_get_n_sections (directory) > 0 ? self.count : PKTMON_COUNT_UNKNOWN;
  input->seen = self.seen;
  return good;
}
