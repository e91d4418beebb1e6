# SPDX-License-Identifier: MIT
# usage: collector.py udp|tcp ADDRESS PORT FILE
# A syslog collector of few lines, strict where RFC 5424, RFC 5426 and RFC 6587 are: writes `SOURCE SEQUENCE TEXT` for each
# message, and `malformed: ...` for what is none.
import re, socket, sys

form = re.compile(
    rb"<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([!-~]{1,255}) ([!-~]{1,48}) - - "
    rb'\[meta sequenceId="([1-9]\d*)"\] (.*)', re.DOTALL)
kind, address, port, path = sys.argv[1:5]
out = open(path, "a")


def take(message):
    match = form.fullmatch(message)
    if match and int(match[1]) <= 191 and b"\n" not in match[6]:
        print(match[4].decode(), match[5].decode(), match[6].decode(errors="replace"), file=out, flush=True)
    else:
        print("malformed:", message, file=out, flush=True)


def take_frames(connection):
    data = b""
    while True:
        match = re.match(rb"([1-9]\d{0,4}) ", data)
        if match and len(data) >= match.end() + int(match[1]):
            take(data[match.end():match.end() + int(match[1])])
            data = data[match.end() + int(match[1]):]
            continue
        if not match and len(data) > 6:
            print("malformed: no count:", data[:20], file=out, flush=True)
            return
        more = connection.recv(65536)
        if not more:
            return
        data += more


family = socket.AF_INET6 if ":" in address else socket.AF_INET
server = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((address, int(port)))
if kind == "udp":
    while True:
        take(server.recv(65536))
server.listen()
while True:
    take_frames(server.accept()[0])
