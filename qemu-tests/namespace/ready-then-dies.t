#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Who says that it is ready and dies is started again, ever more slowly; the machine is not ready meanwhile, and says why.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"
. "$(dirname "$0")/beside.sh"

service liar '--notify --sleep 100 --exit 5' 'ready = notify'
boot
ok "it is ready for a moment" says 'whit: ready: bad good'
ok "then it is not" says 'role bad: liar died \(exit code 5\)'
ok "nor is the machine" says 'whit: not ready'
ok "it is backed off from" says 'role bad: liar: restarting in 2\.00 s' 15
is "that is visible" "$(query '.roles[] | select(.name == "bad").services[0] | "\(.crash_loop) \(.last_exit)"')" "true exit code 5"
ok "for people too" sh -c "cat >'$work/status'; grep -q 'bad.liar .*exit code 5, again and again' '$work/status'" <<END
$(whit status)
END
unnoticed
done_testing
