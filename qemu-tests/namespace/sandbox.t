#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A service sees what its role.conf says and no more: files, processes, network; what cannot be set up keeps it from starting.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

# plain NAME [LINE...]: a service with nothing open to it but what LINE... open.
plain() {
	printf '[service.%s]\ncommand = /usr/bin/stub-daemon --notify\nready = notify\n' "$1" >>"$role_conf"
	shift
	for line; do printf '%s\n' "$line" >>"$role_conf"; done
}

role web
plain closed
plain open 'sandbox = no'
plain opened 'writable = /data/shared /run' 'readable = /sys' 'execute = /usr/bin/whit' 'see-processes = yes'
plain alone 'network = no' 'umask = 077' 'oom-score = 500' 'files = 16'
plain broken 'writable = /nowhere' 'required = no'
role other
plain neighbour
mkdir -p "$root/data/shared" "$root/data/system" "$root/tmp"
boot
ok "all but the broken one become ready" says 'whit: ready: other web'

# host_pid SERVICE: of role web, as this side sees it.
host_pid() {
	inner=$(pid_of web "$1")
	grep -l "^NSpid:.*[[:space:]]$inner\$" /proc/[0-9]*/status 2>/dev/null | while read -r file; do
		[ "$(readlink "${file%/status}/ns/pid")" = "$(readlink "/proc/$init_pid/ns/pid")" ] || continue
		basename "${file%/status}"
	done
}
# mounted PID OPTION: where something with that option is mounted, as PID sees it.
mounted() { awk -v option="$2" 'index("," $6 ",", "," option ",") { print $5 }' "/proc/$1/mountinfo" | sort -u | paste -sd' ' -; }
closed=$(host_pid closed) opened=$(host_pid opened) open=$(host_pid open) alone=$(host_pid alone)
view=/proc/$closed/root

is "what it may write to" "$(mounted "$closed" rw)" \
	"/data/web /dev/null /dev/random /dev/urandom /dev/zero /proc /run/web /run/whit/notify.sock /tmp"
is "the root is read-only, without devices, programs and set-uid" \
	"$(awk '$5 == "/" { print $6 }' "/proc/$closed/mountinfo" | cut -d, -f1-4)" ro,nosuid,nodev,noexec
is "its own program alone can be executed" \
	"$(awk '$6 !~ /noexec/ { print $5 }' "/proc/$closed/mountinfo")" /usr/bin/stub-daemon
is "of /data it sees its own" "$(ls "$view/data")" web
is "of /run what it needs" "$(find "$view/run" -mindepth 1 -maxdepth 2 ! -path '*/web/*' | sort | paste -sd' ' -)" \
	"$view/run/net $view/run/web $view/run/whit $view/run/whit/notify.sock"
is "no /sys" "$(ls "$view/sys")" ""
is "its /tmp is its own" "$(stat -fc %i "$view/tmp" | grep -cx "$(stat -fc %i "/proc/$init_pid/root/tmp")")" 0
is "nothing of the machine's root is left in it" "$(awk '$5 == "/"' "/proc/$closed/mountinfo" | wc -l)" 1

is "what is opened is there" "$(mounted "$opened" rw)" \
	"/data/shared /data/web /dev/null /dev/random /dev/urandom /dev/zero /proc /run /run/log /run/net /run/other /run/web /run/whit /run/whit/notify.sock /tmp"
is "and can be executed" "$(awk '$6 !~ /noexec/ { print $5 }' "/proc/$opened/mountinfo" | sort | paste -sd' ' -)" \
	"/usr/bin/stub-daemon /usr/bin/whit"
is "without a sandbox it sees the machine" "$(readlink "/proc/$open/ns/mnt")" "$(readlink "/proc/$init_pid/ns/mnt")"
is "the network is the machine's" "$(readlink "/proc/$closed/ns/net")" "$(readlink "/proc/$init_pid/ns/net")"
ok "unless it has none" test "$(readlink "/proc/$alone/ns/net")" != "$(readlink "/proc/$init_pid/ns/net")"
is "and that has one card, which is down" "$(sed 1,2d "/proc/$alone/net/dev" | wc -l)" 1
is "umask" "$(sed -n 's/^Umask:[[:space:]]*//p' "/proc/$alone/status")" 0077
is "out-of-memory score" "$(cat "/proc/$alone/oom_score_adj")" 500
ok "open files, of which init leaves it all" has "/proc/$alone/limits" '^Max open files +16 +16'

ok "the broken one is named with its step" has "$console" 'web.broken: cannot be started: view: No such file'
ok "and with the path it was about" has "$console" 'web.broken: .*/nowhere: No such file'

whit sandbox web.alone >"$work/steps"
ok "the steps can be read" has "$work/steps" '^view +/ read-only'
ok "a network that is missing is told" has "$work/steps" '^view .*, no network; writes'
ok "what does not hold here is not claimed" has "$work/steps" '^control group +none here'
ok "in their order" test "$(cut -c1-18 "$work/steps" | tr -s ' \n' ' ')" = \
	"control group view limits landlock capabilities user and group no new privileges system calls execute "
is "for programs too" "$(whit sandbox web.alone --json | jq -r '.[] | select(.step == "execute").does')" "/usr/bin/stub-daemon --notify"
ok "a service that is not there is named" sh -c "! '$out/tests/whit' sandbox web.none"
ok "it ends in time" shut_down 15
done_testing
