/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every bound of the program that foreign bytes can reach, by name. */

/* Largest block or record that is read whole; a larger length field is damage.
 * Wireshark's limit for the same reason is 128 MiB and a little (wiretap/pcapng.c). */
#define PKTMON_MAX_BLOCK_SIZE (136u * 1024 * 1024)

/* Largest captured length of one packet: the largest D-Bus message (libpcap, MAXIMUM_SNAPLEN). */
#define PKTMON_MAX_PACKET_SIZE (128u * 1024 * 1024)

/* Interfaces of all sections together; one more is damage. Several hundred bytes are kept of each.
 */
#define PKTMON_MAX_INTERFACES (1u << 17)

/* Sections of one file; one more is damage. */
#define PKTMON_MAX_SECTIONS (1u << 20)

/* Bytes of the option lists of all sections and interfaces together; more is damage. They are kept,
 * and names made of them may be four times as long. */
#define PKTMON_MAX_DESCRIPTIONS_SIZE (32u * 1024 * 1024)

/* Gaps of one capture that have rows of their own in a packet list; where more packets were lost,
 * the rows of the packets behind the gaps say so. */
#define PKTMON_MAX_GAPS (1u << 14)

/* Headers that are taken apart in one packet; deeper ones are shown as data. */
#define PKTMON_MAX_LAYERS 64

/* Fields of one packet's tree; further ones are left out, and the tree says so. */
#define PKTMON_MAX_TREE_FIELDS 4096

/* Options of one packet that its tree shows; further ones are left out, and the tree says so. */
#define PKTMON_MAX_SHOWN_OPTIONS 256

/* Bytes of one Info column, without the final zero. */
#define PKTMON_MAX_INFO 255

/* Bytes of a packet that are copied to the clipboard as text; the text tells how many more there
 * are. */
#define PKTMON_MAX_COPIED_BYTES (1u << 20)

/* Bytes of lines that are copied to the clipboard at once; the rest is left out, and the user is
 * told. */
#define PKTMON_MAX_COPIED_LINES (64u << 20)

/* Characters of a filter expression. */
#define PKTMON_MAX_FILTER_TEXT 4096

/* Bytes of a text that is searched for, or of the words for bytes that are. */
#define PKTMON_MAX_PATTERN_TEXT 4096

/* Bytes of hexadecimal text that are taken for one packet. */
#define PKTMON_MAX_HEX_TEXT (64u * 1024 * 1024)

/* Bytes that a compressed file may unpack to. */
#define PKTMON_MAX_UNPACKED_SIZE (G_GUINT64_CONSTANT (1) << 40)

/* Sources that one capture has at a time. */
#define PKTMON_MAX_CAPTURE_SOURCES 256

/* Bytes kept of one live packet: libpcap's largest snap length but for D-Bus. */
#define PKTMON_MAX_SNAP_LENGTH 262144u

/* Ring buffer of one source, in bytes. */
#define PKTMON_MAX_CAPTURE_BUFFER (G_GUINT64_CONSTANT (2) << 30)

/* Reasons for which the kernel drops packets that are counted apart; it has some 130. */
#define PKTMON_MAX_DROP_REASONS 256

/* Instructions of a classic BPF program (the kernel's BPF_MAXINSNS). */
#define PKTMON_MAX_FILTER_INSTRUCTIONS 4096

/* Instructions of all expressions together with which the capture helper finishes a filter. */
#define PKTMON_MAX_EXPRESSION_INSTRUCTIONS 2560

/* Bytes of a message between the program and its capture helper, and of all that wait to be sent.
 */
#define PKTMON_MAX_MESSAGE 65536u
#define PKTMON_MAX_QUEUED_MESSAGES (8u * 1024 * 1024)

/* Descriptors that came with messages and were not asked for yet. */
#define PKTMON_MAX_QUEUED_DESCRIPTORS 8

/* Files that wait for their turn in one capture. */
#define PKTMON_MAX_QUEUED_SPOOLS 8

/* Bytes of a source's stable id, its description, and the name by which the system knows it. */
#define PKTMON_MAX_SOURCE_ID 255
#define PKTMON_MAX_SOURCE_DESCRIPTION 255
#define PKTMON_MAX_DEVICE_NAME 63

/* Addresses of one source that a capture notes. */
#define PKTMON_MAX_SOURCE_ADDRESSES 32

/* Bytes of an error's text in a message. */
#define PKTMON_MAX_MESSAGE_TEXT 2047

/* Characters of a session's name. */
#define PKTMON_MAX_SESSION_NAME 256

/* Dividers of one capture that are shown, and bytes of the text of each. */
#define PKTMON_MAX_DIVIDERS 4096
#define PKTMON_MAX_DIVIDER_TEXT 4000

/* Dividers that wait to be written to a file. */
#define PKTMON_MAX_QUEUED_DIVIDERS 64

/* Constraints of one session. */
#define PKTMON_MAX_CONSTRAINTS 32

/* Bytes of a constraint's text form: an expression, every byte of it behind a backslash, and all
 * other fields. */
#define PKTMON_MAX_CONSTRAINT_TEXT 10000

/* Characters of a preset's name; bytes of its description and its file; columns of it, and bytes of
 * a column's id. */
#define PKTMON_MAX_PRESET_NAME 256
#define PKTMON_MAX_PRESET_DESCRIPTION 2000
#define PKTMON_MAX_PRESET_SIZE (1024u * 1024)
#define PKTMON_MAX_PRESET_COLUMNS 64
#define PKTMON_MAX_COLUMN_ID 63

/* Presets in one folder; further ones are left out. */
#define PKTMON_MAX_PRESETS 4096

/* Steps of a stream's buffer, in bytes. */
#define PKTMON_STREAM_BUFFER_STEP (256u * 1024)

/* Smallest file of a ring, in bytes. */
#define PKTMON_MIN_FILE_SIZE 1000000u

/* Pieces of a capture that a stream has not delivered, where it does not keep them. */
#define PKTMON_MAX_PASSING_STORES 16

/* Bytes of one comment: what an option of a pcapng block holds. */
#define PKTMON_MAX_COMMENT_SIZE 65535u

/* Packets of one capture whose comments are changed and not saved yet, bytes of those comments, and
 * changes of comments and marks that can be undone. */
#define PKTMON_MAX_CHANGED_COMMENTS 10000u
#define PKTMON_MAX_CHANGED_COMMENTS_SIZE (16u * 1024 * 1024)
#define PKTMON_MAX_UNDONE_NOTES 50u
