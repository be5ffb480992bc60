/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <linux/types.h>

/* What the BPF program reads of the kernel's structures: the names and types of members; where they
 * are, the kernel says itself when the program is loaded (CO-RE). */

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
  unsigned int inum;
};

struct net {
  struct ns_common ns;
};

typedef struct {
  struct net *net;
} possible_net_t;

struct net_device {
  int ifindex;
  possible_net_t nd_net;
  char name[16];
};

struct sock_common {
  unsigned short skc_family;
  possible_net_t skc_net;
};

struct sk_buff;

struct sk_buff_head {
  struct sk_buff *prev;
};

struct sock {
  struct sock_common __sk_common;
  struct sk_buff_head sk_receive_queue;
  __u16 sk_protocol;
};

struct dst_entry {
  struct net_device *dev;
};

struct in6_addr {
  union {
    __u8 u6_addr8[16];
    __u16 u6_addr16[8];
    __u32 u6_addr32[4];
  } in6_u;
};

struct skb_shared_info {
  struct {
    int counter;
  } dataref;
};

struct sk_buff {
  struct sk_buff *next;
  struct net_device *dev;
  struct sock *sk;
  unsigned long _skb_refdst;
  unsigned int len;
  __u16 queue_mapping;
  __u8 cloned : 1;
  __u8 pkt_type : 3;
  int skb_iif;
  __be16 vlan_proto;
  __u16 vlan_tci;
  __u32 mark;
  __be16 protocol;
  __u16 network_header;
  __u16 mac_header;
  unsigned int tail;
  unsigned int end;
  unsigned char *head;
  unsigned char *data;
};

struct nf_hook_state {
  __u8 hook;
  __u8 pf;
  struct net_device *in;
  struct net_device *out;
  struct net *net;
};

struct bpf_nf_ctx {
  const struct nf_hook_state *state;
  struct sk_buff *skb;
};

struct mm_struct;

struct nsproxy {
  struct net *net_ns;
};

struct task_struct {
  void *stack;
  struct mm_struct *mm;
  int pid;
  int tgid;
  struct task_struct *group_leader;
  struct nsproxy *nsproxy;
  char comm[16];
};

/* Of one kind of processor, and of another. */
struct pt_regs___x86 {
  unsigned long orig_ax;
};

struct pt_regs___arm64 {
  int syscallno;
};

#pragma clang attribute pop
