# SPDX-License-Identifier: MIT
"""A WebSocket client, for tests: usage: chat.py ADDRESS PORT PATH TEXT... prints what came back for each text."""
import base64
import os
import socket
import sys

address, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
peer = socket.create_connection((address, port), timeout=10)
stream = peer.makefile("rb")
key = base64.b64encode(os.urandom(16)).decode()
peer.sendall(
    f"GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
)
status = stream.readline().decode().strip()
if " 101 " not in status:
    sys.exit(status)
while stream.readline().strip():
    pass
for text in sys.argv[4:]:
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(text.encode()))
    peer.sendall(bytes([0x81, 0x80 | len(masked)]) + mask + masked)
    head = stream.read(2)
    print(stream.read(head[1]).decode())
