#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: namespace
# Roles with mistakes make no image, each mistake with its line; a plan that was damaged later does not start.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/namespace.sh"

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
done_testing
