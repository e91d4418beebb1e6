#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# Whoever waits for a build is told on what, since when and for about how much longer; and what builds has no network. Shown
# with stubs for what takes long, which wait until their line has been seen.
set -eu
. "$(dirname "$0")/lib.sh"

project=$work/project
export XDG_CACHE_HOME="$work/cache" OUT="$work/out" GO="$work/go"
mkdir -p "$project/scripts" "$project/packages/linux" "$OUT/log"
cp "$top/scripts/lib.sh" "$top/scripts/packages" "$top/scripts/parts" "$project/scripts/"
printf 'kind = source\nversion = 6\n' >"$project/packages/linux/source"

# stub SCRIPT LINE...: what that script does instead.
stub() {
	stub_file=$project/scripts/$1
	shift
	printf '%s\n' '#!/bin/sh' "$@" >"$stub_file"
	chmod +x "$stub_file"
}

# on_terminal COMMAND...: starts it with a terminal, all it says in $work/seen.
on_terminal() {
	rm -f "$GO" "$work/seen"
	script -qfec "$*" "$work/seen" </dev/null >/dev/null 2>&1 &
	at_exit "kill $! 2>/dev/null"
}

# The stubs end when the test says so, or after half a minute.
# shellcheck disable=SC2016
wait_for_go='for _ in $(seq 300); do [ ! -e "$GO" ] || exit 0; sleep 0.1; done; exit 1'
# shellcheck disable=SC2016
devices='sed "1,2d; s/:.*//" /proc/net/dev | xargs >"$GO.network"'
# cut=yes where this machine lets us cut it.
cut=no
[ -z "$(cd "$project" && sh -c '. scripts/lib.sh && offline' scripts/x 2>/dev/null)" ] || cut=yes

# no_network WHAT: the stub has seen nothing but a loopback device.
no_network() {
	if [ $cut = yes ]; then
		is "$1 is built without a network" "$(cat "$GO.network")" lo
	else
		skip "$1 is built without a network" "this machine does not let us cut it"
	fi
}

# 1. Packages.
stub package-graph 'echo "one aaaa 100"' 'echo "two bbbb 40 one"'
stub fetch 'exit 0'
stub package "$devices" "$wait_for_go"
on_terminal "$project/scripts/packages" one two
ok "packages: step, elapsed and left" wait_for "has '$work/seen' '\[ 1/2\] one 0:[0-9][0-9], about [0-9]+:[0-9][0-9] left'" 20
: >"$GO"
ok "and the next" wait_for "has '$work/seen' '\[ 2/2\] two built in 0:[0-9][0-9]'" 20
ok "between them what is left" has "$work/seen" '\[ 1/2\] one built in 0:[0-9][0-9], about [0-9]+:[0-9][0-9] left'
no_network "a package"

# 2. The kernel: its log has a line for each step.
stub packages 'exit 0'
# shellcheck disable=SC2016
stub kernel '[ "$1" != --path ] || exit 0' "$devices" 'mkdir -p "$XDG_CACHE_HOME/whit/build/linux-6-vm" && seq 1207 >"$XDG_CACHE_HOME/whit/build/linux-6-vm/log"' "$wait_for_go"
on_terminal "$project/scripts/parts" vm none
ok "kernel: step, elapsed and left" wait_for "has '$work/seen' 'kernel vm: 50 %, 0:0[1-9], about 0:0[1-9] left'" 20
: >"$GO"
ok "and it ends" wait_for "has '$work/seen' 'COMMAND_EXIT_CODE=\"0\"'" 20
no_network "the kernel"

# 3. Where the network cannot be cut.
mkdir "$work/bin"
printf '#!/bin/sh\necho "unshare: not permitted" >&2\nexit 1\n' >"$work/bin/unshare"
chmod +x "$work/bin/unshare"
# shellcheck disable=SC2016
stub kernel '[ "$1" != --path ] || exit 0' 'echo built >"$GO"'
PATH="$work/bin:$PATH" "$project/scripts/parts" vm none >"$work/said" 2>&1 || note "$(cat "$work/said")"
is "where the network cannot be cut, it is built all the same" "$(cat "$GO")" built
ok "and the reason is said" has "$work/said" 'warning: .* could use the network, which cannot be cut: unshare: not permitted'
done_testing
