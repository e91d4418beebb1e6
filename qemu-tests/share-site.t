#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# Role share: mistakes in [share] and in the users' file are told by file, line and key, all at once, before anything is
# written; what is written for ksmbd and nfsd is what the site says; numbers are kept; folders belong to their shares.
set -eu
. "$(dirname "$0")/lib.sh"

make -s -C "$top/init" CC=gcc O="$work/programs" ROLES="$top/roles/share" roles >"$evidence/make.log" 2>&1 ||
	{ sed 's/^/# /' "$evidence/make.log"; exit 1; }
programs=$work/programs/roles/share
site=$work/site run=$work/run data=$work/data secrets=$work/secrets
mkdir -p "$site" "$run" "$data" "$secrets"
hash=8846f7eaee8fb117ad06bdd830b7586c # of "password"

# share_site: standard input becomes the role's part of site.conf, from line 4 on.
share_site() {
	printf '[site]\nhostname = files\nroles    = share\n' >"$site/site.conf"
	cat >>"$site/site.conf"
}

# render [OPTION]: its words go to $work/said.
render() {
	"$programs/render" --site "$site" --run "$run" --data "$data" --secrets "$secrets" --bin "$work" "$@" 2>"$work/said"
}

# refused NAME WANTED: the site on standard input is refused with exactly these lines, and nothing is written.
refused() {
	share_site
	! render --host || {
		fail "$1: is refused"
		return
	}
	is "$1" "$(cat "$work/said")" "$2"
}

# taken NAME: the site on standard input is good, and nothing is said of it.
taken() {
	share_site
	ok "$1: is taken" render --host
	is "$1: nothing is said" "$(cat "$work/said")" ''
}

# 1. Mistakes of one share. There are no secrets: users are not judged yet.
refused 'nothing to share' 'site.conf:4: [share]: no shares: add a section [share.NAME]' <<'END'
[share]
END
refused 'a share for nobody' 'site.conf:4: [share.a]: nobody may use it: it needs read =, write = or nfs =' <<'END'
[share.a]
END
refused 'a key that is none' 'site.conf:5: wirte: [share.a] has no such key; did you mean write?
site.conf:6: quotas: [share.a] has no such key; did you mean quota?' <<'END'
[share.a]
wirte = anna
quotas = 1G
read = anna
END
refused 'a name that is none' "site.conf:4: [share.my files]: the name is no name for a share: letters, digits, '.', '_' and '-', the first a letter or digit
site.conf:7: [share.Global]: the name is no name for a share: it has a meaning of its own" <<'END'
[share.my files]
path = my
read = anna
[share.Global]
read = anna
END
no_path="is no folder below /data/share: parts of letters, digits, '.', '_', '+' and '-', of which none begins with a dot"
refused 'paths that lead out' "site.conf:5: path: \"/etc\" is an absolute path; a share's is below /data/share
site.conf:8: path: \"../dns\" $no_path
site.conf:11: path: \"c/../../dns\" $no_path
site.conf:14: path: \".ids\" $no_path
site.conf:17: path: \"e//f\" $no_path" <<'END'
[share.a]
path = /etc
read = anna
[share.b]
path = ../dns
read = anna
[share.c]
path = c/../../dns
read = anna
[share.d]
path = .ids
read = anna
[share.e]
path = e//f
read = anna
END
refused 'folders in one another' 'site.conf:8: path: x and x of [share.a] in line 4 lie in one another
site.conf:11: path: x/y and x of [share.a] in line 4 lie in one another
site.conf:11: path: x/y and x of [share.b] in line 7 lie in one another' <<'END'
[share.a]
path = x
read = anna
[share.b]
path = x
read = anna
[share.c]
path = x/y
read = anna
END
refused 'names that differ by case' 'site.conf:6: [share.Team]: is team in line 4 too: SMB knows no case' <<'END'
[share.team]
read = anna
[share.Team]
read = anna
END
refused 'who is nobody' 'site.conf:5: read: "1st" is no name: letters, digits, '"'.', '_' and '-'"', the first a letter
site.conf:6: write: "root" is no name for a user: it has a meaning of its own' <<'END'
[share.a]
read = anna 1st
write = root
END
refused 'groups that are none' 'site.conf:5: group: "staff anna" is not NAME: USER...
site.conf:6: group: "team: guest" is no name for a user: it has a meaning of its own
site.conf:8: group: the group staff stands in line 7 too
site.conf:9: group: "users: anna" is the group of all users, and needs no list
site.conf:11: read: there is no group staf: [share] needs `group = staf: USER...`; did you mean @staff?' <<'END'
[share]
group = staff anna
group = team: guest
group = staff: anna
group = staff: ben
group = users: anna
[share.a]
read = @staf
END
refused 'sizes, booleans, choices' 'site.conf:5: hidden: "maybe" is neither yes nor no
site.conf:6: quota: "much" is not a size: a number of bytes, or with K, M, G or T, like 64K or 10M
site.conf:7: encrypt: "perhaps" is not one of: required
site.conf:10: min_protocol: "1.0" is not one of: 2.1 3.0 3.0.2 3.1.1; did you mean 3.0?
site.conf:11: sign: "no" is not one of: auto required
site.conf:12: protocols: "afp" is not one of: smb nfs; did you mean nfs?' <<'END'
[share.a]
hidden = maybe
quota = much
encrypt = perhaps
read = anna
[share]
min_protocol = 1.0
sign = no
protocols = smb afp
END
refused 'a quota that is too small' 'site.conf:6: quota: "4K" is not from 1M to 1048576T' <<'END'
[share.a]
read = anna
quota = 4K
END
refused 'comments that ksmbd could not read' 'site.conf:6: comment: "all#of it" may hold neither ; nor #' <<'END'
[share.a]
read = anna
comment = all#of it
END

