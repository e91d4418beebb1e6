#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Two Linux machines (Debian 13's kernel and tools) mount the file server's shares by each version of NFS and SMB that it speaks, and do real
# work there; they lock files against each other, and keep what they have open over a power cut of the server.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
. "$tests/share.sh"
if [ -z "${WHIT_LAB-}" ]; then
	debian=$("$tests/debian-machine" "$tests/linux-client/root" nfs-common cifs-utils iproute2 git gcc make libc6-dev)
	export debian
fi
need_lab
image=$(share_image)
disk=$work/disk
server=10.99.0.11
share_disk "$disk" 1024

start_server() {
	machine=1 machine_memory=512 machine_append=
	# shellcheck disable=SC2046
	machine_start "$image" $(disk_options "$disk")
}

# start_client NUMBER
start_client() {
	machine=$1 machine_memory=768 machine_append="root=/dev/vda rw init=/client-init net.ifnames=0 client.address=10.99.0.1$1/24 client.name=client$1"
	machine_start "$debian" -drive "if=none,id=disk,format=raw,file=$debian/disk,snapshot=on" -device virtio-blk-pci,drive=disk \
		-drive "if=none,id=work,format=raw,file=$work/work.tar,readonly=on" -device virtio-blk-pci,drive=work
	machine=1
}

# client NUMBER COMMAND: what it prints; its status.
client() {
	machine=$1
	client_status=0
	shift
	machine_run_limit=300 machine_run "$@" || client_status=$?
	machine=1
	return "$client_status"
}

# client_is_up NUMBER: Debian takes a minute to start, or three beside other tests.
client_is_up() {
	machine=$1
	client_status=0
	wait_for machine_shell 240 || client_status=1
	machine=1
	return "$client_status"
}

# What the clients work with: the scripts, and the sources of zlib.
cp -r "$tests/linux-client/work" "$work/"
"$top/scripts/unpack" zlib "$work/zlib"
tar -c -f "$work/work/source.tar" -C "$work" zlib
tar -c -f "$work/work.tar" -C "$work/work" .

start_server
start_client 2
start_client 3
ok "the server becomes ready" machine_ready 120
ok "the first client is up" client_is_up 2
ok "and the other" client_is_up 3

nfs() { client "$1" "mount -t nfs4 -o vers=$2,hard $server:/$3 /mnt"; }
cifs() { client "$1" "mount -t cifs -o username=$2,password=$3,vers=$4 //$server/$5 /smb"; }

for version in 4.0 4.1 4.2; do
	ok "NFS $version: mounts" nfs 2 $version build
	ok "it is that version" client 2 "grep -q ' /mnt nfs4 .*vers=$version,' /proc/mounts"
	ok "NFS $version: writes and reads" client 2 "echo $version >/mnt/version && sync /mnt/version && grep -qx $version /mnt/version"
	ok "NFS $version: leaves" client 2 "rm /mnt/version && umount /mnt"
done
ok "no older NFS" not client 2 "timeout 20 mount -t nfs -o vers=3,nolock,retry=0 $server:/build /mnt"
ok "what is for SMB alone no NFS client mounts" not client 2 "timeout 20 mount -t nfs4 -o retry=0 $server:/team /mnt"
for version in 2.1 3.0 3.0.2 3.1.1 3.1.1,seal 3.1.1,sign; do
	ok "SMB $version: mounts" cifs 2 anna one $version public
	ok "SMB $version: writes and reads" client 2 "echo $version >/smb/version && grep -qx $version /smb/version"
	ok "SMB $version: leaves" client 2 "rm /smb/version && umount /smb"
done
ok "a wrong password mounts nothing" not cifs 2 anna two 3.1.1 public
ok "who may only read mounts" cifs 2 ben two 3.1.1 team
ok "and does not write" not client 2 'touch /smb/mine'
client 2 'umount /smb'

ok "NFS 4.2: mounts for work" nfs 2 4.2 build
ok "NFS 4.2: work" client 2 "SMALL=${SMALL:-200} /work/do-work /mnt /work/source.tar"
ok "SMB 3.1.1: mounts for work" cifs 2 anna one 3.1.1 public
ok "SMB 3.1.1: work" client 2 "SMALL=${SMALL:-200} /work/do-work /smb /work/source.tar"

ok "another client mounts" nfs 3 4.2 build
ok "one locks a file" client 2 'echo shared >/mnt/file; sync /mnt/file; exec 8<>/mnt/file; flock --exclusive 8'
ok "it sees the other's file" client 3 'grep -qx shared /mnt/file'
ok "and the other's lock" not client 3 'flock --nonblock /mnt/file true'

machine_kill
start_server
ok "after a power cut the server comes up" machine_ready 120
ok "the client goes on with its open file" client 2 'echo more >&8; sync /mnt/file; grep -qx more /mnt/file'
ok "and holds its lock still" not client 3 'flock --nonblock /mnt/file true'
client 2 'exec 8>&-'
ok "until it gives it up" client 3 'flock --timeout 10 /mnt/file true'
ok "all clients have recovered what they had" machine_run 'whit logs kernel | grep -q "NFSD: all clients done reclaiming"'
done_testing
