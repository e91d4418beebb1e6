# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# What a life of PID 1 was in which one of its calls failed (init/tests/fault.c). Sourced after lib.sh.
#
#	faults_of PROGRAM            $report begins
#	survive >"$work/wrong"       one life with fault number $call, 0 = none; prints what went wrong, if anything
#	fault_none CONSOLE           the first life, without a fault
#	fault_seen CONSOLE CALL      notes it; fails when no call failed, for there are no more
#	faults_end LEAST             the results; so many calls must have failed

faults=0 silent=0
report=$evidence/faults

faults_of() {
	: >"$report" && : >"$evidence/unexplained"
	nm "$1" | awk '$2 == "t" || $2 == "T" { print $1, $3 }' | sort >"$work/functions"
}

# words CONSOLE: its lines, whatever the numbers are.
words() { tr -d '\r' <"$1" | sed 's/[0-9][0-9.]*/N/g'; }

fault_none() {
	words "$1" | sort -u >"$work/usual"
	is "without a fault, what goes wrong" "$(cat "$work/wrong")" ""
}

# function_at ADDRESS: of the program. reason CALL FUNCTION: is there one why nothing need be said of it?
function_at() { awk -v at="x$1" '"x" $1 > at { exit } { name = $2 } END { sub(/\..*/, "", name); print name }' "$work/functions"; }
reason() { grep -Eq "^$1 +$2  +[a-z]" "$tests/faults.silent"; }

fault_seen() {
	fault=$(tr -d '\r' <"$1" | sed -n 's/.*fault: call [0-9]*: //p')
	[ -n "$fault" ] || return 1
	faults=$((faults + 1))
	call_name=${fault% *}
	call_from=$(function_at "${fault#* }")
	# What was said right after it: lines that a life without faults does not have.
	said=$(words "$1" | sed -n '/fault: call /,$p' | grep -v 'fault: call' | grep -vxFf "$work/usual" | head -n 1)
	wrong=$(paste -sd, "$work/wrong")
	if [ -z "$said$wrong" ]; then
		silent=$((silent + 1))
		reason "$call_name" "$call_from" || echo "$call_name $call_from" >>"$evidence/unexplained"
	fi
	printf '%s\t%s\t%s\n' "call $2: $call_name in $call_from" "${wrong:-survived}" "$said" >>"$report"
	[ -z "$wrong" ] || cp "$1" "$evidence/console.$2"
}

faults_end() {
	at_least "calls that failed in turn" "$faults" "$1"
	is "of which PID 1 did not survive" "$(grep -v '	survived	' "$report")" ""
	note "$silent of them needed no word"
	is "of which nothing was said, and nobody knows why" "$(sort "$evidence/unexplained" | uniq -c)" ""
}
