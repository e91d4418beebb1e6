# SPDX-License-Identifier: MIT
# usage: kvp.py KVP STATE    plays the kernel's hv_kvp for that program, on a socket instead of a device: no Hyper-V here.
# Prints `KEY=VALUE` for each index of the pool `auto`, then what is said of one card, of one that is not there, and of a change.
import socket
import subprocess
import sys

SIZE = 7432  # struct hv_kvp_msg of linux/hyperv.h
REGISTER1, GET, SET, ENUMERATE, GET_IP_INFO, AUTO = 100, 0, 1, 3, 4, 2


def ask(operation, pool=0, body=b""):
    ours.send((bytes([operation, pool, 0, 0]) + body).ljust(SIZE, b"\0"))
    answer = ours.recv(2 * SIZE)
    assert len(answer) == SIZE, len(answer)
    return int.from_bytes(answer[:4], "little"), answer[4:]


def text(body, at):
    return body[at : body.index(b"\0", at)].decode()


ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
ours.settimeout(10)
child = subprocess.Popen(sys.argv[1:], stdin=theirs)
theirs.close()
hello = ours.recv(2 * SIZE)
assert len(hello) == SIZE and hello[0] == REGISTER1, (len(hello), hello[0])
ours.send((bytes([REGISTER1, 0, 0, 0]) + b"3.1").ljust(SIZE, b"\0"))
index = 0
while True:
    status, body = ask(ENUMERATE, AUTO, index.to_bytes(4, "little"))
    if status != 0:
        break
    print(f"{text(body, 16)}={text(body, 16 + 512)}")
    index += 1
print(f"end {status:#x}")
status, body = ask(GET_IP_INFO, 0, b"00:15:5d:00:00:01")
print(f"card {status:#x} {text(body, 258)} {text(body, 2306)}")
print(f"no card {ask(GET_IP_INFO, 0, b'00:15:5d:00:00:09')[0]:#x}")
print(f"change {ask(SET, 1)[0]:#x}")
ours.send(b"short")  # a kernel that is not as it should be: the program ends, and init starts it again
print(f"ended {child.wait(10)}")
