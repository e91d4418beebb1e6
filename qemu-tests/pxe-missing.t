#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# From the network, and the second initrd does not come: neither by iPXE nor by GRUB are roles started where an installer was meant; it is
# said, and tried again.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
. "$tests/media.sh"
need_lab

image=$(image_of "$tests/sites/dns" PROFILE=debug FORMATS=pxe)
mkdir "$work/files"
cp "$image"/whit.* "$work/files/"
rm "$work/files/whit.install.initrd"
printf '%s\n' '#!ipxe' 'set install auto' >"$work/files/whit-01-52-54-00-99-00-01.ipxe"
echo 'set install=auto' >"$work/files/whit-01-52-54-00-99-00-01.cfg"

# screen PATTERN: the screen, in text mode, shows it.
screen() {
	rm -f "$work/screen"
	machine_command "pmemsave 0xb8000 4000 \"$work/screen\""
	wait_for "[ \$(stat -c %s '$work/screen') = 4000 ]" 5
	tr -d '\000-\037\200-\377' <"$work/screen" | grep -q "$1"
}

for program in whit.ipxe whit.pxe; do
	lab_dhcp_stop
	lab_dhcp_start --enable-tftp --tftp-root="$work/files" --dhcp-boot="$program"
	machine_boot='-boot n'
	machine_start "$image"
	ok "$program: it is said, and tried again" wait_for "screen 'trying again in 30 s'" 90
	ok "$program: the second initrd was asked for" has "$evidence/dhcp.log" 'whit.install.initrd not found'
	ok "$program: no role runs" not dns_answers
	machine_kill
done
done_testing
