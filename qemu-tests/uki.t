#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The one EFI program: firmware starts it from a partition for EFI, of a disk with GPT or with no disk around it, until both roles answer;
# with Secure Boot on only as the owner has signed it, to the byte. A seed, which nobody signed, is taken without Secure Boot; with it none
# is, wherever it lies.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
. "$tests/net.sh"
need_lab

# The owner's key: Debian's for tests, without its pass phrase.
openssl rsa -in /usr/share/ovmf/PkKek-1-snakeoil.key -passin pass:snakeoil -out "$work/key.pem" 2>"$work/openssl.log"
certificate=/usr/share/ovmf/PkKek-1-snakeoil.pem
plain=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS=uki)
signed=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS=uki SIGN_KEY="$work/key.pem" SIGN_CERT="$certificate")

# came_up: dns answers, and the machine did not end before.
came_up() { wait_for 'dns_answers || ! machine_is_running' 180 && dns_answers; }

# stick_of PROGRAM: an EFI partition without a disk around it that starts PROGRAM.
stick_of() { SOURCE_DATE_EPOCH=1 "$top/scripts/fat" "$work/stick" WHIT-EFI "$1=EFI/BOOT/BOOTX64.EFI"; }

# disk_around_stick: that partition becomes the first of a disk with GPT.
disk_around_stick() {
	mv "$work/stick" "$work/partition"
	truncate -s "$(($(stat -c %s "$work/partition") / 1048576 + 3))M" "$work/stick"
	printf '%s\n' 'label: gpt' "start=2048, size=$(($(stat -c %s "$work/partition") / 512)), type=uefi" | /sbin/sfdisk -q "$work/stick"
	dd if="$work/partition" of="$work/stick" bs=1M seek=1 conv=notrunc status=none
}

# boots PROGRAM FIRMWARE [QEMU OPTIONS...]: with disk=around, from a disk with GPT.
boots() {
	stick_of "$1"
	[ "${disk-}" != around ] || disk_around_stick
	machine_boot="$($2) $(as_stick "$work/stick")"
	shift 2
	# shellcheck disable=SC2046
	machine_start "$plain" $(serial_console) "$@"
}

sections=$(objdump -h "$plain/whit.efi" | awk '$2 ~ /^[.](osrel|cmdline|initrd|linux)$/ { print $2 }' | paste -sd' ')
is "its sections" "$sections" ".osrel .cmdline .initrd .linux"
for pair in linux:whit.vmlinuz initrd:whit.initrd; do
	objcopy -O binary --only-section=".${pair%:*}" "$plain/whit.efi" "$work/part"
	file=$(image_of "$tests/sites/both" PLATFORM=universal)/${pair#*:}
	ok "it holds ${pair#*:}" cmp -n "$(stat -c %s "$file")" "$work/part" "$file"
done
ok "unsigned it bears no signature" not sbverify --cert "$certificate" "$plain/whit.efi"
ok "signed it bears the owner's" sbverify --cert "$certificate" "$signed/whit.efi"
SIGN_KEY=$work/key.pem IMAGE_DIR=$work/none FORMATS=uki "$top/scripts/image" "$tests/sites/both" 2>"$work/refused" || true
ok "a key without its certificate is refused, and why" has "$work/refused" '^sign: SIGN_CERT=: there is no such certificate'
ok "a key without its certificate: nothing is built" not test -e "$work/none/whit.efi"

# A seed of another name, in each place that is looked at.
printf '# whit-seed\n[site]\nhostname = intruder\n' >"$work/whit-seed.conf"
truncate -s 1440K "$work/seed.img"
mformat -i "$work/seed.img" -f 1440 -v WHITSEED ::
mcopy -i "$work/seed.img" "$work/whit-seed.conf" ::
in_smbios="-smbios type=11,path=$work/whit-seed.conf"
in_fw_cfg="-fw_cfg name=opt/org.whit/seed,file=$work/whit-seed.conf"
on_volume="-drive if=none,id=seed,format=raw,read-only=on,file=$work/seed.img -device virtio-blk-pci,drive=seed"
# names: those by which leases were asked for since the last look.
names() { sed -n 's/.*client provides name: //p' "$evidence/dhcp.log" | sort -u | paste -sd' ' && : >"$evidence/dhcp.log"; }

# shellcheck disable=SC2086
disk=around boots "$plain/whit.efi" uefi $in_smbios
ok "UEFI, a disk with GPT: dns answers" came_up
ok "UEFI, a disk with GPT: a seed is taken" machine_says 'the seed of SMBIOS is taken' 10
is "UEFI, a disk with GPT: the machine has the seed's name" "$(names)" intruder
ok "UEFI, a disk with GPT: http answers" wait_for http_answers 30
ok "UEFI, a disk with GPT: the power button ends it" machine_stop

machine_type=q35,smm=on
# shellcheck disable=SC2086
boots "$signed/whit.efi" uefi_secure $in_smbios $in_fw_cfg $on_volume
ok "Secure Boot, signed: dns answers" came_up
for place in SMBIOS fw_cfg 'the volume WHITSEED'; do
	ok "Secure Boot, signed: the seed of $place is refused" machine_says "the seed of $place is refused: Secure Boot is on" 10
done
is "Secure Boot, signed: the machine has its site's name" "$(names)" tested
ok "Secure Boot, signed: http answers" wait_for http_answers 30
ok "Secure Boot, signed: the power button ends it" machine_stop

# refused NAME: the firmware says so, and nothing answers.
refused() {
	ok "Secure Boot, $1: the firmware refuses it" machine_says 'Access Denied|Security Violation' 120
	ok "Secure Boot, $1: nothing answers" not dns_answers
	machine_kill
}
boots "$plain/whit.efi" uefi_secure
refused unsigned
cp "$signed/whit.efi" "$work/altered"
printf X | dd of="$work/altered" bs=1 seek=$(($(stat -c %s "$plain/whit.efi") / 2)) conv=notrunc status=none
boots "$work/altered" uefi_secure
refused "one byte altered"
done_testing
