#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# As namespace/fault.t, with what PID 1 does on machines alone: its own root, the kernel's settings, watchdog, clock, power, pressure. Each
# machine serves and switches off all the same; before "we must not die" it says why it cannot start.
#
#   FAULT_STEP   every how many-th call (250); 1 = all of them, hours
#   FAULT_FIRST  the first one
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/faults.sh"
need_lab
step=${FAULT_STEP:-250}
first=${FAULT_FIRST:-$((1 + $(date +%s) % step))}

# The image, and behind it another /init, which the kernel unpacks over the first.
image=$(image_of "$tests/sites/dns" PROFILE=debug)
"$top/scripts/programs" init-fault
faults_of "$out/programs/init-fault"
mkdir "$work/image"
ln -s "$image/whit.vmlinuz" "$work/image/"
echo "file /init $out/programs/init-fault 0755 0 0" >"$work/list"
"$("$top/scripts/package" --path linux)/host/gen_init_cpio" "$work/list" | cat "$image/whit.initrd" - >"$work/image/whit.initrd"

# survive: one life with fault number $call; prints what went wrong, if anything.
survive() {
	machine_append="FAULT=$call" # the kernel makes it a variable of init's environment
	machine_start "$work/image"
	console=$(machine_console)
	if ! machine_ready 90; then
		has "$console" 'whit: cannot start: ' || echo "is not ready"
		return
	fi
	wait_for dns_answers 20 || echo "does not serve"
	has "$console" 'whit: no control socket' || machine_run whit status >/dev/null || echo "does not answer"
	machine_stop || echo "does not end"
	has "$console" 'whit: power off' || echo "ends out of order"
}

call=0
survive >"$work/wrong"
fault_none "$console"
call=$first
while :; do
	survive >"$work/wrong"
	machine_kill
	fault_seen "$console" "$call" || break
	call=$((call + step))
done
faults_end 2
done_testing
