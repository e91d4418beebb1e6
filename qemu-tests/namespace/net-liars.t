#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# DHCP and DHCPv6 servers that lie, seen by the network's program and the machine's own clients under their list of system calls:
# of each lease what makes sense is taken, one that makes none is refused, and that is said. Nobody dies, and PID 1 does not grow.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lab.sh"
private_network
. "$(dirname "$0")/namespace.sh"
real_programs

cat >"$root/site/site.conf" <<'END'
[site]
hostname = tester
roles = web
[network.eth0]
address = dhcp
END
role web
service daemon '--notify' 'ready = notify'
boot
ok "the machine is ready before there is a network" says 'whit: ready: web'
memory() { awk '/^(VmRSS|VmData)/ { sum += $2 } END { print sum }' "/proc/$init_pid/status"; }
files() { find "/proc/$init_pid/fd" -mindepth 1 | wc -l; }
before="$(memory) $(files)"
watch_services log net ntp
wire eth0 lan
ip address add 10.99.0.1/24 dev lan

fact() { whit net --json | jq -r ".[] | select(.fact == \"$1\") | $2"; }
# lies PROGRAM [OWN-ADDRESS] LIE: a liar, and a client that gives its lease back and asks again.
lies() {
	liar=$1
	shift
	python3 "$tests/net/$liar" lan "$@" >"$work/answers" 2>"$evidence/$liar.log" &
	liar_pid=$!
	said=$(wc -l <"$console")
	wait_for 'pgrep -x "$client"' 10 || true
	pkill -USR2 -x "$client" || true
	wait_for 'says_since "entering released state"' 5 || true # of two signals at once the kernel gives the lower one first
	pkill -USR1 -x "$client" || true
}
end_liar() {
	kill $liar_pid
	wait $liar_pid 2>/dev/null || true
}
# has_lease PATTERN WORDS: the one lease there is, if WORDS, unless `-`, were said since the liar came.
has_lease() { [ "$(wc -l <"$work/answers")" -ge 2 ] && [ "$(fact lease .address)" = "$1" ] && says_since "$2"; }
says_since() { [ "$1" = - ] || sed "1,${said}d" "$console" | grep -Eq -- "$1"; }
# is_refused WORDS: it has answered, that was said, and there is no lease.
is_refused() { [ "$(wc -l <"$work/answers")" -ge 2 ] && says_since "$1" && [ -z "$(fact lease .address)" ]; }

client=udhcpc
while read -r lie lease words; do
	lies liar.py 10.99.0.1 "$lie"
	ok "DHCP: $lie: $lease is taken; said: $words" wait_for "has_lease '$lease' '$words'" 30
	end_liar
done <<'END'
empty-options 10.99.0.50/32 -
past-the-end 10.99.0.50/24 dns: .0\.0\.0\.0. is no address of a host; ignored
no-end 10.99.0.50/24 bad packet, malformed option field
overload 10.99.0.50/24 bad packet, malformed option field
default-by-class 10.99.0.50/24 staticroutes: .127\.0\.0\.1/32. is this machine.s own; ignored
many-routes 10.99.0.50/24 -
bad-lengths 10.99.0.50/32 subnet: .. is no netmask; ignored
END
while read -r lie words; do
	lies liar.py 10.99.0.1 "$lie"
	ok "DHCP: $lie: nothing is taken; said: $words" wait_for "is_refused '$words'" 30
	end_liar
done <<'END'
other-question -
overlong -
loopback ip: .127\.0\.0\.1. is no address of a host
END
is "DHCP: no route of a liar is left" "$(fact route .to | grep -v :)" ""

# Now IPv6; nobody answers for IPv4 any more.
client=udhcpc6
while read -r lie lease words; do
	lies liar6.py "$lie"
	ok "DHCPv6: $lie: $lease is taken; said: $words" wait_for "has_lease '$lease' '$words'" 30
	end_liar
done <<'END'
honest fd00::50/128 a router says that DHCPv6 has addresses
short-lease fd00::50/128 -
long-lease fd00::50/128 -
odd-times fd00::50/128 -
overlong fd00::50/128 -
odd-names fd00::50/128 search: .\$.true.\.;. is not a domain name
odd-dns fd00::50/128 dns: .ff02:.*:0053. is no address of a host; ignored
END
while read -r lie words; do
	lies liar6.py "$lie"
	ok "DHCPv6: $lie: nothing is taken; said: $words" wait_for "is_refused '$words'" 30
	end_liar
done <<'END'
empty-options IA_NA option is too short
empty-address IA_NA option is too short
short-address IA_NA option is too short
none-left IA_NA option is too short
long-inside no IAADDR option, ignoring packet
no-server no server ID, ignoring packet
other-question -
cut -
one-byte -
endless -
loopback eth0: the lease of DHCPv6 is refused
multicast ipv6: .ff02:.*:0001. is no address of a host
link-local ipv6: .fe80:.*:0050. is no address of a host
END

lies liar6.py honest
ok "an honest server at last: its lease is taken, and nobody had to help" wait_for "has_lease fd00::50/128 -" 90 # the pauses between clients grow to a minute
is "no program has died, but clients that were ended" "$(query '[.system[], .roles[]] | map(.services[].restarts) | add')" 0
ok "no call was missing in a list" not has "$console" 'Bad system call|signal 31'
is "PID 1 has as many files open as before" "$(files)" "${before#* }"
at_most "PID 1's memory, against before" "$(memory)" $((${before% *} + 100)) KiB
ok "the machine ends" shut_down
done_testing
