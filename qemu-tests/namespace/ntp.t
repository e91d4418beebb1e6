#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The NTP client runs for the servers that the network names: none for none, another one when they change.
. "$(dirname "$0")/../lib.sh"

[ -x "$out/tests/ntp" ] || skip_all "out/tests/ntp is missing: make -C init O=\$PWD/out/tests tests"
trace=$work/trace
state=$work/state
: >"$trace"

# A client that notes how it was called and how it ends.
cat >"$work/ntpd" <<END
#!/bin/sh
echo "start \$*" >>'$trace'
trap 'echo end >>"$trace"; exit 0' TERM
while :; do sleep 0.1; done
END
chmod +x "$work/ntpd"

"$out/tests/ntp" "$state" "$work/ntpd" >"$evidence/log" 2>&1 &
ntp=$!
at_exit "kill $ntp 2>/dev/null || true"
ok "without a state it waits" not wait_for '[ -s "$trace" ]' 1
printf 'card card=eth0 state=up\nntp server=192.0.2.1 from=eth0\nntp server=-x from=eth0\nntp server=192.0.2.1 from=eth1\nntp server=2001:db8::1 from=site\n' >"$state"
ok "it asks each server once, and no option" wait_for \
	"has '$trace' '^start -n -S $out/tests/ntp -p 192.0.2.1 -p 2001:db8::1\$'" 10
printf 'ntp server=192.0.2.9 from=eth0\n' >"$state.new"
mv "$state.new" "$state"
ok "other servers: another client" wait_for "has '$trace' '^start .*-p 192.0.2.9\$'" 10
is "after the first has ended" "$(tail -n 2 "$trace" | head -n 1)" end
printf 'card card=eth0 state=no-carrier\n' >"$state"
ok "no servers: no client" wait_for '[ "$(grep -c ^end "$trace")" = 2 ]' 10
printf 'ntp server=192.0.2.1 from=eth0\n' >"$state"
ok "servers again: a client again" wait_for '[ "$(grep -c ^start "$trace")" = 3 ]' 10
kill "$ntp"
ok "it ends with it" wait_for '[ "$(grep -c ^end "$trace")" = 3 ]' 5
done_testing
