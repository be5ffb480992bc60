/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every bound of the program that foreign bytes can reach, by name. */

/* Largest block or record that is read whole; a larger length field is damage.
 * Wireshark's limit for the same reason is 128 MiB and a little (wiretap/pcapng.c). */
#define PKTMON_MAX_BLOCK_SIZE (136u * 1024 * 1024)

/* Largest captured length of one packet: the largest D-Bus message (libpcap, MAXIMUM_SNAPLEN). */
#define PKTMON_MAX_PACKET_SIZE (128u * 1024 * 1024)

/* Interfaces of all sections together; one more is damage. */
#define PKTMON_MAX_INTERFACES (1u << 20)

/* Sections of one file; one more is damage. */
#define PKTMON_MAX_SECTIONS (1u << 20)

/* Headers that are taken apart in one packet; deeper ones are shown as data. */
#define PKTMON_MAX_LAYERS 64

/* Fields of one packet's tree; further ones are left out, and the tree says so. */
#define PKTMON_MAX_TREE_FIELDS 4096

/* Bytes of one Info column, without the final zero. */
#define PKTMON_MAX_INFO 255

/* Characters of a filter expression. */
#define PKTMON_MAX_FILTER_TEXT 4096

/* Bytes that a compressed file may unpack to. */
#define PKTMON_MAX_UNPACKED_SIZE (G_GUINT64_CONSTANT (1) << 40)
