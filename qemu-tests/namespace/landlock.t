#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Where a service can have no view of its own, in a container that forbids mounts, Landlock alone keeps it from writing elsewhere and
# from executing another program.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

tries='--write /data/web/own --write /run/web/own --write /data/other/theirs --write /etc/theirs --run /usr/bin/stub-daemon --run /usr/bin/second --notify'
role web
printf '[service.boxed]\ncommand = /usr/bin/stub-daemon %s\nready = notify\n' "$tries" >>"$role_conf"
printf '[service.free]\ncommand = /usr/bin/stub-daemon %s\nready = notify\nsandbox = no\nafter = boxed\n' "$tries" >>"$role_conf"
cp "$root/usr/bin/stub-daemon" "$root/usr/bin/second"
mkdir "$root/data/other"
write_plan

bundle=$work/bundle
mkdir "$bundle"
runc spec --rootless --bundle "$bundle"
jq --arg root "$root" '.process.args = ["/init"] | .process.terminal = false | .root = {path: $root, readonly: false}' \
	"$bundle/config.json" >"$bundle/new" && mv "$bundle/new" "$bundle/config.json"
name=whit-landlock-$$
runc --root "$work/runc" run --bundle "$bundle" $name </dev/null >"$console" 2>&1 &
at_exit "runc --root '$work/runc' delete --force $name 2>/dev/null || true"
wait_for 'has "$console" "whit: ready: web"' 10 || sed 's/^/# /' "$console"
runc --root "$work/runc" exec $name /usr/bin/whit sandbox web.boxed >"$evidence/steps" 2>&1 || true
! has "$evidence/steps" '^landlock +this kernel has none' || skip_all "this kernel has no Landlock"

ok "there is no view" has "$console" 'web.boxed: no view of its own here: namespaces are not permitted'
ok "it writes to its own /data" has "$console" 'web.boxed: write /data/web/own: done'
ok "it writes to its own /run" has "$console" 'web.boxed: write /run/web/own: done'
ok "it does not write to another's /data" has "$console" 'web.boxed: write /data/other/theirs: Permission denied'
ok "nor to the root" has "$console" 'web.boxed: write /etc/theirs: Permission denied'
ok "it executes its own program" has "$console" 'web.boxed: run /usr/bin/stub-daemon: done'
ok "it does not execute another one" has "$console" 'web.boxed: run /usr/bin/second: Permission denied'
for thing in 'write /data/other/theirs' 'write /etc/theirs' 'run /usr/bin/second'; do
	ok "nothing but its sandbox was in the way: $thing" has "$console" "web.free: $thing: done"
done
ok "it ends" runc --root "$work/runc" kill $name TERM
ok "in order" says 'whit: power off'
done_testing
