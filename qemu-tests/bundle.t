#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# A bundle holds the content and nothing else, is the same wherever and whenever it is made, and is made quickly.
set -eu
. "$(dirname "$0")/lib.sh"

bundle() { "$top/scripts/bundle" "$@" 2>"$work/messages"; }

# 1. A site with everything that may lie in one.
site=$work/one/mysite
mkdir -p "$site/http/www/.well-known" "$site/http/www/empty" "$site/http/www/.git" "$site/http/secrets" "$site/secrets/http" "$site/roles/x"
printf '[site]\nhostname = a\nroles = http\n[admin]\nssh_key = ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE me@here\nssh_key = key.pub\n' \
	>"$site/site.conf"
echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF file@here' >"$site/key.pub"
for name in a b c; do seq 1000 >"$site/http/www/$name"; done
head -c 3000000 /dev/urandom >"$site/http/www/large one"
echo x >"$site/http/www/.well-known/x"
echo x >"$site/http/secrets/kept"
ln -s a "$site/http/www/link"
ln "$site/http/www/a" "$site/http/www/hard"
odd=$(printf 'od\nd \303\251 \377"$*')
echo odd >"$site/http/www/$odd"
for name in secrets/http/key roles/x/role.conf http/www/.git/config http/www/.hidden 'http/www/a~' 'http/www/#a#'; do
	echo OUT-OF-THE-BUNDLE >"$site/$name"
done
chmod 0600 "$site/http/www/b"
chmod 0755 "$site/http/www/c"

export SOURCE_DATE_EPOCH=1700000000
ok "a bundle is made" bundle "$site" "$work/first"
mkdir "$work/out"
ok "it is a whole erofs image" fsck.erofs --extract="$work/out" "$work/first"
(cd "$work/out" && find . | sort) >"$work/got"
(cd "$site" && find . | grep -v '/[.]git\|/[.]hidden\|^./secrets\|^./roles\|~$\|#$' && echo ./bundle.conf && echo ./admin.keys) | sort >"$work/wanted"
ok "it holds the content and nothing else" diff "$work/wanted" "$work/got"
ok "no byte of the rest is in it" not grep -aq OUT-OF-THE-BUNDLE "$work/first"
(cd "$work/out" && find . -type f ! -name bundle.conf ! -name admin.keys -exec cmp -- {} "$site/{}" \;) >"$work/differing" 2>&1 || true
is "its files are those of the site, byte for byte" "$(cat "$work/differing")" ''
is "a link stays a link" "$(readlink "$work/out/http/www/link")" a
is "it says which layout it has" "$(tr -d ' ' <"$work/out/bundle.conf" | paste -sd,)" '[bundle],schema=1,generation=0'
is "the admins' public keys go with it" "$(cut -d' ' -f3 "$work/out/admin.keys" | paste -sd,)" me@here,file@here
sed 's/$/\r/; 1s/^/\xef\xbb\xbf/; s/^ssh_key/  ssh_key/' "$site/site.conf" >"$work/as-an-editor-may-write-it"
cp "$site/site.conf" "$work/site.conf"
cp "$work/as-an-editor-may-write-it" "$site/site.conf"
ok "a site.conf with CR LF and a byte order mark is packed" bundle "$site" "$work/crlf"
ok "with the same keys" sh -c 'mkdir "$1" && fsck.erofs --extract="$1" "$2" >/dev/null && cmp "$1/admin.keys" "$3"' - "$work/crlf-out" "$work/crlf" "$work/out/admin.keys"
cp "$work/site.conf" "$site/site.conf"
is "modes say nothing of the builder's" "$(find "$work/out" -mindepth 1 ! -type l -printf '%y %m\n' | sort -u | paste -sd,)" 'd 755,f 644'
date=$(find "$work/out" -mindepth 1 -printf '%Ts\n' | sort -u)
ok "one date for all, of the day before SOURCE_DATE_EPOCH" test "$((SOURCE_DATE_EPOCH - date))" -ge 0 -a "$((SOURCE_DATE_EPOCH - date))" -lt 86400

# 2. The same elsewhere, later, made in another order under another umask.
mkdir -p "$work/elsewhere/deep/mysite"
(cd "$site" && find . -print0 | sort -rz | tar -c --no-recursion --hard-dereference --null -T - -f -) |
	(cd "$work/elsewhere/deep/mysite" && tar -x -f -)
chmod 0644 "$work/elsewhere/deep/mysite/http/www/b"
find "$work/elsewhere" -exec touch -h -d 2001-01-01 {} +
(umask 077 && bundle "$work/elsewhere/deep/mysite" "$work/second")
ok "the same content gives the same bytes" cmp "$work/first" "$work/second"
echo y >"$work/elsewhere/deep/mysite/http/www/.well-known/x"
bundle "$work/elsewhere/deep/mysite" "$work/third"
mkdir "$work/later"
fsck.erofs --extract="$work/later" "$work/third" >/dev/null
ok "one byte changed gives all files another date" test "$(stat -c %Y "$work/later/site.conf")" != "$date"

# 3. What cannot be packed is refused, and leaves nothing behind.
# refused NAME MESSAGE
refused() {
	ok "$1 is refused" not bundle "$site" "$work/refused"
	ok "$1: says why" has "$work/messages" "$2"
	ok "$1: leaves nothing" eval "! ls '$work'/refused* >/dev/null 2>&1"
}
ln -s /etc/passwd "$site/http/www/passwd"
refused "a link out of the site" 'www/passwd is a link to nothing that goes with it, to /etc/passwd'
rm "$site/http/www/passwd"
ln -s ../../secrets/http/key "$site/http/www/key"
refused "a link into secrets" 'www/key is a link to nothing that goes with it'
rm "$site/http/www/key"
mkfifo "$site/http/www/pipe"
refused "a pipe" 'www/pipe is neither file, folder nor link'
rm "$site/http/www/pipe"
echo x >"$site/bundle.conf"
refused "a file with a name of the bundle's own" 'rename it'
rm "$site/bundle.conf"

# 4. Big sites. The limit is for a busy machine: 2 s on an idle one.
mkdir "$site/http/www/many"
seq 1 1500 | awk -v folder="$site/http/www/many" '{ file = folder "/" $1; for (i = 0; i < 300; i++) print $1, i >file; close(file) }'
head -c 200M /dev/urandom >"$site/http/www/big.bin"
started=$(seconds_now)
ok "1,500 files and one of 200 MB are packed" bundle "$site" "$work/big"
at_most "in" "$(awk "BEGIN { print $(seconds_now) - $started }")" 30 s
ok "text is packed, what is large is not" test "$(stat -c %s "$work/big")" -lt $((200 * 1048576 + 8000000))
done_testing
