/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/spooler.h"

#include <errno.h>
#include <sys/eventfd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "helper/drop-totals.h"
#include "helper/room.h"
#include "helper/spooler-private.h"
#include "helper/trigger.h"

/* How long a full file waits for the next one. */
#define PATIENCE (500 * G_TIME_SPAN_MILLISECOND)

static void
wake_control (PktmonSpooler *self)
{
  if (eventfd_write (self->wake, 1) != 0)
    g_warning ("wake-up of the capture helper failed: %s", g_strerror (errno));
}

/* --- What ends a capture --- */

static void
stop_locked (PktmonSpooler *self, PktmonStopReason reason)
{
  if (self->stop_reason == 0)
    self->stop_reason = reason;
  wake_control (self);
}

static void
fail_locked (PktmonSpooler *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  stop_locked (self, PKTMON_STOP_FAILED);
}

/* --- Files --- */

static void
publish_locked (PktmonSpooler *self)
{
  self->size = pktmon_spool_file_get_size (self->file);
  if (!self->told)
    wake_control (self);
  self->told = TRUE;
}

/* Writes out what blocks were added beside packets. */
static void
flush_locked (PktmonSpooler *self)
{
  GError *error = NULL;

  g_mutex_unlock (&self->lock);
  pktmon_spool_file_write (self->file, NULL, 0, &error);
  g_mutex_lock (&self->lock);
  if (error != NULL)
    fail_locked (self, error);
  publish_locked (self);
}

static void
begin_file_locked (PktmonSpooler *self)
{
  GError *error = NULL;

  self->file = g_queue_pop_head (&self->next);
  self->size = pktmon_spool_file_get_size (self->file);
  self->file_end = 0;
  self->overdue = FALSE;
  self->switching = MIN (self->switching, g_queue_get_length (&self->next));
  if (!pktmon_spool_file_begin_locked (self->file, self->lanes, &error) ||
      !pktmon_spool_file_name_locked (self->file, self->lanes, &error))
    fail_locked (self, error);
  else
    flush_locked (self);
}

static void
end_file_locked (PktmonSpooler *self)
{
  PktmonSpoolEndedAnswer *ended = g_new0 (PktmonSpoolEndedAnswer, 1);
  gboolean good = TRUE;

  for (guint i = 0; i < self->lanes->len && good; i++) {
    const PktmonLane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->interface != PKTMON_LANE_UNNAMED)
      good = pktmon_spool_file_add_statistics_locked (self->file, lane, NULL);
  }
  flush_locked (self);
  ended->spool = pktmon_spool_file_get_number (self->file);
  ended->size = pktmon_spool_file_get_size (self->file);
  ended->packets = pktmon_spool_file_get_packets (self->file);
  self->old_size += ended->size;
  self->size = 0;
  g_queue_push_tail (&self->ended, ended);
  g_clear_pointer (&self->file, pktmon_spool_file_free);
  wake_control (self);
}

static void
switch_file_locked (PktmonSpooler *self)
{
  end_file_locked (self);
  begin_file_locked (self);
}

/* The same while @batch is being written: lanes can have other numbers in the next file. */
static void
switch_file_of_batch_locked (PktmonSpooler *self, const PktmonBatch *batch)
{
  g_autoptr (GPtrArray) lanes = pktmon_spool_file_list_lanes (self->file, batch->data, batch->size);

  switch_file_locked (self);
  pktmon_spool_file_rename_blocks (batch->data, lanes);
}

/* --- Limits --- */

static PktmonRoom
get_room_locked (PktmonSpooler *self)
{
  const PktmonSetLimitsRequest *limits = &self->limits;
  guint64 end = (guint64) self->lanes->len * PKTMON_STATISTICS_SIZE;
  gboolean bounded = !self->overdue || !g_queue_is_empty (&self->next);

  return (PktmonRoom){
    .file_bytes = pktmon_room_get_rest (bounded ? limits->file_size : 0, self->size + end),
    .file_packets = pktmon_room_get_rest (bounded ? limits->file_packets : 0,
                                          pktmon_spool_file_get_packets (self->file)),
    .bytes = pktmon_room_get_rest (limits->bytes, self->old_size + self->size + end),
    .packets = MIN (pktmon_room_get_rest (limits->packets, self->packets),
                    pktmon_room_get_rest (self->trigger_end, self->packets)),
  };
}

/* Whether the current file has had its time; without packets it has none. */
static gboolean
is_file_over_locked (PktmonSpooler *self)
{
  return self->file_end != 0 && !g_queue_is_empty (&self->next) &&
         g_get_monotonic_time() >= self->file_end;
}

