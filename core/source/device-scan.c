/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source/device-scan.h"

#include <net/if.h>
#include <pcap/pcap.h>

#include "source/data-source-private.h"

/* Other devices of libpcap may have names of interfaces, but no index. */
static gboolean
is_interface (const pcap_if_t *device)
{
  return if_nametoindex (device->name) != 0;
}

GPtrArray *
pktmon_device_scan (void)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  char message[PCAP_ERRBUF_SIZE];
  pcap_if_t *devices;

  if (pcap_findalldevs (&devices, message) != 0)
    return found;
  for (pcap_if_t *device = devices; device != NULL; device = device->next)
    if (!is_interface (device))
      g_ptr_array_add (found, pktmon_data_source_new_device (device->name, device->description));
  pcap_freealldevs (devices);
  return found;
}
