# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2034,SC2154 # used by, and set in, those who source this
# Every line reaches the collector as RFC 5424: those from before it was there too, and those of a time in which the log program died and
# the collector was away. Sourced after namespace.sh.

command -v python3 >/dev/null || skip_all "python3 is missing"
got=$evidence/collected

# collect KIND: starts a collector beside init.
collect() {
	nsenter --target "$init_pid" --user --net --preserve-credentials python3 "$tests/log/collector.py" "$1" 127.0.0.1 5140 \
		"$got" &
	collector=$!
	at_exit "kill $collector 2>/dev/null || true"
}

# sequence SOURCE: of its messages: the first number, the last, how many numbers there are.
sequence() { awk -v source="$1" '$1 == source { if (!n) first = $2; last = $2; n += !seen[$2]++ } END { print first, last, n }' "$got"; }

# forwards KIND: udp, or tcp with counted frames.
forwards() {
	kind=$1
	: >"$got"
	with_network
	printf '[log]\nforward = %s 127.0.0.1:5140\n' "$kind" >>"$root/site/site.conf"
	role web
	service daemon '--say first_words --notify' 'ready = notify'
	boot
	ok "the machine is ready without a collector" says 'whit: ready: web'
	collect "$kind"
	ok "what was said before the collector came arrives" wait_for 'has "$got" "^web.daemon 1 first_words"' 20
	ok "from init's first line on" wait_for 'has "$got" "^whit 1 "' 20
	kill $collector
	wait $collector || true
	signal 9 "$(query '.system[] | select(.name == "log").services[0].pid')"
	ok "the log program is back, the collector is not" wait_for '[ "$(count "log ready after")" -gt 1 ]' 10
	whit restart web
	ok "that lines wait is said" says "collector $kind 127.0.0.1 port 5140: Connection refused: lines wait"
	collect "$kind"
	ok "what was said meanwhile arrives" wait_for 'has "$got" "^web.daemon 2 first_words"' 20
	ok "the last of init's lines too" wait_for '[ "$(grep -c "^whit .*web: daemon ready" "$got")" -ge 2 ]' 20
	is "no number of init's lines is missing" "$(sequence whit)" "1 $(sequence whit | awk '{ print $2, $2 }')"
	is "every message is well-formed" "$(grep -c malformed "$got")" 0
	ok "the machine shuts down" shut_down
}