static void
begin_file_time_locked (PktmonSpooler *self)
{
  guint64 duration = MIN (self->limits.file_duration, G_MAXINT64 / 2 / G_TIME_SPAN_MILLISECOND);

  if (duration > 0 && self->file_end == 0)
    self->file_end = g_get_monotonic_time() + (gint64) duration * G_TIME_SPAN_MILLISECOND;
}

/* PKTMON_STOP_PACKETS or _TRIGGER when there are as many packets as there are to be; else 0. */
static guint
get_packets_reason_locked (const PktmonSpooler *self)
{
  if (pktmon_room_get_rest (self->trigger_end, self->packets) == 0)
    return PKTMON_STOP_TRIGGER;
  return pktmon_room_get_rest (self->limits.packets, self->packets) == 0 ? PKTMON_STOP_PACKETS : 0;
}

/* --- Packets --- */

static void
count_written_locked (PktmonSpooler *self, const PktmonBatch *batch, gsize written)
{
  guint64 before = pktmon_spool_file_get_packets (self->file);

  if (batch->lane != NULL && written == batch->size)
    pktmon_spool_file_count_all_locked (self->file, batch->lane, batch->packets, batch->bytes);
  else
    pktmon_spool_file_count_locked (self->file, batch->data, written, TRUE);
  self->packets += pktmon_spool_file_get_packets (self->file) - before;
}

/* Writes the first @size bytes of @batch, which then begins behind them. */
static void
write_part_locked (PktmonSpooler *self, PktmonBatch *batch, gsize size, guint64 packets)
{
  GError *error = NULL;
  gsize written;

  g_mutex_unlock (&self->lock);
  written = pktmon_spool_file_write (self->file, batch->data, size, &error);
  g_mutex_lock (&self->lock);
  count_written_locked (self, batch, written);
  begin_file_time_locked (self);
  if (error != NULL) {
    pktmon_spool_file_count_locked (self->file, batch->data + written, batch->size - written,
                                    FALSE);
    fail_locked (self, error);
  }
  batch->data += size;
  batch->size -= size;
  batch->packets -= packets;
  batch->lane = NULL;
  publish_locked (self);
}

/* To the next file, which the program has yet to make where files are short, or it is slow: lanes
 * and the kernel hold packets meanwhile. */
static void
move_on_locked (PktmonSpooler *self, const PktmonBatch *batch)
{
  gint64 deadline = g_get_monotonic_time() + PATIENCE;

  while (g_queue_is_empty (&self->next) && self->stop_reason == 0 && !self->overdue)
    self->overdue = !g_cond_wait_until (&self->filled, &self->lock, deadline);
  if (!g_queue_is_empty (&self->next))
    switch_file_of_batch_locked (self, batch);
}

static void
write_batch_locked (PktmonSpooler *self, PktmonBatch batch)
{
  if (self->trigger_end == 0)
    self->trigger_end =
        pktmon_trigger_find_end_locked (&batch, self->file, self->packets, self->limits.after);
  while (batch.size > 0 && self->stop_reason == 0) {
    PktmonRoom room = get_room_locked (self);
    guint64 packets;
    gsize fitting;

    /* A packet that is larger than a file may be has a file of its own. */
    if (pktmon_spool_file_get_packets (self->file) == 0)
      room.file_bytes = MAX (room.file_bytes, pktmon_packet_block_get_size (batch.data));
    fitting = pktmon_room_measure (&room, &batch, &packets);
    if (fitting > 0)
      write_part_locked (self, &batch, fitting, packets);
    else if (pktmon_room_is_in_next_file (&room, &batch))
      move_on_locked (self, &batch);
    else
      stop_locked (self, room.packets > 0 ? PKTMON_STOP_BYTES : get_packets_reason_locked (self));
  }
  if (self->stop_reason == 0 && get_packets_reason_locked (self) != 0)
    stop_locked (self, get_packets_reason_locked (self));
}

/* --- Dividers --- */

static void
write_divider_locked (PktmonSpooler *self)
{
  GError *error = NULL;

  if (self->stop_reason != 0)
    pktmon_divider_queue_write (&self->dividers, NULL, NULL);
  else if (pktmon_spool_file_add_divider_locked (self->file, &self->dividers, &error))
    flush_locked (self);
  else
    fail_locked (self, error);
}

