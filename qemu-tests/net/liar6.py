#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A router and DHCPv6 server (RFC 4861, RFC 8415) that lies: liar6.py CARD LIE

Tells on CARD every second that there are addresses to be had by DHCPv6, and answers who asks with fd00::50 and what LIE
names. Prints a line for each answer.
"""
import socket
import struct
import sys
import time

CLIENT_ID, SERVER_ID, IA, ADDRESS, STATUS, DNS, SEARCH = 1, 2, 3, 5, 13, 23, 24
ADVERTISE, REPLY = 2, 7
NAMES = b"\7$(true)\1;\0" + b"\3six\7example\0"


def option(code, value, length=None):
    return struct.pack("!HH", code, len(value) if length is None else length) + value


def lease(address="fd00::50", preferred=60, valid=120, extra=b""):
    packed = socket.inet_pton(socket.AF_INET6, address)
    return packed + struct.pack("!II", preferred, valid) + extra


def answer_of(lie, ids, ia):
    """The options of an answer."""
    addresses = {"loopback": "::1", "multicast": "ff02::1", "link-local": "fe80::50", "nothing": "::", "in-disguise": "::ffff:10.9.9.9"}
    times = {"no-lease": (0, 0), "short-lease": (1, 1), "long-lease": (2**32 - 1, 2**32 - 1), "odd-times": (500, 100)}
    inner = option(ADDRESS, lease(addresses.get(lie, "fd00::50"), *times.get(lie, (60, 120))))
    dns = option(DNS, socket.inet_pton(socket.AF_INET6, "fd00::53"))
    if lie == "odd-dns":
        dns = option(DNS, socket.inet_pton(socket.AF_INET6, "ff02::53") + socket.inet_pton(socket.AF_INET6, "::1")) + option(DNS, b"\1" * 15)
    if lie == "odd-names":
        dns = option(SEARCH, NAMES) + option(SEARCH, b"\xc0\x00" * 30) + option(SEARCH, b"\x3f" + b"a" * 20)
    if lie == "empty-options":
        return ids + option(IA, b"") + option(DNS, b"") + option(SEARCH, b"")
    if lie == "empty-address":
        inner = option(ADDRESS, b"")
    if lie == "short-address":
        inner = option(ADDRESS, lease()[:15])
    if lie == "none-left":
        inner = option(STATUS, struct.pack("!H", 2) + b"none; $(reboot)\0\xff")
    if lie == "long-inside":
        inner = option(ADDRESS, lease(), 4000)
    if lie == "overlong":
        return ids + option(IA, ia[:12] + inner) + option(DNS, b"\1" * 32, 60000)
    if lie == "endless":
        return ids + option(IA, ia[:12] + inner) + b"".join(option(DNS, b"\xfd" + b"\0" * 15) for _ in range(60))
    return ids + option(IA, ia[:12] + inner) + dns


def main():
    card, lie = sys.argv[1], sys.argv[2]
    index = socket.if_nametoindex(card)
    router = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, card.encode())
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("::", 547))
    group = socket.inet_pton(socket.AF_INET6, "ff02::1:2") + struct.pack("@I", index)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
    server.settimeout(0.2)
    announced = 0.0
    while True:
        if time.monotonic() - announced > 1:  # M: addresses by DHCPv6
            router.sendto(bytes([134, 0, 0, 0, 64, 0x80]) + struct.pack("!HII", 1800, 0, 0), ("ff02::1", 0, 0, index))
            announced = time.monotonic()
        try:
            request, client = server.recvfrom(4096)
        except socket.timeout:
            continue
        at, found = 4, {}
        while at + 4 <= len(request):
            code, length = struct.unpack("!HH", request[at : at + 4])
            found[code] = request[at + 4 : at + 4 + length]
            at += 4 + length
        ids = option(CLIENT_ID, found.get(CLIENT_ID, b"")) + option(SERVER_ID, b"\0\3\0\1liar66")
        if lie == "no-server":
            ids = option(CLIENT_ID, found.get(CLIENT_ID, b""))
        transaction = b"\1\2\3" if lie == "other-question" else request[1:4]
        kind = ADVERTISE if request[0] == 1 else REPLY
        answer = bytes([kind]) + transaction + answer_of(lie, ids, found.get(IA, b"\0" * 12))
        if lie == "cut":
            answer = answer[: len(answer) - 30]
        if lie == "one-byte":
            answer = answer[:1]
        server.sendto(answer, client)
        print(lie, request[0], flush=True)


main()
