# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# The real init as PID 1 of namespaces of its own, with stub daemons as services. Needs no root.
#
#	. "$(dirname "$0")/../lib.sh"
#	. "$(dirname "$0")/namespace.sh"
#	role web                          begins /roles/web/role.conf
#	service daemon '--ready-fd 3' 'ready = fd 3'
#	boot
#	ok "it becomes ready" says "role web: daemon ready"
#	shut_down
#
# $console is what init has said, $root its root folder, $init_pid its pid seen from here.

root=$work/root
console=$evidence/console
init_pid=

[ -x "$out/tests/init" ] || skip_all "out/tests/init is missing: make -C init O=\$PWD/out/tests tests"
unshare -Urmpnui --fork true 2>/dev/null || skip_all "this machine allows no user namespaces"

# The init to boot: $root gets a copy of it.
init=$out/tests/init

# A root folder as an image has it, without roles.
fresh_root() {
	rm -rf "$root"
	mkdir -p "$root/services" "$root/etc/whit" "$root/usr/lib/whit" "$root/usr/bin" "$root/site" "$root/roles" "$root/data" \
		"$root/run" "$root/tmp" "$root/proc" "$root/sys" "$root/dev"
	cp "$init" "$root/init"
	cp "$out/tests/launch" "$root/usr/lib/whit/"
	cp "$out/tests/whit" "$out/tests/stub-daemon" "$root/usr/bin/"
	cp "$out/tests/identity" "$out/tests/net" "$out/tests/log" "$root/usr/lib/whit/"
	sed 's/^uid .*/uid = 0/' "$top/rootfs/services/log.conf" >"$root/services/log.conf"
	printf '[build]\nversion = 0\nepoch = 0\nplatform = namespace\n' >"$root/etc/whit/build"
	printf '[site]\nhostname = tester\nroles = web\n' >"$root/site/site.conf"
	: >"$root/etc/whit/complete"
}
fresh_root

# with_network: the network's own program, without which not even the loopback device is up.
with_network() { sed 's/^uid .*/uid = 0/' "$top/rootfs/services/net.conf" >"$root/services/net.conf"; }

# role NAME [LINE...]: begins a role; LINE... are further keys of [role].
role() {
	role_conf=$root/roles/$1/role.conf
	mkdir -p "$root/roles/$1"
	printf '[role]\ndescription = test\nuid = 0\n' >"$role_conf"
	shift
	for line; do printf '%s\n' "$line" >>"$role_conf"; done
}

# service NAME 'STUB ARGUMENTS' [LINE...]: adds a service; LINE... are further keys. All of /data and /run is open to it, so
# that tests see what it does; sandbox.t tests what is not.
service() {
	printf '[service.%s]\ncommand = /usr/bin/stub-daemon %s\nwritable = /data /run\n' "$1" "$2" >>"$role_conf"
	shift 2
	for line; do printf '%s\n' "$line" >>"$role_conf"; done
}

# write_plan: the plan of $root/services/*.conf and $root/roles, as scripts/image makes it.
write_plan() {
	# shellcheck disable=SC2046
	"$out/tests/site-check" --plan $(find "$root/services" -name '*.conf' | sort) $(find "$root/roles" -mindepth 1 \
		-maxdepth 1 | sort) >"$root/etc/whit/plan"
}

# with_users: init has 65536 users instead of one, for services that change theirs. user_outside N: which of ours its user N is.
with_users() {
	first_user=$(awk -F: -v user="$(id -un)" '$1 == user { print $2 }' /etc/subuid)
	[ "$(id -u)" != 0 ] || first_user=1
	[ -n "$first_user" ] || skip_all "$(id -un) has no users of its own in /etc/subuid"
	mkfifo "$work/mapped"
}
user_outside() { echo $((first_user + $1 - 1)); }

