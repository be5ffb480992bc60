/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pcapng/directory.h"

struct _PktmonDirectory {
  gatomicrefcount references;
  GMutex lock; /* of both arrays; what they point to never changes */
  GPtrArray *sections;
  GPtrArray *interfaces;
};

PktmonDirectory *
pktmon_directory_new (void)
{
  PktmonDirectory *self = g_new0 (PktmonDirectory, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_section_free);
  self->interfaces = g_ptr_array_new_with_free_func ((GDestroyNotify) pktmon_interface_free);
  return self;
}

PktmonDirectory *
pktmon_directory_ref (PktmonDirectory *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pktmon_directory_unref (PktmonDirectory *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->interfaces);
  g_ptr_array_unref (self->sections);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
pktmon_directory_take_section (PktmonDirectory *self, PktmonSection *section)
{
  g_mutex_lock (&self->lock);
  section->first_interface = self->interfaces->len;
  g_ptr_array_add (self->sections, section);
  g_mutex_unlock (&self->lock);
}

void
pktmon_directory_take_interface (PktmonDirectory *self, PktmonInterface *interface)
{
  g_mutex_lock (&self->lock);
  interface->number = self->interfaces->len;
  g_ptr_array_add (self->interfaces, interface);
  g_mutex_unlock (&self->lock);
}

static guint
get_length (PktmonDirectory *self, GPtrArray *array)
{
  guint length;

  g_mutex_lock (&self->lock);
  length = array->len;
  g_mutex_unlock (&self->lock);
  return length;
}

static gconstpointer
get_element (PktmonDirectory *self, GPtrArray *array, guint number)
{
  gconstpointer element = NULL;

  g_mutex_lock (&self->lock);
  if (number < array->len)
    element = g_ptr_array_index (array, number);
  g_mutex_unlock (&self->lock);
  return element;
}

guint
pktmon_directory_get_n_sections (PktmonDirectory *self)
{
  return get_length (self, self->sections);
}

guint
pktmon_directory_get_n_interfaces (PktmonDirectory *self)
{
  return get_length (self, self->interfaces);
}

const PktmonSection *
pktmon_directory_get_section (PktmonDirectory *self, guint number)
{
  return get_element (self, self->sections, number);
}

const PktmonInterface *
pktmon_directory_get_interface (PktmonDirectory *self, guint number)
{
  return get_element (self, self->interfaces, number);
}

/* How many sections begin at or before @offset. */
static guint
count_sections_until_locked (PktmonDirectory *self, guint64 offset)
{
  guint low = 0, high = self->sections->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const PktmonSection *section = g_ptr_array_index (self->sections, middle);

    if (section->offset <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const PktmonSection *
pktmon_directory_find_section (PktmonDirectory *self, guint64 offset, guint64 *end)
{
  const PktmonSection *section = NULL;
  guint before;

  *end = G_MAXUINT64;
  g_mutex_lock (&self->lock);
  before = count_sections_until_locked (self, offset);
  if (before > 0)
    section = g_ptr_array_index (self->sections, before - 1);
  if (before < self->sections->len)
    *end = ((const PktmonSection *) g_ptr_array_index (self->sections, before))->offset;
  g_mutex_unlock (&self->lock);
  return section;
}
