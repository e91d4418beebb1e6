#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A role that forks without end, eats memory, never becomes ready, closes or floods its log and ignores SIGTERM harms nobody
# else: dns answers all the time, and the console says what happened.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
machine_memory=256
machine_start "$(image_of "$tests/sites/misbehave" PROFILE=debug ROLE_PATH="$top/roles:$tests/roles")"
ok "the machine becomes ready beside it" machine_ready 60
ok "dns answers" wait_for dns_answers 20
console=$(machine_console)

ok "the one that never becomes ready is reported" machine_says 'misbehave.*silent.*not ready' 30
ok "the one that eats memory is killed and reported" machine_says 'misbehave.*eats.*(memory|signal 9|killed)' 30
ok "the bomb is held to its 20 processes" machine_run "
	count=\$(grep -l '^Name:.misbehave' /proc/[0-9]*/status | wc -l) && echo \$count && test \$count -le 30"
ok "whit status says that it has reached them" machine_run "whit status | grep -q 'misbehave.forks .*it reached its limit of 20 processes'"
ok "for programs too" machine_run "whit status --json | grep -q '\"name\":\"forks\".*\"at_process_limit\":true,\"processes_refused\":[1-9]'"
ok "the log has it" machine_says 'role misbehave: forks reached its limit of 20 processes' 5
is "once, however often it is refused more" "$(grep -c 'forks reached its limit' "$console")" 1
ok "who has not, has not" machine_run "! whit status | grep -q 'closes.*its limit'"
ok "the flood is cut" machine_says 'misbehave.*(lines|messages).*(dropped|suppressed|not shown)' 30
at_most "and the console stays readable" "$(wc -c <"$console")" 400000 bytes
ok "the one without a log lives on" machine_run "whit status | grep -q 'closes.*ready'"

missed=0
for _ in $(seq 40); do dns_answers "$machine_address" || missed=$((missed + 1)); done
is "dns answered 40 of 40 questions beside it" "$missed" 0
at_most "init answers" "$(machine_run 'time -p whit status >/dev/null' 2>&1 | awk '/real/ { print $2 }')" 2 s
ok "shuts down all the same" machine_stop
done_testing
