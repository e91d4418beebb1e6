#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a bond has 2 s
# What a site or a seed may want of cards without DHCP: several addresses of both kinds, MTU, routes, a bond; and that
# a seed makes the machine what it says. (VLANs: net-peer.t)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# shellcheck disable=SC2046
machine_start "$image" $(seed '[seed]' 'instance = one' '[site]' 'hostname = seeded' '[network]' \
	'address = 10.99.0.77/24 10.99.0.78/24' 'address = fd99::77/64' 'gateway = 10.99.0.1' 'mtu = 1400' \
	'route = 10.55.0.0/16 via 10.99.0.1' 'dns = 10.99.0.1')
ok "a seed in SMBIOS is taken" machine_says 'the seed of SMBIOS is taken \(instance one\)' 60
for address in 10.99.0.77 10.99.0.78 fd99::77; do
	ok "static address $address answers" wait_for "dns_answers $address" 20
done
is "the seed's hostname" "$(machine_run whit status --json | jq -r .hostname)" seeded
is "the MTU" "$(fact card .mtu)" 1400
is "the default route" "$(fact route 'select(.to == "0.0.0.0/0").via')" 10.99.0.1
is "the other route" "$(fact route 'select(.to == "10.55.0.0/16").via')" 10.99.0.1
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
