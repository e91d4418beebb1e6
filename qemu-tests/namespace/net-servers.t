#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Real servers: the machine's own programs take leases of IPv4 and IPv6, lose them with their server, and have them again when it is
# back; each under its list of system calls, which holds no dangerous call that none of them makes.
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
[log]
forward = udp 10.99.0.1
END
role web
service daemon '--notify' 'ready = notify'
boot
ok "the machine is ready before there is a network" says 'whit: ready: web'
for service in log net ntp; do
	ok "$service is under its list" sh -c "grep -q '^Seccomp:[[:space:]]*2' /proc/$(pgrep -ox $service)/status"
done
wire eth0 lan
ip address add 10.99.0.1/24 dev lan
ip address add fd00::1/64 dev lan nodad

fact() { whit net --json | jq -r ".[] | select(.fact == \"$1\") | $2"; }
leased() { fact lease .address | grep -q "$1"; }
serve() {
	dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --interface=lan --bind-interfaces --no-ping \
		--user="$(id -un)" --group="$(id -gn)" --pid-file= --dhcp-leasefile="$work/leases" --log-facility=- --log-dhcp \
		--dhcp-range=10.99.0.100,10.99.0.200,2m --dhcp-option=option:router,10.99.0.1 \
		--dhcp-option=option:ntp-server,10.99.0.9 --dhcp-range=fd00::1000,fd00::1fff,64,2m --enable-ra \
		"--dhcp-option=option6:dns-server,[fd00::53]" >>"$evidence/dhcp.log" 2>&1 &
	server=$!
}
end_server() {
	kill "$server"
	wait "$server" || true
}
watch_services log net ntp

serve
ok "an address by DHCP" wait_for 'leased "^10\.99\.0\."' 20
ok "an address by DHCPv6" wait_for 'leased "^fd00::1"' 20
ok "the NTP server of the lease is asked" says 'ntp: asks 10\.99\.0\.9' 10
six=$(fact lease .address | grep :)

# The clients ask at once instead of in a minute.
end_server
pkill -USR1 -x udhcpc
pkill -USR1 -x udhcpc6
ok "without its server the IPv6 lease is lost: said" says "eth0: address $six is gone" 30
ok "and the IPv4 lease" says 'eth0: address 10\.99\.0\.[0-9]*/24 is gone' 30
ok "nothing of the leases is left, but what the router itself had told" \
	wait_for '[ "$(fact lease .address; fact dns .server; fact ntp .server)" = fd00::53 ]' 5
ok "and no address" wait_for '[ -z "$(fact address "select(.from == \"dhcp\").address")" ]' 5
serve
ok "the server is back: so is the IPv6 lease" wait_for 'leased "^fd00::1"' 30
ok "and the IPv4 lease" wait_for 'leased "^10\.99\.0\."' 30
ok "and its NTP server" wait_for '[ "$(fact ntp .server)" = 10.99.0.9 ]' 5

# A cable out and in, with the server's lease still good.
ip link set lan down
ok "the cable out: said" says 'eth0: link is down' 5
ip link set lan up
ip address add fd00::1/64 dev lan nodad # the kernel has taken it away
ok "the cable is back: the clients renew" wait_for '[ "$(grep -c "DHCPACK.*10.99.0" "$evidence/dhcp.log")" -ge 3 ]' 10
ok "the cable is back: there is an IPv6 lease" wait_for 'leased "^fd00::1"' 30

# The network's program dies: it starts again, with clients of its own.
kill -KILL "$(pgrep -ox net)"
ok "its program killed: its clients are gone with it, and new ones ask" wait_for '[ "$(count "udhcpc: started")" -ge 2 ]' 10
watch_services net
ok "its program killed: there is an IPv6 lease" wait_for 'leased "^fd00::1"' 30

# Its card is gone.
ip link delete lan
ok "the card is gone: said" says 'net: eth0: removed' 5
ok "the card is gone: and its clients" wait_for '! pgrep -x udhcpc && ! pgrep -x udhcpc6' 5
ok "the card is gone: and its leases" wait_for '[ -z "$(fact lease .address)" ]' 5

is "no program has died, but the one that was killed" "$(query '[.system[], .roles[]] | map(.services[].restarts) | add')" 1
ok "no call was missing in a list" not has "$console" 'Bad system call|signal 31'
ok "a collector that refuses: said" has "$console" 'collector udp 10.99.0.1 port 514: Connection refused: lines wait'
ok "the machine ends" shut_down
ok "a collector that refuses does not hold it up" has "$console" 'log: log stopped .exit code 0.'
kill_init

# What no list names ends who tries it, whatever rights it has.
if "$top/scripts/programs" roles "$tests/roles/escape" >"$evidence/escape.log" 2>&1; then
	for list in "$out"/programs/services/*.bpf; do
		for way in trace_parent mount_memory open_filesystem new_user_namespace make_key use_keys load_bpf load_module use_ring packet_socket; do
			code=0
			"$out/tests/under-seccomp" "$list" "$out/programs/roles/escape/escape" root $way >/dev/null 2>&1 || code=$?
			is "$(basename "$list" .bpf): $way ends it" "$code" 159
		done
	done
else
	fail "the program that tries to get out is built: see $evidence/escape.log"
fi
done_testing
