/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* constraint/compare.h as a program in the kernel has it: without GLib, and with an own way to
 * packets.
 */

/* Whether a frame of @size bytes fits the table at @table (PktmonTable).
 * @tag: the VLAN tag that the kernel took out of it; negative: none. */
int test_stack_point_match (const void *table, const void *frame, unsigned size, int link, int tag);
