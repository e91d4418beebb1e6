#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Two machines of ours that talk to each other: over a VLAN (IEEE 802.1Q), where what is not tagged, or tagged otherwise, is not
# answered.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# Machine 1 asks, machine 2 is its peer; the host has an address of the tagged network too, but no tag.
ip address add 10.97.0.1/24 dev lab
machine=2
# shellcheck disable=SC2046
machine_start "$image" $(seed '[site]' 'hostname = peer' '[network]' 'address = dhcp' \
	'[network.office]' 'vlan = 10' 'card = eth0' 'address = 10.97.0.12/24 fd97::12/64' 'mtu = 1400' \
	'[network.other]' 'vlan = 20' 'card = eth0' 'address = 10.96.0.12/24')
machine=1
# shellcheck disable=SC2046
machine_start "$image" $(seed '[site]' 'hostname = asker' '[network]' 'address = dhcp' \
	'[network.office]' 'vlan = 10' 'card = eth0' 'address = 10.97.0.11/24 fd97::11/64' 'dns = 10.97.0.12' 'mtu = 1400' \
	'[network.other]' 'vlan = 21' 'card = eth0' 'address = 10.96.0.11/24')

# asks ADDRESS: machine 1 asks the name server there, as a program does that looks up a name (ping says what it was told).
asks() { machine_run "echo nameserver $1 >/run/net/resolv.conf; ping -4 -c 1 -W 1 www.example.net" | grep -q '(192.0.2.80)'; }
# reaches ADDRESS [OPTIONS...]: a ping of machine 1 is answered.
reaches() { machine_run ping -c 1 -W 1 "$@"; }

ok "VLAN: the peer is there" wait_for "dns_answers 10.99.0.12" 60
ok "VLAN: and the machine" wait_for dns_answers 60
ok "VLAN: the machine's question to its peer is answered, by IPv4" wait_for "asks 10.97.0.12" 20
ok "VLAN: and by IPv6" wait_for "asks fd97::12" 10
ok "VLAN: whole frames of its MTU pass" reaches 10.97.0.12 -s 1372
is "VLAN: its MTU is the site's, the card's its own" "$(fact card '.card + " " + .mtu' | sort | paste -sd' ')" \
	"eth0 1500 office 1400 other 1500"
ok "VLAN: the same question without a tag is not answered" not dns_answers 10.97.0.12
ok "VLAN: nor one with another tag" not reaches 10.96.0.12
ok "VLAN: the untagged network beside it serves" dns_answers 10.99.0.12
cable lan off
ok "VLAN: the card's cable out: the VLAN's too" wait_for '[ "$(fact card .state | sort -u)" = no-carrier ]' 5
cable lan on
ok "VLAN: the cable is back: reached within 2 s" wait_for "reaches 10.97.0.12" 2
machine_kill
machine=2 machine_kill
done_testing
