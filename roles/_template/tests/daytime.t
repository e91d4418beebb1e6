#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# The role's programs, built for this computer: mistakes in its section are told, and its daemon answers.
# Outside Whit's own tree, WHIT names that: WHIT=~/whit sh tests/daytime.t
set -eu
. "${WHIT:-$(dirname "$0")/../../..}/qemu-tests/lib.sh"

role=$(cd "$(dirname "$0")/.." && pwd)
name=${role##*/}
make -s -C "$top/init" CC=gcc O="$work/programs" ROLES="$role" roles >"$work/make.log" 2>&1 ||
	{ sed 's/^/# /' "$work/make.log"; exit 1; }
programs=$work/programs/roles/$name
mkdir -p "$work/site/$name" "$work/run" "$work/data" "$work/secrets"

# render: judges site.conf and writes what the daemon reads.
render() {
	"$programs/render" --site "$work/site" --run "$work/run" --data "$work/data" --secrets "$work/secrets" --bin "$work/bin" \
		--host 2>"$work/messages"
}

# 1. Mistakes are told, all at once, and nothing is written.
cat >"$work/site/site.conf" <<END
[site]
hostname = here
roles    = $name
[$name]
listen   = 13 somewhere
lisen    = 14
greeting_file = $name/none
END
ok "a bad section is refused" not render
is "each mistake is told with its line" "$(cut -d: -f1-3 "$work/messages")" "site.conf:5: listen
site.conf:6: lisen
site.conf:7: greeting_file"
ok "nothing was written" test ! -e "$work/run/daytime.conf"
printf 'one\ntwo\n' >"$work/site/$name/lines"
printf '[%s]\ngreeting_file = %s/lines\n' "$name" "$name" >"$work/site/site.conf"
ok "a greeting of two lines is refused" not render

# 2. The daemon answers.
port=$(awk 'BEGIN { srand(); print 20000 + int(rand() * 10000) }')
printf '[%s]\nlisten = 127.0.0.1:%s [::1]:%s\ngreeting = It is\n' "$name" "$port" "$port" >"$work/site/site.conf"
ok "a good section is taken" render
"$programs/daytime" "$work/run/daytime.conf" 3>"$work/ready" 2>"$work/daytime.log" &
daemon=$!
at_exit "kill $daemon"
ok "the daemon says when it is ready" wait_for "[ -s '$work/ready' ]" 5
for address in 127.0.0.1 '[::1]'; do
	curl -s -m 5 "telnet://$address:$port" </dev/null >"$work/answer" || true
	ok "answers at $address" has "$work/answer" '^It is [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC'
done
done_testing
