#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The network's own program as init's child: what settings make of cards, cards that come and go, links that fall and rise, and
# what `whit net` and `whit status` tell of it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

fact() { whit net --json | jq -r ".[] | select(.fact == \"$1\") | $2"; }

cat >"$root/site/site.conf" <<'END'
[site]
hostname = tester
roles = web
[network]
dns = 192.0.2.53
search = example.net
[network.wan]
address = 192.0.2.10/24 198.51.100.10/24
address = 2001:db8::10/64
gateway = 192.0.2.1
route = 203.0.113.0/24 via 192.0.2.9
mtu = 1400
[network.lan]
mac = 02:00:00:00:00:01
address = 10.0.0.5/8
gateway = 10.0.0.1
metric = 50
END
with_network
role web
service daemon ''
boot
ok "it becomes ready, and says that there is no card" says 'net: net ready'
ok "in words" has "$console" 'net: there is no network card'
ok "no card, no fact but the site's" wait_for '[ "$(fact dns .server)" = 192.0.2.53 ]' 5
ok "the machine is ready without a network" says 'whit: ready: web'

outside_ip link add wan type veth peer name far-wan
outside_ip link set far-wan up
ok "a card that comes is set up" says 'net: wan: link is up'
ok "with all its addresses" wait_for '[ "$(fact address .address | sort | paste -sd" ")" = "192.0.2.10/24 198.51.100.10/24 2001:db8::10/64" ]' 5
is "whose source is known" "$(fact address .from | sort -u)" static
is "the MTU" "$(fact 'card' .mtu)" 1400
is "the route" "$(fact route 'select(.to == "203.0.113.0/24").via')" 192.0.2.9
is "the default route has the usual metric" "$(fact route 'select(.to == "0.0.0.0/0").metric')" 100
is "whit status knows it too" "$(query '.network[0] | .name + " " + .state + " " + .addresses[0]')" "wan up 192.0.2.10/24"

outside_ip link add other type veth peer name far-lan
outside_ip link set other down name lan address 02:00:00:00:00:01
outside_ip link set far-lan up
ok "another is known by its MAC address" wait_for 'fact address .address | grep -qx 10.0.0.5/8' 5
is "its metric is the site's" "$(fact route 'select(.via == "10.0.0.1").metric')" 50
ok "so its default route counts" sh -c "nsenter --target $init_pid --user --net --preserve-credentials ip route get 192.0.9.9 | grep -q 'dev lan'"
outside_ip link set far-lan down
ok "its link falls: said" says 'net: lan: link is down'
ok "and the other's route counts" wait_for "outside_ip route get 192.0.9.9 | grep -q 'dev wan'" 5
outside_ip link set far-lan up
ok "it rises: its route counts again" wait_for "outside_ip route get 192.0.9.9 | grep -q 'dev lan'" 5

outside_ip link delete wan
ok "a card that goes is said to" says 'net: wan: removed'
ok "and is forgotten" wait_for '[ "$(fact card .card)" = lan ]' 5
outside_ip link add wan type veth peer name far-wan
outside_ip link set far-wan up
ok "when it comes back it gets the same again" wait_for 'fact address .address | grep -qx 198.51.100.10/24' 5

signal 9 "$(query '.system[] | select(.name == "net").services[0].pid')"
ok "its program killed: the addresses stay" sh -c "nsenter --target $init_pid --user --net --preserve-credentials ip -4 address show wan | grep -q 198.51.100.10"
ok "and it comes back" wait_for '[ "$(query ".system[] | select(.name == \"net\").services[0] | .state, .restarts" | paste -sd" ")" = "ready 1" ]' 10
ok "knowing all again" wait_for '[ "$(fact address .address | wc -l)" = 4 ]' 5
ok "it ends in time" shut_down 10
done_testing
