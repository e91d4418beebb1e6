#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# A copy of roles/_template under another name, beside a site, is a role: it builds, passes its own check, and the
# site that chooses it is good. The steps are those of its README.
set -eu
. "$(dirname "$0")/lib.sh"

# 1. The steps of the README.
site=$work/mysite
role=$site/roles/clock
mkdir -p "$site/roles"
cp -r "$top/roles/_template" "$role"
grep -rl _template "$role" | xargs sed -i s/_template/clock/g
sed -i 's/^uid .*/uid = 300/' "$role/role.conf"
cat >"$site/site.conf" <<'END'
[site]
hostname = mine
roles    = clock

[clock]
listen   = 13
greeting = It is
END

# 2. Its own check.
WHIT=$top OUT=$work/out sh "$role/tests/daytime.t" >"$work/check" 2>&1 || true
ok "its own check passes" has "$work/check" '^ok .*the daemon says when it is ready'
ok "and nothing of it fails" not has "$work/check" '^not ok|^Bail|rror'
sed 's/^/# /' "$work/check"

# 3. The site.
ok "its programs and site-check build" make -s -C "$top/init" CC=gcc O="$work/programs" ROLES="$role" roles site-check
ok "the site that chooses it is good" "$work/programs/site-check" "$site"
is "it is among the roles" "$("$work/programs/site-check" --roles "$site")" clock
sed -i 's/^listen.*/listen = thirteen/' "$site/site.conf"
"$work/programs/site-check" "$site" 2>"$work/messages" || true
is "its mistakes are told among all others" "$(cut -d: -f1-3 "$work/messages")" 'site.conf:6: listen'

# 4. The files name what was built, and the user is nobody else's.
sed -n "s|^file .*[$]{programs}/\([^ ]*\).*|\1|p" "$role/files" | while read -r program; do
	case $program in
	*.bpf) [ -s "$work/programs/$program" ] || echo "$program" ;;
	*) [ -x "$work/programs/$program" ] || echo "$program" ;;
	esac
done >"$work/missing"
is "every program in files is built" "$(cat "$work/missing")" ''
mkdir "$work/build"
ok "its user has a number of its own" "$top/scripts/accounts" "$work/build" "$role"
sed -i 's/^uid .*/uid = 290/' "$role/role.conf"
ok "a number that the template has is refused" not "$top/scripts/accounts" "$work/build" "$role"
done_testing
