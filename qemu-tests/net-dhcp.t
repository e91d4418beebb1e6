#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# DHCP on two cards at once, of which one loses its cable; the card that was booted from; a card that comes later; name
# servers from routers.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
second_network
image=$(image_of "$image_net" PROFILE=debug)

# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab2)
ok "two cards: the first has its lease" wait_for "dns_answers 10.99.0.11" 60
ok "two cards: the second has its own" wait_for "dns_answers 10.98.0.11" 20
default_cards() { machine_run ip route | sed -n 's/^default.*dev \([a-z0-9]*\).*/\1/p' | paste -sd' '; }
is "two cards: both have a default route, the first card's first" "$(default_cards)" "eth0 eth1"
is "two cards: the lower metric is the first card's" "$(fact route 'select(.to == "0.0.0.0/0").metric' | sort -n | head -n 1)" 100
gone_by() { machine_run ip route get 192.0.2.99 | grep -q "dev $1"; }
ok "an IPv6 router's name server is known (RDNSS)" wait_for "fact dns .server | grep -qx fd98::1" 20
ok "and in resolv.conf" machine_run grep -qx "'nameserver fd98::1'" /etc/resolv.conf
cable lan off
ok "its cable out: the other card's route counts" wait_for "gone_by eth1" 5
ok "its cable out: the second card serves" dns_answers 10.98.0.11
cable lan on
within "the cable is back: served again" 2 "dns_answers 10.99.0.11"
ok "the cable is back: its route counts again" wait_for "gone_by eth0" 5
ok "the cable is back: the server was asked" wait_for "[ \$(grep -c 'DHCPACK.*52:54:00:99:00:01' '$evidence/dhcp.log') -ge 2 ]" 10
ok "name servers come from the lease" wait_for "fact dns .server | grep -qx 10.99.0.1" 5
machine_kill

machine_append="BOOTIF=01-52-54-00-98-00-01 whit.address=10.98.0.70/24"
# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab2)
ok "BOOTIF: its card is the first" wait_for "dns_answers 10.98.0.70" 60
ok "BOOTIF: the other does DHCP" wait_for "dns_answers 10.99.0.11" 20
machine_kill
machine_append=

machine_type=pc
machine_start "$image"
ok "before the late card" wait_for "dns_answers 10.99.0.11" 60
card 2 lab2 >/dev/null
machine_command "netdev_add tap,id=card2,ifname=more2,script=no,downscript=no"
machine_command "device_add virtio-net-pci,netdev=card2,mac=52:54:00:98:00:02,id=late"
ok "a card that comes later serves" wait_for "dns_answers 10.98.0.12" 20
machine_command "device_del late"
ok "and when it goes that is said" machine_says 'net: eth1: removed' 10
machine_kill
done_testing
