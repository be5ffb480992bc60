/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/growing.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

TestGrowing *
test_growing_new (const TestFolder *folder)
{
  g_autofree char *path = test_folder_build (folder, "growing");
  TestGrowing *self = g_new0 (TestGrowing, 1);

  self->descriptor = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (self->descriptor, >=, 0);
  self->spool = pktmon_spool_new_growing (self->descriptor, NULL);
  g_assert_nonnull (self->spool);
  self->store = pktmon_store_new_for_spool (self->spool);
  return self;
}

void
test_growing_free (TestGrowing *self)
{
  g_object_unref (self->store);
  pktmon_spool_unref (self->spool);
  close (self->descriptor);
  g_free (self);
}

void
test_growing_append (TestGrowing *self, const guint8 *data, gsize size, gboolean complete)
{
  g_assert_cmpint (write (self->descriptor, data, size), ==, (gssize) size);
  self->size += size;
  pktmon_spool_grow (self->spool, self->size, complete);
}

void
test_growing_follow (TestGrowing *self, const TestBuilder *builder, gboolean complete)
{
  test_growing_append (self, builder->bytes->data + self->size, builder->bytes->len - self->size,
                       complete);
}
