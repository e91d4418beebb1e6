#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# The log program and role journal as the machine has them, each under its list of system calls: by TCP and by IPv6 lines arrive too;
# of a connection that breaks, what was not delivered is sent again; the journal keeps the same lines.
. "$(dirname "$0")/lib.sh"
. "$tests/namespace/lab.sh"
private_network
. "$tests/namespace/namespace.sh"
"$top/scripts/programs" roles "$top/roles/journal" >"$evidence/programs.log" 2>&1 || { echo "# cannot build role journal"; exit 1; }
got=$evidence/collected

# collect KIND ADDRESS
collect() {
	python3 "$tests/log/collector.py" "$1" "$2" 5140 "$got" &
	collector=$!
	at_exit "kill $collector 2>/dev/null || true"
}
end_collector() {
	kill $collector
	wait $collector || true
}

# sequence SOURCE: of its messages: the first number, the last, how many numbers there are.
sequence() { awk -v source="$1" '$1 == source { if (!n) first = $2; last = $2; n += !seen[$2]++ } END { print first, last, n }' "$got"; }

# again TIMES: role web has then become ready so often.
again() { whit restart web && wait_for "[ \$(count 'web: daemon ready') -ge $1 ]" 10; }

cable_in() {
	ip link set lan up
	ip address replace 10.99.0.1/24 dev lan
	ip address replace fd00::1/64 dev lan nodad # the kernel has taken it away
}

# begin KIND ADDRESS: a machine that sends its lines there, and the collector.
begin() {
	: >"$got"
	fresh_root
	real_programs
	cat >"$root/site/site.conf" <<-END
		[site]
		hostname = tester
		roles = web
		[network.eth0]
		address = 10.99.0.2/24 fd00::2/64
		[log]
		forward = $1 $2:5140
	END
	role web
	service daemon '--say some_words --notify' 'ready = notify'
	boot
	watch_services log
	wire eth0 lan
	cable_in
	collect "$1" "$(echo "$2" | tr -d '[]')"
	ok "$1 $2: lines arrive, from the first one on" wait_for 'has "$got" "^whit 1 " && has "$got" "^web.daemon 1 some_words"' 30
}
end() {
	is "$1: every message is well-formed" "$(grep -c malformed "$got")" 0
	end_collector
	ok "$1: the machine ends" shut_down
	ok "$1: no call was missing in a list" not has "$console" 'Bad system call|signal 31'
	kill_init
	ip link delete lan 2>/dev/null || true # it goes with the other end, soon
	wait_for '! ip link show lan' 10
}

# 1. A connection that breaks: what has been sent, and not been delivered, is not lost.
begin tcp 10.99.0.1
nsenter --target "$init_pid" --user --net --preserve-credentials sh -c 'echo 3 >/proc/sys/net/ipv4/tcp_retries2'
ip link set lan down
again 2
ok "the cable out until the connection breaks: said" says 'collector tcp .*(timed out|[Uu]nreachable|No route.*): lines wait' 60
again 3
end_collector
collect tcp 10.99.0.1
cable_in
ok "the cable is back: what was said meanwhile arrives" wait_for '[ "$(grep -c "^whit .*web: daemon ready" "$got")" -ge 3 ]' 40
is "no number of init's lines is missing" "$(sequence whit)" "1 $(sequence whit | awk '{ print $2, $2 }')"
is "nor one of the service's" "$(sequence web.daemon)" "1 3 3"
end tcp

# 2. Collectors by IPv6.
begin udp '[fd00::1]'
end "udp by IPv6"
begin tcp '[fd00::1]'

# 3. The journal, beside the log program whose rings it reads. Its user is root here, as everybody is.
mkdir -p "$root/data/run" "$root/data/lines"
cp "$out/programs/roles/journal/render" "$out/programs/roles/journal/journal" "$out"/programs/roles/journal/*.bpf \
	"$out/tests/under-seccomp" "$root/data/"
printf '[site]\nhostname = tester\nroles = journal\n[journal]\nsize = 2M\n' >"$root/data/site.conf"

# under_list KIND FILTER PROGRAM...
under_list() {
	kind=$1
	shift
	# shellcheck disable=SC2046
	$(watched "$kind") nsenter --target "$init_pid" --user --mount --pid --net --uts --root --wd --preserve-credentials \
		/data/under-seccomp "$@"
}
ok "journal: what prepares it" under_list prepare /data/seccomp-prepare.bpf /data/render --site /data --run /data/run \
	--data /data --secrets /data --bin /data
is "journal: it says how much may be kept" "$(cat "$root/data/run/size")" 2097152
under_list daemon /data/seccomp.bpf /data/journal /data/run/size /data/run/position /data/lines >"$evidence/journal.log" 2>&1 &
ok "journal: the lines are kept" wait_for "has '$root/data/lines/lines.log' some_words" 20
pkill -x journal # within our own processes
ok "journal: it ends" wait_for '! pgrep -x journal' 10
end "tcp by IPv6"
done_testing
