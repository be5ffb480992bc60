/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helper/ring.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/open-error.h"

/* The kernel fills one block after the other, and hands each over when it is full, or after some
 * time: then a packet waits for others no longer than that. */
#define BLOCK_SIZE (512u * 1024)
#define MIN_BLOCKS 4u
#define HAND_OVER_MILLISECONDS 8u

/* Where a VLAN tag that the kernel took out of a frame belongs, and how large it is. */
#define TAG_OFFSET 12u
#define TAG_SIZE 4u

#define LINKTYPE_ETHERNET 1

typedef struct {
  PktmonTap tap;
  guint8 *map;
  gsize map_size;
  guint n_blocks;
  guint next;       /* atomic: block that is read next */
  guint64 read;     /* packets that were read */
  guint64 accepted; /* packets that the kernel put into the ring, as far as it was asked */
  guint64 lost;     /* counted, and not written yet */
  guint8 *whole;    /* room for a frame with its tag; NULL: none was needed yet */
} Ring;

typedef struct {
  guint16 hardware_type;
  guint16 link_type;
} LinkType;

/* libpcap's map_arphrd_to_dlt, for those where it changes nothing of the frame. */
static const LinkType link_types[] = {
  { ARPHRD_ETHER, LINKTYPE_ETHERNET },
  { ARPHRD_LOOPBACK, LINKTYPE_ETHERNET },
  { ARPHRD_NONE, 101 }, /* LINKTYPE_RAW */
  { ARPHRD_TUNNEL, 101 },
  { ARPHRD_TUNNEL6, 101 },
  { ARPHRD_SIT, 101 },
  { ARPHRD_RAWIP, 101 },
  { ARPHRD_IEEE80211, 105 },
  { ARPHRD_IEEE80211_PRISM, 119 },
  { ARPHRD_IEEE80211_RADIOTAP, 127 },
};

int
pktmon_ring_get_link_type (const PktmonInterfaceFacts *facts)
{
  for (gsize i = 0; i < G_N_ELEMENTS (link_types); i++)
    if (link_types[i].hardware_type == facts->hardware_type)
      return link_types[i].link_type;
  return -1;
}

/* --- Reading --- */

static void
copy_tagged (guint8 *to, const guint8 *from, const struct tpacket3_hdr *header, guint32 size)
{
  guint16 protocol =
      header->tp_status & TP_STATUS_VLAN_TPID_VALID ? header->hv1.tp_vlan_tpid : ETHERTYPE_VLAN;
  guint32 tag = GUINT32_TO_BE ((guint32) protocol << 16 | (header->hv1.tp_vlan_tci & 0xffff));
  guint8 head[TAG_OFFSET + TAG_SIZE];

  memcpy (head, from, TAG_OFFSET);
  memcpy (head + TAG_OFFSET, &tag, TAG_SIZE);
  memcpy (to, head, MIN (size, sizeof head));
  if (size > sizeof head)
    memcpy (to + sizeof head, from + TAG_OFFSET, size - sizeof head);
}

static inline gboolean
has_tag (const Ring *self, const struct tpacket3_hdr *header)
{
  return header->tp_status & TP_STATUS_VLAN_VALID && header->tp_snaplen >= TAG_OFFSET &&
         self->tap.link_type == LINKTYPE_ETHERNET;
}

/* What the kernel cut to the snap length, its program decided about alone. */
static gboolean
is_wanted (Ring *self, const struct tpacket3_hdr *header, guint64 ticks, guint32 tag)
{
  const guint8 *data = (const guint8 *) header + header->tp_mac;
  guint32 captured = header->tp_snaplen + tag;

  if (header->tp_snaplen < MIN (header->tp_len, PKTMON_MAX_SNAP_LENGTH))
    return TRUE;
  if (tag > 0) {
    if (self->whole == NULL)
      self->whole = g_malloc (PKTMON_MAX_SNAP_LENGTH + TAG_SIZE);
    copy_tagged (self->whole, data, header, captured);
    data = self->whole;
  }
  return pktmon_finish_wants (self->tap.finish, ticks, data, captured, header->tp_len + tag);
}

