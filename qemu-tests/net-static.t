#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a bond has 2 s
# What a site or a seed may want of cards without DHCP: several addresses of both kinds, MTU, routes and routers of both, whose
# traffic arrives, the order of two ways, a bond; and that a seed makes the machine what it says. [network] is the card with the lowest
# place in the machine, whatever order the kernel found them in. (VLANs: net-peer.t)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# A router on the first network, with two hosts behind it; one more is behind this one.
# shellcheck disable=SC2016 # for the inner shell
unshare --net sh -c 'read -r pid rest </proc/self/stat && echo "$pid" >"$0" && exec sleep 3600' "$work/router" &
router=$! # to us; /proc is the host's and has another number
at_exit "kill $router"
wait_for "[ -s '$work/router' ]" 5
router_ip() { nsenter "--net=/proc/$(cat "$work/router")/ns/net" ip "$@"; }
ip link add router type veth peer name lab-side
ip link set lab-side netns $router
ip link set router master lab up
router_ip link set lab-side up
router_ip link set lo up
for address in 10.99.0.9/24:lab-side fd99::9/64:lab-side 10.55.0.1/32:lo fd44::1/128:lo; do
	case $address in fd*) nodad=nodad ;; *) nodad= ;; esac
	router_ip address add "${address%:*}" dev "${address##*:}" $nodad
done
ip address add fd55::1/128 dev lo nodad

# Two cards; the driver of the second one is the kernel's first.
second_network
machine_card=vmxnet3,addr=10
# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab2),addr=11 $(seed '[seed]' 'instance = one' '[site]' 'hostname = seeded' '[network]' \
	'address = 10.99.0.77/24 10.99.0.78/24' 'address = fd99::77/64' 'gateway = 10.99.0.1 fd99::9' 'mtu = 1400' 'metric = 300' \
	'route = 10.55.0.0/16 via 10.99.0.9' 'route = fd55::/64 via fd99::1' 'dns = 10.99.0.1')
machine_card=virtio-net-pci
ok "a seed in SMBIOS is taken" machine_says 'the seed of SMBIOS is taken \(instance one\)' 60
for address in 10.99.0.77 10.99.0.78 fd99::77; do
	ok "static address $address answers" wait_for "dns_answers $address" 20
done
is "the seed's hostname" "$(machine_run whit status --json | jq -r .hostname)" seeded
is "the kernel has found the card first that comes last" "$(fact card '.card + " " + .mac' | sort | paste -sd' ')" \
	"eth0 52:54:00:98:00:01 eth1 52:54:00:99:00:01"
is "[network] is the card that comes first" "$(fact address 'select(.from == "static").card' | sort -u)" eth1
is "the MTU" "$(fact card 'select(.card == "eth1").mtu')" 1400
ok "the other card has a lease" wait_for 'fact lease .address | grep -q 10.98.0.11/24' 20
is "each has a default route; the site says which counts" \
	"$(fact route 'select(.to == "0.0.0.0/0") | "\(.metric) \(.card) \(.via)"' | sort -n | paste -sd,)" "101 eth0 10.98.0.1,300 eth1 10.99.0.1"
is "and so it is" "$(machine_run ip route get 192.0.2.99 | grep -o 'dev eth[0-9]')" "dev eth0"
is "the other route" "$(fact route 'select(.to == "10.55.0.0/16").via')" 10.99.0.9
ok "a host behind it answers" wait_for "reaches 10.55.0.1" 10
is "the IPv6 router counts before those that tell of themselves" \
	"$(fact route 'select(.to == "::/0") | "\(.metric) \(.via)"' | sort -n | head -n 1)" "300 fd99::9"
ok "a host behind it answers by IPv6" wait_for "reaches fd44::1" 10
ok "so does one that the IPv6 route leads to" wait_for "reaches fd55::1" 10
is "the name server" "$(fact dns '.server + " " + .from')" "10.99.0.1 site"
is "and it is in resolv.conf" "$(machine_run grep nameserver /etc/resolv.conf)" "nameserver 10.99.0.1"
is "no lease was asked for" "$(grep -c DHCPDISCOVER "$evidence/dhcp.log")" 0
is "the network's program is not root" "$(machine_run 'stat -c %u /proc/$(pidof net)')" 210
machine_run 'kill -9 $(pidof net)'
ok "when it dies it comes back" machine_says 'net: net ready after .*' 10
ok "and the addresses have stayed" dns_answers 10.99.0.78
machine_kill

# shellcheck disable=SC2046
machine_start "$image" $(seed '[site]' 'hostnam = typo')
ok "a seed with a mistake: said" machine_says 'seed:3: hostnam: ' 60
ok "a seed with a mistake: not taken, the site counts" wait_for dns_answers 30
machine_kill

# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab) $(seed '[network.pair]' 'bond = eth0 eth1' 'address = 10.99.0.76/24')
ok "bond: answers" wait_for "dns_answers 10.99.0.76" 60
cable lan off
within "bond: one cable out: still answers" 2 "dns_answers 10.99.0.76"
cable lan on
machine_says 'eth0: link is up.*' 5 || true
cable card1 off
within "bond: the other one out: still answers" 2 "dns_answers 10.99.0.76"
machine_kill
done_testing