/* Writes the packets with the dividers between them. */
static void
write_divided_locked (PktmonSpooler *self, PktmonBatch batch)
{
  PktmonBatch before;

  while (pktmon_divider_queue_split (&self->dividers, &batch, &before)) {
    write_batch_locked (self, before);
    write_divider_locked (self);
  }
  write_batch_locked (self, batch);
}

/* @idle: no lane has packets. @over: none will have any.
 * Returns: whether there was one that waits no longer: the lock was given up then. */
static gboolean
write_due_divider_locked (PktmonSpooler *self, gboolean idle, gboolean over)
{
  gint64 deadline = pktmon_divider_queue_get_deadline (&self->dividers);

  if (deadline < 0 || !(over || (idle && g_get_monotonic_time() >= deadline)))
    return FALSE;
  write_divider_locked (self);
  return TRUE;
}

/* After the end packets are only counted, and that only when it was not asked for. */
static void
drop_batch_locked (PktmonSpooler *self, const PktmonBatch *batch)
{
  if (self->error != NULL)
    pktmon_spool_file_count_locked (self->file, batch->data, batch->size, FALSE);
}

/* --- The thread --- */

/* Lanes that have ended, and are empty, are done.
 * Returns: whether there were any: the lock was given up then. */
static gboolean
finish_lanes_locked (PktmonSpooler *self)
{
  gboolean news = FALSE;

  for (guint i = 0; i < self->lanes->len; i++) {
    PktmonLane *lane = g_ptr_array_index (self->lanes, i);

    if (lane->done || !lane->ended || pktmon_lane_peek_locked (lane) != NULL)
      continue;
    if (self->error == NULL)
      pktmon_spool_file_add_statistics_locked (self->file, lane, NULL);
    lane->done = news = TRUE;
  }
  if (news) {
    flush_locked (self);
    wake_control (self);
  }
  return news;
}

static gboolean
is_all_done_locked (const PktmonSpooler *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    if (!((const PktmonLane *) g_ptr_array_index (self->lanes, i))->done)
      return FALSE;
  return TRUE;
}

static void
name_lanes_locked (PktmonSpooler *self)
{
  GError *error = NULL;

  if (!pktmon_spool_file_name_locked (self->file, self->lanes, &error))
    fail_locked (self, error);
}

/* What is only counted is news too. */
static void
publish_counts_locked (PktmonSpooler *self)
{
  gboolean recounted = FALSE;

  for (guint i = 0; i < self->lanes->len; i++) {
    PktmonLane *lane = g_ptr_array_index (self->lanes, i);

    recounted = recounted || lane->recounted;
    lane->recounted = FALSE;
  }
  if (recounted && self->file != NULL)
    publish_locked (self);
}

/* @deadline: of the packets; -1: there are none. */
static void
wait_locked (PktmonSpooler *self, gint64 deadline)
{
  if (self->file_end != 0 && !g_queue_is_empty (&self->next) && self->stop_reason == 0)
    deadline = deadline < 0 ? self->file_end : MIN (deadline, self->file_end);
  if (deadline < 0)
    deadline = pktmon_divider_queue_get_deadline (&self->dividers);
  if (deadline < 0)
    g_cond_wait (&self->filled, &self->lock);
  else
    g_cond_wait_until (&self->filled, &self->lock, deadline);
}

/* Those whose turn was asked for, and the one whose time has come. */
static void
switch_due_files_locked (PktmonSpooler *self)
{
  while (self->switching > 0 && self->stop_reason == 0) {
    self->switching--;
    switch_file_locked (self);
  }
  if (self->stop_reason == 0 && is_file_over_locked (self))
    switch_file_locked (self);
}

static gpointer
work (gpointer data)
{
  PktmonSpooler *self = data;
  PktmonBatch batch;
  gint64 deadline;

  g_mutex_lock (&self->lock);
  begin_file_locked (self);
  for (;;) {
    switch_due_files_locked (self);
    name_lanes_locked (self);
    publish_counts_locked (self);
    if (pktmon_merge_collect_locked (&self->merge, &batch, &deadline)) {
      if (self->stop_reason == 0)
        write_divided_locked (self, batch);
      else
        drop_batch_locked (self, &batch);
      pktmon_merge_release_locked (&self->merge, &batch);
    } else if (finish_lanes_locked (self) ||
               write_due_divider_locked (self, deadline < 0,
                                         self->finishing && is_all_done_locked (self)))
      continue;
    else if (self->finishing && is_all_done_locked (self))
      break;
    else
      wait_locked (self, deadline);
  }
  self->finished = TRUE;
  g_mutex_unlock (&self->lock);
  wake_control (self);
  return NULL;
}

/* --- Life --- */

