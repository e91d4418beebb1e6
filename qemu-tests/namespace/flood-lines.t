#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Lines without end, as fast as they can be written, do not keep others from being heard; PID 1 has hardly any work with them.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/flood.sh"

flood '--flood 2000000000' 'required = no'
ok "lines are counted" says 'bad.flood: [0-9]+ lines dropped'
done_testing
