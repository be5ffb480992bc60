#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""send-segment.py SOURCE DESTINATION PORT TTL [good]: sends one TCP segment, a SYN, with a checksum
that is wrong unless it is to be good."""
import socket
import struct
import sys


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


source, destination, port, ttl = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
addresses = socket.inet_aton(source) + socket.inet_aton(destination)
parts = [40000, port, 1, 0, 0x5002, 1000, 0, 0]
segment = struct.pack("!HHIIHHHH", *parts)
parts[6] = checksum(addresses + struct.pack("!HH", 6, len(segment)) + segment)
if "good" not in sys.argv:
    parts[6] ^= 0x1234
header = struct.pack("!BBHHHBBH", 0x45, 0, 40, 1, 0, ttl, 6, 0) + addresses
with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
    raw.sendto(header + struct.pack("!HHIIHHHH", *parts), (destination, 0))
