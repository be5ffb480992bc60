/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"

struct _PktmonNamespace {
  gatomicrefcount references;
  gboolean own;
  int descriptor;
  guint64 inode;
  char *name;
  char *description;
};

/* Returns: (transfer full): NULL when @descriptor (taken) is no namespace: a name under /run/netns
 * is an ordinary file until the namespace is mounted on it. */
static PktmonNamespace *
new_for_descriptor (int descriptor)
{
  PktmonNamespace *self;
  struct statfs system;
  struct stat status;

  if (descriptor < 0)
    return NULL;
  if (fstatfs (descriptor, &system) != 0 || system.f_type != NSFS_MAGIC ||
      fstat (descriptor, &status) != 0) {
    close (descriptor);
    return NULL;
  }
  self = g_new0 (PktmonNamespace, 1);
  g_atomic_ref_count_init (&self->references);
  self->descriptor = descriptor;
  self->inode = status.st_ino;
  return self;
}

PktmonNamespace *
pktmon_namespace_new_own (void)
{
  PktmonNamespace *self =
      new_for_descriptor (open ("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));

  /* Without /proc nothing else can be entered, but this one needs not be. */
  if (self == NULL) {
    self = g_new0 (PktmonNamespace, 1);
    g_atomic_ref_count_init (&self->references);
    self->descriptor = -1;
  }
  self->own = TRUE;
  return self;
}

PktmonNamespace *
pktmon_namespace_new (const char *path, const char *name, const char *description)
{
  PktmonNamespace *self = new_for_descriptor (open (path, O_RDONLY | O_CLOEXEC));

  if (self == NULL)
    return NULL;
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  return self;
}

PktmonNamespace *
pktmon_namespace_ref (PktmonNamespace *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pktmon_namespace_unref (PktmonNamespace *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  if (self->descriptor >= 0)
    close (self->descriptor);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}

gboolean
pktmon_namespace_is_own (const PktmonNamespace *self)
{
  return self->own;
}

const char *
pktmon_namespace_get_name (const PktmonNamespace *self)
{
  return self->name;
}

const char *
pktmon_namespace_get_description (const PktmonNamespace *self)
{
  return self->description;
}

guint64
pktmon_namespace_get_inode (const PktmonNamespace *self)
{
  return self->inode;
}

int
pktmon_namespace_get_descriptor (const PktmonNamespace *self)
{
  return self->descriptor;
}

typedef struct {
  int descriptor;
  PktmonNamespaceFunc func;
  gpointer user_data;
  int error_number; /* why the namespace was not entered */
} Visit;

/* A thread of its own enters, as nobody else may come along, and never has to go back. */
static gpointer
visit_thread (gpointer user_data)
{
  Visit *visit = user_data;

  if (setns (visit->descriptor, CLONE_NEWNET) == 0)
    visit->func (visit->user_data);
  else
    visit->error_number = errno;
  return NULL;
}

gboolean
pktmon_namespace_run (PktmonNamespace *self, PktmonNamespaceFunc func, gpointer user_data,
                      GError **error)
{
  Visit visit = { .descriptor = self->descriptor, .func = func, .user_data = user_data };
  g_autofree char *what = NULL;

  if (self->own) {
    func (user_data);
    return TRUE;
  }
  g_thread_join (g_thread_new ("namespace", visit_thread, &visit));
  if (visit.error_number == 0)
    return TRUE;
  if (visit.error_number == EPERM) {
    what = g_strdup_printf (_ ("The network namespace “%s” cannot be entered."), self->name);
    pktmon_error_set (error, PKTMON_ERROR_PERMISSION, what,
                      _ ("Only the administrator may: start the program as root, or inside the "
                         "namespace."));
  } else {
    what = g_strdup_printf (_ ("The network namespace “%s” cannot be entered"), self->name);
    pktmon_error_set_errno (error, visit.error_number, what);
  }
  return FALSE;
}
