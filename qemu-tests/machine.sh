# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034 # used by those who source this
# A laboratory for tests: a network of its own with a DHCP server, and machines in QEMU on it.
#
#	. "$(dirname "$0")/lib.sh"
#	. "$tests/machine.sh"
#	need_lab                                         # the script starts again inside its own network
#	image=$(image_of "$top/examples/demo" PROFILE=debug)
#	machine_start "$image" [QEMU OPTIONS...]
#	ok "becomes ready" machine_ready 60
#	is "answers" "$(dig +short @"$machine_address" www.example.net)" 192.0.2.80
#	machine_run cat /proc/meminfo                    # needs a PROFILE=debug image
#	machine_stop
#
# The host is 10.99.0.1 and fd99::1. Machine number N ($machine, 1 unless set) is given 10.99.0.(10+N) by DHCP,
# has the MAC address 52:54:00:99:00:0N and so makes itself fd99::5054:ff:fe99:N.
# Set before machine_start: machine_memory (512), machine_append (more kernel words), machine_card (virtio-net-pci; "none"
# for no card), machine_type (q35), machine_cpus (1), machine_serial (yes; no: neither console nor shell;
# typed: machine_type_in writes to the console). After it: machine_address, machine_address6, machine_started (date +%s.%N).

# shellcheck source=../scripts/qemu.sh
. "$top/scripts/qemu.sh"

lab_host=10.99.0.1
machine=1
machine_memory=512
machine_append=
machine_card=virtio-net-pci
machine_type=q35
machine_cpus=1
machine_serial=yes

# need_lab: run the rest of the script in a private network (no root needed where user namespaces and
# /dev/net/tun are open to users); every process started in it ends with the script.
need_lab() {
	if [ -z "${WHIT_LAB-}" ]; then
		map=
		[ "$(id -u)" = 0 ] || map=--map-root-user
		# shellcheck disable=SC2086
		unshare $map --net sh -c 'ip tuntap add name probe mode tap' 2>"$work/lab.log" ||
			skip_all "no private network with a tap here: $(head -n 1 "$work/lab.log")"
		rm -rf "$work"
		# shellcheck disable=SC2086
		WHIT_LAB=yes exec unshare $map --net --pid --fork --kill-child "$0"
	fi
	ip link set lo up
	ip link add lab type bridge
	ip address add $lab_host/24 dev lab
	ip address add fd99::1/64 dev lab nodad
	ip link set lab up
	lab_dhcp_start
}

# lab_dhcp_start [DNSMASQ OPTIONS...]: DHCP and router advertisements. Fixed addresses, so that a test knows its machine.
lab_dhcp_start() {
	for number in 1 2 3 4; do
		echo "52:54:00:99:00:0$number,10.99.0.$((10 + number))"
	done >"$work/dhcp-hosts"
	: >"$evidence/dhcp.log" # here, not when the child gets to it: the one before has said the same
	dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --interface=lab --bind-interfaces --no-ping \
		--user="$(id -un)" --group="$(id -gn)" --pid-file= --dhcp-leasefile="$work/leases" --log-facility=- --log-dhcp \
		--dhcp-range=10.99.0.100,10.99.0.200,1h --dhcp-hostsfile="$work/dhcp-hosts" \
		--dhcp-option=option:router,$lab_host --dhcp-option=option:dns-server,$lab_host \
		--dhcp-range=fd99::,ra-only --enable-ra "$@" >>"$evidence/dhcp.log" 2>&1 &
	lab_dhcp_pid=$!
}

# lab_dhcp_stop: not before it serves: a signal that comes before the shell's child is dnsmasq is lost.
lab_dhcp_stop() {
	wait_for "has '$evidence/dhcp.log' 'sockets bound'" 10 || note "the DHCP server: $(tail -n 5 "$evidence/dhcp.log" 2>&1)"
	kill "$lab_dhcp_pid"
	wait "$lab_dhcp_pid" || true
}

