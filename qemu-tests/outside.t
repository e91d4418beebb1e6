#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# From outside only the chosen roles' ports answer; inside only the expected processes run, and not even root can change the image.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab

# open_ports ADDRESS: what nmap finds open, all TCP ports, and UDP ports that gave an answer.
open_ports() {
	nmap -n -Pn -sS -p- --min-rate 4000 --max-retries 2 -oG "$evidence/tcp.scan" "$1" >/dev/null
	nmap -n -Pn -sU --top-ports 200 --defeat-icmp-ratelimit --max-retries 1 -oG "$evidence/udp.scan" "$1" >/dev/null
	cat "$evidence/tcp.scan" "$evidence/udp.scan" | grep -o '[0-9]*/open/[a-z]*' | sed 's|/open/|/|' | sort | tr '\n' ' '
}

# listening: the sockets of the machine itself, as PORT/PROTOCOL; udhcpc's and loopback's do not answer from outside.
listening() {
	# shellcheck disable=SC2016 # for the machine's shell
	machine_run 'for p in tcp tcp6 udp udp6; do sed "s/^/$p /" /proc/net/$p; done' | awk '
		function hex(text, i, n) {
			for (i = 1; i <= length(text); i++) n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
			return n
		}
		$3 ~ /:/ && ($1 ~ /udp/ || $5 == "0A") && $3 !~ /^0100007F/ {
			split($3, part, ":")
			sub(/6$/, "", $1)
			print hex(part[2]) "/" $1
		}' | sort -u | tr '\n' ' '
}

# processes: the names of all processes that are no kernel threads, with how often; without the debug shell (sh, cat) and what it
# runs.
processes() {
	# shellcheck disable=SC2016 # for the machine's shell
	machine_run 'for p in /proc/[0-9]*; do tr "\0" " " <$p/cmdline && echo; done 2>/dev/null' |
		awk 'NF { name = $1 ~ /busybox$/ ? $2 : $1; sub(/:$/, "", name); sub(/.*\//, "", name); print name }' |
		grep -vxE 'sh|-?sh|cat|tr' | sort | uniq -c | awk '{ printf "%s*%s ", $2, $1 }'
}

for site in dns http both; do
	case $site in
	dns) ports="53/tcp 53/udp " running="init*1 knotd*1 log*1 net*1 ntp*1 udhcpc*1 " ;;
	http) ports="443/tcp 80/tcp " running="init*1 log*1 net*1 nginx*2 ntp*1 udhcpc*1 " ;;
	both) ports="443/tcp 53/tcp 53/udp 80/tcp " running="init*1 knotd*1 log*1 net*1 nginx*2 ntp*1 udhcpc*1 " ;;
	esac
	machine_start "$(image_of "$tests/sites/$site" PROFILE=debug)"
	ok "$site: becomes ready" machine_ready 60
	[ $site = http ] || ok "$site: dns answers" wait_for dns_answers 20
	[ $site = dns ] || ok "$site: http answers" wait_for http_answers 20
	is "$site: what answers from outside" "$(open_ports "$machine_address")" "$ports"
	is "$site: what listens at all" "$(listening)" "$ports"
	is "$site: what runs" "$(processes)" "$running"
	[ $site != both ] || for place in / /etc/ /usr/bin/ /roles/dns/; do
		is "nothing can be written to $place" "$(machine_run "id -u; echo x >${place}new" | sed 's/.*: //' | paste -sd' ')" \
			"0 Read-only file system"
	done
	machine_kill
done
done_testing