static inline void
add_packet (Ring *self, const struct tpacket3_hdr *header, PktmonLane *lane)
{
  const guint8 *start = (const guint8 *) header;
  const struct sockaddr_ll *address =
      (const void *) (start + TPACKET_ALIGN (sizeof (struct tpacket3_hdr)));
  guint32 tag = has_tag (self, header) ? TAG_SIZE : 0;
  PktmonPacketBlock block = {
    .ticks = header->tp_sec * G_GUINT64_CONSTANT (1000000000) + header->tp_nsec,
    .captured = MIN (header->tp_snaplen + tag, self->tap.snap_length),
    .length = header->tp_len + tag,
    .flags = pktmon_tap_get_flags (address->sll_pkttype),
    .lost = self->lost,
  };
  guint8 *data;

  if (G_UNLIKELY (pktmon_finish_is_needed (self->tap.finish)) &&
      !is_wanted (self, header, block.ticks, tag))
    return;
  data = pktmon_lane_add (lane, &block);
  if (G_UNLIKELY (tag > 0))
    copy_tagged (data, start + header->tp_mac, header, block.captured);
  else
    memcpy (data, start + header->tp_mac, block.captured);
  self->lost = 0;
}

static void
count_lost (Ring *self, PktmonLane *lane)
{
  struct tpacket_stats_v3 stats = { 0 };
  socklen_t size = sizeof stats;

  /* Asking sets it back to zero. */
  if (getsockopt (self->tap.descriptor, SOL_PACKET, PACKET_STATISTICS, &stats, &size) != 0)
    return;
  self->accepted += stats.tp_packets - stats.tp_drops;
  if (stats.tp_drops == 0)
    return;
  self->lost += stats.tp_drops;
  pktmon_lane_add_lost (lane, stats.tp_drops);
}

static struct tpacket_block_desc *
get_next_block (Ring *self)
{
  return (void *) (self->map + (gsize) g_atomic_int_get (&self->next) * BLOCK_SIZE);
}

static _Atomic guint32 *
get_status (struct tpacket_block_desc *block)
{
  return (void *) &block->hdr.bh1.block_status;
}

static gboolean
is_pending (PktmonTap *tap)
{
  struct tpacket_block_desc *block = get_next_block ((Ring *) tap);

  return atomic_load_explicit (get_status (block), memory_order_acquire) & TP_STATUS_USER;
}

static PktmonTapResult
read_block (PktmonTap *tap, PktmonLane *lane, char **reason)
{
  Ring *self = (Ring *) tap;
  struct tpacket_block_desc *block = get_next_block (self);
  _Atomic guint32 *status = get_status (block);
  guint32 in_force = atomic_load_explicit (status, memory_order_acquire);
  const struct tpacket3_hdr *header;

  if ((in_force & TP_STATUS_USER) == 0)
    return PKTMON_TAP_EMPTY;
  if (in_force & TP_STATUS_LOSING)
    count_lost (self, lane);
  header = (const void *) ((const guint8 *) block + block->hdr.bh1.offset_to_first_pkt);
  for (guint32 i = 0; i < block->hdr.bh1.num_pkts; i++) {
    add_packet (self, header, lane);
    header = (const void *) ((const guint8 *) header + header->tp_next_offset);
  }
  self->read += block->hdr.bh1.num_pkts;
  atomic_store_explicit (status, TP_STATUS_KERNEL, memory_order_release);
  g_atomic_int_set (&self->next, (self->next + 1) % self->n_blocks);
  return PKTMON_TAP_MORE;
}

static gboolean
is_drained (PktmonTap *tap, PktmonLane *lane)
{
  Ring *self = (Ring *) tap;

  count_lost (self, lane);
  return self->read >= self->accepted;
}

static gboolean
set_program (PktmonTap *tap, const PktmonProgram *program)
{
  return pktmon_program_attach (program, tap->descriptor);
}