PktmonSpooler *
pktmon_spooler_new (int wake)
{
  PktmonSpooler *self = g_new0 (PktmonSpooler, 1);

  self->wake = wake;
  g_mutex_init (&self->lock);
  g_cond_init (&self->filled);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_lane_free);
  self->merge.lanes = self->lanes;
  return self;
}

void
pktmon_spooler_free (PktmonSpooler *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->file, pktmon_spool_file_free);
  g_queue_clear_full (&self->next, (GDestroyNotify) pktmon_spool_file_free);
  g_queue_clear_full (&self->ended, g_free);
  g_ptr_array_unref (self->lanes);
  g_clear_error (&self->error);
  g_free (self->merge.buffer);
  pktmon_divider_queue_clear (&self->dividers);
  g_cond_clear (&self->filled);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
pktmon_spooler_start (PktmonSpooler *self)
{
  self->thread = g_thread_new ("spooler", work, self);
}

void
pktmon_spooler_finish (PktmonSpooler *self)
{
  g_mutex_lock (&self->lock);
  self->finishing = TRUE;
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->lock);
}

gboolean
pktmon_spooler_has_file (PktmonSpooler *self)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = self->file != NULL || !g_queue_is_empty (&self->next);
  g_mutex_unlock (&self->lock);
  return has;
}

static gboolean
has_room_for_file (PktmonSpooler *self, GError **error)
{
  guint waiting;

  g_mutex_lock (&self->lock);
  waiting = g_queue_get_length (&self->next);
  g_mutex_unlock (&self->lock);
  if (waiting < PKTMON_MAX_QUEUED_SPOOLS)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("Too many files wait for their turn."),
                    _ ("Add another one when the next has begun."));
  return FALSE;
}

gboolean
pktmon_spooler_add_file (PktmonSpooler *self, int descriptor, gboolean now, GError **error)
{
  PktmonSpoolFile *file = pktmon_spool_file_new (descriptor, self->n_files, error);

  if (file == NULL)
    return FALSE;
  if (!has_room_for_file (self, error)) {
    pktmon_spool_file_free (file);
    return FALSE;
  }
  self->n_files++;
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->next, file);
  self->switching += now ? 1 : 0;
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
pktmon_spooler_set_limits (PktmonSpooler *self, const PktmonSetLimitsRequest *limits)
{
  g_mutex_lock (&self->lock);
  self->limits = *limits;
  g_mutex_unlock (&self->lock);
}

/* --- Lanes --- */

PktmonLane *
pktmon_spooler_add_lane (PktmonSpooler *self, const PktmonSourceDescription *description)
{
  PktmonLane *lane = pktmon_lane_new (&self->lock, &self->filled, description);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->lanes, lane);
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->lock);
  return lane;
}

gboolean
pktmon_spooler_is_lane_done (PktmonSpooler *self, PktmonLane *lane)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = lane->done;
  g_mutex_unlock (&self->lock);
  return done;
}

void
pktmon_spooler_remove_lane (PktmonSpooler *self, PktmonLane *lane)
{
  g_mutex_lock (&self->lock);
  self->retired_lost += pktmon_lane_get_lost_locked (lane);
  self->packets += lane->counted;
  pktmon_drop_totals_add_all (&self->retired_drops, &lane->drops);
  g_ptr_array_remove (self->lanes, lane);
  g_mutex_unlock (&self->lock);
}

void
pktmon_spooler_set_filter_text (PktmonSpooler *self, PktmonLane *lane, const char *text)
{
  g_mutex_lock (&self->lock);
  pktmon_message_set_text (lane->description.filter, sizeof lane->description.filter, text);
  g_mutex_unlock (&self->lock);
}

void
pktmon_spooler_set_trigger (PktmonSpooler *self, PktmonLane *lane, PktmonProgram *program)
{
  g_mutex_lock (&self->lock);
  g_free (lane->trigger);
  lane->trigger = program;
  g_mutex_unlock (&self->lock);
}

void
pktmon_spooler_add_divider (PktmonSpooler *self, const PktmonAddDividerRequest *request)
{
  g_mutex_lock (&self->lock);
  pktmon_divider_queue_add (&self->dividers, request);
  g_cond_signal (&self->filled);
  g_mutex_unlock (&self->lock);
}

void
pktmon_spooler_set_interface_lost (PktmonSpooler *self, PktmonLane *lane, guint64 lost)
{
  g_mutex_lock (&self->lock);
  lane->counters.interface_lost = lost;
  g_mutex_unlock (&self->lock);
}
