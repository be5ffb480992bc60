/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/device.h"

#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <string.h>

#include "base/i18n.h"
#include "helper/open-error.h"
#include "pcapng/link-type.h"

/* How long libpcap lets packets gather. */
#define GATHER_MILLISECONDS 8
/* Packets that are read before somebody else has a turn. */
#define BATCH 256

#define LINKTYPE_LINUX_SLL 113
#define LINKTYPE_LINUX_SLL2 276

typedef struct {
  PktmonTap tap;
  pcap_t *pcap;
  guint64 unit;     /* nanoseconds of libpcap's fraction of a second */
  PktmonLane *lane; /* during a read */
  guint64 dropped;  /* as libpcap counts it */
  guint64 lost;     /* counted, and not written yet */
  GMutex lock;
  PktmonProgram *program; /* under the lock */
} Device;

gboolean
pktmon_device_is_known (const char *name)
{
  static const struct {
    const char *start;
    gboolean numbered; /* digits may follow */
  } forms[] = {
    { "any", FALSE },      { "nflog", FALSE },       { "nflog:", TRUE },
    { "nfqueue", FALSE },  { "nfqueue:", TRUE },     { "usbmon", TRUE },
    { "bluetooth", TRUE }, { "dbus-system", FALSE }, { "bluetooth-monitor", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    gsize length = strlen (forms[i].start);
    const char *rest = name + length;

    if (strncmp (name, forms[i].start, length) != 0)
      continue;
    if (forms[i].numbered ? *rest != '\0' && rest[strspn (rest, "0123456789")] == '\0'
                          : *rest == '\0')
      return TRUE;
  }
  return FALSE;
}

/* --- Reading --- */

/* epb_flags, where the packet itself says the direction. */
static guint32
get_flags (const Device *self, const guint8 *data, guint32 captured)
{
  PktmonBytes bytes = pktmon_bytes_new (data, captured);
  guint type;

  if (self->tap.link_type == LINKTYPE_LINUX_SLL2)
    type = pktmon_bytes_peek_u8 (&bytes, 10);
  else if (self->tap.link_type == LINKTYPE_LINUX_SLL)
    type = pktmon_bytes_peek_be16 (&bytes, 0);
  else
    return 0;
  return pktmon_tap_get_flags (type);
}

static void
packet_cb (guint8 *user_data, const struct pcap_pkthdr *header, const guint8 *data)
{
  Device *self = (gpointer) user_data;
  PktmonPacketBlock block = {
    .ticks = (guint64) header->ts.tv_sec * 1000000000 + (guint64) header->ts.tv_usec * self->unit,
    .length = header->len,
    .lost = self->lost,
  };
  guint32 captured = MIN (header->caplen, self->tap.snap_length);
  guint8 *to;

  g_mutex_lock (&self->lock);
  block.captured = pktmon_program_run (self->program, data, header->caplen, header->len);
  g_mutex_unlock (&self->lock);
  if (block.captured == 0 ||
      (pktmon_finish_is_needed (self->tap.finish) &&
       !pktmon_finish_wants (self->tap.finish, block.ticks, data, header->caplen, header->len)))
    return;
  block.captured = MIN (block.captured, captured);
  block.flags = get_flags (self, data, captured);
  to = pktmon_lane_add (self->lane, &block);
  memcpy (to, data, block.captured);
  self->lost = 0;
}

static gboolean
is_drained (PktmonTap *tap, PktmonLane *lane)
{
  Device *self = (Device *) tap;
  struct pcap_stat stats = { 0 };
  guint64 lost;

  if (pcap_stats (self->pcap, &stats) != 0 || stats.ps_drop <= self->dropped)
    return TRUE;
  lost = stats.ps_drop - self->dropped;
  self->dropped = stats.ps_drop;
  self->lost += lost;
  pktmon_lane_add_lost (lane, lost);
  return TRUE;
}

static PktmonTapResult
read_some (PktmonTap *tap, PktmonLane *lane, char **reason)
{
  Device *self = (Device *) tap;
  int got;

  self->lane = lane;
  got = pcap_dispatch (self->pcap, BATCH, packet_cb, (guint8 *) self);
  if (got > 0)
    return PKTMON_TAP_MORE;
  if (got == 0)
    return PKTMON_TAP_EMPTY;
  *reason = g_strdup (pcap_geterr (self->pcap));
  return PKTMON_TAP_FAILED;
}

static gboolean
set_program (PktmonTap *tap, const PktmonProgram *program)
{
  Device *self = (Device *) tap;

  g_mutex_lock (&self->lock);
  g_free (self->program);
  self->program = pktmon_program_copy (program);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static void
device_free (PktmonTap *tap)
{
  Device *self = (Device *) tap;

  if (self->pcap != NULL)
    pcap_close (self->pcap);
  g_free (self->program);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- Opening --- */

static void
fail (const Device *self, int status, const char *name, GError **error)
{
  static const struct {
    int status;
    PktmonError code;
  } table[] = {
    { PCAP_ERROR_PERM_DENIED, PKTMON_ERROR_PERMISSION },
    { PCAP_ERROR_PROMISC_PERM_DENIED, PKTMON_ERROR_PERMISSION },
    { PCAP_ERROR_NO_SUCH_DEVICE, PKTMON_ERROR_NOT_FOUND },
  };
  PktmonError code = PKTMON_ERROR_IO;
  const char *reason = pcap_geterr (self->pcap);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].status == status)
      code = table[i].code;
  pktmon_open_error_set (error, code, name, *reason != '\0' ? reason : pcap_statustostr (status));
}

/* Filters see whole packets, which are cut when they are read. */
static int
activate (Device *self, guint64 buffer_size, gboolean promiscuous)
{
  char text[PCAP_ERRBUF_SIZE];
  int status;

  pcap_set_snaplen (self->pcap, PKTMON_MAX_SNAP_LENGTH);
  pcap_set_promisc (self->pcap, promiscuous);
  pcap_set_timeout (self->pcap, GATHER_MILLISECONDS);
  pcap_set_tstamp_precision (self->pcap, PCAP_TSTAMP_PRECISION_NANO);
  if (buffer_size > 0)
    pcap_set_buffer_size (self->pcap, (int) MIN (buffer_size, G_MAXINT));
  status = pcap_activate (self->pcap);
  if (status < 0)
    return status;
  /* Where there is a choice, the form that names the interface of each packet. */
  if (pcap_datalink (self->pcap) == DLT_LINUX_SLL)
    pcap_set_datalink (self->pcap, DLT_LINUX_SLL2);
  return pcap_setnonblock (self->pcap, TRUE, text);
}

PktmonTap *
pktmon_device_new (const char *name, guint32 snap_length, guint64 buffer_size, gboolean promiscuous,
                   GError **error)
{
  static const PktmonTapClass class = { read_some, is_drained, NULL, set_program, device_free };
  Device *self = g_new0 (Device, 1);
  g_autoptr (PktmonTap) tap = &self->tap;
  char text[PCAP_ERRBUF_SIZE] = "";
  int status, link_type;

  tap->class = &class;
  g_mutex_init (&self->lock);
  self->program = pktmon_program_new_closed();
  self->pcap = pcap_create (name, text);
  if (self->pcap == NULL) {
    pktmon_open_error_set (error, PKTMON_ERROR_NOT_FOUND, name, text);
    return NULL;
  }
  status = activate (self, buffer_size, promiscuous);
  if (status < 0) {
    fail (self, status, name, error);
    return NULL;
  }
  link_type = pktmon_link_type_from_dlt (pcap_datalink (self->pcap));
  if (link_type < 0) {
    pktmon_open_error_set (error, PKTMON_ERROR_UNSUPPORTED, name,
                           _ ("no file can hold its kind of packets"));
    return NULL;
  }
  self->unit = pcap_get_tstamp_precision (self->pcap) == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;
  tap->descriptor = pcap_get_selectable_fd (self->pcap);
  tap->link_type = (guint16) link_type;
  tap->snap_length = snap_length;
  tap->buffer_size = buffer_size;
  return g_steal_pointer (&tap);
}
