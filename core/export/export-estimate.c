/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export/export-store.h"

/* What is really exported, into nowhere, to tell how large the whole will be: packets that follow
 * each other, from several places. */
#define SAMPLE_PLACES 16u
#define SAMPLE_PACKETS 256u

/* Packets that positions and interfaces choose among the first @count. */
static PktmonPositions *
find_chosen (PktmonStore *store, const PktmonExportChoice *choice, guint64 count)
{
  PktmonPositions *chosen = pktmon_positions_new();

  pktmon_positions_add_range (chosen, 0, count);
  if (choice->positions != NULL)
    pktmon_positions_intersect (chosen, choice->positions);
  if (choice->interfaces == NULL)
    return chosen;
  for (guint64 i = pktmon_positions_get_next (chosen, 0); i != PKTMON_POSITION_NONE;
       i = pktmon_positions_get_next (chosen, i + 1)) {
    guint interface = pktmon_store_get_interface (store, i);

    if (interface != PKTMON_INDEX_INTERFACE_FAR &&
        !pktmon_positions_contains (choice->interfaces, interface))
      pktmon_positions_remove (chosen, i);
  }
  return chosen;
}

static PktmonPositions *
take_sample (PktmonPositions *chosen)
{
  PktmonPositions *sample;
  guint64 count = pktmon_positions_get_count (chosen);

  if (count <= SAMPLE_PLACES * SAMPLE_PACKETS)
    return pktmon_positions_copy (chosen);
  sample = pktmon_positions_new();
  for (guint64 i = 0; i < SAMPLE_PLACES; i++) {
    guint64 position = pktmon_positions_get_nth (chosen, i * (count / SAMPLE_PLACES));

    for (guint n = 0; n < SAMPLE_PACKETS; n++) {
      pktmon_positions_add (sample, position);
      position = pktmon_positions_get_next (chosen, position + 1);
    }
  }
  return sample;
}

static gboolean
count_export (PktmonStore *store, const PktmonExportChoice *choice,
              const PktmonExportOptions *options, const PktmonPositions *positions,
              PktmonExportResult *result, GError **error)
{
  PktmonExportChoice part = *choice;
  PktmonExportOptions whole = *options;
  GError *own = NULL;

  part.positions = positions;
  whole.split_size = whole.split_packets = 0;
  /* What is counted is there, even of a damaged capture. */
  if (pktmon_export_store_to (store, NULL, &part, &whole, NULL, NULL, result, &own) ||
      result->kept) {
    g_clear_error (&own);
    return TRUE;
  }
  g_propagate_error (error, own);
  return FALSE;
}

gboolean
pktmon_export_estimate (PktmonStore *store, const PktmonExportChoice *choice,
                        const PktmonExportOptions *options, PktmonExportEstimate *estimate,
                        GError **error)
{
  guint64 limit;
  g_autoptr (PktmonPositions) chosen = NULL;
  g_autoptr (PktmonPositions) sample = NULL;
  g_autoptr (PktmonPositions) none = pktmon_positions_new();
  PktmonExportResult rest, some;
  guint64 count, sampled;

  g_return_val_if_fail (PKTMON_IS_STORE (store), FALSE);

  chosen = find_chosen (store, choice, pktmon_store_get_extent (store, &limit));
  sample = take_sample (chosen);
  count = pktmon_positions_get_count (chosen);
  sampled = pktmon_positions_get_count (sample);
  if (!count_export (store, choice, options, none, &rest, error) ||
      !count_export (store, choice, options, sample, &some, error))
    return FALSE;
  estimate->packets = count;
  estimate->bytes = some.bytes;
  if (count > sampled)
    estimate->bytes = rest.bytes + (guint64) ((double) (some.bytes - MIN (rest.bytes, some.bytes)) *
                                              (double) count / (double) sampled);
  return TRUE;
}
