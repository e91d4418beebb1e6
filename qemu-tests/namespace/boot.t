#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# What init says at the start: unknown words, a truncated image, bad manifests, a refused site, an image for debugging.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

role web
service daemon '' 'required = no'
boot whit.hostname=other whit.hostnam=typo whit.address=500 console=ttyS0
ok "init starts" says 'whit: ready: web'
is "whit.hostname= wins over the site" "$(query .hostname)" other
ok "an unknown word is warned of, with the known ones" has "$console" 'whit\.hostnam: unknown word; the known ones are whit\.hostname='
ok "a bad value is warned of" has "$console" 'whit\.address: .*it has no effect'
is "words of others are not ours" "$(count 'console=ttyS0')" 0
ok "SIGINT is a reboot" sh -c "kill -INT $init_pid"
ok "it is said" says 'whit: rebooting'
ok "init ends" wait_for '! is_alive' 10
kill_init

rm "$root/etc/whit/complete"
start_init
ok "a truncated image stops with a clear message" says 'cannot start: the initrd is truncated: /etc/whit/complete is missing'
ok "init ends" wait_for '! kill -0 "$unshare_pid"' 5
kill_init

fresh_root
role web
service daemon '--notify' 'ready = notify'
role wrong 'colour = blue'
service daemon '' 'ready = perhaps' 'after = nobody'
mkdir "$root/roles/empty"
ok "roles with mistakes make no image" sh -c "! '$out/tests/site-check' --plan '$root'/roles/* 2>'$work/mistakes'"
ok "each mistake is said with its line" sh -c "grep -c '/roles/wrong/role.conf:[0-9]*: ' '$work/mistakes' | grep -qx 3"
ok "a role without role.conf is named" has "$work/mistakes" '/roles/empty/role.conf: No such file or directory'
rm -r "$root/roles/wrong" "$root/roles/empty"
write_plan
sed -i 's/^files .*/files many/' "$root/etc/whit/plan"
damaged=yes
start_init
damaged=
ok "a plan that is damaged stops with the line" says '/etc/whit/plan:[0-9]+: is not a whole number'
ok "in words" has "$console" "cannot start: the image's plan is bad"
ok "init ends" wait_for '! kill -0 "$unshare_pid"' 5
kill_init

fresh_root
role web 'prepare = /usr/bin/stub-daemon --say site.conf:3:_no --exit 1'
service daemon ''
role tries 'prepare = /usr/bin/stub-daemon --exit 4'
service daemon '' 'required = no'
role hangs 'prepare = /usr/bin/stub-daemon --sleep 60000' 'prepare-timeout = 200ms'
service daemon '' 'required = no'
boot
ok "a role whose settings are refused is not started" says 'role web: its settings are refused: it is not started'
ok "the words of its check are shown" has "$console" 'web.prepare: site.conf:3:_no'
is "it has failed" "$(query '.roles[] | select(.name == "web").state')" failed
ok "a role whose preparation dies is prepared again" says 'role tries: could not be prepared \(exit code 4\), trying again'
ok "a preparation that hangs is killed" says 'hangs.prepare: takes too long, killed'
ok "init does not wait for any of them" test "$(query .uptime_seconds)" -ge 0
ok "and ends in time when told to" shut_down 15
kill_init

fresh_root
printf '[role]\ndescription = shell\nuid = 0\n[service.shell]\ncommand = /usr/bin/stub-daemon\nrequired = no\n' >"$root/services/debug.conf"
echo 'profile = debug' >>"$root/etc/whit/build"
boot
ok "a debug image says so loudly" says 'THIS IS A DEBUG IMAGE'
ok "its shell is a service of the system" says 'debug: shell ready'
ok "and it is no role that makes the machine ready" wait_for '[ "$(query .ready)" = true ]' 5
done_testing
