#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# Role http on a machine of 1 GB: a file of 200 MB arrives whole, and 20 clients at once cost no memory to speak of.
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/http/tree.sh"
need_lab

# Its bytes do not repeat, so that nothing is gained by packing.
mkdir -p "$work/web-large/http/www"
printf '[site]\nhostname = large\nroles = http\n' >"$work/web-large/site.conf"
openssl enc -aes-128-ctr -K 0 -iv 0 -in /dev/zero 2>/dev/null | head -c 200000000 >"$work/web-large/http/www/large" || true
sum=$(sha256sum <"$work/web-large/http/www/large")
machine_memory=1024
image=$(image_of "$work/web-large" PROFILE=debug)
machine_start "$image"
must_be_ready 'the machine with a large file' 240
is '200 MB arrive whole' "$(curl -s "http://$machine_address/large" | sha256sum)" "$sum"

# used: MB that are neither free nor page cache. What lies in tmpfs counts as used: content there is the same before and
# after, temporary files would not be.
used() {
	machine_run cat /proc/meminfo | awk '
		/^(MemFree|Buffers|Cached):/ { sum += $2 }
		/^Shmem:/ { sum -= $2 }
		/^MemTotal:/ { total = $2 }
		END { printf "%.1f\n", (total - sum) * 1024 / 1e6 }'
}
before=$(used)
clients=20
for client in $(seq $clients); do
	curl -s "http://$machine_address/large" | sha256sum >"$work/large.$client" &
done
: >"$evidence/used"
while [ "$(cat "$work"/large.* | wc -l)" -lt $clients ]; do
	used >>"$evidence/used"
	[ "$(wc -l <"$evidence/used")" -lt 2000 ] || break
done
is "$clients clients at once get it whole" "$(cat "$work"/large.* | sort | uniq -c | tr -s ' ')" " $clients $(echo "$sum" | tr -s ' ')"
most=$(sort -n "$evidence/used" | tail -n 1)
at_least 'looks at its memory meanwhile' "$(wc -l <"$evidence/used")" 5
at_most 'memory that it took, beyond content and page cache' "$(awk "BEGIN { print $most - $before }")" 20 MB
ok 'nothing was killed for want of memory' not has "$(machine_console)" 'Out of memory|oom-kill'
done_testing
