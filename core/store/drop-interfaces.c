/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/drop-interfaces.h"

#include "pcapng/stack-event.h"

struct _PktmonDropInterfaces {
  PktmonDirectory *directory; /* borrowed */
  GByteArray *known;          /* whether each is one, as far as they were looked at */
  gboolean any;
};

PktmonDropInterfaces *
pktmon_drop_interfaces_new (PktmonDirectory *directory)
{
  PktmonDropInterfaces *self = g_new0 (PktmonDropInterfaces, 1);

  self->directory = directory;
  self->known = g_byte_array_new();
  return self;
}

void
pktmon_drop_interfaces_free (PktmonDropInterfaces *self)
{
  g_byte_array_unref (self->known);
  g_free (self);
}

static void
look (PktmonDropInterfaces *self, guint until)
{
  while (self->known->len < until) {
    const PktmonInterface *next =
        pktmon_directory_get_interface (self->directory, self->known->len);
    guint8 is_one =
        next != NULL && next->name != NULL && g_str_has_suffix (next->name, PKTMON_STACK_DROP);

    g_byte_array_append (self->known, &is_one, 1);
    self->any = self->any || is_one;
  }
}

gboolean
pktmon_drop_interfaces_has (PktmonDropInterfaces *self, guint number)
{
  look (self, number + 1);
  return self->known->data[number];
}

gboolean
pktmon_drop_interfaces_are_any (PktmonDropInterfaces *self)
{
  look (self, pktmon_directory_get_n_interfaces (self->directory));
  return self->any;
}
