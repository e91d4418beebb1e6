#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# NTP servers that lie, and the machine's own client under its list of system calls, without the right to set a clock: what it tries
# is seen. It follows an honest server, and nobody who says himself that he does not know, or who answers what was not asked. One who
# answers rightly with a wrong time is believed when he is alone (there is no authentication: SECURITY.md), and outvoted by two.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"
private_network
ip link set lo up
ln -s "$("$top/scripts/package" --path busybox)/usr/bin/busybox" "$work/ntpd"

number=0
# server LIE [ADDRESS]: starts it; $address is where.
server() {
	number=$((number + 1))
	address=${2-10.53.0.$number}
	case $address in
	*:*) ip address add "$address/64" dev lo nodad ;;
	*) ip address add "$address/24" dev lo ;;
	esac
	python3 "$tests/net/liar-ntp.py" "$address" "$1" >"$work/$address.answers" 2>&1 &
}

# client NAME ADDRESS...: starts it for those servers once they listen. What it does comes to $work/NAME.calls, what it says to .said.
client() {
	name=$1
	shift
	for asked; do
		wait_for "has '$work/$asked.answers' ready" 10
		echo "ntp server=$asked from=site" >>"$work/$name.state"
	done
	setpriv --bounding-set -sys_time --inh-caps -sys_time \
		strace -D -f -qq -o "$work/$name.calls" "$out/tests/under-seccomp" "$out/programs/services/ntp.bpf" \
		"$out/programs/ntp" "$work/$name.state" "$work/ntpd" >"$work/$name.said" 2>&1 &
	echo $! >"$work/$name.pid"
}

# All at once: the client takes its time.
lies='not-in-step stratum-16 deny rate other-origin no-origin short one-byte far-away'
for lie in honest ahead $lies; do
	server "$lie"
	client "$lie" "$address"
	echo "$address" >"$work/$lie.address"
done

# answers NAME COUNT, steps NAME, slews NAME: what its server has answered, what it has tried with the clock.
answers() { [ "$(wc -l <"$work/$(cat "$work/$1.address").answers")" -gt "$2" ]; }
steps() { has "$work/$1.calls" 'clock_settime\(CLOCK_REALTIME, .*EPERM'; }
slews() { has "$work/$1.calls" 'adjtimex\(.*EPERM'; }

server honest fd53::1
client by-ipv6 fd53::1

server ahead 10.53.1.1
server late 10.53.1.2
server late 10.53.1.3
server silent 10.53.1.4
client outvoted 10.53.1.1 10.53.1.2 10.53.1.3
client one-of-two 10.53.1.2 10.53.1.4

# On a busy machine the answers to its first, quick questions come too late to be of use: it asks again after half a minute, then one, then
# two.
ok "by IPv6 too" wait_for 'slews by-ipv6' 240
ok "an honest server is followed" wait_for 'slews honest' 240
ok "without a jump" not steps honest
ok "one that knows better by a quarter of an hour too" wait_for 'steps ahead' 240
ok "two honest ones are followed" wait_for 'slews outvoted' 240
ok "not a third one, who answers first" not steps outvoted
ok "when half of them are silent: the others, a little later" wait_for 'slews one-of-two' 240
while read -r lie count words; do
	ok "$lie: it has answered" wait_for "answers $lie $count" 240
	ok "$lie: refused: said: $words" wait_for "[ '$words' = - ] || has '$work/$lie.said' '$words'" 10
	ok "$lie: the clock is let alone" not has "$work/$lie.calls" 'clock_settime|adjtimex'
done <<'END'
not-in-step 2 ntpd: reply from 10.53.0.[0-9]*: peer is unsynced
stratum-16 2 ntpd: reply from 10.53.0.[0-9]*: peer is unsynced
deny 2 ntpd: reply from 10.53.0.[0-9]*: peer is unsynced
rate 2 ntpd: reply from 10.53.0.[0-9]*: peer is unsynced
other-origin 1 -
no-origin 1 -
short 1 malformed packet received from 10.53.0.[0-9]*: size 47
one-byte 1 malformed packet received from 10.53.0.[0-9]*: size 1
far-away 2 -
END
for pid in "$work"/*.pid; do
	name=$(basename "$pid" .pid)
	kill "$(cat "$pid")"
	code=0
	wait "$(cat "$pid")" || code=$?
	is "$name: its program ends when it is told to" "$code" 0
	ok "$name: no call was missing in its list" not has "$work/$name.calls" SIGSYS
	cp "$work/$name.calls" "$evidence/"
	[ -z "${WHIT_STRACE-}" ] || cp "$work/$name.calls" "$WHIT_STRACE/daemon/ntp-$name"
done
done_testing
