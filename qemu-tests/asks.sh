# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# What tests ask a machine that serves qemu-tests/sites/both, from outside. Sourced after machine.sh.

# dns_answers [ADDRESS], dns_answers_tcp [ADDRESS]
dns_answers() { [ "$(dig +short +time=1 +tries=1 +norecurse "@${1-$machine_address}" www.example.net A)" = 192.0.2.80 ]; }
dns_answers_tcp() { [ "$(dig +short +tcp +time=1 +tries=1 "@${1-$machine_address}" www.example.net AAAA)" = 2001:db8::80 ]; }

# http_answers [HOST], https_answers [HOST]: the page, byte for byte. An IPv6 address stands in brackets.
http_answers() { curl -sf -m 2 "http://${1-$machine_address}/" | cmp -s - "$tests/sites/both/http/www/index.html"; }
https_answers() { curl -skf -m 2 "https://${1-$machine_address}/" | cmp -s - "$tests/sites/both/http/www/index.html"; }

# memory_at_rest ROLE PLATFORM: in MB (10^6 bytes), 128 MiB minus MemAvailable, 25 seconds after the role has answered: the
# free lists of each processor, full of what the start has freed, count as used until the kernel has drained them. The
# image is a debug one, for the shell that reads the figure; so the figure includes a shell that no release has.
memory_at_rest() {
	machine_memory=128
	machine_start "$(image_of "$tests/sites/$1" PLATFORM="$2" PROFILE=debug)"
	machine_ready 60 && wait_for "${1}_answers" 20
	wait_for false 25 || true
	machine_run cat /proc/meminfo >"$evidence/$2-$1.meminfo"
	machine_kill
	awk '/^MemAvailable/ { printf "%.1f\n", (128 * 1024 - $2) * 1024 / 1e6 }' "$evidence/$2-$1.meminfo"
}
