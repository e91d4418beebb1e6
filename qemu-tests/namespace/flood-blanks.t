#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Empty lines without end, as fast as they can be written, are counted; PID 1 has hardly any work with them.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/flood.sh"

flood '--blanks' 'required = no'
ok "empty lines are counted" says 'bad.flood: [0-9]+ lines dropped'
done_testing
