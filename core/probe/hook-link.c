/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe/hook-link.h"

#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

/* NF_IP_PRI_FIRST is not for programs. */
#define FIRST_PRIORITY (G_MININT32 + 1)

/* Of union bpf_attr, what BPF_LINK_CREATE takes for a hook. */
typedef struct {
  guint32 program;
  guint32 target;
  guint32 attach_type;
  guint32 flags;
  guint32 family;
  guint32 hook;
  gint32 priority;
  guint32 hook_flags;
} HookLink;

int
pktmon_hook_link_new (int program, guint family, guint hook)
{
  HookLink link = {
    .program = (guint32) program,
    .attach_type = PKTMON_HOOK_ATTACH_TYPE,
    .family = family,
    .hook = hook,
    .priority = FIRST_PRIORITY,
  };

  return (int) syscall (SYS_bpf, BPF_LINK_CREATE, &link, sizeof link);
}
