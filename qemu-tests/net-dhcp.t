#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a cable that is back has 2 s
# DHCP on two cards at once, of which one loses its cable; the card that was booted from; a card that comes, goes and comes back;
# one whose cable is never in; leases that are renewed, refused, and end; name servers and addresses from routers.
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
ok "two cards: the server is told the machine's name" has "$evidence/dhcp.log" 'client provides name: tested'
ok "two cards: and what it is" has "$evidence/dhcp.log" 'vendor class: whit'
is "two cards: both have a default route, the first card's first" "$(default_cards)" "eth0 eth1"
is "two cards: the lower metric is the first card's" "$(fact route 'select(.to == "0.0.0.0/0").metric' | sort -n | head -n 1)" 100
gone_by() { machine_run ip route get 192.0.2.99 | grep -q "dev $1"; }
ok "an IPv6 router's name server is known (RDNSS)" wait_for "fact dns .server | grep -qx fd98::1" 20
ok "and in resolv.conf" machine_run grep -qx "'nameserver fd98::1'" /etc/resolv.conf
ok "each router gives one address" wait_for '[ "$(fact address "select(.from == \"router\").address" | sort | paste -sd" ")" = \
	"fd98::5054:ff:fe98:1/64 fd99::5054:ff:fe99:1/64" ]' 20
ok "and the kernel makes no temporary one beside it" machine_run '! grep -E "^fd9.* .[13579bdf] +eth" /proc/net/if_inet6'
is "for it shall not (use_tempaddr)" "$(machine_run 'cd /proc/sys/net/ipv6/conf && cat default/use_tempaddr eth?/use_tempaddr' | paste -sd' ')" "0 0 0"
cable lan off
ok "its cable out: the other card's route counts" wait_for "gone_by eth1" 5
ok "its cable out: the second card serves" dns_answers 10.98.0.11
cable lan on
within "the cable is back: served again" 2 "dns_answers 10.99.0.11"
ok "the cable is back: its route counts again" wait_for "gone_by eth0" 5
ok "the cable is back: the server was asked" wait_for "[ \$(grep -c 'DHCPACK.*52:54:00:99:00:01' '$evidence/dhcp.log') -ge 2 ]" 10
ok "name servers come from the lease" wait_for "fact dns .server | grep -qx 10.99.0.1" 5
# Optimistic addresses (RFC 4429): the kernel looks a minute long for a double here.
machine_run 'echo 60 >/proc/sys/net/ipv6/conf/eth1/dad_transmits && ip link set eth1 down && ip link set eth1 up'
ok "an IPv6 address serves while its double is looked for" wait_for "dns_answers fd98::5054:ff:fe98:1" 30
is "which it still is" "$(machine_run 'grep ^fd98 /proc/net/if_inet6' | awk '{ print $5 }')" 44 # IFA_F_TENTATIVE, IFA_F_OPTIMISTIC
is "and it is known" "$(fact address 'select(.card == "eth1" and .from == "router").address')" fd98::5054:ff:fe98:1/64
machine_kill

machine_append="BOOTIF=01-52-54-00-98-00-01 whit.address=10.98.0.70/24"
# shellcheck disable=SC2046
machine_start "$image" $(card 1 lab2) $(card 2 lab2)
cable card2 off
ok "BOOTIF: its card is the first" wait_for "dns_answers 10.98.0.70" 60
ok "BOOTIF: the other does DHCP" wait_for "dns_answers 10.99.0.11" 20
is "a card whose cable was never in: known as such" "$(fact card 'select(.card == "eth2").state')" no-carrier
is "a card whose cable was never in: nobody asks for it" "$(machine_run 'pidof udhcpc | wc -w')" 1
cable card2 on
ok "until it is" wait_for "dns_answers 10.98.0.12" 10
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
plug_again() { machine_command "device_add virtio-net-pci,netdev=card2,mac=52:54:00:98:00:02,id=late"; } # refused while it goes
ok "and when it is back it serves again" wait_for "plug_again; dns_answers 10.98.0.12" 20

# The lease is renewed; then the server wants none of it; then there is no server.
lab_dhcp_stop
lab_dhcp_start --dhcp-option=option:domain-search,renewed.example
machine_run 'kill -USR1 $(pidof udhcpc)'
ok "a renewed lease: what is new in it counts" wait_for "fact search .domain | grep -qx renewed.example" 10
ok "a renewed lease: the address has stayed" dns_answers 10.99.0.11
sed -i 's/10\.99\.0\.11$/10.99.0.66/' "$work/dhcp-hosts"
kill -HUP "$lab_dhcp_pid"
machine_run 'kill -USR1 $(pidof udhcpc)'
ok "a lease that is refused: the card has another one" wait_for "dns_answers 10.99.0.66" 10
is "a lease that is refused: and not the old one" "$(fact address 'select(.card == "eth0" and .from == "dhcp").address')" 10.99.0.66/24
lab_dhcp_stop
ip address delete 10.99.0.1/24 dev lab
ip address add 10.99.0.2/24 dev lab
lab_dhcp_start --dhcp-authoritative
wait_for "has '$evidence/dhcp.log' 'sockets bound'" 10
sed -i 's/10\.99\.0\.11$/10.99.0.66/' "$work/dhcp-hosts"
kill -HUP "$lab_dhcp_pid"
machine_run 'kill -USR1 $(pidof udhcpc)'
ok "its server is gone: another one is asked (rebinding)" wait_for "has '$evidence/dhcp.log' 'DHCPACK.lab. 10.99.0.66'" 40
ok "its server is gone: and nobody began anew" not has "$evidence/dhcp.log" 'DHCPDISCOVER.*52:54:00:99:00:01'
ok "its server is gone: the address has stayed" dns_answers 10.99.0.66
lab_dhcp_stop
machine_run 'kill -USR1 $(pidof udhcpc)'
ok "a lease that ends: its address goes" wait_for '[ "$(fact address "select(.card == \"eth0\" and .from == \"dhcp\").address")" = "" ]' 60
lab_dhcp_start
ok "a lease that ends: the next server serves" wait_for "dns_answers 10.99.0.11" 20
machine_kill
done_testing
