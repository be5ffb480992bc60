/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/source.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "helper/device.h"
#include "helper/open-error.h"
#include "helper/ring.h"
#include "helper/stack-tap.h"

/* How often the end of what passed is looked for, and how long at most. */
#define DRAIN_MILLISECONDS 5
#define MAX_DRAIN_MICROSECONDS (2 * G_TIME_SPAN_SECOND)
/* How often a device without a descriptor to wait for is asked. */
#define ASK_MILLISECONDS 10

struct _PktmonCaptureSource {
  PktmonTap *tap;
  PktmonLinkMonitor *monitor; /* NULL for all but interfaces */
  PktmonProgram *program;     /* what decides while it is open */
  PktmonFinish *finish;       /* and about what that lets pass too widely */
  gboolean open;
  PktmonLane *lane; /* borrowed */
  GThread *thread;
  int wake;      /* eventfd: look at `finishing` */
  int finishing; /* atomic */
  char *failure; /* why the thread ended by itself */
};

/* --- The capture thread --- */

/* A packet socket whose interface went down says so once, and works on when it is up again. */
static void
clear_error (PktmonTap *tap)
{
  int error;
  socklen_t size = sizeof error;

  (void) getsockopt (tap->descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
}

static void
wait_for_packets (PktmonCaptureSource *self)
{
  gboolean finishing = g_atomic_int_get (&self->finishing);
  struct pollfd descriptors[] = {
    { .fd = self->tap->descriptor, .events = POLLIN },
    { .fd = finishing ? -1 : self->wake, .events = POLLIN },
  };
  int timeout = self->tap->descriptor < 0 ? ASK_MILLISECONDS : -1;

  if (poll (descriptors, G_N_ELEMENTS (descriptors), finishing ? DRAIN_MILLISECONDS : timeout) >
          0 &&
      descriptors[0].revents & POLLERR)
    clear_error (self->tap);
}

static gpointer
capture (gpointer data)
{
  PktmonCaptureSource *self = data;
  const PktmonTapClass *class = self->tap->class;
  PktmonTapResult result;
  gint64 end = 0;

  for (;;) {
    while ((result = class->read (self->tap, self->lane, &self->failure)) == PKTMON_TAP_MORE)
      ;
    pktmon_lane_hand_over (self->lane);
    if (result == PKTMON_TAP_FAILED)
      break;
    if (pktmon_finish_is_needed (self->finish))
      pktmon_finish_settle (self->finish);
    if (g_atomic_int_get (&self->finishing)) {
      end = end == 0 ? g_get_monotonic_time() + MAX_DRAIN_MICROSECONDS : end;
      if (class->is_drained (self->tap, self->lane) || g_get_monotonic_time() >= end)
        break;
    }
    wait_for_packets (self);
  }
  pktmon_lane_end (self->lane);
  return NULL;
}

/* --- Opening --- */

static PktmonTap *
open_interface (const PktmonAddSourceRequest *request, gboolean sealed, guint64 automatic_buffer,
                PktmonInterfaceFacts *facts, GError **error)
{
  guint64 buffer_size = request->buffer_size > 0 ? request->buffer_size : automatic_buffer;

  if (!pktmon_interface_facts_load (facts, request->interface_index, request->device, error))
    return NULL;
  if (pktmon_ring_get_link_type (facts) >= 0)
    return pktmon_ring_new (facts, request->snap_length, buffer_size, request->promiscuous,
                            request->device, error);
  if (!sealed)
    return pktmon_device_new (request->device, request->snap_length, buffer_size,
                              request->promiscuous, error);
  pktmon_error_set (error, PKTMON_ERROR_PERMISSION,
                    _ ("Interfaces of this kind cannot be added while packets are captured."),
                    _ ("Stop the capture, choose the interface, and start it again."));
  return NULL;
}

static gboolean
open_all (PktmonCaptureSource *self, const PktmonAddSourceRequest *request, gboolean sealed,
          guint64 automatic_buffer, PktmonProbe *probe, PktmonInterfaceFacts *facts, GError **error)
{
  if (request->kind == PKTMON_CAPTURE_DEVICE) {
    self->tap = pktmon_device_new (request->device, request->snap_length, request->buffer_size,
                                   request->promiscuous, error);
    return self->tap != NULL;
  }
  if (request->kind == PKTMON_CAPTURE_STACK) {
    self->tap = pktmon_stack_tap_new (probe, request, automatic_buffer, error);
    return self->tap != NULL;
  }
  self->tap = open_interface (request, sealed, automatic_buffer, facts, error);
  if (self->tap != NULL)
    self->monitor = pktmon_link_monitor_new (facts, error);
  return self->monitor != NULL;
}

static void
describe (const PktmonCaptureSource *self, const PktmonAddSourceRequest *request,
          const PktmonInterfaceFacts *facts, PktmonSourceOpenedAnswer *answer)
{
  *answer = (PktmonSourceOpenedAnswer){
    .source = request->source,
    .link_type = self->tap->link_type,
    .snap_length = self->tap->snap_length,
    .buffer_size = self->tap->buffer_size,
    .up = facts->up || self->monitor == NULL,
    .has_mac = facts->has_mac,
    .n_addresses = (guint16) facts->n_addresses,
  };
  memcpy (answer->mac, facts->mac, sizeof answer->mac);
  memcpy (answer->addresses, facts->addresses, sizeof answer->addresses);
}

/* --- Filters --- */

/* Where constraints have the last word they see whole packets, and what is read of them is cut.
 * @finisher: (out): NULL: there are none.
 * Returns: (transfer full): NULL with an error. */
static PktmonProgram *
make_filter (const PktmonTap *tap, const PktmonCaptureFilter *filter, PktmonFinisher **finisher,
             GError **error)
{
  g_autoptr (PktmonFinisher) made = NULL;
  guint32 kept = filter->wide ? PKTMON_MAX_SNAP_LENGTH : tap->snap_length;
  PktmonProgram *program;

  if (filter->n_constraints > 0) {
    made = pktmon_finisher_new (filter, tap->link_type, error);
    if (made == NULL)
      return NULL;
  }
  program = pktmon_program_new (filter, kept, error);
  *finisher = program != NULL ? g_steal_pointer (&made) : NULL;
  return program;
}

PktmonCaptureSource *
pktmon_capture_source_new (const PktmonAddSourceRequest *request, gboolean sealed,
                           guint64 automatic_buffer, PktmonProbe *probe,
                           PktmonSourceOpenedAnswer *answer, GError **error)
{
  g_autoptr (PktmonCaptureSource) self = g_new0 (PktmonCaptureSource, 1);
  PktmonInterfaceFacts facts = { 0 };
  PktmonFinisher *finisher;

  self->wake = eventfd (0, EFD_CLOEXEC);
  if (self->wake < 0) {
    pktmon_open_error_set_errno (error, errno, request->device);
    return NULL;
  }
  if (!open_all (self, request, sealed, automatic_buffer, probe, &facts, error))
    return NULL;
  self->program = make_filter (self->tap, &request->filter, &finisher, error);
  if (self->program == NULL)
    return NULL;
  self->tap->finish = self->finish = pktmon_finish_new();
  if (finisher != NULL)
    pktmon_finish_set (self->finish, finisher, request->filter.wide, 0);
  describe (self, request, &facts, answer);
  return g_steal_pointer (&self);
}

void
pktmon_capture_source_free (PktmonCaptureSource *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->tap, pktmon_tap_free);
  g_clear_pointer (&self->monitor, pktmon_link_monitor_free);
  g_free (self->failure);
  g_free (self->program);
  g_clear_pointer (&self->finish, pktmon_finish_free);
  if (self->wake >= 0)
    close (self->wake);
  g_free (self);
}

