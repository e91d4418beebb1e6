#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A file server: users and guests by SMB 2.1 to 3.1.1, signed and encrypted, each with the rights the site gives; what is written is
# read again, after a restart of the machine too. The NFS server is up beside it, with no port mapper.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/disk.sh"
. "$tests/share.sh"
need_lab
image=$(share_image)
disk=$work/disk
share_disk "$disk" 64

# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "it becomes ready" machine_ready 120
head -c 3000000 /dev/urandom >"$work/file"
for protocol in SMB2_10 SMB3_00 SMB3_02 SMB3_11; do
	ok "$protocol: anna writes" smb anna%one public "put $work/file $protocol" -m $protocol
	ok "$protocol: ben reads" smb ben%two public "get $protocol $work/back" -m $protocol
	ok "$protocol: byte for byte" cmp "$work/file" "$work/back"
done
ok "encrypted: anna writes" smb anna%one team "put $work/file sealed" -m SMB3_11 --client-protection=encrypt
ok "signed: ben reads" smb ben%two team "get sealed $work/back" -m SMB3_11 --client-protection=sign
ok "byte for byte" cmp "$work/file" "$work/back"
ok "a guest reads what is for guests" smb % public "get SMB3_11 $work/back" --no-pass
ok "and does not write" not smb % public "put $work/file guest" --no-pass
ok "nor does he come into another share" not smb % team ls --no-pass
ok "who may read does not write" not smb ben%two team "put $work/file mine"
ok "a wrong password is refused" not smb anna%two team ls
smb anna%one public ls -m NT1 --option='client min protocol = NT1' >"$work/old" || true
ok "SMB 1, asked for, is not spoken" has "$work/old" 'NT_STATUS_(CONNECTION|INVALID_NETWORK_RESPONSE|NOT_SUPPORTED)|protocol negotiation failed'
ok "NFS answers" nc -z -w 5 "$machine_address" 2049
ok "no port mapper does" not nc -z -w 5 "$machine_address" 111

ok "the power button ends it" machine_stop
# shellcheck disable=SC2046
machine_start "$image" $(disk_options "$disk")
ok "it becomes ready again" machine_ready 120
ok "what was written is there" smb ben%two team "get sealed $work/back"
ok "byte for byte" cmp "$work/file" "$work/back"
done_testing
