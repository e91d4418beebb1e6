#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A DHCP server (RFC 2131) that lies: liar.py CARD OWN-ADDRESS LIE

Answers every DISCOVER and REQUEST on CARD with 10.99.0.50 and what LIE names. Prints a line for each answer.
"""
import socket
import struct
import sys

LIES = {
    # what is sent after the usual options, or in their place
    "short-lease": {51: struct.pack("!I", 1)},
    "no-lease": {51: struct.pack("!I", 0)},
    "wide-mask": {1: b"\0\0\0\0"},
    "odd-mask": {1: b"\xff\0\xff\0"},
    "own-router": {3: bytes([10, 99, 0, 50])},
    "odd-router": {3: bytes([224, 0, 0, 1]) + bytes(4)},
    "odd-dns": {6: b"\xff" * 64},
    "tiny-mtu": {26: struct.pack("!H", 1)},
    "huge-mtu": {26: struct.pack("!H", 65535)},
    "bad-lengths": {1: b"\xff", 3: b"\1\2\3", 6: b"\1", 26: b"\1", 51: b"\1\2"},
    "long-lease": {51: b"\xff\xff\xff\xff"},
    "long-names": {12: b"$(reboot)" * 7, 15: b"`reboot`\n;" * 6, 119: b"\xc0\x00" * 30},
    "mad-routes": {121: b"\x21" + b"\xff" * 200},
    "loopback": {"address": bytes([127, 0, 0, 1])},
    "broadcast": {"address": b"\xff\xff\xff\xff"},
    "others-network": {"address": bytes([10, 50, 7, 50])},
    "cut": {"cut": True},
    "empty-options": {1: b"", 3: b"", 6: b"", 12: b"", 15: b"", 42: b"", 119: b"", 121: b""},
    "overlong": {12: b"a" * 255, 15: b"b." * 127, 6: b"\x0a\x63\x00\x01" * 63},
    "past-the-end": {"tail": b"\x06\xff\x0a\x63"},
    "no-end": {"tail": b"\0" * 60},
    "overload": {52: b"\3", "tail": b"\xff"},
    "default-by-class": {121: b"\0" + bytes(4) + b"\x20" + bytes([127, 0, 0, 1]) + bytes([10, 99, 0, 1])},
    "many-routes": {121: b"".join(bytes([24, 10, 200, i, 10, 99, 0, 1]) for i in range(31))},
    "other-question": {"xid": b"\1\2\3\4"},
}


def options_of(kind, own, lie):
    options = {53: bytes([kind]), 54: own, 51: struct.pack("!I", 3600), 1: b"\xff\xff\xff\0", 3: own, 6: own}
    options.update({key: value for key, value in lie.items() if isinstance(key, int)})
    return b"".join(bytes([code, len(value)]) + value for code, value in options.items()) + lie.get("tail", b"\xff")


def main():
    card, own, name = sys.argv[1], socket.inet_aton(sys.argv[2]), sys.argv[3]
    lie = LIES[name]
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, card.encode())
    server.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("", 67))
    while True:
        request = server.recv(4096)
        at = request.find(b"\x63\x82\x53\x63") + 4
        kind = 0
        while at < len(request) - 2 and request[at] != 255:
            if request[at] == 53:
                kind = request[at + 2]
            at += 2 + request[at + 1] if request[at] else 1
        if kind not in (1, 3):
            continue
        address = lie.get("address", bytes([10, 99, 0, 50]))
        answer = (b"\2\1\6\0" + lie.get("xid", request[4:8]) + bytes(4) + bytes(4) + address + own + bytes(4) + request[28:44]
                  + bytes(192) + b"\x63\x82\x53\x63" + options_of({1: 2, 3: 5}[kind], own, lie))
        if lie.get("cut"):
            answer = answer[:250]
        server.sendto(answer, ("255.255.255.255", 68))
        print(name, kind, flush=True)


main()
