#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# alone: the shutdown has 5 s
# Both platforms boot on both of QEMU's PC types, take an address by DHCP and by IPv6 advertisement, serve both roles from
# there, and end when the power button is pressed.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab

for platform in vm universal; do
	image=$(image_of "$tests/sites/both" PLATFORM=$platform)
	for type in q35 pc; do
		machine_type=$type
		what="$platform on $type"
		machine_start "$image"
		ok "$what: becomes ready" machine_ready 60
		ok "$what: says the address it was given" machine_says "address $machine_address/24" 20
		ok "$what: dns answers by UDP" wait_for dns_answers 10
		ok "$what: dns answers by TCP" dns_answers_tcp
		ok "$what: http answers" wait_for http_answers 10
		ok "$what: dns answers by IPv6" wait_for "dns_answers $machine_address6" 10
		ok "$what: http answers by IPv6" wait_for "http_answers '[$machine_address6]'" 10
		ok "$what: no warning of the kernel" not has "$(machine_console)" 'WARNING|BUG|Call Trace|Unable to|failed'
		before=$(seconds_now)
		ok "$what: the power button ends it" machine_stop
		at_most "$what: clean shutdown in seconds" "$(awk "BEGIN { print $(seconds_now) - $before }")" "$("$top/scripts/promise" shutdown)" s
		ok "$what: says that it powers off" machine_says 'power' 10
	done
done
done_testing
