# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# The machine's own programs, static and under their lists of system calls, as children of the real init in a network with real
# servers and liars. Needs no root.
#
#	. "$(dirname "$0")/../lib.sh"
#	. "$(dirname "$0")/lab.sh"
#	private_network                  # the script starts again in a network of its own
#	. "$(dirname "$0")/namespace.sh"
#	real_programs
#	boot && wire eth0 lan            # eth0 there, lan here
#
# Cards are named in the site, for what a wire makes is no hardware.

# private_network: every process started from now on ends with the script.
private_network() {
	[ -z "${WHIT_LAB-}" ] || return 0
	map=
	[ "$(id -u)" = 0 ] || map=--map-root-user
	# shellcheck disable=SC2086
	unshare $map --net --mount --pid --fork true 2>"$work/lab.log" ||
		skip_all "no private network here: $(head -n 1 "$work/lab.log")"
	if ! "$top/scripts/packages" busybox >"$evidence/packages.log" 2>&1 ||
		! "$top/scripts/programs" all >"$evidence/programs.log" 2>&1; then
		echo "# cannot build the machine's programs: see $evidence"
		exit 1
	fi
	rm -rf "$work"
	# shellcheck disable=SC2086
	WHIT_LAB=yes exec unshare $map --net --mount-proc --pid --fork --kill-child "$0"
}

# real_programs: what the machine has of the system's services, all of them, in $root.
real_programs() {
	busybox=$("$top/scripts/package" --path busybox)/usr/bin/busybox
	cp "$busybox" "$root/usr/bin/busybox"
	for applet in ntpd udhcpc udhcpc6; do ln -sf busybox "$root/usr/bin/$applet"; done
	for program in identity net dhcp-event ntp log launch; do cp "$out/programs/$program" "$root/usr/lib/whit/"; done
	cp "$out/programs/init" "$root/init"
	cp "$out/programs/whit" "$root/usr/bin/whit"
	for service in log net ntp; do system_service $service; done
}

# system_service NAME: one of the system's own, with its list of system calls.
system_service() {
	sed 's/^uid .*/uid = 0/' "$top/rootfs/services/$1.conf" >"$root/services/$1.conf"
	cp "$top/rootfs/services/$1.seccomp" "$root/services/"
	cp "$out/programs/services/$1.bpf" "$root/usr/lib/whit/$1.bpf"
}

# watch_services NAME...: seccomp-used.t reads what they and their children call, from now on.
watch_services() {
	[ -n "${WHIT_STRACE-}" ] || return 0
	for service; do
		pid=$(pgrep -ox $service)
		strace -f -qq -p "$pid" -o "$(mktemp -u "$WHIT_STRACE/daemon/$service-XXXXXX")" &
		wait_for "grep -q '^TracerPid:[[:space:]]*[1-9]' /proc/$pid/status" 5
	done
}

# wire CARD NAME: a cable between init's CARD and ours.
wire() {
	ip link add "$2" type veth peer name "$1"
	ip link set "$1" netns "$init_pid"
	ip link set "$2" up
}