# image_of SITE [NAME=VALUE...]: the folder of the site's image, built when something of it changed; PLATFORM=vm FORMATS=kernel
# unless said.
# That of a site in the tree is shared with other tests, which may be booting from it: files are replaced whole.
image_of() {
	image_site=$1
	shift
	image_name=$(basename "$image_site")$(printf -- '-%s' "$@" | tr -c 'A-Za-z0-9.=-' _)
	case $image_site in "$work"/*) image_name=$test_name-$image_name ;; esac
	image_log=$out/test/images/$image_name.log
	mkdir -p "$out/test/images/$image_name"
	if ! (
		export PLATFORM=vm FORMATS=kernel IMAGE_DIR="$out/test/images/$image_name.new"
		for word in "$@"; do export "${word?}"; done
		exec 8>"$out/test/images/.lock"
		flock 8 && "$top/scripts/image" "$image_site" 8>&- && mv "$IMAGE_DIR"/* "$out/test/images/$image_name/"
	) >"$image_log" 2>&1; then
		echo "cannot build $image_site: see $image_log" >&2
		tail -n 20 "$image_log" >&2
		return 1
	fi
	echo "$out/test/images/$image_name"
}

# machine_start IMAGE_DIR [QEMU OPTIONS...]: returns when QEMU runs. Another boot medium: machine_boot="QEMU OPTIONS".
machine_start() {
	machine_image=$1
	shift
	machine_address=10.99.0.$((10 + machine))
	machine_address6=fd99::5054:ff:fe99:$machine
	machine_folder=$evidence/machine$machine
	mkdir -p "$machine_folder"
	rm -f "$machine_folder"/*.in "$machine_folder"/*.out
	for pipe in monitor shell console; do mkfifo "$machine_folder/$pipe.in" "$machine_folder/$pipe.out"; done
	[ ! -e "$machine_folder/console.log" ] || mv "$machine_folder/console.log" "$machine_folder/console.before.log"
	: >"$machine_folder/console.log"
	rm -f "$machine_folder/ended" "$machine_folder/pid" "$machine_folder/shell.ready"

	if [ "$machine_card" != none ]; then
		ip link show "tap$machine" >/dev/null 2>&1 || ip tuntap add "tap$machine" mode tap
		ip link set "tap$machine" master lab up
		set -- -netdev "tap,id=lan,ifname=tap$machine,script=no,downscript=no" \
			-device "$machine_card,netdev=lan,mac=52:54:00:99:00:0$machine" "$@"
	else
		set -- -nic none "$@"
	fi
	if [ -n "${machine_boot-}" ]; then
		# shellcheck disable=SC2086
		set -- $machine_boot "$@"
	else
		set -- -kernel "$machine_image/whit.vmlinuz" -initrd "$machine_image/whit.initrd" \
			-append "$qemu_words $machine_append" "$@"
	fi
	case $machine_serial in
	yes) machine_serial_options="-serial file:$machine_folder/console.log" ;;
	typed)
		machine_serial_options="-serial chardev:console
			-chardev pipe,id=console,path=$machine_folder/console,logfile=$machine_folder/console.log"
		cat "$machine_folder/console.out" >/dev/null &
		;;
	esac
	# shellcheck disable=SC2086
	[ "$machine_serial" = no ] || set -- $machine_serial_options \
		-chardev "pipe,id=shell,path=$machine_folder/shell" -serial chardev:shell "$@"
	# shellcheck disable=SC2046
	set -- qemu-system-x86_64 $(qemu_machine "$machine_type") -m "$machine_memory" -smp "$machine_cpus" -no-reboot \
		-chardev "pipe,id=monitor,path=$machine_folder/monitor" -mon chardev=monitor \
		-pidfile "$machine_folder/pid" "$@"
	printf '%s\n' "$*" >"$machine_folder/command"
	machine_started=$(date +%s.%N)
	(
		"$@" </dev/null >"$machine_folder/qemu.log" 2>&1 || true
		: >"$machine_folder/ended"
	) &
	cat "$machine_folder/shell.out" >"$machine_folder/shell.log" &
	cat "$machine_folder/monitor.out" >"$machine_folder/monitor.log" &
	at_exit "machine=$machine machine_kill"
	wait_for "[ -s '$machine_folder/pid' ] || ! machine_is_running" 10
	machine_is_running
}

machine_is_running() { [ -e "$evidence/machine$machine/command" ] && [ ! -e "$evidence/machine$machine/ended" ]; }

# machine_console: the file with everything the machine said on its first serial port.
machine_console() { echo "$evidence/machine$machine/console.log"; }

# machine_says PATTERN SECONDS: waits for a console line; fails at once when the machine ends before it.
machine_says() {
	wait_for "has '$(machine_console)' '$1' || ! machine_is_running" "$2"
	has "$(machine_console)" "$1"
}

# machine_ready SECONDS: all required services of all roles said that they are ready.
machine_ready() { machine_says 'whit: ready:' "$1"; }

# machine_shell: waits until the debug shell reads (what is sent to a port that nobody has opened is lost), and has it
# read as from a file: without echo, line editing and changes of the terminal's mode.
machine_shell() {
	[ ! -e "$evidence/machine$machine/shell.ready" ] || return 0
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		echo "echo '<''shell>'" >"$evidence/machine$machine/shell.in"
		if wait_for "grep -q '^<shell>' '$evidence/machine$machine/shell.log'" 2; then
			echo "exec sh -c 'stty raw -echo; echo \"<\"\"plain>\"; sh -s 2>&1 | cat'" >"$evidence/machine$machine/shell.in"
			wait_for "grep -q '<plain>' '$evidence/machine$machine/shell.log'" 20 || return 1
			: >"$evidence/machine$machine/shell.ready"
			return 0
		fi
	done
	return 1
}

# machine_run COMMAND: runs a shell command on the machine through the debug shell on its second serial
# port, prints what it printed, returns its status (124 when there was no end within $machine_run_limit, 30 s).
machine_run() {
	machine_shell || return 124
	mark=$$-$(date +%s%N)
	printf '%s\n' "echo '<''$mark>'; { $*" "} </dev/null; echo '</''$mark' \$?" >"$evidence/machine$machine/shell.in"
	if ! wait_for "grep -q '^</$mark [0-9]' '$evidence/machine$machine/shell.log'" "${machine_run_limit-30}"; then
		echo "no end of: $*; the shell's last words:" >&2
		tail -n 5 "$evidence/machine$machine/shell.log" >&2
		return 124
	fi
	tr -d '\r' <"$evidence/machine$machine/shell.log" | sed -n "/^<$mark>\$/,/^<\/$mark /p" | sed '1d;$d'
	return "$(tr -d '\r' <"$evidence/machine$machine/shell.log" | sed -n "s/^<\/$mark //p")"
}

# machine_command TEXT: a line for QEMU's monitor. Opened for reading as well, a pipe that QEMU has left does not hold the test up for ever.
machine_command() { echo "$1" 1<>"$evidence/machine$machine/monitor.in"; }

# machine_type_in TEXT: keys for the console; it needs machine_serial=typed. A line ends with \r.
machine_type_in() {
	# shellcheck disable=SC2059 # \r is meant
	printf "$1" 1<>"$evidence/machine$machine/console.in"
}

# machine_ended SECONDS: waits until QEMU is gone by itself.
machine_ended() { wait_for "! machine_is_running" "$1"; }

# machine_stop: presses the power button and waits; pulls the plug when that does not help, and fails.
machine_stop() {
	machine_is_running || return 0
	machine_command system_powerdown
	machine_ended 20 && return
	machine_kill
	return 1
}

# machine_kill: pulls the plug.
machine_kill() {
	machine_is_running || return 0
	kill -KILL "$(cat "$evidence/machine$machine/pid")"
	machine_ended 5
}
