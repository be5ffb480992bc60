/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Numbers of the file formats.
 * pcapng: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html
 * pcap:   https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html */

/* --- pcapng blocks (section 10.1) --- */

#define PKTMON_BLOCK_SECTION_HEADER 0x0a0d0d0au
#define PKTMON_BLOCK_INTERFACE_DESCRIPTION 1u
#define PKTMON_BLOCK_PACKET 2u /* obsolete */
#define PKTMON_BLOCK_SIMPLE_PACKET 3u
#define PKTMON_BLOCK_NAME_RESOLUTION 4u
#define PKTMON_BLOCK_INTERFACE_STATISTICS 5u
#define PKTMON_BLOCK_ENHANCED_PACKET 6u
#define PKTMON_BLOCK_SYSTEMD_JOURNAL 9u
#define PKTMON_BLOCK_DECRYPTION_SECRETS 10u
#define PKTMON_BLOCK_CUSTOM 0x0badu
#define PKTMON_BLOCK_CUSTOM_NO_COPY 0x40000badu

#define PKTMON_BYTE_ORDER_MAGIC 0x1a2b3c4du

/* Whose custom blocks and options these are. The project has no number of its own: this is the one
 * for examples (RFC 5612), and a magic number behind it tells ours from others. */
#define PKTMON_ENTERPRISE_NUMBER 32473u

/* Sizes in bytes with type, both lengths and the fixed fields, without options and data. */
#define PKTMON_BLOCK_MIN_SIZE 12u
#define PKTMON_SECTION_HEADER_MIN_SIZE 28u
#define PKTMON_INTERFACE_DESCRIPTION_MIN_SIZE 20u
#define PKTMON_PACKET_MIN_SIZE 32u
#define PKTMON_SIMPLE_PACKET_MIN_SIZE 16u
#define PKTMON_ENHANCED_PACKET_MIN_SIZE 32u
#define PKTMON_INTERFACE_STATISTICS_MIN_SIZE 24u

/* --- pcapng options (sections 3.5 and 4) --- */

#define PKTMON_OPTION_END 0u
#define PKTMON_OPTION_COMMENT 1u
#define PKTMON_OPTION_CUSTOM_TEXT 2988u
#define PKTMON_OPTION_CUSTOM_BINARY 2989u
#define PKTMON_OPTION_CUSTOM_TEXT_NO_COPY 19372u
#define PKTMON_OPTION_CUSTOM_BINARY_NO_COPY 19373u

#define PKTMON_OPTION_SHB_HARDWARE 2u
#define PKTMON_OPTION_SHB_OS 3u
#define PKTMON_OPTION_SHB_USERAPPL 4u

#define PKTMON_OPTION_IF_NAME 2u
#define PKTMON_OPTION_IF_DESCRIPTION 3u
#define PKTMON_OPTION_IF_IPV4_ADDRESS 4u
#define PKTMON_OPTION_IF_IPV6_ADDRESS 5u
#define PKTMON_OPTION_IF_MAC_ADDRESS 6u
#define PKTMON_OPTION_IF_EUI_ADDRESS 7u
#define PKTMON_OPTION_IF_SPEED 8u
#define PKTMON_OPTION_IF_TSRESOL 9u
#define PKTMON_OPTION_IF_TZONE 10u
#define PKTMON_OPTION_IF_FILTER 11u
#define PKTMON_OPTION_IF_OS 12u
#define PKTMON_OPTION_IF_FCSLEN 13u
#define PKTMON_OPTION_IF_TSOFFSET 14u
#define PKTMON_OPTION_IF_HARDWARE 15u
#define PKTMON_OPTION_IF_TXSPEED 16u
#define PKTMON_OPTION_IF_RXSPEED 17u
#define PKTMON_OPTION_IF_IANA_TZNAME 18u

#define PKTMON_OPTION_EPB_FLAGS 2u
#define PKTMON_OPTION_EPB_HASH 3u
#define PKTMON_OPTION_EPB_DROPCOUNT 4u
#define PKTMON_OPTION_EPB_PACKETID 5u
#define PKTMON_OPTION_EPB_QUEUE 6u
#define PKTMON_OPTION_EPB_VERDICT 7u
#define PKTMON_OPTION_EPB_PROCESSID_THREADID 8u

#define PKTMON_OPTION_NS_DNSNAME 2u
#define PKTMON_OPTION_NS_DNSIP4ADDR 3u
#define PKTMON_OPTION_NS_DNSIP6ADDR 4u

#define PKTMON_OPTION_ISB_STARTTIME 2u
#define PKTMON_OPTION_ISB_ENDTIME 3u
#define PKTMON_OPTION_ISB_IFRECV 4u
#define PKTMON_OPTION_ISB_IFDROP 5u
#define PKTMON_OPTION_ISB_FILTERACCEPT 6u
#define PKTMON_OPTION_ISB_OSDROP 7u
#define PKTMON_OPTION_ISB_USRDELIV 8u

/* --- pcap (section 4) --- */

#define PKTMON_PCAP_MAGIC_MICROSECONDS 0xa1b2c3d4u
#define PKTMON_PCAP_MAGIC_NANOSECONDS 0xa1b23c4du
/* Records with 8 bytes more, as kernels patched by A. Kuznetzov wrote them (libpcap, sf-pcap.c). */
#define PKTMON_PCAP_MAGIC_MODIFIED 0xa1b2cd34u
#define PKTMON_PCAP_HEADER_SIZE 24u
#define PKTMON_PCAP_RECORD_SIZE 16u
#define PKTMON_PCAP_MODIFIED_RECORD_SIZE 24u
#define PKTMON_PCAP_MAJOR 2u
#define PKTMON_PCAP_MINOR 4u
#define PKTMON_PCAP_LINK_TYPE_MASK 0x0000ffffu
#define PKTMON_PCAP_RESERVED_MASK 0x03ff0000u
#define PKTMON_PCAP_FCS_PRESENT 0x04000000u
#define PKTMON_PCAP_FCS_SHIFT 28

/* Captured length that a record may have whatever the file's header says (libpcap,
 * MAXIMUM_SNAPLEN). */
#define PKTMON_PCAP_USUAL_SNAP_LENGTH 262144u

/* The unit of a time stamp when nothing says otherwise: microseconds. */
#define PKTMON_DEFAULT_TSRESOL 6u
