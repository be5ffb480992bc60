/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interrupt.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct _PktmonInterrupt {
  GThread *thread;
  sigset_t signals;
  int signal_descriptor;
  int end_descriptor; /* readable: the thread is to end */
  GMutex lock;
  PktmonSpool *spool; /* under the lock */
  int set;            /* atomic */
};

/* Returns: whether the work can be told to end. */
static gboolean
tell (PktmonInterrupt *self)
{
  gboolean told;

  g_atomic_int_set (&self->set, TRUE);
  g_mutex_lock (&self->lock);
  told = self->spool != NULL;
  if (told)
    pktmon_spool_cancel (self->spool);
  g_mutex_unlock (&self->lock);
  return told;
}

static gpointer
wait_for_signals (gpointer data)
{
  PktmonInterrupt *self = data;
  struct pollfd descriptors[] = {
    { .fd = self->end_descriptor, .events = POLLIN },
    { .fd = self->signal_descriptor, .events = POLLIN },
  };
  struct signalfd_siginfo info;

  while (poll (descriptors, 2, -1) < 0 && errno == EINTR)
    continue;
  if (descriptors[0].revents != 0 ||
      read (self->signal_descriptor, &info, sizeof info) != (gssize) sizeof info)
    return NULL;
  /* From here on this thread takes signals as if nobody had asked to be told. */
  pthread_sigmask (SIG_UNBLOCK, &self->signals, NULL);
  if (!tell (self))
    kill (getpid(), (int) info.ssi_signo);
  while (poll (descriptors, 1, -1) < 0 && errno == EINTR)
    continue;
  return NULL;
}

/* Whoever started the program may want it to ignore a signal, as nohup and shells do. */
static void
add_signal (sigset_t *signals, int number)
{
  struct sigaction action;

  if (sigaction (number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
    sigaddset (signals, number);
}

PktmonInterrupt *
pktmon_interrupt_new (void)
{
  PktmonInterrupt *self = g_new0 (PktmonInterrupt, 1);

  g_mutex_init (&self->lock);
  sigemptyset (&self->signals);
  add_signal (&self->signals, SIGINT);
  add_signal (&self->signals, SIGTERM);
  self->signal_descriptor = signalfd (-1, &self->signals, SFD_CLOEXEC);
  self->end_descriptor = eventfd (0, EFD_CLOEXEC);
  /* Without the descriptors signals do what they always do. */
  if (self->signal_descriptor < 0 || self->end_descriptor < 0)
    return self;
  pthread_sigmask (SIG_BLOCK, &self->signals, NULL);
  self->thread = g_thread_new ("interrupt", wait_for_signals, self);
  return self;
}

void
pktmon_interrupt_free (PktmonInterrupt *self)
{
  if (self->thread != NULL) {
    eventfd_write (self->end_descriptor, 1);
    g_thread_join (self->thread);
    pthread_sigmask (SIG_UNBLOCK, &self->signals, NULL);
  }
  if (self->signal_descriptor >= 0)
    close (self->signal_descriptor);
  if (self->end_descriptor >= 0)
    close (self->end_descriptor);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
pktmon_interrupt_set_spool (PktmonInterrupt *self, PktmonSpool *spool)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->spool, pktmon_spool_unref);
  self->spool = pktmon_spool_ref (spool);
  g_mutex_unlock (&self->lock);
}

gboolean
pktmon_interrupt_is_set (PktmonInterrupt *self)
{
  return g_atomic_int_get (&self->set);
}
