# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# A second network beside the laboratory's, and seeds, for tests of the network. Sourced after machine.sh and need_lab.
#
# The second network's host is 10.98.0.1 and fd98::1; its cards have MAC addresses 52:54:00:98:00:0N and get 10.98.0.(10+N)
# by DHCP; its router tells of the name server fd98::1, every five seconds.

image_net=$tests/sites/dns

# second_network: the bridge lab2 with a DHCP server of its own.
second_network() {
	ip link add lab2 type bridge
	ip address add 10.98.0.1/24 dev lab2
	ip address add fd98::1/64 dev lab2 nodad
	ip link set lab2 up
	for number in 1 2; do echo "52:54:00:98:00:0$number,10.98.0.$((10 + number))"; done >"$work/dhcp-hosts2"
	dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --interface=lab2 --bind-interfaces --no-ping \
		--user="$(id -un)" --group="$(id -gn)" --pid-file= --dhcp-leasefile="$work/leases2" --log-facility=- --log-dhcp \
		--dhcp-range=10.98.0.100,10.98.0.200,1h --dhcp-hostsfile="$work/dhcp-hosts2" \
		--dhcp-option=option:router,10.98.0.1 --dhcp-range=fd98::,ra-only --enable-ra --ra-param=lab2,5,1800 \
		"--dhcp-option=option6:dns-server,[fd98::1]" >"$evidence/dhcp2.log" 2>&1 &
}

# card NUMBER BRIDGE: QEMU options for one more card on a bridge; its netdev is card NUMBER, its MAC 52:54:00:98:00:0NUMBER.
card() {
	ip link show "more$1" >/dev/null 2>&1 || ip tuntap add "more$1" mode tap
	ip link set "more$1" master "$2" up
	echo "-netdev tap,id=card$1,ifname=more$1,script=no,downscript=no -device virtio-net-pci,netdev=card$1,mac=52:54:00:98:00:0$1,id=more$1"
}

# seed LINE...: QEMU options that give $machine this seed.
seed() {
	{ echo '# whit-seed' && printf '%s\n' "$@"; } >"$work/seed$machine"
	echo "-smbios type=11,path=$work/seed$machine"
}

# fact FACT JQ_FILTER: of `whit net --json` on the machine.
fact() { machine_run whit net --json | jq -r ".[] | select(.fact == \"$1\") | $2"; }

# cable NETDEV on|off: puts the cable in, or pulls it.
cable() { machine_command "set_link $1 $2"; }

# reaches ADDRESS [OPTIONS...]: a ping of the machine is answered within 0.3 s.
reaches() { machine_run "ping -c 1 -W 1 $* >/dev/null & usleep 300000; kill \$! 2>/dev/null; wait \$!"; }

# within NAME SECONDS CONDITION: how long it takes until the condition holds.
within() {
	within_start=$(own_seconds_now)
	within_took=never
	! wait_for "$3" $(($2 + 10)) || within_took=$(awk "BEGIN { print $(own_seconds_now) - $within_start }")
	ok "$1: after $within_took s (at most $2)" awk "BEGIN { exit !(\"$within_took\" != \"never\" && $within_took <= $2) }"
}
