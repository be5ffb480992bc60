/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/part.h"

#include <bpf/bpf.h>
#include <errno.h>

#include "constraint/table.h"
#include "probe/hook-link.h"
#include "probe/kernel-types.h"
#include "probe/point.h"
#include "probe/shared.h"
#include "core/probe/probe.skel.h"

int
pktmon_part_print (enum libbpf_print_level level, const char *format, va_list arguments)
{
  g_autofree char *text = NULL;

  if (level == LIBBPF_DEBUG)
    return 0;
  text = g_strdup_vprintf (format, arguments);
  g_debug ("%s", g_strchomp (text));
  return 0;
}

struct bpf_program *
pktmon_part_get_program (struct pktmon_program *part, guint point)
{
  switch (point) {
  case PKTMON_POINT_RECEIVE:
    return part->progs.on_receive;
  case PKTMON_POINT_QUEUE_IN:
    return part->progs.on_queue_in;
  case PKTMON_POINT_QUEUE_OUT:
    return part->progs.on_queue_out;
  case PKTMON_POINT_TRANSMIT:
    return part->progs.on_transmit;
  case PKTMON_POINT_DELIVERY:
    return part->progs.on_delivery;
  case PKTMON_POINT_DROP:
    return part->progs.on_drop;
  default:
    return part->progs.on_hook;
  }
}

static void
find_reason_cb (const char *name, guint32 value, gpointer user_data)
{
  if (g_str_equal (name, "SKB_DROP_REASON_NETFILTER_DROP"))
    *(guint32 *) user_data = value;
}

static gboolean
is_of (guint point, guint kind)
{
  return (point == PKTMON_POINT_DROP) == (kind == PKTMON_PART_DROP);
}

guint
pktmon_part_get_first (guint point)
{
  return pktmon_point_is_hook (point) ? PKTMON_POINT_PREROUTING : point;
}

/* Only what this kernel has, and what the part is for. @only: the one point that is tried;
 * PKTMON_N_POINTS: all that are not refused. */
static void
choose_programs (struct pktmon_program *part, guint kind, guint only, const int *refused)
{
  bpf_program__set_autoload (part->progs.on_consume, kind == PKTMON_PART_FLOW);
  bpf_program__set_autoload (part->progs.on_socket,
                             kind == PKTMON_PART_FLOW &&
                                 pktmon_kernel_types_count_parameters ("sk_data_ready") > 0);
  bpf_program__set_autoload (part->progs.on_read,
                             kind == PKTMON_PART_DROP &&
                                 pktmon_kernel_types_count_parameters ("sock_recv_length") > 0);
  for (guint point = 0; point < PKTMON_N_POINTS; point++)
    if (pktmon_part_get_first (point) == point)
      bpf_program__set_autoload (pktmon_part_get_program (part, point),
                                 is_of (point, kind) && refused[point] == 0 &&
                                     (only == PKTMON_N_POINTS || only == point) &&
                                     pktmon_point_check (point, NULL));
  bpf_program__set_type (part->progs.on_hook, PKTMON_HOOK_PROGRAM_TYPE);
  bpf_program__set_expected_attach_type (part->progs.on_hook, PKTMON_HOOK_ATTACH_TYPE);
}

/* The second part takes the maps of the first. */
static gboolean
share_maps (struct pktmon_program *part, struct pktmon_program *first)
{
  struct bpf_map *map, *other;

  if (first == NULL)
    return TRUE;
  bpf_object__for_each_map (map, part->obj)
  {
    other = bpf_object__find_map_by_name (first->obj, bpf_map__name (map));
    if (map != part->maps.rodata && bpf_map__reuse_fd (map, bpf_map__fd (other)) != 0)
      return FALSE;
  }
  return TRUE;
}

static struct pktmon_program *
try_to_load (guint kind, guint only, struct pktmon_program *first, const int *refused)
{
  struct pktmon_program *part = pktmon_program__open();
  guint32 reason = 0;
  int error;

  if (part == NULL)
    return NULL;
  pktmon_kernel_types_foreach_value ("skb_drop_reason", find_reason_cb, &reason);
  part->rodata->netfilter_reason = reason;
  part->rodata->can_cast = pktmon_kernel_types_have_casts();
  part->rodata->has_receiver = pktmon_kernel_types_count_parameters ("kfree_skb") >= 4;
  choose_programs (part, kind, only, refused);
  if (share_maps (part, first) && pktmon_program__load (part) == 0)
    return part;
  error = errno;
  pktmon_program__destroy (part);
  errno = error;
  return NULL;
}

struct pktmon_program *
pktmon_part_load (guint kind, struct pktmon_program *first, int refused[PKTMON_N_POINTS])
{
  struct pktmon_program *part = try_to_load (kind, PKTMON_N_POINTS, first, refused);

  for (guint point = 0; part == NULL && point < PKTMON_N_POINTS; point++) {
    struct pktmon_program *alone;

    if (!is_of (point, kind) || pktmon_part_get_first (point) != point)
      continue;
    alone = try_to_load (kind, point, first, refused);
    if (alone == NULL)
      refused[point] = errno;
    else
      pktmon_program__destroy (alone);
  }
  return part != NULL ? part : try_to_load (kind, PKTMON_N_POINTS, first, refused);
}

struct bpf_link **
pktmon_part_get_link (struct pktmon_program *part, guint point)
{
  switch (point) {
  case PKTMON_POINT_RECEIVE:
    return &part->links.on_receive;
  case PKTMON_POINT_QUEUE_IN:
    return &part->links.on_queue_in;
  case PKTMON_POINT_QUEUE_OUT:
    return &part->links.on_queue_out;
  case PKTMON_POINT_TRANSMIT:
    return &part->links.on_transmit;
  case PKTMON_POINT_DELIVERY:
    return &part->links.on_delivery;
  default:
    return &part->links.on_drop;
  }
}

/* --- What it missed --- */

static guint64
count_misses (struct bpf_program *program)
{
  struct bpf_prog_info info = { 0 };
  guint32 size = sizeof info;
  int descriptor = bpf_program__autoload (program) ? bpf_program__fd (program) : -1;

  if (descriptor < 0 || bpf_obj_get_info_by_fd (descriptor, &info, &size) != 0)
    return 0;
  return info.recursion_misses;
}

guint64
pktmon_part_count_misses (struct pktmon_program *part, guint point)
{
  if (pktmon_point_is_hook (point))
    return 0;
  return count_misses (pktmon_part_get_program (part, point)) +
         (point == PKTMON_POINT_DELIVERY ? count_misses (part->progs.on_socket) : 0);
}