# 2. NFS.
refused 'NFS without its protocol' 'site.conf:5: nfs: [share] protocols has no nfs' <<'END'
[share.a]
nfs = 192.0.2.0/24 rw
END
refused 'SMB without its protocol' 'site.conf:7: read: [share] protocols has no smb, and of NFS `nfs =` says who may' <<'END'
[share]
protocols = nfs
[share.a]
read = anna
nfs = 192.0.2.0/24 rw
END
refused 'clients that are none' 'site.conf:7: nfs: "192.0.2.1/24 rw" is not a network: bits behind its length are set, as in 192.0.2.1/24 for 192.0.2.0/24
site.conf:8: nfs: "192.0.2.0/24" lacks what a client may do: NETWORK ro, or NETWORK rw
site.conf:9: nfs: "client.example.net rw" is not an IPv4 or IPv6 address
site.conf:10: nfs: "192.0.2.0/24 rw 198.51.100.0/24 ro" has a word that is none of all_squash, root_squash and no_root_squash; between two clients stands a comma
site.conf:11: nfs: "192.0.2.0/24 rw," has a client without a network
site.conf:12: nfs: "192.0.2.0/24 rw all_squash root_squash" has too many words; between two clients stands a comma' <<'END'
[share]
protocols = nfs
[share.a]
nfs = 192.0.2.1/24 rw
nfs = 192.0.2.0/24
nfs = client.example.net rw
nfs = 192.0.2.0/24 rw 198.51.100.0/24 ro
nfs = 192.0.2.0/24 rw,
nfs = 192.0.2.0/24 rw all_squash root_squash
END
refused 'clients that overlap' 'site.conf:7: nfs: 10.0.0.0/8 and 10.1.0.0/16 overlap: nobody can tell which of the two would count' <<'END'
[share]
protocols = nfs
[share.a]
nfs = 10.0.0.0/8 ro, 10.1.0.0/16 rw
END
refused 'what only SMB has' 'site.conf:7: hidden: only SMB shows a list: it needs read = or write =
site.conf:8: encrypt: does not go with nfs in line 9
site.conf:8: encrypt: only SMB is encrypted: it needs read = or write =' <<'END'
[share]
protocols = smb nfs
[share.a]
hidden = yes
encrypt = required
nfs = 192.0.2.0/24 rw
END
refused 'threads of nobody' 'site.conf:5: nfs_threads: protocols has no nfs' <<'END'
[share]
nfs_threads = 4
[share.a]
read = anna
END

# 3. Encryption is of all SMB shares or of none.
refused 'guests and encryption' 'site.conf:7: read: guests have no key to encrypt with, and ksmbd can require encryption only of all SMB shares at once: it is required in this site' <<'END'
[share]
encrypt = required
[share.a]
read = guest
END
refused 'an old protocol and encryption' 'site.conf:5: min_protocol: SMB 2.1 has no encryption, which this site requires: 3.0 or later' <<'END'
[share]
min_protocol = 2.1
encrypt = required
[share.a]
read = anna
END
refused 'no encryption, and a share that wants it' 'site.conf:5: encrypt: a share requires it: [share.NAME] encrypt' <<'END'
[share]
encrypt = no
[share.a]
read = anna
encrypt = required
END
share_site <<'END'
[share.a]
read = anna
encrypt = required
[share.b]
read = anna
END
ok "one share's wish is taken" render --host
is 'with a warning' "$(cat "$work/said")" \
	'site.conf:6: encrypt: warning: ksmbd can require it only of all SMB shares at once: [share.b] is encrypted too'

