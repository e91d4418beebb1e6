#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Clients of the control socket that take no answer keep nobody from being served, and cost init nothing; without its socket it goes on.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# code COMMAND...: its exit code.
code() { "$@" >"$work/code.log" 2>&1 && echo 0 || echo $?; }

role web
service daemon '--notify' 'ready = notify'
boot
ok "it becomes ready" says 'whit: ready: web'

descriptors=$(find "/proc/$init_pid/fd" | wc -l)
# Clients that ask and take no answer, or bring nothing for it or too much, take nothing from whoever asks.
python3 - "/proc/$init_pid/root/run/whit/control.sock" "$work/stalled" >/dev/null 2>&1 <<'END' &
import socket, sys, time
kept = []
for i in range(40):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect(sys.argv[1])
    for _ in range(40):
        socket.send_fds(s, [b"status"], [theirs.fileno()] * (i % 3))
    kept += [s, ours, theirs]
open(sys.argv[2], "w").close()
time.sleep(20)
END
stall=$!
at_exit "kill $stall 2>/dev/null || true"
wait_for '[ -e "$work/stalled" ]' 10
is "while 40 clients stall, others are served" "$(code whit status)" 0
is "and init has not one descriptor more" "$(find "/proc/$init_pid/fd" | wc -l)" "$descriptors"
rm "/proc/$init_pid/root/run/whit/control.sock"
is "whit says when init does not answer" "$(code whit status)" 3
ok "without its socket init still ends in order" shut_down
done_testing
