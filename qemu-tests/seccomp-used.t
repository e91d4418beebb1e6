#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: image
# No list of system calls allows what its service does not do: each line that needed a reason (names.c: it could do harm)
# is one that the tests of its role or service make it use, as strace(1) sees it. What no test reaches says so itself (`rarely:`,
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

# needed LIST CALLS: each line of LIST with a reason, but execve, which each list must have, stands in CALLS.
needed() {
	name=${1#"$top"/}
	grep -vE '^#|^deny |^execve |^prlimit64 |# rarely:|abort\(\)$' "$1" | grep '# ' >"$work/lines"
	while read -r line; do
		ok "$name needs: ${line%%  *}" has "$2" "$(pattern "$line")"
	done <"$work/lines"
	at_most "$name: lines that no test reaches" "$(grep -cE '# rarely:|abort\(\)$' "$1")" "$few"
}

# watch TEST...: runs these tests; what they make daemons and the programs that prepare roles do is then in $calls/daemon and
# $calls/prepare.
watch() {
	calls=$(mktemp -d) # not in $work: the role's user must get there
	mkdir "$calls/daemon" "$calls/prepare"
	chmod 1777 "$calls" "$calls"/*
	at_exit "rm -rf '$calls'"
	for test; do
		WHIT_STRACE=$calls "$tests/$test" >"$evidence/$(basename "$test").log" 2>&1 || true
		ok "$test passes while it is watched" not has "$evidence/$(basename "$test").log" '^(not ok|Bail out)'
	done
}

# used ROLE FEW FEW-OF-PREPARE TEST...: runs these tests of the role; each line of its lists with a reason must have been needed.
used() {
	role=$1 few=$2 few_prepare=$3
	shift 3
	watch "$@"
	cat "$calls"/daemon/* >"$evidence/$role.calls"
	cat "$calls"/prepare/* >"$evidence/$role.prepare.calls"
	needed "$top/roles/$role/seccomp" "$evidence/$role.calls"
	few=$few_prepare
	needed "$top/roles/$role/seccomp-prepare" "$evidence/$role.prepare.calls"
}

used dns 1 4 dns-answers.t dns-transfer.t dns-update.t dns-sign.t
used http 5 4 http-native.t http-behind.t

# The system's own services, whose calls are noted under their names; kvp's list has nothing that needs a reason. One of these tests
# watches role journal too.
watch namespace/net-servers.t namespace/net-liars.t namespace/ntp-liars.t log-calls.t
while read -r service few; do
	cat "$calls"/daemon/"$service"* >"$evidence/$service.calls"
	needed "$top/rootfs/services/$service.seccomp" "$evidence/$service.calls"
done <<'END'
log 0
net 1
ntp 4
END
find "$calls/daemon" -type f ! -name '*-*' -exec cat {} + >"$evidence/journal.calls"
cat "$calls"/prepare/* >"$evidence/journal.prepare.calls"
few=0
needed "$top/roles/journal/seccomp" "$evidence/journal.calls"
few=1
needed "$top/roles/journal/seccomp-prepare" "$evidence/journal.prepare.calls"
done_testing
