#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A role that takes all inodes, space and open files it can get, leads PID 1 astray by a link, and leaves a process behind its
# preparation takes nothing from anybody else.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
cp -r "$tests/sites/dns" "$work/contain"
sed -i 's/^roles .*/roles = dns grabs/' "$work/contain/site.conf"
machine_memory=256
machine_start "$(image_of "$work/contain" PROFILE=debug ROLE_PATH="$top/roles:$tests/roles")"
ok "the machine becomes ready beside it" machine_ready 60
console=$(machine_console)

ok "it fills its own /run and /tmp" machine_says 'role grabs: fills ready' 90
at_most "files it gets in /tmp" "$(sed -n 's|.*grabs.fills: /tmp: \([0-9]*\) files.*|\1|p' "$console")" 5000
at_most "files it gets in /run/grabs" "$(sed -n 's|.*grabs.fills: /run/grabs: \([0-9]*\) files.*|\1|p' "$console")" 17000
at_most "kB it gets in /run/grabs" "$(sed -n 's|.*grabs.fills: /run/grabs: \([0-9]*\) kB.*|\1|p' "$console")" 66000
at_least "and that is not nothing" "$(sed -n 's|.*grabs.fills: /run/grabs: \([0-9]*\) kB.*|\1|p' "$console")" 1000
ok "files can be made in /run/dns" machine_run "touch /run/dns/x && rm /run/dns/x"
ok "files can be made in /run/net" machine_run "echo x >/run/net/x && rm /run/net/x"
ok "files can be made in /tmp" machine_run "echo x >/tmp/x && rm /tmp/x"
machine_run "whit restart dns" || true
ok "dns starts again beside it" wait_for "[ \"\$(grep -c 'role dns: knotd ready' '$console')\" = 2 ]" 30
ok "dns answers" wait_for dns_answers 20
# seen_by PROGRAM: how many files its first process sees in /tmp.
seen_by() { machine_run "set -- \$(ps | grep '[ /]$1' | grep -v grep) && ls /proc/\$1/root/tmp | wc -l"; }
at_least "files that it sees in its /tmp" "$(seen_by 'grabs fills')" 4000
at_most "files that dns sees in its /tmp" "$(seen_by knotd)" 2
is "files in the /tmp of PID 1" "$(machine_run 'ls /tmp | wc -l')" 0

ok "it opens all files it can" machine_says 'role grabs: opens ready' 60
at_least "files that are open on the machine" "$(machine_run cut -f1 /proc/sys/fs/file-nr)" 90000
is "there is no limit for all together" "$(machine_run cat /proc/sys/fs/file-max)" 9223372036854775807

ok "the link is laid" machine_run "test -e /run/grabs/link/control.sock"
# shellcheck disable=SC2016 # for the machine's shell
machine_run 'set -- $(ps | grep "[g]rabs links") && kill -9 "$1"' || true
ok "it starts again" wait_for '[ "$(grep -c "role grabs: links ready" "$(machine_console)")" -ge 2 ]' 20
ok "its start removes nothing through the link, which in its view leads nowhere" machine_run "test -S /run/whit/control.sock"
ok "and can still be spoken to" machine_run "whit status"

ok "nothing is left of its preparation" machine_run 'ps | grep "[g]rabs fills" && ! ps | grep "[g]rabs straggles"'
is "a preparation has a limit of processes" "$(machine_run cat /sys/fs/cgroup/grabs.prepare/pids.max)" 64
at_most "and of memory" "$(machine_run cat /sys/fs/cgroup/grabs.prepare/memory.max | tr -c '0-9\n' 9)" 200000000 bytes
ok "no warning of the kernel" not has "$console" 'WARNING|BUG:|Call Trace'
ok "shuts down all the same" machine_stop
done_testing
