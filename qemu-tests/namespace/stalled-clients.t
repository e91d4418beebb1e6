#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Clients of the control socket that say nothing keep nobody from being served, and are dropped; without its socket init goes on.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# code COMMAND...: its exit code.
code() { "$@" >"$work/code.log" 2>&1 && echo 0 || echo $?; }

role web
service daemon '--notify' 'ready = notify'
boot
ok "it becomes ready" says 'whit: ready: web'

descriptors=$(find "/proc/$init_pid/fd" | wc -l)
# Clients that connect and say nothing take all places: whoever asks gets one all the same.
python3 - "/proc/$init_pid/root/run/whit/control.sock" "$work/stalled" >/dev/null 2>&1 <<'END' &
import socket, sys, time
stalled = []
for i in range(40):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.setblocking(False)
    try:
        s.connect(sys.argv[1])
    except BlockingIOError:
        pass
    stalled.append(s)
    time.sleep(0.01)
open(sys.argv[2], "w").close()
time.sleep(8)
END
stall=$!
at_exit "kill $stall 2>/dev/null || true"
wait_for '[ -e "$work/stalled" ]' 10
is "while 40 clients stall, others are served" "$(code whit status)" 0
ok "the stalled ones are dropped after their time" wait_for \
	"[ \"\$(find /proc/$init_pid/fd | wc -l)\" -le $descriptors ]" 10
rm "/proc/$init_pid/root/run/whit/control.sock"
is "whit says when init does not answer" "$(code whit status)" 3
ok "without its socket init still ends in order" shut_down
done_testing
