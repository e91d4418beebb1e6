#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# What the commands say when they are asked for what there is not, before anything long is built.
set -eu
. "$(dirname "$0")/lib.sh"

# refuses NAME PATTERN COMMAND...: it fails, quickly, and says what PATTERN matches.
refuses() {
	name=$1 pattern=$2
	shift 2
	if timeout 20 "$@" >"$work/said" 2>&1; then
		fail "$name is refused"
	else
		ok "$name is refused, and the message helps" has "$work/said" "$pattern"
	fi
	! has "$work/said" 'unbound|not found|syntax' || note "$(cat "$work/said")"
}

site=$work/site
cp -r "$tests/sites/both" "$site"
refuses "an unknown format" 'those that exist: .*pxe' env FORMATS=floppy "$top/scripts/image" "$site"
refuses "an unknown platform" 'universal or vm' env PLATFORM=arm "$top/scripts/image" "$site"
refuses "an unknown profile" 'release or debug' env PROFILE=fast "$top/scripts/image" "$site"
refuses "a misspelt word for make" 'no PLATFROM' make -s -C "$top" help PLATFROM=vm
refuses "a folder that is no site" 'not a site' "$top/scripts/image" "$work"

mkdir -p "$site/secrets/http"
echo secret >"$site/secrets/http/key"
refuses "a site with secrets, without a word about them" 'SECRETS=baked' "$top/scripts/image" "$site"
mv "$site/secrets" "$work/kept-elsewhere"
ln -s "$work/kept-elsewhere" "$site/secrets"
refuses "or with a link to them" 'SECRETS=baked' "$top/scripts/image" "$site"
rm "$site/secrets"
refuses "a misspelt word about them" 'baked or none' env SECRETS=Baked "$top/scripts/image" "$site"
refuses "no site at all" 'SITE=FOLDER' "$top/scripts/image" ''

sed -i 's/^roles .*/roles = dns telnet/' "$site/site.conf"
refuses "a role that does not exist" 'site.conf:[0-9]+: .*telnet' "$top/scripts/image" "$site"
cp "$tests/sites/both/site.conf" "$site/site.conf"
echo 'www A 192.0.2.999' >>"$site/dns/zones/example.net.zone"
refuses "a zone with a mistake" 'example\.net\.zone:[0-9]+' env PLATFORM=vm "$top/scripts/image" "$site"

# A site may have any name, and what was made of it with its secrets is for its maker alone.
# shellcheck disable=SC2016 # so it is called
odd=$work/'x|;e touch pwned #`touch pwned`'
cp -r "$tests/sites/both" "$odd"
mkdir -p "$odd/secrets/http"
echo secret >"$odd/secrets/http/key"
echo behind >"$work/behind-a-link"
ln -s "$work/behind-a-link" "$odd/secrets/http/linked"
export PLATFORM=vm OUT="$work/out"
mkdir "$OUT"
images=$OUT/images/${odd##*/}
ok "a site of an odd name becomes an image" env SECRETS=baked WHIT_RUN=yes "$top/scripts/image" "$odd"
is "no part of its name was a command" "$(find "$top" "$work" "$PWD" -name pwned | head -n 1)" ''
zstd -qdc "$images/whit.initrd" 2>/dev/null >"$work/cpio" || true
ok "with its secrets in it" grep -aq 'etc/whit/secrets/http/key' "$work/cpio"
ok "and what a link among them leads to" grep -aq behind "$work/cpio"
is "only its maker can read it" "$(stat -c %a "$images/whit.initrd")" 600
refuses "the next one, without a word about secrets," 'SECRETS=baked' "$top/scripts/image" "$odd"
ok "and the one with secrets is not left where images are taken from" not test -e "$images/whit.initrd"
ok "without secrets it is made again" env SECRETS=none WHIT_RUN=yes "$top/scripts/image" "$odd"
is "and anybody may read it" "$(stat -c %a "$images/whit.initrd")" 644
zstd -qdc "$images/whit.initrd" >"$work/cpio"
ok "for they are not in it" not grep -aq 'etc/whit/secrets/http/key' "$work/cpio"
cat >"$work/qemu-system-x86_64" <<'END'
#!/bin/sh
for word; do case $word in pipe,*) : >"${word##*path=}.out" ;; esac done
exit 1
END
chmod +x "$work/qemu-system-x86_64"
before=$(stat -c '%i %Y' "$images/whit.initrd")
PATH="$work:$PATH" "$top/scripts/run" "$odd" >"$work/said" 2>&1 || true
is "make run puts its image, with secrets, elsewhere" "$(stat -c %a "$OUT/run/${odd##*/}/whit.initrd")" 600
is "and leaves the other" "$(stat -c '%i %Y' "$images/whit.initrd")" "$before"
unset OUT PLATFORM

is "plain make prints the commands" "$(make -s -C "$top" | grep -c '^make ')" 10
done_testing
