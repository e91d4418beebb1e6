#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A seed on a volume labelled WHITSEED, FAT or ext4, or in QEMU's fw_cfg: hostname and network are the seed's, a role has its
# secrets; a volume without a seed in it is said and does no harm; one that comes late is waited for when that is asked. With a disk
# a seed is taken once per instance, and stays in force. Words of the command line win over it. (Seeds in SMBIOS: net-static.t;
# Secure Boot: uki.t)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
. "$tests/disk.sh"
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

# As docs/site.md says.
volume fat 10.99.0.71
truncate -s 1440K "$work/fat.img"
mformat -i "$work/fat.img" -f 1440 -v WHITSEED ::
mcopy -s -i "$work/fat.img" "$work/fat/whit-seed.conf" "$work/fat/secrets" ::
machine_start "$image" -drive "if=none,id=seed,format=raw,read-only=on,file=$work/fat.img" -device virtio-blk-pci,drive=seed
ok "FAT: the seed is taken" machine_says 'the seed of the volume WHITSEED is taken \(instance fat\)' 120
ok "FAT: its address serves" wait_for "dns_answers 10.99.0.71" 20
is "FAT: its hostname" "$(hostname)" fat
is "FAT: its default route" "$(fact route 'select(.to == "0.0.0.0/0").via')" 10.99.0.1
is "FAT: the role has its secret" "$(machine_run cat /run/dns/secrets/some.key)" "$(cat "$work/fat/secrets/dns/some.key")"
is "FAT: which is the role's alone" \
	"$(machine_run stat -c %a /run/dns/secrets/some.key /run/whit/seed-secrets | paste -sd' ')" "400 700"
is "FAT: nothing stays mounted" "$(machine_run 'grep -c vfat /proc/mounts')" 0
machine_kill

# ext4 VOLUME: that folder as an image, anew.
ext4() {
	rm -f "$work/seed.img"
	truncate -s 4M "$work/seed.img"
	/sbin/mke2fs -q -t ext4 -L WHITSEED -d "$work/$1" "$work/seed.img"
}
with_volume="-drive if=none,id=seed,format=raw,read-only=on,file=$work/seed.img -device virtio-blk-pci,drive=seed"
disk=$work/disk
make_disk "$disk"

volume ext 10.99.0.72
ext4 ext
# shellcheck disable=SC2046,SC2086
machine_start "$image" $(disk_options "$disk") $with_volume
ok "ext4: the seed is taken" machine_says 'the seed of the volume WHITSEED is taken \(instance ext\)' 120
ok "ext4: its address serves" wait_for "dns_answers 10.99.0.72" 20
is "ext4: its hostname" "$(hostname)" ext
is "ext4: the role has its secret" "$(machine_run cat /run/dns/secrets/some.key)" "$(cat "$work/ext/secrets/dns/some.key")"
is "ext4: which is on the disk, for root alone" \
	"$(machine_run stat -c %a /data/system/seed.conf /data/system/secrets/dns/some.key | paste -sd' ')" "600 600"
machine_kill # a power cut: it was on the disk before it was said

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "later, without the volume: in force" machine_says 'the seed taken before is in force \(instance ext\)' 120
ok "later, without the volume: its address serves" wait_for "dns_answers 10.99.0.72" 20
is "later, without the volume: its hostname" "$(hostname)" ext
is "later, without the volume: its secret" "$(machine_run cat /run/dns/secrets/some.key)" "$(cat "$work/ext/secrets/dns/some.key")"
machine_kill

sed -i 's/^hostname.*/hostname = other/; s/10.99.0.72/10.99.0.73/' "$work/ext/whit-seed.conf"
ext4 ext
# shellcheck disable=SC2046,SC2086
machine_start "$image" $(disk_options "$disk") $with_volume
ok "the same instance, another text: not taken again" machine_says 'the seed taken before is in force \(instance ext\)' 120
ok "the same instance, another text: the first one's address serves" wait_for "dns_answers 10.99.0.72" 20
is "the same instance, another text: the first one's hostname" "$(hostname)" ext
machine_kill

volume fw 10.99.0.74
# An ssh-ed25519 key (RFC 8709): its name, and 32 bytes.
key() { { printf '\000\000\000\013ssh-ed25519\000\000\000\040' && head -c 32 /dev/urandom; } | base64 -w 0; }
printf 'mtu = 1400\n[admin]\nssh_key = ssh-ed25519 %s one@example\nssh_key = ssh-ed25519 %s two@example\n' "$(key)" "$(key)" \
	>>"$work/fw/whit-seed.conf"
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk") -fw_cfg "name=opt/org.whit/seed,file=$work/fw/whit-seed.conf"
ok "fw_cfg, another instance: taken" machine_says 'the seed of fw_cfg is taken \(instance fw\)' 120
ok "fw_cfg, another instance: its address serves" wait_for "dns_answers 10.99.0.74" 20
is "fw_cfg, another instance: its hostname" "$(hostname)" fw
is "fw_cfg, another instance: its admin's keys" "$(machine_run 'sed "1,/^.admin/d" /run/whit/boot.conf')" \
	"$(sed '1,/^.admin/d' "$work/fw/whit-seed.conf")"
machine_kill

machine_append="whit.hostname=word whit.address=10.99.0.75/24"
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "a seed and words: the seed is in force" machine_says 'the seed taken before is in force \(instance fw\)' 120
ok "a seed and words: the word's address serves" wait_for "dns_answers 10.99.0.75" 20
is "a seed and words: and it is the only one" "$(fact address 'select(.from == "static").address')" 10.99.0.75/24
is "a seed and words: the word's hostname" "$(hostname)" word
is "a seed and words: the rest is the seed's" "$(fact route 'select(.to == "0.0.0.0/0").via') $(fact card .mtu)" "10.99.0.1 1400"
machine_kill
machine_append=

# A volume that is put in when the machine runs.
machine_append=whit.seed-wait=40s
machine_start "$image" -device pcie-root-port,id=slot1,chassis=1 -drive "if=none,id=seed,format=raw,read-only=on,file=$work/seed.img"
ok "late: the kernel runs" machine_says 'whit: .* starts' 120
machine_command 'device_add virtio-blk-pci,drive=seed,bus=slot1'
ok "late: waited for and taken" machine_says 'the seed of the volume WHITSEED is taken \(instance ext\)' 120
ok "late: its address serves" wait_for "dns_answers 10.99.0.73" 20
machine_kill
machine_append=whit.seed-wait=2s
machine_start "$image"
ok "none comes: said" machine_says 'no seed has come in 2 s' 120
ok "none comes: the machine serves all the same" wait_for dns_answers 30
machine_kill
machine_append=

rm "$work/fat/whit-seed.conf"
machine_start "$image" -drive "if=none,id=seed,format=raw,read-only=on,file.driver=vvfat,file.dir=$work/fat,file.label=WHITSEED" \
	-device virtio-blk-pci,drive=seed
ok "a volume without a seed: said" machine_says 'seed: /dev/vda1: whit-seed.conf: No such file' 120
ok "a volume without a seed: the machine serves all the same" wait_for dns_answers 30
machine_kill
done_testing
