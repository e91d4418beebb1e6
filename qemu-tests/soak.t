#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: unit
# `make soak` is green when each of its campaigns ran to its end without a failure, and never otherwise. Shown on a tree whose
# campaigns are stubs.
set -eu
. "$(dirname "$0")/lib.sh"

project=$work/project
mkdir -p "$project/scripts" "$project/qemu-tests/namespace"
cp "$top/scripts/soak" "$top/scripts/lib.sh" "$top/scripts/tap.sh" "$project/scripts/"

# stub FILE LINE...: what that script does instead.
stub() {
	stub_file=$project/$1
	shift
	printf '%s\n' '#!/bin/sh' "$@" >"$stub_file"
	chmod +x "$stub_file"
}

# stubs: all is well.
stubs() {
	for script in setup unit-tests; do stub scripts/$script 'exit 0'; done
	stub scripts/build-twice 'echo "ok 1 - the same bytes"' 'echo "1..1"'
	stub scripts/fuzz-coverage 'echo "site conf/site.c 200 89%"'
	for test in fuzz restart first-boot-cut install-cut namespace/fault namespace/churn; do
		stub qemu-tests/$test.t "echo 'ok 1 - $test'" 'echo "1..1"'
	done
	stub qemu-tests/boots.t '# ring: machine' 'echo "ok 1 - boots"' 'echo "ok 2 - flies # SKIP no wings"' 'echo "1..2"'
}

# soak CAMPAIGN...: what it says is in $work/said, its status in $status.
soak() {
	status=0
	OUT="$work/out" ROUNDS=2 "$project/scripts/soak" "$@" >"$work/said" 2>&1 || status=$?
}

# ends NAME LINE STATUS: the last line, and the status.
ends() { is "$1" "$(tail -n 1 "$work/said"), status $status" "$2, status $3"; }

stubs
soak
ends "all is well: green" "9 passed, 0 failed, 2 skipped" 0
ok "how far the fuzzers reached is shown" has "$work/said" '^site conf/site\.c 200 89%'
ok "and what was skipped, by name" has "$work/said" '^2/qemu-tests/boots\.t: ok 2 - flies # SKIP no wings'

stub scripts/build-twice 'echo "ok 1 - the same bytes"' 'exit 3'
soak twice fuzz
ends "a campaign that dies has failed, and the others still run" "2 passed, 1 failed, 0 skipped" 1
stub scripts/build-twice 'echo "ok 1 - the same bytes"' 'echo "1..1"' 'exit 3'
soak twice
ends "one that dies behind its last result, too" "1 passed, 1 failed, 0 skipped" 1
ok "and it is said" has "$work/said" '^Campaign twice died'
stub scripts/build-twice 'exit 0'
soak twice
ends "one that says nothing, too" "0 passed, 1 failed, 0 skipped" 1

stubs
stub qemu-tests/fuzz.t 'echo "1..2"' 'echo "ok 1 - fuzz"'
soak fuzz
ends "fewer results than planned are a failure" "1 passed, 1 failed, 0 skipped" 1
stub qemu-tests/fuzz.t 'echo "not ok 1 - fuzz"' 'echo "1..1"' 'exit 1'
soak fuzz
ends "a failure is counted once" "0 passed, 1 failed, 0 skipped" 1
ok "and named" has "$work/said" '^qemu-tests/fuzz\.t: not ok 1 - fuzz'
ok "how far the fuzzers reached is shown all the same" has "$work/said" '^site conf/site\.c 200 89%'
stub scripts/unit-tests 'exit 1'
soak fuzz faults
ends "programs that were not built are a failure of each campaign" "0 passed, 2 failed, 0 skipped" 1

stubs
stub qemu-tests/namespace/churn.t 'echo "ok 1 - churn"' 'exit 1'
soak churn
ends "a first part that dies is not forgotten for the second" "2 passed, 1 failed, 0 skipped" 1
stub qemu-tests/boots.t '# ring: machine' '[ -e "$0.again" ] && exit 1' ': >"$0.again"' 'echo "ok 1 - boots"' 'echo "1..1"'
soak machine
ends "nor a round" "1 passed, 1 failed, 0 skipped" 1

stubs
soak nothing twice
ok "an unknown campaign is refused before anything runs" test "$status" -ne 0 -a ! -e "$work/out/soak/tap/twice"
ok "and those that exist are named" has "$work/said" 'those that exist: twice fuzz faults churn cuts machine'
done_testing
