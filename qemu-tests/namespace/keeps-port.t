#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A port that a service has left to a child is free for its successor.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service keeps '--tcp 8080 --stay /run/stays --notify' 'ready = notify'
service waits '--sleep 100 --udp 8080 --stay /run/waits' 'ready = port 8080/udp'
boot
ok "they become ready" says 'whit: ready: bad good'
for service in keeps waits; do
	old=$(pid_of bad $service)
	is "$service: it leaves its port to a process behind" "$(session_size "$old")" 2
	signal 9 "$old"
	ok "$service: its successor is ready" wait_for '[ "$(state_of bad $service)" = ready ] && [ "$(pid_of bad $service)" != "$old" ]' 10
	is "$service: nobody holds the port against it" "$(query ".roles[] | select(.name == \"bad\").services[] | select(.name == \"$service\").restarts")" 1
done
is "no port was taken" "$(count 'exit code 92')" 0
unnoticed
done_testing
