#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A bundle says of which layout it is; of one that the image does not know nothing is used, and that is said.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# start LINE...: boots with a bundle that says so.
start() {
	fresh_root
	printf '%s\n' "$@" >"$root/site/bundle.conf"
	role web
	service daemon '--notify' 'ready = notify'
	boot
	ok "$1 $2: the machine comes up" says 'whit: ready: web'
}
# seen: the names in /site, as every role sees it.
seen() { find "/proc/$init_pid/root/site" -mindepth 1; }

mkdir "$work/site"
printf '[site]\nhostname = www\nroles = http\n' >"$work/site/site.conf"
"$top/scripts/bundle" "$work/site" "$work/bundle.erofs" 2>"$work/bundle.log" || note "$(cat "$work/bundle.log")"
fsck.erofs --extract="$work/out" "$work/bundle.erofs" >/dev/null
start "$(sed -n 1p "$work/out/bundle.conf")" "$(sed -n 2p "$work/out/bundle.conf")" "$(sed -n 3p "$work/out/bundle.conf")"
is "what scripts/bundle writes is known: it is this machine's site" "$(query .hostname)" tester
ok "and nothing is said of it" not has "$console" 'bundle\.conf'
ok "it ends" shut_down
kill_init

for schema in 'schema = 2' 'schema =' 'generation = 0'; do
	start '[bundle]' "$schema"
	ok "$schema: it is said, with its place" has "$console" \
		'identity: bundle\.conf:[12]: schema: .*, and this image knows 1: nothing of the site is used'
	is "$schema: nothing of the site is there" "$(seen)" ''
	is "$schema: nor is its name" "$(query .hostname)" whit
	ok "$schema: it ends" shut_down
	kill_init
done
done_testing
