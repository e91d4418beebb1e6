#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# What a role is given before it starts: a /run of its own that it cannot fill for others, and the secrets it has now, not
# those it had.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

secrets() { find "/proc/$init_pid/root/run/web/secrets" -type f -printf '%f ' | tr ' ' '\n' | sort | tr '\n' ' '; }

mkdir -p "$root/etc/whit/secrets/web"
echo one >"$root/etc/whit/secrets/web/one.key"
echo two >"$root/etc/whit/secrets/web/two.key"
role greedy
service fills '--fill /run/greedy --notify' 'ready = notify'
role web
service daemon '--sleep 100 --file /run/web/ready' 'ready = file /run/web/ready'
boot
ok "all become ready" says 'whit: ready: greedy web' 20
ok "a role has a file system of its own in /run" grep -Eq \
	' /run/greedy rw,nosuid,nodev,noexec.* - tmpfs .*nr_inodes=' "/proc/$init_pid/mountinfo"
at_most "files it gets there" "$(sed -n 's/.*greedy.fills: \([0-9]*\) files$/\1/p' "$console")" 17000
ok "/run itself is bounded too" grep -Eq ' /run rw,nosuid,nodev,noexec.* - tmpfs .*size=1024k,nr_inodes=' "/proc/$init_pid/mountinfo"
ok "others still make files in theirs" wait_for '[ "$(query .ready)" = true ]' 5

is "its place in /data is closed to others" "$(stat -c %a "$root/data/web")" 750
chmod 755 "$root/data/web"
is "a role has its secrets" "$(secrets | xargs)" "one.key two.key"
rm "$root/etc/whit/secrets/web/two.key"
echo three >"$root/etc/whit/secrets/web/three.key"
ok "it is prepared again" whit restart web
ok "what is withdrawn is taken away, what is new comes" wait_for '[ "$(secrets | xargs)" = "one.key three.key" ]' 10
is "who may look into /data/web is as it was left" "$(stat -c %a "$root/data/web")" 755
is "the rest is as it was" "$(cat "/proc/$init_pid/root/run/web/secrets/one.key")" one
rm -r "$root/etc/whit/secrets/web"
ok "it is ready again" wait_for '[ "$(count "role web: daemon ready")" = 2 ]' 10
ok "it is prepared once more" whit restart web
ok "without secrets all are taken away" wait_for '[ -z "$(secrets | xargs)" ]' 10
is "/run/web was mounted once" "$(grep -c ' /run/web ' "/proc/$init_pid/mountinfo")" 1
ok "a file of the last life is no readiness" sh -c "! grep -q 'daemon ready after 0\\.0' '$console'"
ok "and it ends" shut_down
done_testing
