#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Nothing gets out of a sandbox: a program with the rights of each role's service, of what prepares the role, and of the system's
# services tries every way it knows. What the list of system calls does not name is killed; what it names is refused by the view,
# the user, Landlock.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/disk.sh"
need_lab
make_disk "$work/disk" # without one role journal does not start
# shellcheck disable=SC2046
machine_start "$(image_of "$tests/sites/escape" PROFILE=debug ROLE_PATH="$top/roles:$tests/roles")" $(disk_options "$work/disk")
ok "the machine becomes ready" machine_ready 60
escape=/roles/escape/escape
launch=/usr/lib/whit/launch

# may SERVICE WAY: it is no way out there.
may() {
	case $1:$2 in
	# what the kernel lets every program do that has no list of system calls: more of the kernel to attack
	escape.bare:make_code | escape.bare:make_key | escape.bare:use_keys) ;;
	# what prepares a role may run every program of the image, with its own rights
	*.prepare:run_client | *.prepare:run_launch | *.prepare:run_shell) ;;
	# its task
	ntp:set_clock) ;;
	*) return 1 ;;
	esac
}

# attempts SERVICE: `WAY EXIT-CODE WORDS` of each, in one go: the serial line is slow.
attempts() {
	machine_run_limit=120
	machine_run "for way in \$($escape); do
		words=\$($launch $1 $escape ${1%%.*} \$way 2>&1) && code=0 || code=\$?
		echo \$way \$code \$words
	done" | grep -v '^Bad system call' # what the shell says of each that was killed
}

# Hyper-V's device is not here: another one in its place lets its service be tried as the others are.
ok "kvp has a device" machine_run "mkdir /dev/vmbus && mknod /dev/vmbus/hv_kvp c 1 3"
for service in dns.knotd http.nginx journal.journal escape.bare dns.prepare http.prepare journal.prepare log net ntp kvp; do
	attempts $service >"$evidence/$service"
	is "$service: every way was tried" "$(wc -l <"$evidence/$service")" "$(machine_run $escape | wc -l)"
	while read -r way code words; do
		if may $service "$way"; then continue; fi
		case $code in
		1) pass "$service: $way: $words" ;;
		159) pass "$service: $way: killed" ;;
		*)
			fail "$service: $way"
			note "exit code $code: $words"
			;;
		esac
	done <"$evidence/$service"
done

# The view of a service that runs, from inside.
mounts() { machine_run "cat /proc/\$(pidof $1 | cut -d' ' -f1)/mountinfo"; }
writable="/data/dns /proc /run/dns /run/whit/notify.sock /tmp"
mounts knotd >"$evidence/mounts"
is "dns: what is mounted writable is what it needs" "$(awk '$6 ~ /^rw/ { print $5 }' "$evidence/mounts" | sort | paste -sd' ')" \
	"$(echo "$writable" | tr ' ' '\n' | sort | paste -sd' ')"
is "and no program can be put there" "$(awk '$6 ~ /^rw/ && $6 !~ /noexec/ { print $5 }' "$evidence/mounts")" ""
ok "the steps can be read" machine_run "whit sandbox dns.knotd | grep -q '^system calls *those of /roles/dns/seccomp.bpf'"
ok "those of what prepares it too" machine_run "whit sandbox dns.prepare | grep -q '^system calls *those of /roles/dns/seccomp-prepare.bpf'"
for service in log net ntp kvp; do
	ok "and those of $service" machine_run "whit sandbox $service | grep -q '^system calls *those of /usr/lib/whit/$service.bpf'"
done
ok "for programs too" machine_run "whit sandbox dns.knotd --json | grep -q '{\"step\":\"user and group\",\"does\":\"201'"
ok "dns answers" dns_answers
ok "http answers" http_answers
ok "the machine ends" machine_stop
ok "no service was killed for a call that it needs" not has "$(machine_console)" '(died|stopped) \(signal 31'
done_testing
