#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A DHCP server that lies does no harm: absurd addresses, masks, routers, lengths, names and leases of a second. Of each lease
# what makes sense is taken; one without a good address is refused, and asked for again. Nothing of the machine dies.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
lab_dhcp_stop
# shellcheck disable=SC2046
machine_start "$(image_of "$image_net" PROFILE=debug)" $(card 1 lab) $(seed '[network]' 'address = dhcp' '[network.eth1]' \
	'address = 10.50.0.1/16')
ok "the machine is ready without a server" machine_ready 60

# The client gives its lease back and asks for another one, by a server that lies.
ask_liar() {
	python3 "$tests/net/liar.py" lab $lab_host "$1" >"$evidence/liar-$1.log" 2>&1 &
	liar_pid=$!
	: >"$evidence/liar-$1.log"
	machine_run 'kill -USR2 $(pidof udhcpc); kill -USR1 $(pidof udhcpc)' >/dev/null 2>&1 || true
}
end_liar() {
	kill $liar_pid
	wait $liar_pid 2>/dev/null || true
}
leased() { fact address 'select(.card == "eth0" and .from == "dhcp").address'; }

while read -r lie wanted; do
	ask_liar "$lie"
	ok "$lie: $wanted is taken" wait_for '[ "$(leased)" = "$wanted" ]' 10
	end_liar
	is "$lie: the MTU stays" "$(fact card 'select(.card == "eth0").mtu')" 1500
done <<END
short-lease 10.99.0.50/24
no-lease 10.99.0.50/24
long-lease 10.99.0.50/24
wide-mask 10.99.0.50/32
odd-mask 10.99.0.50/32
own-router 10.99.0.50/24
odd-router 10.99.0.50/24
odd-dns 10.99.0.50/24
tiny-mtu 10.99.0.50/24
huge-mtu 10.99.0.50/24
bad-lengths 10.99.0.50/32
long-names 10.99.0.50/24
mad-routes 10.99.0.50/24
cut 10.99.0.50/32
END
is "no server's name but the machine's own host stands in resolv.conf" \
	"$(machine_run grep -v "'^#'" /run/net/resolv.conf | grep -v "^nameserver $lab_host")" ""

while read -r lie said; do
	ask_liar "$lie"
	ok "$lie: said" machine_says "net: .*$said" 10
	ok "$lie: refused" wait_for '[ "$(leased)" = "" ]' 5
	end_liar
done <<END
loopback ip: .127\.0\.0\.1. is no address of a host
broadcast ip: .255\.255\.255\.255. is no address of a host
others-network eth0: the address of the lease takes from 10\.50\.0\.1/16
END
is "nothing has died" "$(machine_run whit status --json | jq -c '[.system[], .roles[]] | map(.services[].restarts) | add')" 0
lab_dhcp_start
ok "an honest server: the machine serves, and nobody had to help" wait_for dns_answers 30
is "with nothing left of the lies" "$(leased)" 10.99.0.11/24
machine_kill
done_testing
