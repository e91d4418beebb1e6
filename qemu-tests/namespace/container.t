#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The same init as process 1 of containers that others make, bubblewrap's and runc's, without root: it serves, says what is not
# its own, ends when asked as container managers ask, and its exit code is 0.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service daemon '--append /data/trace web --notify' 'ready = notify'
service strict '--append /data/strict web --notify' 'ready = notify' 'sandbox = must' 'required = no'
write_plan

# began: what must hold of a container, by the name $1.
began() {
	ok "$1: becomes ready" says 'whit: ready: web'
	ok "$1: says what is the host's" has "$console" 'whit: in a container: clock, watchdogs, kernel settings, network and disks are those of the host'
	is "$1: /data is what was given" "$(query .data.kind)" given
	is "$1: answers" "$(query .ready)" true
}

: >"$console"
bwrap --unshare-all --uid 0 --gid 0 --as-pid-1 --die-with-parent --bind "$root" / --proc /proc --dev /dev --tmpfs /run --tmpfs /tmp --chdir / \
	/init whit.hostname=wrapped >"$console" 2>&1 &
unshare_pid=$!
at_exit kill_init
wait_for find_init 10 && find_init
began bubblewrap
ok "bubblewrap: SIGRTMIN+3 ends it" kill -37 "$init_pid"
ok "bubblewrap: in order" says 'SIGRTMIN\+3: shutting down'
status=0
wait "$unshare_pid" || status=$?
is "bubblewrap: its exit code" "$status" 0
is "bubblewrap: its service was told" "$(tail -n 1 "$root/data/trace")" 'stop web'

# runc as a user: no cgroups, few capabilities, user 0 mapped to who runs this.
bundle=$work/bundle
mkdir "$bundle"
rm -f "$root/data/strict" # where it could have a view, above, it ran
runc spec --rootless --bundle "$bundle"
jq --arg root "$root" '.process.args = ["/init"] | .process.terminal = false | .root = {path: $root, readonly: false}' \
	"$bundle/config.json" >"$bundle/new" && mv "$bundle/new" "$bundle/config.json"
name=whit-$$
runc --root "$work/runc" run --bundle "$bundle" $name </dev/null >"$console" 2>&1 &
unshare_pid=$!
at_exit "runc --root '$work/runc' delete --force $name 2>/dev/null || true"
wait_for 'has "$console" "whit: ready"' 10 || sed 's/^/# /' "$console"
init_pid=$(runc --root "$work/runc" state $name | jq .pid)
whit() { runc --root "$work/runc" exec $name /usr/bin/whit "$@"; } # its network is ours, which a user may not enter
began runc
ok "runc: a service without a view of its own says so" says 'web.daemon: no view of its own here: namespaces are not permitted'
ok "runc: one that must have one is not started" says 'web.strict: cannot be started: view: Operation not permitted'
ok "runc: it never ran" test ! -e "$root/data/strict"
ok "runc: SIGTERM ends it" runc --root "$work/runc" kill $name TERM
status=0
wait "$unshare_pid" || status=$?
is "runc: its exit code" "$status" 0
ok "runc: it ended in order" has "$console" 'whit: power off'
ok "runc: it says nothing of disks" not has "$console" 'unmount'
done_testing
