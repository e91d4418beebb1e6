#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# whit hardware: what the machine was given is what it tells of, as text and as JSON, and a device that no driver of the image has
# taken stands first; with the drivers of PLATFORM=universal, and UEFI, it tells of USB, Secure Boot, a TPM and a card without a cable too.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
. "$tests/media.sh"
need_lab
image=$(image_of "$tests/sites/dns" PROFILE=debug)
universal=$(image_of "$tests/sites/dns" PLATFORM=universal PROFILE=debug)

# read_report: keeps what the machine tells as $report.txt and $report.json.
read_report() {
	machine_run whit hardware >"$report.txt"
	machine_run whit hardware --json >"$report.json"
}
json() { jq -r "$1" "$report.json"; }
# lacking: the identifiers of what lacks a driver.
lacking() { json '[.without_driver[].id] | sort | join(" ")'; }

make_disk "$work/disk"
machine_cpus=2
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$work/disk") -device i6300esb -device edu -audiodev none,id=quiet -device AC97,audiodev=quiet
ok "ready" machine_ready 60
report=$evidence/pc
ok "it is told" read_report
is "the machine" "$(json '.machine | .vendor, .product')" "QEMU
Standard PC (Q35 + ICH9, 2009)"
is "its firmware" "$(json '.firmware | .type, .secure_boot')" "BIOS
null"
is "its processors" "$(json .processor.count)" 2
at_least "its memory" "$(json .memory_bytes)" 400000000 bytes
at_most "its memory" "$(json .memory_bytes)" $((512 << 20)) bytes
is "no TPM" "$(json '.tpms | length')" 0
is "the watchdogs" "$(json '[.watchdogs[].identity] | sort | join(", ")')" 'Software Watchdog, i6300ESB timer, iTCO_wdt'
is "the disk" "$(json '.disks[] | "\(.name) \(.size_bytes) \(.sector_bytes) \(.driver) \(.bus)"')" \
	"vda $((96 << 20)) 512 virtio_blk virtio"
is "the card" "$(json '.network[] | "\(.mac) \(.link) \(.driver) \(.bus)"')" '52:54:00:99:00:01 up virtio_net virtio'
is "the card hangs on a device" "$(json '.network[0].address as $at | .devices[] | select(.address == $at).class')" 'network card'
is "those without a driver, and no others" "$(lacking)" '1234:11e8 8086:2415'
is "what they are" "$(json '.without_driver[] | select(.id == "8086:2415") | .class, .driver')" "audio device
null"
is "a driver is named" "$(json '.devices[] | select(.id == "8086:25ab").driver')" 'i6300ESB timer'
is "a bridge has none" "$(json '.devices[] | select(.class == "host bridge").driver')" null
is "nothing is left out" "$(json .left_out)" 0

ok "text: what lacks a driver has a section of its own" \
	test "$(sed -n '/^WITHOUT A DRIVER/,/^$/p' "$report.txt" | grep -cE '^0000:.*(8086:2415  audio device|1234:11e8 )')" = 2
ok "text: it stands before the other tables" \
	test "$(grep -oE '^(WITHOUT A DRIVER|DISK|NETWORK|PCI|VIRTIO) ' "$report.txt" | paste -sd,)" = 'WITHOUT A DRIVER ,DISK ,NETWORK ,PCI ,VIRTIO '
ok "text: the disk" has "$report.txt" '^vda +96\.0 MiB +512  virtio_blk '
ok "text: the card" has "$report.txt" '^[a-z0-9]+ +52:54:00:99:00:01  up .* virtio_net '
ok "text: it fits into 80 columns" not has "$report.txt" '^.{81}'
ok "more words are not understood" machine_run 'whit hardware --all; test $? = 2'
machine_kill

machine_boot="$(uefi) -kernel $universal/whit.vmlinuz -initrd $universal/whit.initrd"
truncate -s 8M "$work/stick"
mkdir "$work/tpm"
swtpm socket --tpm2 --tpmstate "dir=$work/tpm" --ctrl "type=unixio,path=$work/tpm/socket" --terminate >"$evidence/tpm.log" 2>&1 &
wait_for "[ -S '$work/tpm/socket' ]" 10 || note "no TPM: $(cat "$evidence/tpm.log")"
machine_memory=1024
# The words of the kernel are several to QEMU's option, which $machine_boot cannot say.
machine_start "$universal" -append "$qemu_words" -device qemu-xhci -device usb-tablet -audiodev none,id=quiet \
	-device usb-audio,audiodev=quiet -drive "if=none,id=stick,format=raw,file=$work/stick" -device usb-storage,drive=stick \
	-chardev "socket,id=tpm,path=$work/tpm/socket" -tpmdev emulator,id=tpm,chardev=tpm -device tpm-tis,tpmdev=tpm \
	-netdev hubport,id=idle,hubid=0 -device e1000,id=idle,netdev=idle,mac=52:54:00:99:00:09
machine_command 'set_link idle off'
ok "UEFI: ready" machine_ready 180
ok "UEFI: the stick is found" wait_for 'machine_run test -e /sys/block/sda' 30
report=$evidence/uefi
ok "UEFI: it is told" read_report
is "UEFI: the firmware" "$(json '.firmware | .type, .secure_boot')" "UEFI
false"
is "USB: the tablet and its driver" "$(json '.devices[] | select(.bus == "usb" and .id == "0627:0001") | "\(.class): \(.product): \(.driver)"')" \
	'keyboard, mouse or the like: QEMU QEMU USB Tablet: usbhid'
is "USB: the stick is a disk" "$(json '.disks[] | "\(.name) \(.size_bytes) \(.driver) \(.bus)"')" "sda $((8 << 20)) usb-storage usb"
is "USB: it hangs on its device" "$(json '.disks[0].address as $at | .devices[] | select(.address == $at).class')" storage
is "USB: the sound card lacks a driver, and nothing else does" "$(json '.without_driver[] | "\(.bus) \(.class)"')" 'usb audio device'
is "the TPM" "$(json '.tpms[] | "\(.version) \(.driver)"')" '2.0 tpm_tis'
ok "text: the TPM" has "$report.txt" '^TPM: 2\.0'
is "two cards, one of them without a cable" "$(json '[.network[] | "\(.mac) \(.link) \(.driver)"] | sort | join(", ")')" \
	'52:54:00:99:00:01 up virtio_net, 52:54:00:99:00:09 down e1000'
ok "text: the card without a cable" has "$report.txt" '^[a-z0-9]+ +52:54:00:99:00:09  down .* e1000 '
ok "UEFI: text: the firmware" has "$report.txt" '^firmware: UEFI \(Secure Boot is off\)'
machine_kill
done_testing
