/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe's matcher, asked about one packet at a time. */
#include "probe/match.bpf.h"

#define MAX_PACKET 4096

__u8 packet[MAX_PACKET];
PktmonTable table;
__u32 size, made_up, tag, link; /* of the packet, as struct bytes has them */
__u32 matches;

SEC ("syscall")
int
ask (void *context)
{
  const void *pointer = packet;
  struct bytes bytes = { .size = size, .made_up = made_up, .tag = tag, .link = link };

  bpf_probe_read_kernel (&bytes.start, sizeof bytes.start, &pointer);
  matches = match (&bytes, &table);
  return 0;
}
