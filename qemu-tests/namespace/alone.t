#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# init is only for PID 1; an image without roles is ready, and ends.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

ok "init refuses to run as another process" not "$root/init"
boot
ok "an image without roles is ready" says 'whit: ready:'
ok "it shuts down" shut_down 5
done_testing
