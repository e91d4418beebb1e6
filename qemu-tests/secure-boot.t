#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Secure Boot through GRUB: signed by the owner, a disk and an ISO start, by a program of theirs that is signed too; a slot whose
# program is altered is passed over for the other one, and when that is not signed at all nothing starts, by GRUB's own commands neither;
# a disk whose GRUB is altered, or that nobody signed, is refused, as is a seed. The ISO installs what is signed.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
. "$tests/net.sh"
need_lab
export PATH="$PATH:/sbin:/usr/sbin"

# The owner's key: Debian's for tests, without its pass phrase.
openssl rsa -in /usr/share/ovmf/PkKek-1-snakeoil.key -passin pass:snakeoil -out "$work/key.pem" 2>"$work/openssl.log"
certificate=/usr/share/ovmf/PkKek-1-snakeoil.pem
signed=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS="disk iso" DISK_SIZE=1G SIGN_KEY="$work/key.pem" SIGN_CERT="$certificate")
plain=$(image_of "$tests/sites/both" PLATFORM=universal FORMATS=disk DISK_SIZE=1G)
machine_type=q35,smm=on
export MTOOLSRC=/dev/null MTOOLS_SKIP_CHECK=1
booted() { mtype -i "$work/disk@@2M" ::whit/environment | sed -n 's/^booted=//p'; }

# boots NAME MEDIUM [SEED'S LINE...]
boots() {
	machine_boot="$(uefi_secure) $2"
	name=$1
	shift 2
	# shellcheck disable=SC2046
	machine_start "$signed" $(serial_console) $([ $# -eq 0 ] || seed "$@")
	set -- "$name"
	wait_for 'dns_answers || ! machine_is_running' 300 || true
	ok "$1: dns answers" dns_answers
	ok "$1: http answers" wait_for http_answers 30
	ok "$1: the power button ends it" machine_stop
}

cp --sparse=always "$signed/whit.raw" "$work/disk"
boots "a signed disk" "$(as_disk "$work/disk")" '[network]' 'address = 10.99.0.99/24'
ok "a signed disk: a seed is refused, and that is said" has "$(machine_console)" 'the seed of SMBIOS is refused: Secure Boot is on'
is "a signed disk: slot a was started" "$(booted)" a

is "a signed disk: it has become the machine's own" "$(complaints "$work/disk")" ""

# On a bus where disks come late.
cp --sparse=always "$signed/whit.raw" "$work/stick"
boots "a signed disk on USB" "$(as_stick "$work/stick")"
is "a signed disk on USB: it has become the machine's own" "$(complaints "$work/stick")" ""
rm "$work/stick"

# put_program FILE MIB: FILE becomes the program of the slot that begins there.
put_program() {
	printf '%s\n' "rm /whit.efi" "write $1 /whit.efi" | debugfs -w -f /dev/stdin "$work/slot" >"$work/debugfs.log" 2>&1
	dd if="$work/slot" of="$work/disk" bs=1M seek="$2" conv=notrunc status=none
}
# altered FILE: one byte of it is another.
altered() { printf X | dd of="$1" bs=1 seek=$(($(stat -c %s "$1") / 2)) conv=notrunc status=none; }

# Slot B is a copy of A; then one byte of A's program is another.
dd if="$work/disk" of="$work/disk" bs=1M skip=66 seek=322 count=32 conv=notrunc status=none
dd if="$work/disk" of="$work/slot" bs=1M skip=66 count=64 status=none
debugfs -R "dump /whit.efi $work/program" "$work/slot" 2>"$work/debugfs.log"
cp "$work/program" "$work/unsigned"
sbattach --remove "$work/unsigned"
altered "$work/program"
put_program "$work/program" 66
boots "slot a altered" "$(as_disk "$work/disk")"
is "slot a altered: slot b was started" "$(booted)" b

# And B's is signed by nobody. Then GRUB's own commands are tried, which the firmware does not judge.
put_program "$work/unsigned" 322
machine_serial=typed
machine_boot="$(uefi_secure) $(as_disk "$work/disk")"
machine_start "$signed"
ok "neither slot as it was signed: the start can be stopped" machine_says 'Esc: menu' 90
machine_type_in '\033\033' # the firmware waits 2 s for what may come behind an escape
ok "neither slot as it was signed: the keys" machine_says 'Esc: all of GRUB' 30
machine_type_in '\033\033' # the firmware waits 2 s for what may come behind an escape
ok "neither slot as it was signed: the menu" machine_says 'the other slot, this time only' 30
machine_type_in c
ok "GRUB's commands" machine_says 'grub>' 30
machine_type_in 'linux ($disk,gpt3)/whit.vmlinuz\r'
ok "GRUB's commands: no kernel is loaded that nobody judges" machine_says 'prohibited by secure boot policy|verification requested but nobody cares' 30
machine_type_in 'configfile (memdisk)/grub.cfg\r'
ok "neither slot as it was signed: slot a does not start" machine_says 'slot a does not start' 60
ok "neither slot as it was signed: nor does slot b" machine_says 'slot b does not start' 60
ok "neither slot as it was signed: nothing answers" not dns_answers
machine_kill
machine_serial=yes

# GRUB itself.
mcopy -i "$work/disk@@2M" ::EFI/BOOT/BOOTX64.EFI "$work/grub.efi"
altered "$work/grub.efi"
mcopy -o -i "$work/disk@@2M" "$work/grub.efi" ::EFI/BOOT/BOOTX64.EFI
machine_boot="$(uefi_secure) $(as_disk "$work/disk")"
machine_start "$signed"
ok "GRUB altered: the firmware refuses it" machine_says 'Access Denied|Security Violation' 120
ok "GRUB altered: nothing answers" not dns_answers
machine_kill
rm "$work/disk"

boots "a signed ISO" "$(as_cd "$signed/whit.iso")"

# It installs, too. The installer asks on the screen, where only keys can be sent blindly: the first disk, yes, and Enter at the end.
truncate -s 2G "$work/target"
machine_boot="$(uefi_secure) $(as_cd "$signed/whit.iso") -drive if=none,id=target,format=raw,file=$work/target -device virtio-blk-pci,drive=target"
machine_start "$signed"
machine_says 'Install Whit' 120 && machine_command 'sendkey i'
send_answers() { for key in 1 ret y e s ret; do machine_command "sendkey $key" && sleep 1; done; }
ok "a signed ISO: it installs" wait_for "send_answers; sleep 4; od -An -tx1 -j510 -N2 '$work/target' | grep -q '55 aa'" 300
ok "a signed ISO: the machine starts again" wait_for 'machine_command "sendkey ret"; machine_ended 2' 60
boots "what it has installed" "$(as_disk "$work/target")"

cp --sparse=always "$plain/whit.raw" "$work/disk"
machine_boot="$(uefi_secure) $(as_disk "$work/disk")"
machine_start "$plain"
ok "a disk that nobody signed: the firmware refuses it" machine_says 'Access Denied|Security Violation' 120
ok "a disk that nobody signed: nothing answers" not dns_answers
machine_kill
done_testing
