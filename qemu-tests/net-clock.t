#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The clock is set by NTP: by the servers the DHCP server names (option 42), or by those of the site; and not by one that says
# itself that it does not know the time.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/net.sh"
need_lab
image=$(image_of "$image_net" PROFILE=debug)

# The server: busybox, as one that needs no other.
"$("$top/scripts/package" --path busybox)/usr/bin/busybox-debug" ntpd -n -l -I lab >"$evidence/ntpd.log" 2>&1 &
clock() { machine_run whit status --json | jq -r ".clock.$1"; }
# off_by: the seconds the machine's clock is away from ours.
off_by() { echo $(($(date -d "$(clock time)" +%s) - $(date +%s))) | tr -d -; }
is_right() { [ "$(clock trust)" = set ] && [ "$(off_by)" -le 2 ]; }

lab_dhcp_stop
lab_dhcp_start --dhcp-option=option:ntp-server,$lab_host
machine_start "$image" -rtc base=2001-02-03T04:05:06
ok "by DHCP: the machine serves" wait_for dns_answers 60
is "by DHCP: the server is known" "$(fact ntp '.server + " " + .from')" "$lab_host eth0"
ok "by DHCP: the clock is set, from years ago to now" wait_for is_right 60
is "its program may set the clock, and nothing else" \
	"$(machine_run 'grep -h -e ^Uid -e ^CapEff -e ^CapBnd /proc/$(pidof ntpd)/status' | tr -s '\t\n' '  ')" \
	"Uid: 212 212 212 212 CapEff: 0000000002000000 CapBnd: 0000000002000000 "
machine_kill

lab_dhcp_stop
lab_dhcp_start --dhcp-option=option:ntp-server,10.99.0.9
# shellcheck disable=SC2046
machine_start "$image" -rtc base=2040-01-02T03:04:05 $(seed '[network]' 'address = dhcp' "ntp = $lab_host")
ok "by the site: the machine serves" wait_for dns_answers 60
is "by the site: its server alone counts" "$(fact ntp '.server + " " + .from')" "$lab_host site"
ok "by the site: the clock is set, from years ahead to now" wait_for is_right 60
machine_kill
done_testing
