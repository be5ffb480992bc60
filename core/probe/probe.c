/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/probe.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "probe/hook-link.h"
#include "probe/part.h"
#include "probe/point.h"
#include "core/probe/probe.skel.h"

#define FAMILIES 2

typedef struct {
  guint point;
  guint position; /* of its namespace */
  int ring;       /* descriptor; -1: the slot is free */
  int hooks[FAMILIES];
  guint64 size;
  guint64 missed; /* by its program, before it was begun */
  struct ring_buffer *reader;
  const gulong *consumed, *produced; /* of the ring, each in a page of its own */
  PktmonProbeFunc func;              /* while it reads */
  gpointer user_data;
} Source;

struct _PktmonProbe {
  struct pktmon_program *parts[PKTMON_N_PARTS]; /* NULL: not loaded */
  struct pktmon_program *first;                 /* of these, whose maps all use; borrowed */
  int refused[PKTMON_N_POINTS]; /* errno of those that do not load; 0: not tried, or good */
  gint64 clock;
  guint n_processors;
  Source sources[PKTMON_PROBE_SOURCES];
};

/* --- Loading --- */

static gint64
get_nanoseconds (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static guint
get_n_processors (void)
{
  int n = libbpf_num_possible_cpus();

  return n > 0 ? MIN ((guint) n, PKTMON_PROBE_CPUS) : PKTMON_PROBE_CPUS;
}

PktmonProbe *
pktmon_probe_new (void)
{
  PktmonProbe *self = g_new0 (PktmonProbe, 1);

  libbpf_set_print (pktmon_part_print);
  self->clock = get_nanoseconds (CLOCK_REALTIME) - get_nanoseconds (CLOCK_MONOTONIC);
  self->n_processors = get_n_processors();
  for (guint i = 0; i < PKTMON_PROBE_SOURCES; i++)
    self->sources[i].ring = -1;
  return self;
}

static gboolean
fail (GError **error, guint point)
{
  g_autofree char *what = NULL;
  gboolean denied = errno == EPERM || errno == EACCES;

  what = g_strdup_printf (_ ("The kernel refuses the stack point “%s”: %s."),
                          pktmon_point_get_name (point), g_strerror (errno));
  pktmon_error_set (error, denied ? PKTMON_ERROR_PERMISSION : PKTMON_ERROR_UNSUPPORTED, what,
                    denied ? _ ("Start the program as root, or give the capture helper the "
                                "capabilities CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN.")
                           : _ ("Choose another one."));
  return FALSE;
}

static gboolean
attach_program (struct bpf_program *program, struct bpf_link **link)
{
  if (*link == NULL)
    *link = bpf_program__attach (program);
  return *link != NULL;
}

static gboolean
need_part (PktmonProbe *self, guint kind)
{
  if (self->parts[kind] == NULL)
    self->parts[kind] = pktmon_part_load (kind, self->first, self->refused);
  if (self->parts[kind] != NULL && self->first == NULL)
    self->first = self->parts[kind];
  return self->parts[kind] != NULL;
}

static gboolean
attach_hooks (PktmonProbe *self, Source *source)
{
  static const guint families[FAMILIES] = { NFPROTO_IPV4, NFPROTO_IPV6 };
  int program = bpf_program__fd (self->parts[PKTMON_PART_FLOW]->progs.on_hook);

  for (guint i = 0; i < FAMILIES; i++) {
    source->hooks[i] =
        pktmon_hook_link_new (program, families[i], source->point - PKTMON_POINT_PREROUTING);
    if (source->hooks[i] < 0)
      return FALSE;
  }
  return TRUE;
}

/* Whose socket a packet was for. */
static gboolean
attach_owners (PktmonProbe *self)
{
  struct pktmon_program *part = self->parts[PKTMON_PART_DROP];

  return !bpf_program__autoload (part->progs.on_read) ||
         attach_program (part->progs.on_read, &part->links.on_read);
}

/* Journeys need to know of their ends. */
static gboolean
attach (PktmonProbe *self, Source *source)
{
  guint kind = source->point == PKTMON_POINT_DROP ? PKTMON_PART_DROP : PKTMON_PART_FLOW;
  struct pktmon_program *part = self->parts[kind];

  if (kind == PKTMON_PART_FLOW) {
    if (!need_part (self, PKTMON_PART_DROP) ||
        !attach_program (part->progs.on_consume, &part->links.on_consume) ||
        !attach_program (self->parts[PKTMON_PART_DROP]->progs.on_drop,
                         &self->parts[PKTMON_PART_DROP]->links.on_drop))
      return FALSE;
    self->first->bss->following = 1;
  }
  if ((source->point == PKTMON_POINT_DROP || source->point == PKTMON_POINT_DELIVERY) &&
      !attach_owners (self))
    return FALSE;
  if (source->point == PKTMON_POINT_DELIVERY && bpf_program__autoload (part->progs.on_socket) &&
      !attach_program (part->progs.on_socket, &part->links.on_socket))
    return FALSE;
  if (pktmon_point_is_hook (source->point))
    return attach_hooks (self, source);
  return attach_program (pktmon_part_get_program (part, source->point),
                         pktmon_part_get_link (part, source->point));
}

/* --- Adding --- */

static guint32
get_namespace (void)
{
  struct stat status;

  return stat ("/proc/thread-self/ns/net", &status) == 0 ? (guint32) status.st_ino : 0;
}

static int
choose_slot (PktmonProbe *self)
{
  for (guint i = 0; i < PKTMON_PROBE_SOURCES; i++)
    if (self->sources[i].ring < 0)
      return (int) i;
  errno = EMFILE;
  return -1;
}

/* The position of the calling thread's namespace; -1: there are too many. */
static int
find_position (PktmonProbe *self, guint32 inode)
{
  guint32 *namespaces = self->first->bss->namespaces;

  for (guint i = 0; i < PKTMON_PROBE_NAMESPACES; i++) {
    if (namespaces[i] == 0)
      namespaces[i] = inode;
    if (namespaces[i] == inode)
      return (int) i;
  }
  errno = EMFILE;
  return -1;
}

static int
ring_cb (void *user_data, void *data, size_t size)
{
  Source *source = user_data;
  const PktmonProbeEvent *event = data;

  if (size >= sizeof *event && event->captured <= size - sizeof *event)
    source->func (event, source->user_data);
  return 0;
}

static const gulong *
map_position (int ring, gint64 page)
{
  gsize size = (gsize) sysconf (_SC_PAGESIZE);
  void *map = mmap (NULL, size, PROT_READ, MAP_SHARED, ring, page * (off_t) size);

  return map != MAP_FAILED ? map : NULL;
}

static void
unmap_position (const gulong *position)
{
  if (position != NULL)
    munmap ((void *) position, (gsize) sysconf (_SC_PAGESIZE));
}

static gboolean
open_ring (PktmonProbe *self, guint slot, guint64 wanted)
{
  Source *source = &self->sources[slot];
  guint64 size = (guint64) sysconf (_SC_PAGESIZE);

  while (size < wanted)
    size *= 2;
  source->ring = bpf_map_create (BPF_MAP_TYPE_RINGBUF, NULL, 0, 0, (guint32) size, NULL);
  source->size = size;
  if (source->ring < 0)
    return FALSE;
  source->reader = ring_buffer__new (source->ring, ring_cb, source, NULL);
  source->consumed = map_position (source->ring, 0);
  source->produced = map_position (source->ring, 1);
  return source->reader != NULL && source->consumed != NULL && source->produced != NULL;
}

static PktmonProbeSource *
get_shared (PktmonProbe *self, guint slot)
{
  return &self->first->bss->sources[slot];
}

/* Lets go of all that a source has. */
static void
clear (PktmonProbe *self, guint slot)
{
  Source *source = &self->sources[slot];

  for (guint i = 0; i < FAMILIES; i++)
    if (source->hooks[i] >= 0)
      close (source->hooks[i]);
  g_clear_pointer (&source->reader, ring_buffer__free);
  unmap_position (source->consumed);
  unmap_position (source->produced);
  if (source->ring >= 0)
    close (source->ring);
  *source = (Source){ .ring = -1 };
}

static gboolean
set_up (PktmonProbe *self, guint slot, const PktmonProbeRequest *request)
{
  Source *source = &self->sources[slot];
  PktmonProbeSource *shared;
  int position;

  source->point = request->point;
  source->hooks[0] = source->hooks[1] = -1;
  if (!need_part (self, request->point == PKTMON_POINT_DROP ? PKTMON_PART_DROP : PKTMON_PART_FLOW))
    return FALSE;
  errno = self->refused[pktmon_part_get_first (request->point)];
  if (errno != 0)
    return FALSE;
  position = find_position (self, get_namespace());
  if (position < 0 || !open_ring (self, slot, request->buffer_size))
    return FALSE;
  source->position = (guint) position;
  shared = get_shared (self, slot);
  memset (shared, 0, sizeof *shared);
  shared->snap_length = request->snap_length;
  self->first->bss->slots[request->point][position] = (guint8) (slot + 1);
  return attach (self, source);
}

int
pktmon_probe_add (PktmonProbe *self, const PktmonProbeRequest *request, GError **error)
{
  int slot;

  if (!pktmon_point_check (request->point, error))
    return -1;
  slot = choose_slot (self);
  if (slot >= 0 && set_up (self, (guint) slot, request))
    return slot;
  fail (error, request->point);
  if (slot >= 0)
    pktmon_probe_remove (self, (guint) slot);
  return -1;
}

static gboolean
hand_over_one_by_one (int map, const guint32 *slots, const int *rings, guint32 n)
{
  for (guint32 i = 0; i < n; i++)
    if (bpf_map_update_elem (map, &slots[i], &rings[i], BPF_ANY) != 0)
      return FALSE;
  return TRUE;
}

/* At each change of such a map, of however many elements, the kernel waits until no processor can
 * see what was there before: some 15 ms. */
static gboolean
hand_over (PktmonProbe *self)
{
  guint32 slots[PKTMON_PROBE_SOURCES], n = 0, count;
  int rings[PKTMON_PROBE_SOURCES], map;

  for (guint32 i = 0; i < PKTMON_PROBE_SOURCES; i++)
    if (self->sources[i].ring >= 0) {
      slots[n] = i;
      rings[n++] = self->sources[i].ring;
    }
  if (n == 0)
    return TRUE;
  map = bpf_map__fd (self->first->maps.rings);
  count = n;
  return bpf_map_update_batch (map, slots, rings, &count, NULL) == 0 ||
         hand_over_one_by_one (map, slots, rings, n);
}

static guint64
count_misses (PktmonProbe *self, guint point)
{
  guint kind = point == PKTMON_POINT_DROP ? PKTMON_PART_DROP : PKTMON_PART_FLOW;
  struct pktmon_program *part = self->parts[kind];

  return part != NULL ? pktmon_part_count_misses (part, point) : 0;
}

static gboolean
are_of_one_point (PktmonProbe *self, guint a, guint b)
{
  return self->sources[a].ring >= 0 && self->sources[b].ring >= 0 &&
         self->sources[a].point == self->sources[b].point;
}

/* In which namespace it was is not known: the first source of a point speaks for all. */
static gboolean
is_speaker (PktmonProbe *self, guint slot)
{
  for (guint i = 0; i < slot; i++)
    if (are_of_one_point (self, i, slot))
      return FALSE;
  return TRUE;
}

/* 0 as well where the kernel does not say any more. */
static guint64
get_missed (PktmonProbe *self, guint slot)
{
  const Source *source = &self->sources[slot];
  guint64 now = is_speaker (self, slot) ? count_misses (self, source->point) : 0;

  return now > source->missed ? now - source->missed : 0;
}

/* What one has spoken of is nothing new for the next. */
static void
pass_on_misses (PktmonProbe *self, guint slot)
{
  guint64 missed = self->sources[slot].missed + get_missed (self, slot);

  for (guint i = slot + 1; i < PKTMON_PROBE_SOURCES && is_speaker (self, slot); i++)
    if (are_of_one_point (self, i, slot))
      self->sources[i].missed = missed;
}

gboolean
pktmon_probe_begin (PktmonProbe *self, GError **error)
{
  for (guint i = 0; i < PKTMON_PROBE_SOURCES; i++)
    if (self->sources[i].ring >= 0)
      self->sources[i].missed = count_misses (self, self->sources[i].point);
  if (hand_over (self))
    return TRUE;
  pktmon_error_set_errno (error, errno, _ ("The kernel refuses the buffers of stack points"));
  return FALSE;
}

void
pktmon_probe_remove (PktmonProbe *self, guint slot)
{
  Source *source = &self->sources[slot];

  if (self->first != NULL) {
    guint8 *at = &self->first->bss->slots[source->point][source->position];

    get_shared (self, slot)->open = 0;
    pass_on_misses (self, slot);
    *at = *at == slot + 1 ? 0 : *at;
  }
  clear (self, slot);
}

void
pktmon_probe_free (PktmonProbe *self)
{
  for (guint i = 0; i < PKTMON_PROBE_SOURCES; i++)
    if (self->sources[i].ring >= 0)
      clear (self, i);
  for (guint i = PKTMON_N_PARTS; i-- > 0;)
    if (self->parts[i] != NULL)
      pktmon_program__destroy (self->parts[i]);
  g_free (self);
}

gint64
pktmon_probe_get_clock (PktmonProbe *self)
{
  return self->clock;
}

/* --- Control --- */

void
pktmon_probe_set_open (PktmonProbe *self, guint slot, gboolean open)
{
  __atomic_store_n (&get_shared (self, slot)->open, open != FALSE, __ATOMIC_RELEASE);
}

void
pktmon_probe_set_counting (PktmonProbe *self, guint slot, gboolean counting)
{
  get_shared (self, slot)->counting = counting != FALSE;
}

void
pktmon_probe_set_table (PktmonProbe *self, guint slot, const PktmonTable *table)
{
  PktmonProbeSource *shared = get_shared (self, slot);
  guint32 next = 1 - shared->current;

  shared->tables[next] = *table;
  __atomic_store_n (&shared->current, next, __ATOMIC_RELEASE);
}

/* --- Reading --- */

gboolean
pktmon_probe_read (PktmonProbe *self, guint slot, PktmonProbeFunc func, gpointer user_data)
{
  Source *source = &self->sources[slot];

  source->func = func;
  source->user_data = user_data;
  return ring_buffer__consume (source->reader) > 0;
}

gboolean
pktmon_probe_is_pending (PktmonProbe *self, guint slot)
{
  const Source *source = &self->sources[slot];

  return __atomic_load_n (source->produced, __ATOMIC_ACQUIRE) !=
         __atomic_load_n (source->consumed, __ATOMIC_ACQUIRE);
}

int
pktmon_probe_get_descriptor (PktmonProbe *self, guint slot)
{
  return self->sources[slot].ring;
}

guint64
pktmon_probe_get_buffer_size (PktmonProbe *self, guint slot)
{
  return self->sources[slot].size;
}

void
pktmon_probe_get_counters (PktmonProbe *self, guint slot, PktmonProbeCounters *counters)
{
  *counters = (PktmonProbeCounters){ .lost = get_missed (self, slot) };
  for (guint i = 0; i < self->n_processors; i++) {
    const PktmonProbeCounters *one = &self->first->bss->counters[i][slot];

    counters->packets += one->packets;
    counters->bytes += one->bytes;
    counters->lost += one->lost;
  }
}

void
pktmon_probe_foreach_reason (PktmonProbe *self, guint slot, PktmonProbeReasonFunc func,
                             gpointer user_data)
{
  for (guint i = 0; i < self->n_processors; i++) {
    const PktmonProbeReason *reasons = self->first->bss->reasons[i];

    for (guint j = 0; j < PKTMON_PROBE_REASONS; j++)
      if (reasons[j].source == slot + 1)
        func (&reasons[j], user_data);
    if (self->first->bss->other_reasons[i][slot].packets > 0)
      func (&self->first->bss->other_reasons[i][slot], user_data);
  }
}

guint64
pktmon_probe_get_forgotten (PktmonProbe *self)
{
  return self->first != NULL ? self->first->bss->forgotten : 0;
}
