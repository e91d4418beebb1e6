#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# A flood of lines is cut on the console and counted, and its end is seen.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service flood '--flood 200000 --notify' 'ready = notify' 'ready-timeout = 60s'
boot
ok "who floods ends its flood" says 'whit: ready: bad good' 60
ok "a flood of lines is cut and counted" says 'bad.flood: [0-9]+ lines dropped'
at_most "lines of the flood on the console" "$(count 'bad.flood: line')" 400
unnoticed
done_testing