/* --- Control --- */

void
pktmon_capture_source_start (PktmonCaptureSource *self, PktmonLane *lane)
{
  self->lane = lane;
  lane->tap = self->tap;
  lane->is_pending = (gboolean (*) (gpointer)) self->tap->class->is_pending;
  self->thread = g_thread_new ("capture", capture, self);
}

static gboolean
set_program (PktmonCaptureSource *self, const PktmonProgram *program, GError **error)
{
  if (self->tap->class->set_program (self->tap, program))
    return TRUE;
  pktmon_error_set_errno (error, errno, _ ("The kernel does not take the filter"));
  return FALSE;
}

gboolean
pktmon_capture_source_set_open (PktmonCaptureSource *self, gboolean open, GError **error)
{
  g_autofree PktmonProgram *closed = pktmon_program_new_closed();

  if (!set_program (self, open ? self->program : closed, error))
    return FALSE;
  self->open = open;
  return TRUE;
}

gboolean
pktmon_capture_source_set_filter (PktmonCaptureSource *self, const PktmonCaptureFilter *filter,
                                  GError **error)
{
  PktmonFinisher *finisher;
  g_autofree PktmonProgram *program = make_filter (self->tap, filter, &finisher, error);

  if (program == NULL)
    return FALSE;
  if (self->open && !set_program (self, program, error)) {
    g_clear_pointer (&finisher, pktmon_finisher_free);
    return FALSE;
  }
  pktmon_finish_set (self->finish, finisher, filter->wide,
                     (guint64) pktmon_time_to_nanoseconds (pktmon_time_now()));
  g_free (self->program);
  self->program = g_steal_pointer (&program);
  return TRUE;
}

void
pktmon_capture_source_finish (PktmonCaptureSource *self)
{
  g_autoptr (GError) error = NULL;

  if (!pktmon_capture_source_set_open (self, FALSE, &error))
    g_warning ("a source goes on to its end: %s", error->message);
  g_atomic_int_set (&self->finishing, TRUE);
  if (eventfd_write (self->wake, 1) != 0)
    g_warning ("wake-up of a source failed: %s", g_strerror (errno));
}

PktmonLinkMonitor *
pktmon_capture_source_get_monitor (PktmonCaptureSource *self)
{
  return self->monitor;
}

const char *
pktmon_capture_source_get_failure (PktmonCaptureSource *self)
{
  return self->failure;
}
