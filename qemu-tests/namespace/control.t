#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The control socket: what `whit` can ask, what it answers to mistakes and nonsense.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# reply TEXT: what init answers to a raw request.
reply() { python3 - "/proc/$init_pid/root/run/whit/control.sock" "$1" <<'END'
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
ours.settimeout(5)
s.connect(sys.argv[1])
socket.send_fds(s, [sys.argv[2].encode().decode("unicode_escape").encode("latin-1")], [theirs.fileno()])
print(ours.recv(65536).decode(errors="replace").split("\n")[0])
END
}

# code COMMAND...: its exit code.
code() { "$@" >"$work/code.log" 2>&1 && echo 0 || echo $?; }

role web
service daemon '--append /data/trace web --notify' 'ready = notify' 'reload = HUP'
role plain 'prepare = /usr/bin/stub-daemon --append /data/plain/trace prepare --exit 0'
sed -i '/^prepare/a prepare-timeout = 5s' "$role_conf"
service daemon '--append /data/trace plain --notify' 'ready = notify'
boot
ok "it becomes ready" says 'whit: ready: plain web'

ok "status --json is valid JSON" test "$(whit status --json | jq type)" = '"object"'
is "it has every field of its contract" "$(query '[has("version", "hostname", "uptime_seconds", "platform", "clock", "watchdog", "last_run", "room", "data",
	"network", "roles", "ready")] | all')" true
is "in a container the clock is the host's" "$(query '.clock.trust | . == "given" or . == "set"')" true
is "and no watchdog is ours" "$(query .watchdog)" none
is "--help succeeds" "$(code whit --help)" 0
is "--version tells the image's" "$(whit --version)" "whit 0"
is "no command is a mistake" "$(code whit)" 2
is "an unknown command is a mistake" "$(code whit dance)" 2
is "a role that is not there cannot be restarted" "$(code whit restart nobody)" 1
ok "and the answer says so" grep -q 'no such role' "$work/code.log"
is "a missing role is a mistake" "$(code whit restart)" 2

old=$(pid_of web daemon)
is "reload succeeds" "$(code whit reload web)" 0
ok "the service gets its signal" wait_for 'has "$root/data/trace" "^reload web"' 5
is "its process stays" "$(pid_of web daemon)" "$old"
is "stop succeeds" "$(code whit stop web)" 0
ok "it is stopped" wait_for '[ "$(state_of web daemon)" = stopped ]' 5
is "start succeeds" "$(code whit start web)" 0
ok "it is ready again" wait_for '[ "$(state_of web daemon)" = ready ]' 5
old=$(pid_of plain daemon)
is "restart succeeds" "$(code whit restart plain)" 0
ok "another process is ready" wait_for '[ "$(state_of plain daemon)" = ready ] && [ "$(pid_of plain daemon)" != "$old" ]' 5
is "a role is prepared before each start" "$(grep -c '^prepare$' "$root/data/plain/trace")" 2

is "nonsense is answered by a complaint" "$(reply 'x y z')" 2
is "a NUL byte is answered by a complaint" "$(reply 'status\x00')" 2
is "a long request is answered by a complaint" "$(reply "$(printf '%0300d' 0)")" 2
ok "it ends in order" shut_down
done_testing
