#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# What a service needs before it starts: an address, for which it waits no longer than it says, and the word of its own check, in
# the sandbox of its service.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
need_lab

# A site with a role that needs an address, and one with a check.
cp -r "$tests/sites/dns" "$work/needs"
sed -i 's/^roles .*/& late judged/' "$work/needs/site.conf"
mkdir -p "$work/needs/roles/late" "$work/needs/roles/judged"
printf '[role]\ndescription = needs an address\nuid = 300\n[service.one]\ncommand = /bin/busybox sleep 9999\nneeds-address = 8s\n' \
	>"$work/needs/roles/late/role.conf"
printf '[role]\ndescription = has a check\nuid = 301\n[service.one]\ncommand = /bin/busybox sleep 9999\nrequired = no\n%s\n' \
	'check = /bin/busybox grep -q good /data/judged/settings' >"$work/needs/roles/judged/role.conf"
: >"$work/needs/roles/late/files"
: >"$work/needs/roles/judged/files"
image=$(image_of "$work/needs" PROFILE=debug)

# state_of ROLE: of its only service.
state_of() { machine_run whit status --json | jq -r ".roles[] | select(.name == \"$1\").services[0].state"; }

# waited: tenths of a second, of the machine's own clock, from init's first line to the one about no address.
waited() {
	sed -n 's/^\[ *\([0-9.]*\)\] \(whit: .* starts\|role late: .* no card has\).*/\1/p' "$(machine_console)" |
		awk 'NR == 1 { first = $1 } END { print int(10 * ($1 - first)) }'
}

machine_start "$image"
ok "with a DHCP server: ready" machine_ready 60
ok "with a DHCP server: nobody is started without an address" sh -c "! grep -q 'no card has an address' '$(machine_console)'"
ok "a check that finds no settings is said" machine_says 'role judged: one: its check fails .exit code 2.: it is not started' 10
machine_run 'echo bad >/data/judged/settings; chmod 644 /data/judged/settings'
ok "a check that refuses is said" machine_says 'role judged: one: its check fails .exit code 1.: it is not started' 90
is "and its service has failed" "$(state_of judged)" failed
machine_run 'echo good >/data/judged/settings; whit start judged'
ok "one that agrees lets it start" machine_says 'role judged: one ready' 20
machine_kill

lab_dhcp_stop
machine_start "$image"
ok "without a DHCP server: the other role does not wait" machine_says 'role dns: knotd ready' 60
ok "without a DHCP server: who needs an address is started all the same" machine_says \
	'role late: one: no card has an address: it is started all the same' 60
at_least "without a DHCP server: but not before its 8 s, tenths after init's first line" "$(waited)" 79
ok "without a DHCP server: and all is ready" machine_ready 20
machine_kill
done_testing
