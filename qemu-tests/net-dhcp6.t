#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a cable that is back has 2 s
# DHCPv6, where the router says that there is a server: an address and name servers (M), or name servers only (O); nothing of it
# where the router says nothing. The client's name for the machine is made of the machine's id, when /data keeps one.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
. "$tests/disk.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# lab6 OPTIONS...: the bridge lab6 with a DHCPv6 server and its router, which tells of no name servers itself.
ip link add lab6 type bridge
ip address add fd96::1/64 dev lab6 nodad
ip link set lab6 up
lab6() {
	[ -z "${lab6_pid-}" ] || kill "$lab6_pid"
	dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --interface=lab6 --bind-interfaces --no-ping \
		--user="$(id -un)" --group="$(id -gn)" --pid-file= --dhcp-leasefile="$work/leases6" --log-facility=- --log-dhcp \
		--enable-ra "--dhcp-option=option6:dns-server,[fd96::53]" --dhcp-option=option6:domain-search,six.example \
		"$@" >>"$evidence/dhcp6.log" 2>&1 &
	lab6_pid=$!
}
six() { fact address 'select(.card == "eth1" and .from == "dhcp").address'; }

lab6 --dhcp-range=fd96::1000,fd96::1fff,64,2m
disk=$work/disk
make_disk "$disk"
# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab6) $(disk_options "$disk")
ok "M: the card has an address of the server" wait_for 'six | grep -q "^fd96::1[0-9a-f]*/128$"' 60
address=$(six)
ok "M: which serves" dns_answers "${address%/*}"
is "M: its name server is known" "$(fact dns 'select(.from == "eth1").server')" fd96::53
ok "M: and its search domain" wait_for "machine_run cat /run/net/resolv.conf | grep -q six.example || fact search .domain | grep -q six.example" 5
is "M: the lease is told" "$(fact lease 'select(.card == "eth1").address')" "$address"
id=$(machine_run cat /data/system/machine-id)
ok "the machine's name is made of its id" has "$evidence/dhcp6.log" "00:04:$(echo "$id" | sed 's/../&:/g; s/:$//')"
is "a card whose router says nothing has no client" "$(machine_run 'pidof udhcpc6 | wc -w')" 1
cable card1 off
ok "its cable out: said" machine_says 'net: eth1: link is down' 5
cable card1 on
within "its cable is back: served again" 2 "dns_answers ${address%/*}"
ok "and the server was asked" wait_for "[ \$(grep -c 'DHCPREPLY(lab6) fd96' '$evidence/dhcp6.log') -ge 2 ]" 10
machine_run 'kill -9 $(pidof net)'
ok "the network's program killed: the address is there when it is back" wait_for '[ "$(six)" = "$address" ]' 20
machine_kill

lab6 --dhcp-range=fd96::,ra-stateless
# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab6)
ok "O: the name server is known" wait_for 'fact dns .server | grep -qx fd96::53' 60
ok "O: and its address is the router's" wait_for 'fact address "select(.card == \"eth1\") | .from + .address" | grep -qx router.*:fe98:1/64' 10
is "O: it has no other" "$(six)" ""
ok "without a disk the machine's name is the first card's" has "$evidence/dhcp6.log" '00:03:00:01:52:54:00:99:00:01'
machine_kill
done_testing
