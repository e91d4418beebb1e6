# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034 # used by those who source this
# What every test script starts from: results in TAP, waiting, evidence.
#
#	#!/bin/sh
#	# SPDX-License-Identifier: MIT
#	# ring: machine                    (unit, namespace, daemon, image or machine)
#	# alone: it measures seconds       (only where nothing else may run meanwhile)
#	# What this test shows, in a sentence.
#	. "$(dirname "$0")/lib.sh"
#	ok "two and two are four" test $((2 + 2)) -eq 4
#	is "the name" "$(uname -s)" Linux
#	done_testing
#
# $work      an empty folder, removed when the test ends
# $evidence  out/test/NAME: what is put there is kept for whoever reads a failure
# $WHIT names Whit's tree for tests that lie outside of it (roles of one's own).
# Tests that need a network or a machine also source machine.sh.

set -eu
export LC_ALL=C TZ=UTC
umask 022

top=${WHIT:-$(cd "$(dirname "$0")" && while [ ! -e qemu-tests/lib.sh ] && [ "$PWD" != / ]; do cd ..; done && pwd)}
tests=$top/qemu-tests
out=${OUT:-$top/out}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/whit
test_name=$(basename "$0" .t)
evidence=$out/test/$test_name
test_number=0
test_failures=0

mkdir -p "$evidence"
work=$(mktemp -d "$evidence/work.XXXXXX")

# at_exit COMMAND: run when the test ends, however it ends; the last one given runs first.
exit_commands=remove_work
remove_work() { rm -rf "$work"; }
at_exit() { exit_commands="$*; $exit_commands"; }
trap 'status=$?; set +e; eval "$exit_commands"; exit $status' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# plan N: how many results will follow. Without it, done_testing counts.
plan() { echo "1..$1"; test_planned=$1; }

# skip_all WHY: the whole script cannot run here.
skip_all() { echo "1..0 # SKIP $*"; exit 0; }

# note TEXT: a line for the reader, no result.
note() { printf '%s\n' "$*" | sed 's/^/# /'; }

pass() { test_number=$((test_number + 1)); echo "ok $test_number - $1"; }

fail() {
	test_number=$((test_number + 1)) test_failures=$((test_failures + 1))
	echo "not ok $test_number - $1"
}

# skip NAME WHY: one result that cannot be had here.
skip() { test_number=$((test_number + 1)); echo "ok $test_number - $1 # SKIP $2"; }

# ok NAME COMMAND...: it holds when the command succeeds; what the command said is shown when it does not.
ok() {
	ok_name=$1
	shift
	if ("$@") >"$work/ok.log" 2>&1; then
		pass "$ok_name"
	else
		fail "$ok_name"
		note "failed: $*"
		tail -n 20 "$work/ok.log" | sed 's/^/#   /'
	fi
}

# not COMMAND...: for `ok NAME not COMMAND...`.
not() { ! "$@"; }

# is NAME GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1"
		note "got:    $2"
		note "wanted: $3"
	fi
}

# at_most NAME GOT LIMIT [UNIT], at_least NAME GOT LIMIT [UNIT]: the figure is part of the result's name.
at_most() { ok "$1: $2 ${4-} (at most $3)" awk "BEGIN { exit !(\"$2\" != \"\" && $2 + 0 <= $3 + 0) }"; }
at_least() { ok "$1: $2 ${4-} (at least $3)" awk "BEGIN { exit !(\"$2\" != \"\" && $2 + 0 >= $3 + 0) }"; }

# seconds_now: a clock that only goes forward, in seconds with two decimals.
seconds_now() { cut -d' ' -f1 /proc/uptime; }

# own_seconds_now: the same without the time that the host has taken away from this machine's processors (`steal`, proc(5)), of all
# of them together: for limits of a few seconds that a machine among others would break at times.
own_seconds_now() { awk 'NR == FNR { now = $1; next } { printf "%.2f\n", now - $9 / 100; exit }' /proc/uptime /proc/stat; }

# wait_for CONDITION SECONDS: evaluates the condition about every 50 ms until it succeeds. Its own output is dropped.
wait_for() {
	wait_end=$(awk "BEGIN { print int($(seconds_now) + $2 + 0.999) }")
	until (eval "$1") >/dev/null 2>&1; do
		[ "$(seconds_now | cut -d. -f1)" -lt "$wait_end" ] || return 1
		sleep 0.05
	done
}

# watched [KIND]: what stands before a program's command so that its calls are noted: seccomp-used.t reads them in
# $WHIT_STRACE/KIND (daemon, prepare).
watched() { [ -z "${WHIT_STRACE-}" ] || echo "strace -D -f -qq -o $(mktemp -u "$WHIT_STRACE/${1-daemon}/XXXXXX")"; }

# has FILE PATTERN: some line of FILE matches the extended regular expression.
has() { grep -Eq -- "$2" "$1"; }

done_testing() {
	[ -n "${test_planned-}" ] || echo "1..$test_number"
	[ "$test_failures" -eq 0 ] || exit 1
	exit 0
}
