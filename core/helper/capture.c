/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/capture.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/i18n.h"
#include "helper/end-error.h"
#include "helper/program.h"
#include "helper/source.h"
#include "helper/spooler.h"

/* Progress is told when there is some, but not more often; and when there is none, to be heard. */
#define PROGRESS_INTERVAL (25 * G_TIME_SPAN_MILLISECOND)
#define SILENCE_INTERVAL (1 * G_TIME_SPAN_SECOND)

/* Rings that are sized by themselves take a quarter of what is left of a part of the memory, within
 * bounds: one fast source has seconds of room, hundreds still fit. */
#define MEMORY_PART 8
#define MAX_AUTOMATIC_BUFFER (G_GUINT64_CONSTANT (256) << 20)
#define MIN_AUTOMATIC_BUFFER (G_GUINT64_CONSTANT (2) << 20)

typedef enum {
  STATE_READY,
  STATE_RUNNING,
  STATE_STOPPING,
} State;

/* A source in its capture. */
typedef struct {
  guint32 number;
  PktmonCaptureSource *source; /* owned */
  PktmonLane *lane;            /* the spooler's */
  guint64 buffer_size;         /* taken from the budget */
  gboolean up;                 /* as told */
  guint end_reason;            /* PktmonEndReason; 0: it goes on */
} Entry;

struct _PktmonCapture {
  PktmonCaptureTell tell;
  gpointer user_data;
  guint64 memory; /* of this machine, in bytes */
  int wake;       /* eventfd: the spooler has news */
  State state;
  gboolean paused;
  PktmonProbe *probe;     /* of the stack points among the entries; outlives them */
  GPtrArray *entries;     /* of Entry, owned */
  PktmonSpooler *spooler; /* of this capture */
  PktmonSetLimitsRequest limits;
  gint64 end;    /* monotonic time at which the duration is over; G_MAXINT64: never */
  gboolean news; /* the spooler has some that were not told */
  gint64 told;   /* monotonic time of the last progress */
  gint64 asked;  /* monotonic time at which the interfaces were asked for their counters */
  guint stop_reason;
  PktmonMessage message; /* that is being told; too large for the stack */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  pktmon_capture_source_free (entry->source);
  g_free (entry);
}

/* --- Life --- */

static void
reset (PktmonCapture *self)
{
  g_ptr_array_set_size (self->entries, 0);
  g_clear_pointer (&self->probe, pktmon_probe_free);
  self->probe = pktmon_probe_new();
  g_clear_pointer (&self->spooler, pktmon_spooler_free);
  self->spooler = pktmon_spooler_new (self->wake);
  self->limits = (PktmonSetLimitsRequest){ 0 };
  self->state = STATE_READY;
  self->paused = FALSE;
  self->end = G_MAXINT64;
  self->stop_reason = 0;
}

PktmonCapture *
pktmon_capture_new (PktmonCaptureTell tell, gpointer user_data, GError **error)
{
  int wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  PktmonCapture *self;

  if (wake < 0) {
    pktmon_error_set_errno (error, errno, _ ("The capture helper could not be set up"));
    return NULL;
  }
  self = g_new0 (PktmonCapture, 1);
  self->tell = tell;
  self->user_data = user_data;
  self->memory = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE);
  self->wake = wake;
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  reset (self);
  return self;
}

void
pktmon_capture_free (PktmonCapture *self)
{
  g_ptr_array_unref (self->entries);
  pktmon_probe_free (self->probe);
  pktmon_spooler_free (self->spooler);
  close (self->wake);
  g_free (self);
}

gboolean
pktmon_capture_is_running (PktmonCapture *self)
{
  return self->state != STATE_READY;
}

/* --- Sources --- */

static gboolean
fail_state (GError **error)
{
  pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The capture is not in a state to do this."),
                    _ ("Wait until it has started, or stopped."));
  return FALSE;
}

/* NULL with an error when there is no source with this number. */
static Entry *
find_entry (PktmonCapture *self, guint32 number, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    if (entry->number == number)
      return entry;
  }
  pktmon_error_set (error, PKTMON_ERROR_NOT_FOUND, _ ("The capture has no such data source."),
                    _ ("Choose one that it has."));
  return NULL;
}

static guint64
get_automatic_buffer (PktmonCapture *self)
{
  guint64 left = self->memory / MEMORY_PART;

  for (guint i = 0; i < self->entries->len; i++)
    left -= MIN (left, ((Entry *) g_ptr_array_index (self->entries, i))->buffer_size);
  return CLAMP (left / 4, MIN_AUTOMATIC_BUFFER, MAX_AUTOMATIC_BUFFER);
}

