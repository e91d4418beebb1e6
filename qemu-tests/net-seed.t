#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A seed on a volume labelled WHITSEED, FAT or ext4: hostname and network are the seed's, a role has its secrets; one without a
# seed in it is said and does no harm. (Seeds in SMBIOS: net-static.t)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# volume NAME ADDRESS: a folder that is to be a volume, with a seed and a secret.
volume() {
	mkdir -p "$work/$1/secrets/dns"
	printf '# whit-seed\n[seed]\ninstance = %s\n[site]\nhostname = %s\n[network]\naddress = %s/24\ngateway = 10.99.0.1\n' \
		"$1" "$1" "$2" >"$work/$1/whit-seed.conf"
	printf 'key "some" { algorithm hmac-sha256; secret "%s"; };\n' "$(head -c 32 /dev/urandom | base64)" \
		>"$work/$1/secrets/dns/some.key"
}
hostname() { machine_run whit status --json | jq -r .hostname; }

# QEMU makes a FAT volume of a folder, on a disk with an MBR.
volume fat 10.99.0.71
machine_start "$image" -drive "if=none,id=seed,format=raw,read-only=on,file.driver=vvfat,file.dir=$work/fat,file.label=WHITSEED" \
	-device virtio-blk-pci,drive=seed
ok "FAT: the seed is taken" machine_says 'the seed of the volume WHITSEED is taken \(instance fat\)' 60
ok "FAT: its address serves" wait_for "dns_answers 10.99.0.71" 20
is "FAT: its hostname" "$(hostname)" fat
is "FAT: its default route" "$(fact route 'select(.to == "0.0.0.0/0").via')" 10.99.0.1
is "FAT: the role has its secret" "$(machine_run cat /run/dns/secrets/some.key)" "$(cat "$work/fat/secrets/dns/some.key")"
is "FAT: which is the role's alone" \
	"$(machine_run stat -c %a /run/dns/secrets/some.key /run/whit/seed-secrets | paste -sd' ')" "400 700"
is "FAT: nothing stays mounted" "$(machine_run 'grep -c vfat /proc/mounts')" 0
machine_kill

volume ext 10.99.0.72
truncate -s 4M "$work/ext.img"
/sbin/mke2fs -q -t ext4 -L WHITSEED -d "$work/ext" "$work/ext.img"
machine_start "$image" -drive "if=none,id=seed,format=raw,read-only=on,file=$work/ext.img" -device virtio-blk-pci,drive=seed
ok "ext4: the seed is taken" machine_says 'the seed of the volume WHITSEED is taken \(instance ext\)' 60
ok "ext4: its address serves" wait_for "dns_answers 10.99.0.72" 20
is "ext4: its hostname" "$(hostname)" ext
is "ext4: the role has its secret" "$(machine_run cat /run/dns/secrets/some.key)" "$(cat "$work/ext/secrets/dns/some.key")"
machine_kill

rm "$work/fat/whit-seed.conf"
machine_start "$image" -drive "if=none,id=seed,format=raw,read-only=on,file.driver=vvfat,file.dir=$work/fat,file.label=WHITSEED" \
	-device virtio-blk-pci,drive=seed
ok "a volume without a seed: said" machine_says 'seed: /dev/vda1: whit-seed.conf: No such file' 60
ok "a volume without a seed: the machine serves all the same" wait_for dns_answers 30
machine_kill
done_testing
