#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# alone: it measures how long a build takes
# The formats: how long they take to build, how large they are, the same disk in each, and built as their readers want them.
# (reproducible.t: the same bytes twice.)
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"

# 1. Time: all of them, when kernel and packages are built.
image_of "$top/examples/demo" PLATFORM=universal >"$work/warm"
"$top/scripts/packages" grub2 e2fsprogs systemd-boot-efi 2>"$evidence/packages.log"
before=$(own_seconds_now)
image=$(image_of "$top/examples/demo" PLATFORM=universal FORMATS="pxe iso disk qcow2 vhdx vmdk uki oci")
at_most "all formats are built" "$(awk "BEGIN { printf \"%.1f\", $(own_seconds_now) - $before }")" "$("$top/scripts/promise" formats)" s

for file in whit.iso whit.raw.zst whit.qcow2 whit.vhdx whit.vmdk whit.efi whit.oci.tar; do
	ok "$file is in SHA256SUMS" has "$image/SHA256SUMS" " $file\$"
done
ok "the papers name GRUB" sh -c "grep -q '^# package grub2 ' '$image/manifest.txt' && grep -q '\"grub2\"' '$image/sbom.cdx.json'"

# 2. Sizes.
for file in iso raw.zst qcow2 vhdx vmdk efi oci.tar; do
	at_most "whit.$file with dns and http" "$(stat -c %s "$image/whit.$file")" "$("$top/scripts/promise" "size-${file%.tar}-demo")" bytes
done
at_most "whit.raw on the disk of the build host" "$(du -B1 "$image/whit.raw" | cut -f1)" "$("$top/scripts/promise" size-raw-demo)" bytes

# 3. The same disk.
ok "whit.raw.zst holds the same as whit.raw" sh -c "zstd -dc '$image/whit.raw.zst' | cmp - '$image/whit.raw'"
for format in qcow2 vhdx vmdk; do
	ok "whit.$format holds the same as whit.raw" qemu-img compare -q -f raw -F $format "$image/whit.raw" "$image/whit.$format"
	ok "whit.$format: qemu-img finds no error" sh -c "qemu-img check -q -f $format '$image/whit.$format' || [ \$? -eq 63 ]"
done
qemu-img info --output=json "$image/whit.vmdk" >"$work/vmdk"
ok "VMDK: monolithicSparse" has "$work/vmdk" '"create-type": "monolithicSparse"'

# 4. VHDX, by Microsoft's specification: both headers' sums, one log that is not in use, block size, sector size.
# The check refuses one that is not.
ok "VHDX: its structure" "$tests/vhdx-check" "$image/whit.vhdx"
cp --sparse=never "$image/whit.vhdx" "$work/vhdx"
# where N: where the region of that number in the region table begins.
where() { od -An -tu8 -j $((196608 + 32 * $1 + 32)) -N 8 "$work/vhdx" | tr -d ' '; }
# refused WHAT OFFSET WORDS: with another byte there.
refused() {
	was=$(od -An -to1 -j "$2" -N 1 "$work/vhdx" | tr -d ' ')
	printf '\125' | dd of="$work/vhdx" bs=1 seek="$2" conv=notrunc status=none
	! "$tests/vhdx-check" "$work/vhdx" >"$evidence/vhdx" 2>&1 || echo none >"$evidence/vhdx"
	# shellcheck disable=SC2059 # a byte it is
	printf "\\$was" | dd of="$work/vhdx" bs=1 seek="$2" conv=notrunc status=none
	ok "VHDX: $1 is found" has "$evidence/vhdx" "$3"
}
refused "a byte that is wrong in its first header" $((65536 + 100)) '^header at 65536'
refused "a byte that is wrong in its second region table" $((262144 + 20)) '^region table at 262144'
for region in 0 1; do
	case $(od -An -tx1 -j $((196608 + 16 + 32 * region)) -N 4 "$work/vhdx" | tr -d ' ') in
	6677c22d) refused "a block without a state" "$(where $region)" '^block 0: state 5' ;;
	06a27c8b) refused "a metadata table that is none" "$(where $region)" '^metadata table' ;;
	*) fail "VHDX: region $region is the block allocation table or the metadata" ;;
	esac
done
ok "VHDX: each byte is back" "$tests/vhdx-check" "$work/vhdx"
cp --sparse=always "$work/vhdx" "$work/sparse"
ok "VHDX: a file with holes is found" sh -c "! '$tests/vhdx-check' '$work/sparse' >'$work/said' && grep -qx 'the file has holes' '$work/said'"
rm "$work/vhdx" "$work/sparse"

# 5. The disk.
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

# 6. The ISO.
xorriso -indev "$image/whit.iso" -report_el_torito plain -report_system_area plain >"$work/iso" 2>/dev/null
ok "ISO: a boot image for BIOS and one for UEFI" sh -c "grep -q 'El Torito boot img.*BIOS' '$work/iso' && grep -q 'El Torito boot img.*UEFI' '$work/iso'"
ok "ISO: as a stick it has a partition for EFI" has "$work/iso" 'GPT type GUID.*28732ac11ff8d211ba4b00a0c93ec93b'

# 7. What is refused.
mkdir "$work/none"
for size in 100M 1g 8 G 8GM; do
	ok "DISK_SIZE=$size is refused" sh -c "! DISK_SIZE=$size SOURCE_DATE_EPOCH=1 '$top/scripts/disk' '$work/none' 2>'$work/said' && grep -q DISK_SIZE '$work/said'"
done
done_testing