static void
ring_free (PktmonTap *tap)
{
  Ring *self = (Ring *) tap;

  if (self->map != NULL)
    munmap (self->map, self->map_size);
  if (tap->descriptor >= 0)
    close (tap->descriptor);
  g_free (self->whole);
  g_free (self);
}

/* --- Opening --- */

static gboolean
set_option (const Ring *self, int option, gconstpointer value, gsize size)
{
  return setsockopt (self->tap.descriptor, SOL_PACKET, option, value, (socklen_t) size) == 0;
}

/* Half as much memory is better than none. */
static gboolean
make_ring (Ring *self, guint64 buffer_size)
{
  struct tpacket_req3 request = {
    .tp_block_size = BLOCK_SIZE,
    .tp_block_nr = MAX ((guint) (buffer_size / BLOCK_SIZE), MIN_BLOCKS),
    .tp_frame_size = BLOCK_SIZE,
    .tp_retire_blk_tov = HAND_OVER_MILLISECONDS,
  };

  for (;;) {
    request.tp_frame_nr = request.tp_block_nr;
    if (set_option (self, PACKET_RX_RING, &request, sizeof request))
      break;
    if (errno != ENOMEM || request.tp_block_nr == MIN_BLOCKS)
      return FALSE;
    request.tp_block_nr = MAX (request.tp_block_nr / 2, MIN_BLOCKS);
  }
  self->n_blocks = request.tp_block_nr;
  self->map_size = (gsize) self->n_blocks * BLOCK_SIZE;
  self->tap.buffer_size = self->map_size;
  self->map =
      mmap (NULL, self->map_size, PROT_READ | PROT_WRITE, MAP_SHARED, self->tap.descriptor, 0);
  if (self->map == MAP_FAILED)
    self->map = NULL;
  return self->map != NULL;
}

/* The loopback interface shows each packet twice, sent and received: once is enough. */
static gboolean
set_up (Ring *self, const PktmonInterfaceFacts *facts, guint64 buffer_size, gboolean promiscuous)
{
  int version = TPACKET_V3, on = 1;
  struct packet_mreq membership = { .mr_ifindex = (int) facts->index,
                                    .mr_type = PACKET_MR_PROMISC };
  struct sockaddr_ll address = {
    .sll_family = AF_PACKET,
    .sll_protocol = GUINT16_TO_BE (ETH_P_ALL),
    .sll_ifindex = (int) facts->index,
  };
  g_autofree PktmonProgram *closed = pktmon_program_new_closed();

  return pktmon_program_attach (closed, self->tap.descriptor) &&
         set_option (self, PACKET_VERSION, &version, sizeof version) &&
         (!facts->loopback || set_option (self, PACKET_IGNORE_OUTGOING, &on, sizeof on)) &&
         make_ring (self, buffer_size) &&
         bind (self->tap.descriptor, (const struct sockaddr *) &address, sizeof address) == 0 &&
         (!promiscuous || facts->loopback ||
          set_option (self, PACKET_ADD_MEMBERSHIP, &membership, sizeof membership));
}

PktmonTap *
pktmon_ring_new (const PktmonInterfaceFacts *facts, guint32 snap_length, guint64 buffer_size,
                 gboolean promiscuous, const char *name, GError **error)
{
  static const PktmonTapClass class = { read_block, is_drained, is_pending, set_program,
                                        ring_free };
  g_autoptr (PktmonTap) tap = NULL;
  Ring *self = g_new0 (Ring, 1);

  tap = &self->tap;
  tap->class = &class;
  tap->link_type = (guint16) pktmon_ring_get_link_type (facts);
  tap->snap_length = snap_length;
  tap->descriptor = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (tap->descriptor < 0 || !set_up (self, facts, buffer_size, promiscuous)) {
    pktmon_open_error_set_errno (error, errno, name);
    return NULL;
  }
  return g_steal_pointer (&tap);
}
