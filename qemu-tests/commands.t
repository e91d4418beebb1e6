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
refuses "a folder that is no site" 'not a site' "$top/scripts/image" "$work"

mkdir -p "$site/secrets/http"
echo secret >"$site/secrets/http/key"
refuses "a site with secrets, without a word about them" 'SECRETS=baked' "$top/scripts/image" "$site"
rm -r "$site/secrets"

sed -i 's/^roles .*/roles = dns telnet/' "$site/site.conf"
refuses "a role that does not exist" 'site.conf:[0-9]+: .*telnet' "$top/scripts/image" "$site"
cp "$tests/sites/both/site.conf" "$site/site.conf"
echo 'www A 192.0.2.999' >>"$site/dns/zones/example.net.zone"
refuses "a zone with a mistake" 'example\.net\.zone:[0-9]+' env PLATFORM=vm "$top/scripts/image" "$site"

is "plain make prints the commands" "$(make -s -C "$top" | grep -c '^make ')" 10
done_testing
