/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that does nothing where packets are dropped: what the kernel takes to call any. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC ("license") = "GPL";

SEC ("tp_btf/kfree_skb")
int
on_drop (void *context)
{
  return 0;
}
