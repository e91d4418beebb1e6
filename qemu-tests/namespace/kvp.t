#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# What Hyper-V's host asks is answered: by the program itself, on a socket that plays the kernel's device. There is no Hyper-V to
# try it on here.
. "$(dirname "$0")/../lib.sh"

[ -x "$out/tests/kvp" ] || skip_all "out/tests/kvp is missing: make -C init O=\$PWD/out/tests tests"
cat >"$work/state" <<END
card card=eth0 state=up mac=00:15:5d:00:00:01 mtu=1500
address card=eth0 address=192.0.2.10/24 from=dhcp
address card=eth0 address=2001:db8::10/64 from=router
END
python3 "$tests/namespace/kvp.py" "$out/tests/kvp" "$work/state" >"$evidence/answers" 2>"$evidence/log" || cat "$evidence/log"
said() { grep -qxF -- "$1" "$evidence/answers"; }
ok "its name" said "FullyQualifiedDomainName=$(uname -n)"
ok "its IPv4 address" said NetworkAddressIPv4=192.0.2.10
ok "its IPv6 address" said NetworkAddressIPv6=2001:db8::10
ok "its system" has "$evidence/answers" '^OSName=.'
ok "its kernel" said "OSBuildNumber=$(uname -r)"
ok "ten keys, and an end" said 'end 0x80070103'
is "ten keys" "$(grep -c = "$evidence/answers")" 10
ok "a card by its address" said 'card 0x0 192.0.2.10;2001:db8::10 255.255.255.0;64'
ok "not one that is none" said 'no card 0x80041002'
ok "nothing is changed" said 'change 0x80004005'
ok "it ends on what is no question" said 'ended 1'
done_testing
