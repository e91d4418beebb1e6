#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Messages of readiness without end, as fast as they can be sent, cost PID 1 hardly any work.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/flood.sh"

flood '--notify --shouts' 'ready = notify' 'required = no'
done_testing
