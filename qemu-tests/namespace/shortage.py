# SPDX-License-Identifier: MIT
# usage: shortage.py ROOT MEMINFO    is PID 1 to the log program of the folder ROOT: hands it the console, PID 1's own lines and, as
# the figures of memory, the file MEMINFO. What it shows goes to standard output.
import os
import socket
import sys

root, meminfo = sys.argv[1:]
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
own, nobody = os.pipe()
ready, says_ready = os.pipe()
os.set_blocking(own, False)
memory = os.open(meminfo, os.O_RDONLY)
if os.fork() == 0:
    os.dup2(theirs.fileno(), 0)
    os.dup2(says_ready, 3)
    os.chroot(root)
    os.execv("/usr/lib/whit/log", ["log"])
for order, descriptor in ("console console 0", 1), ("own whit 65536", own), ("memory memory 0", memory):
    socket.send_fds(ours, [order.encode()], [descriptor])
ours.send(b"ready ready 0")
assert os.read(ready, 1) == b"\n"
os.wait()