# 4. What other roles have, and this one cannot.
refused 'what a later version may have' 'site.conf:5: listen: is not in this version of Whit
site.conf:8: from: is not in this version of Whit' <<'END'
[share]
listen = 192.0.2.1
[share.a]
read = anna
from = 192.0.2.0/24
END
taken 'a site without its secrets' <<'END'
[share]
protocols = smb nfs
group = staff: anna ben
[share.a]
read = @staff carla
write = @users
nfs = 192.0.2.0/24 rw, 2001:db8::/32 ro root_squash
quota = 1G
END

cp "$top/examples/files/site.conf" "$site/site.conf"
ok 'the example is taken' render --host
is 'the example: nothing is said' "$(cat "$work/said")" ''

# 5. The users' file.
printf 'anna:%s\nben\ncarla:%s0\nanna:%s\n# dirk\nroot:%s\n' $hash $hash $hash $hash >"$secrets/users"
nt='has no NT hash behind the name: 32 hexadecimal digits, or 24 letters of base64'
refused 'lines that are no users' "secrets/share/users:2: is not NAME:HASH
secrets/share/users:3: $nt
secrets/share/users:4: is a user who stands there twice
secrets/share/users:6: is no name for a user: it has a meaning of its own" <<'END'
[share.a]
read = anna
END
printf 'anna:%s\nben:iEb36u6PsRetBr3YMLdYbA==\n' $hash >"$secrets/users"
refused 'users who have no password' 'site.conf:5: group: no user dirk: secrets/share/users has no such line
site.conf:7: read: no user carla: secrets/share/users has no such line' <<'END'
[share]
group = staff: anna dirk
[share.a]
read = @staff carla
END

# 6. On the machine.
whole() {
	share_site <<'END'
[share]
protocols = smb nfs
volatile = yes
group = staff: anna ben
workgroup = OFFICE
[share.public]
read = guest
write = @staff
comment = For all
[share.team]
path = groups/team
write = anna
read = @staff anna
hidden = yes
quota = 1G
nfs = 192.0.2.0/24 rw, 198.51.100.7 ro root_squash
[share.build]
nfs = 2001:db8::/32 rw no_root_squash
END
}
whole
ok 'a good site is rendered' render
is 'in silence' "$(cat "$work/said")" ''
# section NAME: the lines of a share in ksmbd.conf
section() { awk -v name="[$1]" '$0 == name { on = 1; next } /^\[/ { on = 0 } on && NF' "$run/ksmbd.conf"; }
is 'numbers are given in order' "$(cat "$data/.ids")" 'user guest 20000
user anna 20001
user ben 20002
share public 20003
share team 20004
share build 20005'
ok 'guests may read' test "$(section public | grep -cx -e 'guest ok = yes' -e 'read only = yes' -e 'write list = anna ben')" = 3
ok 'and nobody is kept out' not sh -c "awk '/^.public/ { on = 1 } /^.team/ { on = 0 } on' '$run/ksmbd.conf' | grep -q 'valid users'"
section team >"$work/team"
for line in "path = $data/groups/team" 'valid users = anna ben' 'write list = anna' 'read only = yes' 'guest ok = no' \
	'browseable = no' 'force user = share-20004' 'oplocks = no' 'force group = share-20004'; do
	ok "team: $line" grep -qxF "$line" "$work/team"
done
ok 'what only NFS serves is no SMB share' not grep -q '^.build' "$run/ksmbd.conf"
ok 'the group of work is told' grep -qx 'workgroup = OFFICE' "$run/ksmbd.conf"
is 'passwords' "$(cat "$run/ksmbdpwd.db")" 'anna:iEb36u6PsRetBr3YMLdYbA==
ben:iEb36u6PsRetBr3YMLdYbA=='
is 'are for nobody else' "$(stat -c %a "$run/ksmbdpwd.db")" 600
ok 'and stand nowhere else' not grep -rlE "iEb36u6PsRetBr3YMLdYbA|$hash" "$run/ksmbd.conf" "$run/exports" "$run/passwd" "$run/group" "$data"
ok 'a user has an account' grep -qx 'ben:x:20002:20002::/:/nonexistent' "$run/passwd"
ok 'a share has one too' grep -qx 'share-20004:x:20004:' "$run/group"
of=anonuid=20004,anongid=20004,sec=sys
is 'exports' "$(grep -v '^#' "$run/exports")" \
	"/groups/team 192.0.2.0/24(rw,sync,all_squash,no_subtree_check,insecure,fsid=20004,$of) 198.51.100.7/32(ro,sync,root_squash,subtree_check,secure,fsid=20004,$of)