static gboolean
check_place (PktmonCapture *self, guint32 number, GError **error)
{
  if (self->state == STATE_STOPPING)
    return fail_state (error);
  if (self->entries->len == PKTMON_MAX_CAPTURE_SOURCES) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The capture has too many data sources."),
                      _ ("Choose fewer."));
    return FALSE;
  }
  if (find_entry (self, number, NULL) == NULL)
    return TRUE;
  pktmon_error_set (error, PKTMON_ERROR_INVALID,
                    _ ("The capture has a data source with this number already."),
                    _ ("Choose another number."));
  return FALSE;
}

static PktmonLane *
add_lane (PktmonCapture *self, const PktmonAddSourceRequest *request,
          const PktmonSourceOpenedAnswer *answer)
{
  PktmonSourceDescription description = {
    .opened = *answer,
    .start = (guint64) pktmon_time_to_nanoseconds (pktmon_time_now()),
  };

  memcpy (description.id, request->id, sizeof description.id);
  memcpy (description.description, request->description, sizeof description.description);
  memcpy (description.filter, request->filter.text, sizeof description.filter);
  return pktmon_spooler_add_lane (self->spooler, &description);
}

gboolean
pktmon_capture_add_source (PktmonCapture *self, const PktmonAddSourceRequest *request,
                           gboolean sealed, PktmonSourceOpenedAnswer *answer, GError **error)
{
  g_autoptr (PktmonCaptureSource) source = NULL;
  gboolean running = self->state == STATE_RUNNING;
  Entry *entry;

  if (!check_place (self, request->source, error))
    return FALSE;
  source = pktmon_capture_source_new (request, sealed, get_automatic_buffer (self), self->probe,
                                      answer, error);
  if (source == NULL ||
      (running && !self->paused && !pktmon_capture_source_set_open (source, TRUE, error)))
    return FALSE;
  entry = g_new0 (Entry, 1);
  entry->number = request->source;
  entry->buffer_size = answer->buffer_size;
  entry->up = answer->up;
  entry->lane = add_lane (self, request, answer);
  entry->source = g_steal_pointer (&source);
  if (running)
    pktmon_capture_source_start (entry->source, entry->lane);
  g_ptr_array_add (self->entries, entry);
  return TRUE;
}

gboolean
pktmon_capture_seal (PktmonCapture *self, GError **error)
{
  return pktmon_probe_begin (self->probe, error);
}

gboolean
pktmon_capture_set_filter (PktmonCapture *self, const PktmonSetFilterRequest *request,
                           GError **error)
{
  Entry *entry = find_entry (self, request->source, error);

  if (entry == NULL || !pktmon_capture_source_set_filter (entry->source, &request->filter, error))
    return FALSE;
  pktmon_spooler_set_filter_text (self->spooler, entry->lane, request->filter.text);
  return TRUE;
}

gboolean
pktmon_capture_set_trigger (PktmonCapture *self, const PktmonSetTriggerRequest *request,
                            GError **error)
{
  Entry *entry = find_entry (self, request->source, error);
  PktmonProgram *program =
      entry != NULL ? pktmon_program_new (&request->filter, PKTMON_MAX_SNAP_LENGTH, error) : NULL;

  if (program != NULL)
    pktmon_spooler_set_trigger (self->spooler, entry->lane, program);
  return program != NULL;
}

gboolean
pktmon_capture_add_divider (PktmonCapture *self, const PktmonAddDividerRequest *request,
                            GError **error)
{
  if (self->state == STATE_RUNNING)
    pktmon_spooler_add_divider (self->spooler, request);
  return self->state == STATE_RUNNING || fail_state (error);
}

/* Ends one source; the rest goes on. */
static void
end_entry (Entry *entry, PktmonEndReason reason)
{
  if (entry->end_reason != 0)
    return;
  entry->end_reason = reason;
  pktmon_capture_source_finish (entry->source);
}

gboolean
pktmon_capture_remove_source (PktmonCapture *self, guint32 number, GError **error)
{
  Entry *entry = find_entry (self, number, error);

  if (entry == NULL)
    return FALSE;
  end_entry (entry, PKTMON_END_REMOVED);
  return TRUE;
}

/* --- Files and limits --- */

gboolean
pktmon_capture_add_spool (PktmonCapture *self, int descriptor, gboolean now, GError **error)
{
  /* While it stops, what the kernel holds may still need another one. */
  return pktmon_spooler_add_file (self->spooler, descriptor, now && self->state == STATE_RUNNING,
                                  error);
}

static void
set_end (PktmonCapture *self)
{
  gint64 now = g_get_monotonic_time();
  guint64 duration = self->limits.duration;

  self->end = duration == 0 || duration > (guint64) (G_MAXINT64 - now) / G_TIME_SPAN_MILLISECOND
                  ? G_MAXINT64
                  : now + (gint64) duration * G_TIME_SPAN_MILLISECOND;
}

