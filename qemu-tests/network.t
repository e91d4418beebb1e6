#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# What the kernel command line and the network may bring: a static address, words nobody knows, no card, no DHCP server
# yet, a memory smaller than anybody sells, an initrd that did not arrive whole.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
image=$(image_of "$tests/sites/both")

machine_append="whit.address=10.99.0.77/24 whit.hostname=told"
machine_start "$image"
ok "static address: dns answers there" wait_for "dns_answers 10.99.0.77" 60
ok "static address: http answers there" wait_for "http_answers 10.99.0.77" 10
ok "static address: no lease was asked for" not has "$evidence/dhcp.log" 'DHCPDISCOVER.*52:54:00:99:00:01'
machine_kill

cp -r "$tests/sites/both" "$work/named"
printf '[network.eth0]\naddress = dhcp\nmtu = 1400\n' >>"$work/named/site.conf"
named=$(image_of "$work/named" PROFILE=debug)
machine_append="whit.address=10.99.0.78/24"
machine_start "$named"
ok "a section for that card: the words win" wait_for "dns_answers 10.99.0.78" 60
is "and the section's other keys count" "$(machine_run cat /sys/class/net/eth0/mtu)" 1400
machine_kill

machine_append="whit.adress=10.99.0.77/24"
machine_start "$image"
ok "unknown word: named in a warning" machine_says 'whit\.adress' 60
ok "unknown word: the machine serves all the same" wait_for dns_answers 30
machine_kill

machine_append="whit.address=10.99.0.777/24"
machine_start "$image"
ok "bad value: named in a warning" machine_says 'whit\.address' 60
ok "bad value: the site's own way is taken" wait_for dns_answers 30
machine_kill
machine_append=

machine_card=none
machine_start "$image"
ok "no network card: said" machine_says 'no network card' 60
ok "no network card: ready all the same" machine_ready 30
ok "no network card: shuts down cleanly" machine_stop
machine_card=virtio-net-pci

lab_dhcp_stop
machine_start "$image"
ok "no DHCP server: ready all the same" machine_ready 60
lab_dhcp_start
ok "no DHCP server: served when it comes" wait_for dns_answers 60
machine_kill

for card in e1000 e1000e vmxnet3; do
	machine_card=$card
	machine_start "$(image_of "$tests/sites/both" PLATFORM=universal)"
	ok "card $card: dns answers" wait_for dns_answers 60
	machine_kill
done
machine_card=virtio-net-pci

# An initrd of which only the beginning has arrived. It is the system's frame, then a short one of the site with the file that tells
# that all is there: cut in the second one, and in the middle of the first.
cut=$work/cut
mkdir "$cut"
ln -s "$image/whit.vmlinuz" "$cut/"
size=$(stat -c %s "$image/whit.initrd")
truncated='Initramfs unpacking failed: ZSTD-compressed data is truncated'
missing='whit: cannot start: the initrd is truncated: /etc/whit/complete is missing'
for bytes in $((size - 100)) $((size / 2)); do
	head -c "$bytes" "$image/whit.initrd" >"$cut/whit.initrd"
	machine_start "$cut"
	ok "initrd cut to $bytes of $size bytes: the kernel says so" machine_says "\] $truncated.?\$" 60
	ok "initrd cut to $bytes of $size bytes: and so does init" machine_says "\] $missing.?\$" 60
	ok "initrd cut to $bytes of $size bytes: nothing is served" not wait_for dns_answers 5
	machine_kill
done
done_testing
