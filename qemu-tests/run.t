#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# `make run` as a user knows it: it says what it does, finds free ports when the usual ones are taken, prints commands that
# work, and Ctrl-C ends machine and command.
set -eu
. "$(dirname "$0")/lib.sh"

log=$evidence/run.log
# Somebody sits on 8080 already; he says nothing and lets nobody in.
perl -MIO::Socket::INET -e '$held = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8080, Listen => 1); sleep 600' &
at_exit "kill $!"

# A session of its own, in which Ctrl-C is not ignored, as it is for a shell's background jobs.
perl -MPOSIX -e 'POSIX::setsid(); $SIG{INT} = "DEFAULT"; exec @ARGV' "$top/scripts/run" "$top/examples/demo" >"$log" 2>&1 &
run=$!
at_exit "kill $run 2>/dev/null"
ok "all roles answer" wait_for "has '$log' 'All roles answer' || ! kill -0 $run" 180
ok "the first line says what happens" sh -c "head -n 1 '$log' | grep -q 'Builds the image'"
ok "it prints what to try" wait_for "has '$log' 'Ctrl-C'" 10

grep -E '^ +(curl|dig) ' "$log" | sed 's/^ *//' >"$evidence/commands"
at_least "commands to try" "$(wc -l <"$evidence/commands")" 3
while read -r command; do
	ok "it works as printed: $command" timeout 20 sh -c "$command"
done <"$evidence/commands"
ok "the taken port is not used" not grep -q ':8080/' "$evidence/commands"

kill -INT $run
ok "Ctrl-C ends it" wait_for "! kill -0 $run" 20
ok "the machine was shut down, not killed" has "$log" 'power'
ok "no process of it is left" not pgrep -s "$run"
done_testing
