/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whose a socket is: of the process that read from it last. */
#include "probe/program.bpf.h"

struct process {
  __u32 number, thread; /* 0: none, or not known */
  char command[PKTMON_PROBE_NAME];
};

/* Goes with the socket. */
struct {
  __uint (type, BPF_MAP_TYPE_SK_STORAGE);
  __uint (map_flags, BPF_F_NO_PREALLOC);
  __type (key, int);
  __type (value, struct process);
} owners SEC (".maps");

static inline void
name_task (struct task_struct *task, struct process *process)
{
  process->number = (__u32) task->tgid;
  process->thread = (__u32) task->pid;
  bpf_probe_read_kernel_str (process->command, sizeof process->command, task->group_leader->comm);
}

/* Notes the process that runs as the owner. */
static inline void
note_owner (struct sock *sk)
{
  struct task_struct *task = (struct task_struct *) bpf_get_current_task_btf();
  struct process *owner = bpf_sk_storage_get (&owners, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);

  if (owner != NULL && owner->thread != (__u32) task->pid)
    name_task (task, owner);
}

/* FALSE: it is not known. */
static inline int
name_owner (struct sock *sk, struct process *process)
{
  struct process *owner = sk != NULL ? bpf_sk_storage_get (&owners, sk, NULL, 0) : NULL;

  if (owner == NULL)
    return 0;
  *process = *owner;
  return 1;
}
