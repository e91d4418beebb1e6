#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# A real collector (rsyslog) gets every line of a machine, from the kernel's first one on, though it is there only when the
# machine is up; by TCP and by UDP. `whit logs` shows the same lines, also when the log program has been killed. While the cable is
# out lines wait; by TCP also those that were on their way when the connection broke.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/net.sh"
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

# missing SOURCE NUMBER: of its messages from that number on, those that have not come.
missing() {
	sed -n "s/^tested $1 .*sequenceId=\"\([0-9]*\)\".*/\1/p" "$got" |
		awk -v from="$2" '{ seen[$1]; if ($1 > last) last = $1 } END { for (n = from; n <= last; n++) if (!(n in seen)) print n }'
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
	whit_before=$(numbers whit) net_before=$(numbers net)
	machine_run 'echo 3 >/proc/sys/net/ipv4/tcp_retries2' # seconds until a connection is given up, not a quarter of an hour
	cable lan off
	ok "$kind: the cable is out" machine_says 'net: eth0: link is down' 10
	machine_run 'whit restart dns && for n in 1 2 3 4 5 6 7 8 9; do echo "<5>out $n" >/dev/kmsg; done'
	ok "$kind: that lines wait is said" machine_says "collector $kind .*(timed out|unreachable|No route.*): lines wait" 60
	machine_run 'echo "<5>out and broken" >/dev/kmsg'
	cable lan on
	ok "$kind: the cable is in: what was said last meanwhile arrives" wait_for 'has "$got" "^tested kernel .*out and broken"' 40
	ok "$kind: and what was said first" has "$got" '^tested kernel .*out 1$'
	ok "$kind: all of the kernel's lines are there" wait_for '[ "$(numbers kernel)" = "$(machine_run "whit logs kernel | wc -l" |
		sed "s/.*/& &/")" ]' 20
	ok "$kind: the link's own are" wait_for 'has "$got" "^tested net .*link is down" && has "$got" "^tested net .*link is up"' 10
	is "$kind: no line of the network's is missing" "$(missing net "${net_before#* }")" ""
	is "$kind: none of init's is" "$(missing whit "${whit_before#* }")" ""
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
