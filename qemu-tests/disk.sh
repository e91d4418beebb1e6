# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Disks with a place for /data.

data_type=778FEA80-EC9F-4023-8D04-D1C0741819BF

# make_disk FILE: a disk with a small foreign partition and one of ours, formatted.
make_disk() {
	rm -f "$1"
	truncate -s 96M "$1"
	printf 'label: gpt\nstart=2048, size=16384, type=linux\nstart=18432, size=131072, type=%s\n' $data_type |
		/sbin/sfdisk -q "$1"
	/sbin/mke2fs -q -t ext4 -O metadata_csum -E offset=$((18432 * 512)) "$1" 64M 2>"$work/mke2fs.log"
}

# disk_options FILE: for machine_start.
disk_options() { echo "-drive if=none,id=disk,format=raw,file=$1 -device virtio-blk-pci,drive=disk"; }
