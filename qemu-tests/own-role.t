#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A role beside a site, a copy of roles/_template, runs on a machine; and what the machine sees of the site's content is
# what the site holds, byte for byte.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
need_lab

site=$work/clocksite
role=$site/roles/clock
mkdir -p "$site/roles" "$site/clock/small" "$site/clock/.well-known"
cp -r "$top/roles/_template" "$role"
grep -rl _template "$role" | xargs sed -i s/_template/clock/g
sed -i 's/^uid .*/uid = 300/' "$role/role.conf"
printf '[site]\nhostname = clock\nroles = clock\n[clock]\ngreeting_file = clock/greeting\n' >"$site/site.conf"
echo 'It is' >"$site/clock/greeting"
echo x >"$site/clock/.well-known/x"

# Files of every length about the size of a block, text and noise, small and large.
awk -v folder="$site/clock/small" 'BEGIN {
	for (length_of = 0; length_of <= 12300; length_of += length_of % 4096 > 4000 || length_of % 4096 < 100 ? 1 : 97) {
		file = folder "/" length_of
		printf "" >file
		for (i = 0; i < length_of; i++) printf "%c", 97 + (i * length_of) % 23 >file
		close(file)
	}
}'
for size in 1 4095 4096 4097 65537 1000000 3000000; do head -c "$size" /dev/urandom >"$site/clock/noise-$size"; done
seq 200000 >"$site/clock/large-text"
ln -s small/100 "$site/clock/link"

image=$(image_of "$site" PROFILE=debug)
machine_start "$image"
ok "the machine with an own role becomes ready" machine_ready 60
curl -s -m 5 "telnet://$machine_address:13" </dev/null >"$work/answer" || true
ok "the own role answers" has "$work/answer" '^It is [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC'
is "it runs as its own user" "$(machine_run ps | awk '/daytime [/]run/ { print $2 }')" clock
machine_run_limit=60
machine_run "cd /site && find . -type f | grep -v bundle.conf | xargs sha256sum" | sort >"$work/there"
(cd "$site" && find . -path ./roles -prune -o -type f -exec sha256sum {} + | sort) >"$work/here"
at_least "files on the machine" "$(wc -l <"$work/there")" 500
ok "every one is the site's, byte for byte" diff "$work/here" "$work/there"
ok "nothing can be written there" machine_run "! touch /site/x"
ok "the machine ends" machine_stop
done_testing
