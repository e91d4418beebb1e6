#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# No role's list of system calls allows what its service does not do: each line that needed a reason (names.c: it could do harm)
# is one that the role's own tests make the daemon use, as strace(1) sees it. What no test reaches says so itself (`rarely:`,
# `abort()`), and is counted.
set -eu
. "$(dirname "$0")/lib.sh"

# pattern LINE: what strace writes for the calls that it allows.
pattern() {
	# shellcheck disable=SC2086
	set -- $1
	found="$1\\("
	shift
	at=0
	while [ $# -gt 0 ] && [ "$1" != '#' ]; do
		while [ $at -lt "$1" ]; do found="${found}[^,]*, " at=$((at + 1)); done
		case $2 in
		'&') case $3 in SOCK_TYPE) found=$found$5 ;; esac && shift 5 ;; # other masks are of flags: the name must do
		*) found=$found$3 && shift 3 ;;
		esac
	done
	echo "$found" | sed 's/^fork/v?fork/; s/SIGCANCEL/SIGRT_1/'
}

# used ROLE TEST...: runs these tests of the role; each line of its list with a reason must have been needed.
used() {
	role=$1
	shift
	calls=$(mktemp -d) # not in $work: the role's user must get there
	chmod 1777 "$calls"
	at_exit "rm -rf '$calls'"
	for test; do
		WHIT_STRACE=$calls "$tests/$test" >"$evidence/$test.log" 2>&1 || true
		ok "$test passes while it is watched" not has "$evidence/$test.log" '^(not ok|Bail out)'
	done
	cat "$calls"/* >"$evidence/$role.calls"
	grep -vE '^#|^deny |^prlimit64 |# rarely:|abort\(\)$' "$top/roles/$role/seccomp" | grep '# ' >"$work/lines"
	while read -r line; do
		ok "$role needs: ${line%%  *}" has "$evidence/$role.calls" "$(pattern "$line")"
	done <"$work/lines"
	at_most "$role: lines that no test reaches" "$(grep -cE '# rarely:|abort\(\)$' "$top/roles/$role/seccomp")" "$few"
}

few=1 && used dns dns-answers.t dns-transfer.t dns-update.t
few=5 && used http http-native.t http-behind.t
done_testing
