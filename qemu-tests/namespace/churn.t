#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Churn: services are killed, restarted, reloaded and stopped at random, a link falls and rises, cards come and go, logs flood,
# orphans rain, control clients stall. At the end PID 1 has the memory and the descriptors it began with, and everything runs.
#
#   CHURN_SECONDS  how long (20; scripts/soak: 1200)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

seconds=${CHURN_SECONDS:-20}

cat >"$root/site/site.conf" <<'END'
[site]
hostname = tester
roles = web noisy
[network.wan]
address = 192.0.2.10/24 2001:db8::10/64
gateway = 192.0.2.1
END
with_network
role web
service daemon '--notify' 'ready = notify' 'reload = HUP'
service second '--ready-fd 3' 'ready = fd 3' 'after = daemon'
role noisy
service floods '--flood 20000 --notify' 'ready = notify'
service orphans '--orphans 50 --notify' 'ready = notify'
service deaf '--ignore-term --notify' 'ready = notify' 'stop-timeout = 200ms'
boot
ok "everything is ready" says 'whit: ready:'
outside_ip link add wan type veth peer name far
outside_ip link set far up

memory() { awk '/^VmRSS/ { print $2 }' "/proc/$init_pid/status"; }
descriptors() { find "/proc/$init_pid/fd" | wc -l; }
number() { od -An -N2 -tu2 /dev/urandom | tr -d ' '; }

# stall: a client that asks and takes no answer.
stall() {
	python3 - "/proc/$init_pid/root/run/whit/control.sock" >/dev/null 2>&1 <<'END' &
import socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect(sys.argv[1])
for _ in range(40):
    socket.send_fds(s, [b"status"], [theirs.fileno()])
time.sleep(7)
END
}

# disturb: one of the things that happen.
disturb() {
	case $(($(number) % 10)) in
	0 | 1) signal 9 "$(pid_of web daemon)" ;;
	2) signal 9 "$(pid_of web second)" ;;
	3) whit restart noisy ;;
	4) whit reload web ;;
	5) whit stop web && whit start web ;;
	6) stall ;;
	7) whit start web && whit status ;;
	8) outside_ip link set far down && outside_ip link set far up ;;
	9) outside_ip link add other type veth peer name far-other && outside_ip link set other up && outside_ip link del other ;;
	esac >/dev/null 2>&1 || true
}

# settle: everything runs again, and whoever stalled is gone. A role that is just being prepared takes no order to start.
settle() {
	wait_for 'whit start web && whit start noisy' 20 && wait_for '[ "$(query .ready)" = true ]' 70
}

fds_at_start=$(descriptors)
for _ in 1 2 3 4 5 6 7 8; do disturb; done # what grows once has grown
ok "everything is ready after the first of them" settle
ok "nobody who stalled is left" wait_for "[ \"\$(descriptors)\" -le $fds_at_start ]" 15
before=$(memory) before_fds=$(descriptors)
done=0
end=$(awk "BEGIN { print int($(seconds_now) + $seconds) }")
while [ "$(seconds_now | cut -d. -f1)" -lt "$end" ]; do
	disturb
	done=$((done + 1))
done
note "$done disturbances in $seconds s; $(count 'restarting') deaths"
at_least "disturbances" "$done" "$seconds"
ok "everything is ready again" settle
ok "nobody who stalled is left at the end" wait_for "[ \"\$(descriptors)\" -le $before_fds ]" 15
at_most "memory of PID 1 has grown by" "$(($(memory) - before))" 64 kB
at_most "descriptors of PID 1" "$(descriptors)" "$before_fds"
ok "the network is as it was" wait_for 'whit net --json | jq -e "[.[] | select(.fact == \"address\" and .card == \"wan\")] | length == 2"' 10
ok "it ends in order" shut_down
done_testing