/build 2001:db8::/32(rw,sync,no_root_squash,subtree_check,secure,fsid=20005,anonuid=20005,anongid=20005,sec=sys)"
ok 'both servers are to run' test -e "$run/smb" -a -e "$run/nfs"
is 'NFS clients may pass' "$(stat -c %a "$data")" 755

sed -i 's/^protocols.*/protocols = nfs/; /^\[share.public/,/^comment/d; /^write = anna/d; /^read = @staff/d; /^hidden/d' "$site/site.conf"
ok 'without SMB it is good too' render
ok 'and that server is not to run' test ! -e "$run/smb" -a -e "$run/nfs"
ok 'its numbers are kept' grep -qx 'share public 20003' "$data/.ids"
mv "$secrets/users" "$secrets/users.away"
ok 'nobody needs a password there' render
whole
ok 'SMB without its users is refused' not render
ok 'with the user it needs' has "$work/said" '^site.conf:7: group: no user anna: there is no secrets/share/users$'
printf 'anna:%s\n' $hash >"$secrets/users"
ok 'one user without a password keeps nobody else out' render
ok 'but it is said' has "$work/said" '^site.conf:7: group: warning: ben cannot log in: secrets/share/users has no such line$'
printf 'user anna 20001\nuser ben 20001\n' >"$data/.ids"
ok 'a table of numbers that is none starts nothing' not render
ok 'and is named' has "$work/said" '/data/.ids: has a name, or a number, that stands there twice'
rm "$data/.ids"

# Memory: what is written there is gone.
kept=$data
data=$(mktemp -d /dev/shm/whit-share.XXXXXX)
at_exit 'rm -rf /dev/shm/whit-share.*'
sed -i '/^volatile/d' "$site/site.conf"
if [ "$(stat -fc %T "$data")" = tmpfs ]; then
	ok 'shares in memory are refused' not render
	ok 'unless that is meant' has "$work/said" '^site.conf:4: volatile: /data is only memory here'
else
	skip 'shares in memory are refused' 'no memory to write to'
fi
data=$kept

# 7. The folders.
if [ "$(id -u)" = 0 ]; then
	whole
	render
	"$programs/share-folders" "$run/folders.conf" "$data" 3>"$work/ready" 2>"$work/said" &
	folders=$!
	at_exit "kill $folders 2>/dev/null || true"
	ok 'the folders are ready' wait_for '[ -s "$work/ready" ]' 10
	is 'each belongs to its share' "$(stat -c '%n %a %u %g' "$data/groups/team" "$data/build" | sed "s|$data/||")" \
		"groups/team 2770 $(sed -n 's/share team //p' "$data/.ids") $(sed -n 's/share team //p' "$data/.ids")
build 2770 $(sed -n 's/share build //p' "$data/.ids") $(sed -n 's/share build //p' "$data/.ids")"
	is 'what is above is for all to pass' "$(stat -c %a "$data/groups")" 755
	is 'it has given up its rights' "$(sed -n 's/^CapEff:[[:space:]]*//p' "/proc/$folders/status")" 0000000000000000
	kill $folders
	ok 'it ends when it is told' wait_for "! kill -0 $folders" 5
	chmod 2775 "$data/build"
	rm -rf "$data/groups"
	ln -s /etc "$data/groups"
	ok 'a link in the way is not followed' not "$programs/share-folders" "$run/folders.conf" "$data" 3>/dev/null 2>"$work/said"
	ok 'and nothing is made behind it' test ! -e /etc/team
	rm "$data/groups"
	printf '[folder.0]\npath = x\n' >"$work/bad.conf"
	ok 'a number that is none of ours is refused' not "$programs/share-folders" "$work/bad.conf" "$data"
	printf '[folder.20001]\npath = ../x\n' >"$work/bad.conf"
	ok 'a path that leads out too' not "$programs/share-folders" "$work/bad.conf" "$data"
else
	skip 'the folders belong to their shares' 'only root can give files away'
fi
done_testing
