#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# The formats: how large, the same disk in each, and built as their readers want them. (reproducible.t: the same bytes twice.)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"

image=$(image_of "$top/examples/demo" PLATFORM=universal FORMATS="pxe iso disk qcow2 vhdx vmdk")

for file in whit.iso whit.raw.zst whit.qcow2 whit.vhdx whit.vmdk; do
	ok "$file is in SHA256SUMS" has "$image/SHA256SUMS" " $file\$"
done
ok "the papers name GRUB" sh -c "grep -q '^# package grub2 ' '$image/manifest.txt' && grep -q '\"grub2\"' '$image/sbom.cdx.json'"

# 1. Sizes.
at_most "the ISO with dns and http" "$(stat -c %s "$image/whit.iso")" "$("$top/scripts/promise" size-iso-demo)" bytes
for file in whit.raw whit.qcow2 whit.vhdx whit.vmdk; do
	at_most "$file on the disk of the build host" "$(du -B1 "$image/$file" | cut -f1)" "$("$top/scripts/promise" size-disk-demo)" bytes
done

# 2. The same disk.
ok "whit.raw.zst holds the same as whit.raw" sh -c "zstd -dc '$image/whit.raw.zst' | cmp - '$image/whit.raw'"
for format in qcow2 vhdx vmdk; do
	ok "whit.$format holds the same as whit.raw" qemu-img compare -q -f raw -F $format "$image/whit.raw" "$image/whit.$format"
	ok "whit.$format: qemu-img finds no error" sh -c "qemu-img check -q -f $format '$image/whit.$format' || [ \$? -eq 63 ]"
done
qemu-img info --output=json "$image/whit.vmdk" >"$work/vmdk"
ok "VMDK: monolithicSparse" has "$work/vmdk" '"create-type": "monolithicSparse"'

# 3. VHDX, by Microsoft's specification: both headers' sums, one log that is not in use, block size, sector size.
ok "VHDX: its structure" "$tests/vhdx-check" "$image/whit.vhdx"

# 4. The disk.
/sbin/sfdisk --json "$image/whit.raw" >"$work/table"
ok "the partition table is without error" sh -c "/sbin/sfdisk --verify '$image/whit.raw' | grep -q 'No errors'"
is "five partitions, in order" "$(sed -n 's/.*"name": "\([^"]*\)".*/\1/p' "$work/table" | paste -sd' ')" \
	"whit-bios whit-efi whit-a whit-b whit-data"
is "each starts on a MiB" "$(sed -n 's/.*"start": \([0-9]*\).*/\1/p' "$work/table" | awk '$1 % 2048' | wc -l)" 0
for part in 66:slot 1090:data; do
	dd if="$image/whit.raw" of="$work/${part#*:}" bs=1M skip="${part%:*}" conv=sparse status=none
	ok "the filesystem of ${part#*:} is clean" /sbin/e2fsck -fn "$work/${part#*:}"
done
for file in whit.vmlinuz whit.initrd; do
	/sbin/debugfs -R "dump /$file $work/$file" "$work/slot" 2>"$work/debugfs.log"
	ok "slot A holds $file" cmp "$work/$file" "$image/$file"
done
ok "/data has the features that cannot be had later" sh -c "/sbin/dumpe2fs -h '$work/data' 2>&1 |
	grep '^Filesystem features' | grep metadata_csum | grep quota | grep project | grep -q encrypt"
is "the environment block" "$(MTOOLSRC=/dev/null mtype -i "$image/whit.raw@@2M" ::whit/environment | head -n 4 | paste -sd' ')" \
	"# GRUB Environment Block good=a try= booted="
ok "EFI's GRUB has an SBAT section" sh -c "MTOOLSRC=/dev/null mcopy -i '$image/whit.raw@@2M' ::EFI/BOOT/BOOTX64.EFI '$work/grub.efi' &&
	objdump -h '$work/grub.efi' | grep -q '[.]sbat'"

# 5. The ISO.
xorriso -indev "$image/whit.iso" -report_el_torito plain -report_system_area plain >"$work/iso" 2>/dev/null
ok "ISO: a boot image for BIOS and one for UEFI" sh -c "grep -q 'El Torito boot img.*BIOS' '$work/iso' && grep -q 'El Torito boot img.*UEFI' '$work/iso'"
ok "ISO: as a stick it has a partition for EFI" has "$work/iso" 'GPT type GUID.*28732ac11ff8d211ba4b00a0c93ec93b'

# 6. What is refused.
mkdir "$work/none"
for size in 100M 1g 8 G 8GM; do
	ok "DISK_SIZE=$size is refused" sh -c "! DISK_SIZE=$size SOURCE_DATE_EPOCH=1 '$top/scripts/disk' '$work/none' 2>'$work/said' && grep -q DISK_SIZE '$work/said'"
done
done_testing
