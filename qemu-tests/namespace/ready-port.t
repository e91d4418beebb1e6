#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Who says nothing of its readiness is ready when it waits at its port, of TCP or UDP, in the network that it is in; nobody connects.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service tcp '--sleep 300 --tcp 8080' 'ready = port 8080/tcp'
service udp '--sleep 200 --udp 5353' 'ready = port 5353/udp' 'after = tcp'
role other
service alone '--sleep 100 --tcp 8080' 'ready = port 8080/tcp' 'network = no'
service late '' 'ready = port 8080/tcp' 'network = no' 'ready-timeout = 1s' 'required = no' 'after = alone'
service kind '--udp 8081' 'ready = port 8081/tcp' 'ready-timeout = 1s' 'required = no'
boot
ok "all who listen become ready" says 'whit: ready: other web'
ok "TCP: not before it listens" says 'role web: tcp ready after 0\.[3-9]'
ok "UDP: not before it waits" says 'role web: udp ready after 0\.[2-9]'
ok "in a network of its own too" says 'role other: alone ready after 0\.[1-9]'
ok "what others listen at counts for nobody" says 'role other: late is not ready after 1\.00 s'
ok "UDP is not TCP" says 'role other: kind is not ready after 1\.00 s'

signal 9 "$(pid_of web tcp)"
ok "after a restart it is waited for again" wait_for '[ "$(count "role web: tcp ready after 0\.[3-9]")" = 2 ]' 10
ok "it ends" shut_down
done_testing
