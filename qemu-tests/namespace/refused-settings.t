#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A role whose settings are refused is not started; one whose preparation dies or hangs is prepared again; init waits for none.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

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
done_testing