# map_users: of $unshare_pid, which waits for it.
map_users() {
	wait_for '[ "$(readlink "/proc/$unshare_pid/ns/user")" != "$(readlink /proc/self/ns/user)" ]' 5
	for kind in uid gid; do
		if [ "$(id -u)" = 0 ]; then
			echo '0 0 65536' >"/proc/$unshare_pid/${kind}_map"
		else
			new${kind}map "$unshare_pid" 0 "$(id -${kind%id})" 1 1 "$first_user" 65535
		fi
	done
	echo >"$work/mapped"
}

# start_init [WORD...]: starts init; WORD... take the place of the kernel command line. Set damaged=yes to
# keep the plan that is there.
start_init() {
	: >"$console"
	[ -n "${damaged-}" ] || write_plan || return 1
	# shellcheck disable=SC2016
	set -- sh -c '
		mount --rbind "$0" "$0" && cd "$0" && mount -t tmpfs dev dev && mkdir dev/pts || exit 1
		for node in null zero random urandom; do : >"dev/$node"; mount --bind "/dev/$node" "dev/$node"; done
		exec chroot . /init "$@"' "$root" "$@"
	map=--map-root-user
	# shellcheck disable=SC2016
	[ ! -p "$work/mapped" ] || { map= && set -- sh -c 'read -r _ <"$0" && exec "$@"' "$work/mapped" "$@"; }
	# shellcheck disable=SC2086
	unshare -Umpnui $map --fork --kill-child "$@" </dev/null >>"$console" 2>&1 &
	unshare_pid=$!
	at_exit 'kill_init'
	[ ! -p "$work/mapped" ] || map_users
}

# boot [WORD...]: the same, and waits until it runs.
boot() {
	start_init "$@"
	if ! wait_for find_init 10; then
		note "init did not start"
		sed 's/^/# /' "$console"
		return 1
	fi
	find_init
}

find_init() {
	init_pid=$(cat "/proc/$unshare_pid/task/$unshare_pid/children")
	init_pid=${init_pid% }
	[ -n "$init_pid" ] && grep -q '^init$' "/proc/$init_pid/comm"
}

kill_init() {
	# init itself first: when it dies, everything in its namespace does
	[ -z "$init_pid" ] || ! is_alive || kill -KILL "$init_pid" 2>/dev/null || true
	[ -z "$unshare_pid" ] || kill -KILL "$unshare_pid" 2>/dev/null || true
	wait "$unshare_pid" 2>/dev/null || true
	unshare_pid=
	init_pid= # soon somebody else's
}

# inside COMMAND...: runs a command of the root folder beside init.
inside() {
	nsenter --target "$init_pid" --user --mount --pid --net --uts --root --wd --preserve-credentials "$@"
}

# outside_ip ARGUMENTS: the host's ip in the network of init.
outside_ip() { nsenter --target "$init_pid" --user --net --preserve-credentials ip "$@"; }

whit() { inside /usr/bin/whit "$@"; }

# query JQ_FILTER: of whit status --json.
query() { whit status --json | jq -r "$1"; }

# says REGEX [SECONDS]: init says so within that time (10 s).
says() { wait_for "has '$console' '$1'" "${2:-10}"; }

# count REGEX: lines of the console that match.
count() { grep -Ec -- "$1" "$console" || true; }

# pid_of ROLE SERVICE: as init sees it.
pid_of() { query ".roles[] | select(.name == \"$1\").services[] | select(.name == \"$2\").pid"; }
state_of() { query ".roles[] | select(.name == \"$1\").services[] | select(.name == \"$2\").state"; }

# signal NUMBER PID: to a process that init sees as PID; 0, one that does not run, would be all of ours.
signal() { [ "$2" -gt 1 ] && inside /usr/bin/stub-daemon --signal "$2" "$1" --exit 0; }

is_alive() { kill -0 "$init_pid" 2>/dev/null; }

# shut_down: asks for it by SIGTERM and waits until init is gone.
shut_down() {
	kill -TERM "$init_pid"
	wait_for '! is_alive' "${1:-20}"
}