void
pktmon_capture_set_limits (PktmonCapture *self, const PktmonSetLimitsRequest *request)
{
  self->limits = *request;
  pktmon_spooler_set_limits (self->spooler, request);
  if (self->state == STATE_RUNNING)
    set_end (self);
}

/* --- State --- */

static gboolean
set_open (PktmonCapture *self, gboolean open, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    if (entry->end_reason == 0 && !pktmon_capture_source_set_open (entry->source, open, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
pktmon_capture_start (PktmonCapture *self, GError **error)
{
  if (self->state != STATE_READY)
    return fail_state (error);
  if (!pktmon_spooler_has_file (self->spooler)) {
    pktmon_error_set (error, PKTMON_ERROR_INVALID, _ ("The capture has no file to write to."),
                      _ ("Choose one first."));
    return FALSE;
  }
  if (!set_open (self, TRUE, error)) {
    set_open (self, FALSE, NULL);
    return FALSE;
  }
  pktmon_spooler_start (self->spooler);
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    pktmon_capture_source_start (entry->source, entry->lane);
  }
  self->state = STATE_RUNNING;
  set_end (self);
  return TRUE;
}

gboolean
pktmon_capture_set_paused (PktmonCapture *self, gboolean paused, GError **error)
{
  if (self->state != STATE_RUNNING)
    return fail_state (error);
  if (!set_open (self, !paused, error))
    return FALSE;
  self->paused = paused;
  return TRUE;
}

/* The last look at what the interface itself lost. */
static void
update_lost (PktmonCapture *self, Entry *entry)
{
  PktmonLinkMonitor *monitor = pktmon_capture_source_get_monitor (entry->source);

  if (monitor == NULL)
    return;
  pktmon_link_monitor_ask (monitor);
  pktmon_spooler_set_interface_lost (self->spooler, entry->lane,
                                     pktmon_link_monitor_update (monitor)->lost);
}

static void
stop (PktmonCapture *self, PktmonStopReason reason)
{
  if (self->state != STATE_RUNNING)
    return;
  self->state = STATE_STOPPING;
  self->stop_reason = reason;
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    update_lost (self, entry);
    end_entry (entry, PKTMON_END_REMOVED);
  }
  pktmon_spooler_finish (self->spooler);
}

gboolean
pktmon_capture_stop (PktmonCapture *self, GError **error)
{
  if (self->state != STATE_RUNNING)
    return fail_state (error);
  stop (self, PKTMON_STOP_ASKED);
  return TRUE;
}

/* --- Events --- */

static void
tell (PktmonCapture *self)
{
  self->tell (&self->message, self->user_data);
}

static void
begin (PktmonCapture *self, PktmonMessageType type)
{
  pktmon_message_init (&self->message, type);
}

static void
look_at_link (PktmonCapture *self, Entry *entry)
{
  static const guint reasons[] = {
    [PKTMON_LINK_GONE] = PKTMON_END_GONE,
    [PKTMON_LINK_MOVED] = PKTMON_END_MOVED,
    [PKTMON_LINK_TYPE_CHANGED] = PKTMON_END_LINK_TYPE_CHANGED,
  };
  PktmonLinkMonitor *monitor = pktmon_capture_source_get_monitor (entry->source);
  const PktmonLinkState *link;

  if (monitor == NULL || entry->end_reason != 0)
    return;
  link = pktmon_link_monitor_update (monitor);
  pktmon_spooler_set_interface_lost (self->spooler, entry->lane, link->lost);
  if (link->fate != PKTMON_LINK_THERE)
    end_entry (entry, reasons[link->fate]);
  else if (link->up != entry->up) {
    entry->up = link->up;
    begin (self, PKTMON_ANSWER_SOURCE_CHANGED);
    self->message.source_changed.source = entry->number;
    self->message.source_changed.up = link->up;
    tell (self);
  }
}

static void
tell_ended (PktmonCapture *self, Entry *entry)
{
  PktmonSourceEndedAnswer *answer = &self->message.source_ended;
  g_autoptr (GError) error = NULL;

  pktmon_end_error_set (&error, entry->end_reason, entry->lane->description.id,
                        pktmon_capture_source_get_failure (entry->source));
  begin (self, PKTMON_ANSWER_SOURCE_ENDED);
  answer->source = entry->number;
  answer->reason = (guint16) entry->end_reason;
  answer->code = pktmon_message_set_error (answer->message, sizeof answer->message, error);
  tell (self);
}

/* Forgets sources that have ended; a source whose lane is done has no more packets. */
static void
forget_ended (PktmonCapture *self)
{
  for (guint i = self->entries->len; i-- > 0;) {
    Entry *entry = g_ptr_array_index (self->entries, i);
    gboolean done = pktmon_spooler_is_lane_done (self->spooler, entry->lane);

    if (!done && (self->state != STATE_READY || entry->end_reason == 0))
      continue;
    if (entry->end_reason == 0)
      entry->end_reason = PKTMON_END_FAILED;
    tell_ended (self, entry);
    pktmon_spooler_remove_lane (self->spooler, entry->lane);
    g_ptr_array_remove_index (self->entries, i);
  }
}

static void
tell_ended_files (PktmonCapture *self)
{
  PktmonSpoolEndedAnswer ended;

  while (pktmon_spooler_take_ended_file (self->spooler, &ended)) {
    begin (self, PKTMON_ANSWER_SPOOL_ENDED);
    self->message.spool_ended = ended;
    tell (self);
  }
}

static gint64
get_next_progress (const PktmonCapture *self)
{
  return self->told + (self->news ? PROGRESS_INTERVAL : SILENCE_INTERVAL);
}

static void
tell_progress (PktmonCapture *self, gint64 now)
{
  begin (self, PKTMON_ANSWER_PROGRESS);
  /* A file that ended just now is told first; the next look comes at once. */
  if (!pktmon_spooler_get_progress (self->spooler, &self->message.progress.progress))
    return;
  self->message.progress.progress.forgotten = pktmon_probe_get_forgotten (self->probe);
  self->told = now;
  self->news = FALSE;
  tell (self);
}

static void
tell_stopped (PktmonCapture *self)
{
  PktmonStoppedAnswer *answer = &self->message.stopped;
  const GError *error = pktmon_spooler_get_error (self->spooler);

  begin (self, PKTMON_ANSWER_STOPPED);
  answer->reason = (guint16) (error != NULL ? PKTMON_STOP_FAILED : self->stop_reason);
  answer->code = pktmon_message_set_error (answer->message, sizeof answer->message, error);
  pktmon_spooler_get_progress (self->spooler, &answer->progress);
  answer->progress.forgotten = pktmon_probe_get_forgotten (self->probe);
  reset (self);
  tell (self);
}

/* Asks interfaces for their counters; the answers are events. */
static void
ask_interfaces (PktmonCapture *self, gint64 now)
{
  if (now < self->asked + SILENCE_INTERVAL)
    return;
  self->asked = now;
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);
    PktmonLinkMonitor *monitor = pktmon_capture_source_get_monitor (entry->source);

    if (monitor != NULL)
      pktmon_link_monitor_ask (monitor);
  }
}

