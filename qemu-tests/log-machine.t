#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A real collector (rsyslog) gets every line of a machine, from the kernel's first one on, though it is there only when the
# machine is up; by TCP and by UDP. `whit logs` shows the same lines, also when the log program has been killed.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
command -v rsyslogd >/dev/null || skip_all "rsyslogd is missing"
need_lab
got=$evidence/collected

# collect: starts rsyslogd on TCP and UDP; a message is a line `SOURCE SEQUENCE TEXT`.
collect() {
	cat >"$work/rsyslog.conf" <<-END
		module(load="imtcp")
		module(load="imudp")
		input(type="imtcp" port="5514")
		input(type="imudp" port="5514")
		template(name="line" type="string" string="%hostname% %app-name% %structured-data% %msg%\n")
		*.* action(type="omfile" file="$got" template="line")
	END
	rsyslogd -n -f "$work/rsyslog.conf" -i "$work/rsyslog.pid" >"$evidence/rsyslog.log" 2>&1 &
	collector=$!
	at_exit "kill $collector 2>/dev/null || true"
}

# numbers SOURCE: of its messages how many numbers there are, and the last one.
numbers() {
	sed -n "s/^tested $1 .*sequenceId=\"\([0-9]*\)\".*/\1/p" "$got" |
		awk '{ n += !seen[$1]++; if ($1 > last) last = $1 } END { print n + 0, last + 0 }'
}

mkdir -p "$work/log-udp"
cp -r "$tests/sites/log/." "$work/log-udp/"
sed -i 's/^forward = tcp/forward = udp/' "$work/log-udp/site.conf"
for kind in tcp udp; do
	: >"$got"
	[ "$kind" = tcp ] && site=$tests/sites/log || site=$work/log-udp
	machine_start "$(image_of "$site" PROFILE=debug)"
	ok "$kind: the machine is ready without a collector" machine_ready 60
	collect
	ok "$kind: the kernel's first line arrives" wait_for 'has "$got" "^tested kernel .*sequenceId=\"1\".*Linux version"' 30
	ok "$kind: init's first line" wait_for 'has "$got" "^tested whit .*sequenceId=\"1\""' 10
	ok "$kind: a service's lines" wait_for 'has "$got" "^tested dns.knotd .*loaded"' 10
	ok "$kind: the kernel's lines are all there" wait_for '[ "$(numbers kernel)" = "$(machine_run "whit logs kernel | wc -l" |
		sed "s/.*/& &/")" ]' 20
	machine_run 'kill -9 $(pidof log)'
	ok "$kind: the log program is back" wait_for '[ "$(grep -c "log ready after" "$(machine_console)")" -gt 1 ]' 10
	ok "$kind: whit logs has the start still" machine_run "whit logs kernel | grep -q 'Linux version'"
	machine_run 'whit restart dns'
	ok "$kind: lines go on to arrive" wait_for '[ "$(grep -c "^tested whit .*dns: knotd ready" "$got")" -ge 2 ]' 30
	ok "$kind: the log program has a user of its own and no capability" machine_run "
		grep -q '^Uid:.211' /proc/\$(pidof log)/status && grep -q '^CapEff:.0*\$' /proc/\$(pidof log)/status"
	at_most "$kind: its memory" "$(machine_run 'awk "/^RssAnon/ { print \$2 }" /proc/$(pidof log)/status')" 400 kB
	ok "$kind: the machine shuts down" machine_stop
	ok "$kind: the last lines of a service arrive" wait_for 'has "$got" "^tested whit .*knotd stopped"' 10
	note "$kind: numbers of init's lines and the last one: $(numbers whit); of the kernel's: $(numbers kernel)"
	kill $collector
	wait $collector || true
done
done_testing
