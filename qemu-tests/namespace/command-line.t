#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Words of the command line: ours win over the site, unknown ones are said, those of others are not ours; SIGINT reboots.
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
done_testing