static void
dispatch_running (PktmonCapture *self, gint64 now)
{
  guint reason = pktmon_spooler_get_stop_reason (self->spooler);

  if (reason != 0)
    stop (self, reason);
  else if (now >= self->end)
    stop (self, PKTMON_STOP_DURATION);
  else
    ask_interfaces (self, now);
}

void
pktmon_capture_dispatch (PktmonCapture *self, gboolean quiet)
{
  gint64 now = g_get_monotonic_time();
  gboolean finished;
  eventfd_t count;

  if (eventfd_read (self->wake, &count) == 0)
    self->news = TRUE;
  finished = pktmon_spooler_is_finished (self->spooler);
  for (guint i = 0; i < self->entries->len; i++)
    look_at_link (self, g_ptr_array_index (self->entries, i));
  if (self->state != STATE_STOPPING)
    forget_ended (self);
  if (self->state == STATE_RUNNING)
    dispatch_running (self, now);
  tell_ended_files (self);
  if (finished)
    tell_stopped (self);
  else if (!quiet && self->state != STATE_READY && now >= get_next_progress (self))
    tell_progress (self, now);
}

static void
wait_for (GArray *descriptors, int descriptor)
{
  struct pollfd wanted = { .fd = descriptor, .events = POLLIN };

  g_array_append_val (descriptors, wanted);
}

int
pktmon_capture_prepare (PktmonCapture *self, gboolean quiet, GArray *descriptors)
{
  gint64 next = quiet ? G_MAXINT64 : get_next_progress (self);
  gint64 now = g_get_monotonic_time();

  if (self->state == STATE_RUNNING)
    next = MIN (next, MIN (self->end, self->asked + SILENCE_INTERVAL));
  wait_for (descriptors, self->wake);
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);
    PktmonLinkMonitor *monitor = pktmon_capture_source_get_monitor (entry->source);

    if (monitor != NULL && entry->end_reason == 0)
      wait_for (descriptors, pktmon_link_monitor_get_descriptor (monitor));
  }
  if (self->state == STATE_READY || next == G_MAXINT64)
    return -1;
  return (int) MAX ((next - now + 999) / G_TIME_SPAN_MILLISECOND, 0);
}
