#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: a cable that is back has 2 s
# Two machines of ours that talk to each other, one's card named by its driver, the other's by its MAC address: over a VLAN (IEEE 802.1Q), where what is not tagged, or tagged otherwise, is not
# answered; and over two cables that are one (IEEE 802.1AX, which LACP is of), of which one is enough.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# wire NUMBER: QEMU options for a card that is joined to that of the other machine by a cable. LACP wants to know its speed.
wire() {
	echo "-netdev socket,id=wire$1,localaddr=127.0.0.1:$((7000 + 10 * machine + $1)),udp=127.0.0.1:$((7030 - 10 * machine + $1))" \
		"-device virtio-net-pci,speed=1000,duplex=full,netdev=wire$1,mac=52:54:00:97:0$machine:0$1"
}
# wires NUMBER on|off: a cable has two ends.
wires() { for machine in 2 1; do cable "wire$1" "$2"; done; }
# uses CARD: both ends of its cable send and take frames of the bond (IEEE 802.1AX, 6.4.2.3: all but "defaulted" and "expired").
uses() { [ "$(machine_run "cd /sys/class/net/$1/bonding_slave && cat ad_actor_oper_port_state ad_partner_oper_port_state" | sort -u)" = 61 ]; }
bond_has() { machine_run cat "/sys/class/net/pair/bonding/$1"; }

# Machine 1 asks, machine 2 is its peer; the host has an address of the tagged network too, but no tag.
ip address add 10.97.0.1/24 dev lab
machine=2
# shellcheck disable=SC2046
machine_start "$image" $(wire 1) $(wire 2) $(seed '[site]' 'hostname = peer' '[network.front]' 'driver = virtio_net' \
	'address = 10.99.0.12/24' '[network.office]' 'vlan = 10' 'card = front' 'address = 10.97.0.12/24 fd97::12/64' 'mtu = 1400' \
	'[network.other]' 'vlan = 20' 'card = front' 'address = 10.96.0.12/24' \
	'[network.pair]' 'bond = eth1 eth2' 'mode = 802.3ad' 'address = 10.95.0.12/24')
machine=1
# shellcheck disable=SC2046
machine_start "$image" $(wire 1) $(wire 2) $(seed '[site]' 'hostname = asker' '[network.front]' \
	'mac = 52:54:00:99:00:01' 'address = dhcp' \
	'[network.office]' 'vlan = 10' 'card = eth0' 'address = 10.97.0.11/24 fd97::11/64' 'dns = 10.97.0.12' 'mtu = 1400' \
	'[network.other]' 'vlan = 21' 'card = eth0' 'address = 10.96.0.11/24' \
	'[network.pair]' 'bond = eth1 eth2' 'mode = 802.3ad' 'address = 10.95.0.11/24')

# asks ADDRESS: machine 1 asks the name server there, as a program does that looks up a name (ping says what it was told).
asks() { machine_run "echo nameserver $1 >/run/net/resolv.conf; ping -4 -c 1 -W 1 www.example.net" | grep -q '(192.0.2.80)'; }

ok "VLAN: the peer is there" wait_for "dns_answers 10.99.0.12" 60
ok "VLAN: and the machine" wait_for dns_answers 60
ok "VLAN: the machine's question to its peer is answered, by IPv4" wait_for "asks 10.97.0.12" 20
ok "VLAN: and by IPv6" wait_for "asks fd97::12" 10
ok "VLAN: whole frames of its MTU pass" reaches 10.97.0.12 -s 1372
is "VLAN: its MTU is the site's, the card's its own" \
	"$(fact card 'select(.card == "office" or .card == "eth0").mtu' | sort | paste -sd' ')" "1400 1500"
ok "VLAN: the same question without a tag is not answered" not dns_answers 10.97.0.12
ok "VLAN: nor one with another tag" not reaches 10.96.0.12
ok "VLAN: the untagged network beside it serves" dns_answers 10.99.0.12
cable lan off
ok "VLAN: the card's cable out: the VLAN's too" wait_for '[ "$(fact card "select(.card == \"office\").state")" = no-carrier ]' 5
cable lan on
within "VLAN: the cable is back: reached" 2 "reaches 10.97.0.12"

ok "802.3ad: the peer's name server answers" wait_for "asks 10.95.0.12" 20
ok "802.3ad: both cables are used" wait_for "uses eth1 && uses eth2" 10
is "802.3ad: as one" "$(bond_has ad_num_ports)" 2
is "802.3ad: the peer is heard every 30 s (slow rate)" "$(bond_has lacp_rate)" "slow 0"
machine=2
partner=$(machine_run cat /sys/class/net/pair/address)
machine=1
is "802.3ad: the two have found each other by LACP" "$(bond_has ad_partner_mac)" "$partner"
wires 1 off
within "802.3ad: one cable out: reached" 2 "reaches 10.95.0.12"
ok "802.3ad: and it is one" wait_for '[ "$(bond_has ad_num_ports)" = 1 ]' 5
wires 1 on
within "802.3ad: it is back: reached" 2 "reaches 10.95.0.12"
ok "802.3ad: and they are two again" wait_for "uses eth1 && uses eth2" 10
wires 2 off
within "802.3ad: the other one out: reached" 2 "reaches 10.95.0.12"
wires 1 off
ok "802.3ad: both out: said" machine_says 'net: pair: link is down' 5
wires 2 on
within "802.3ad: one is back: reached" 2 "reaches 10.95.0.12"
wires 1 on
ok "802.3ad: both are back" wait_for "uses eth1 && uses eth2" 10

# The peer wants to hear us every second, and is heard itself every 30 s.
machine=2
ok "802.3ad: the peer's rate is another" machine_run 'cd /sys/class/net/pair && ip link set pair down && echo fast >bonding/lacp_rate && ip link set pair up'
machine=1
fast() { [ "$(machine_run "cat /sys/class/net/$1/bonding_slave/ad_partner_oper_port_state")" = 63 ]; }
ok "802.3ad: a peer of the fast rate is known as such, and both cables are used" wait_for "fast eth1 && fast eth2" 40
within "802.3ad: a peer of the fast rate: reached" 2 "reaches 10.95.0.12"
wires 2 off
within "802.3ad: a peer of the fast rate, one cable out: reached" 2 "reaches 10.95.0.12"
wires 2 on
machine_kill
machine=2 machine_kill
done_testing
