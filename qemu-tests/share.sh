# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# A file server under test, with the users anna (password "one") and ben ("two"), whose secrets are made when the test runs.

# nt_hash PASSWORD
nt_hash() { printf %s "$1" | iconv -t utf16le | openssl md4 -provider legacy -provider default -r | cut -c1-32; }

# share_image: the image of sites/share, with these users.
share_image() {
	cp -r "$tests/sites/share" "$work/"
	mkdir -p "$work/share/secrets/share"
	printf '%s:%s\n' anna "$(nt_hash one)" ben "$(nt_hash two)" >"$work/share/secrets/share/users"
	chmod -R go= "$work/share/secrets"
	image_of "$work/share" PROFILE=debug SECRETS=baked
}

# share_disk FILE MEGABYTES: a disk with room for /data, with project quotas as the installer makes it.
share_disk() {
	rm -f "$1"
	truncate -s "$(($2 + 4))M" "$1"
	printf 'label: gpt\nstart=2048, size=%s, type=%s\n' $(($2 * 2048)) "$data_type" | /sbin/sfdisk -q "$1"
	/sbin/mke2fs -q -t ext4 -O metadata_csum,quota,project -E "quotatype=prjquota,offset=$((2048 * 512))" "$1" "$2M"
}

# smb USER%PASSWORD SHARE COMMANDS [OPTIONS...]: what smbclient says; its status.
smb() {
	smb_user=$1 smb_share=$2 smb_commands=$3
	shift 3
	timeout 60 smbclient --configfile=/dev/null "//$machine_address/$smb_share" --user="$smb_user" --command="$smb_commands" "$@" 2>&1
}
