#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An NTP server (RFC 5905) that lies: liar-ntp.py ADDRESS LIE

Answers on ADDRESS with the time there is and what LIE names. Prints a line when it listens, and one for each answer.
"""
import socket
import struct
import sys
import time

SINCE_1900 = 2208988800


def stamp(seconds):
    return int((seconds + SINCE_1900) * 2**32) % 2**64


def main():
    address, lie = sys.argv[1], sys.argv[2]
    server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, 123))
    print("ready", flush=True)
    offset = {"years-ahead": 20 * 365 * 86400, "years-ago": -20 * 365 * 86400, "ahead": 1000}.get(lie, 0)
    while True:
        request, client = server.recvfrom(1000)
        if lie == "silent":
            continue
        if lie == "late":
            time.sleep(0.1)
        now = stamp(time.time() + offset)
        origin = request[40:48]
        # leap, version 4 and mode 4 (server); stratum; poll; precision
        first, stratum, name = 0x24, 2, b"\x7f\0\0\1"
        if lie == "not-in-step":
            first = 0xE4
        if lie == "stratum-16":
            stratum = 16
        if lie == "deny":
            stratum, name = 0, b"DENY"
        if lie == "rate":
            stratum, name = 0, b"RATE"
        if lie == "other-origin":
            origin = b"\1" * 8
        if lie == "no-origin":
            origin = bytes(8)
        if lie == "client-mode":
            first = 0x23
        delay = 0x7FFFFFFF if lie == "far-away" else 1
        answer = struct.pack("!BBbbII4sQ", first, stratum, 6, -20, delay, delay, name, now) + origin + struct.pack("!QQ", now, now)
        if lie == "short":
            answer = answer[:47]
        if lie == "one-byte":
            answer = b"\x24"
        if lie == "long":
            answer += b"\xff" * 900
        server.sendto(answer, client)
        print(lie, flush=True)


main()
