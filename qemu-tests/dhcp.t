#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# What a DHCP server may do to a machine, and what its client could if it were taken over: routes come and go with the
# lease but take nothing from other cards or the site, an MTU of the site stays, and the client is a user without rights.
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/asks.sh"
need_lab
cp -r "$tests/sites/dns" "$work/leased"
mkdir -p "$work/leased/secrets/dns"
printf 'key "some" { algorithm hmac-sha256; secret "%s"; };\n' "$(head -c 32 /dev/urandom | base64)" >"$work/leased/secrets/dns/some.key"
sed -i '/^\[network/,/^$/d; s/^roles .*/roles = dns grabs/' "$work/leased/site.conf"
cat >>"$work/leased/site.conf" <<'SITE'
[network]
address = dhcp
mtu = 1400
route = 10.70.0.0/16 via 10.99.0.9
[network.eth1]
address = 10.50.0.1/16
SITE
routes() { echo "--dhcp-option=121,0.0.0.0/0,$lab_host$(printf ",%s,$lab_host" "$@")"; }
has_route() { machine_run ip route | grep -q "^$1 "; }

lab_dhcp_stop
lab_dhcp_start --dhcp-option=26,1300 "$(routes 10.60.0.0/16 10.50.7.0/24 10.70.0.0/24)"
machine_start "$(image_of "$work/leased" PROFILE=debug SECRETS=baked ROLE_PATH="$top/roles:$tests/roles")" \
	-netdev user,id=other,restrict=on -device virtio-net-pci,netdev=other
ok "the machine becomes ready" machine_ready 60
ok "dns answers" wait_for dns_answers 20
machine_run ip route >"$evidence/routes"

is "the site's MTU wins" "$(machine_run cat /sys/class/net/eth0/mtu)" 1400
ok "a route of the lease is set" has_route 10.60.0.0/16
ok "the default route is set" has_route default
ok "a route into the network of another card is refused" not has_route 10.50.7.0/24
ok "and that is said" machine_says 'route 10.50.7.0/24 is refused: it takes from 10.50.0.0/16' 5
ok "a route into one of the site is refused" not has_route 10.70.0.0/24
ok "the site's stands" has_route 10.70.0.0/16

# shellcheck disable=SC2016 # for the machine's shell
machine_run 'cat /proc/$(pidof udhcpc | cut -d" " -f1)/status' >"$evidence/client"
ok "the client is a user of its own" has "$evidence/client" '^Uid:.210.210.210.210'
ok "its group too" has "$evidence/client" '^Gid:.210.210.210.210'
ok "it may do with the network what it must, and nothing else" has "$evidence/client" '^CapEff:.0000000000003400'
ok "nor become more" has "$evidence/client" '^CapBnd:.0000000000003400'
as_client() { machine_run "/roles/grabs/grabs as 210 $*"; }
ok "as that user a command runs" as_client cat /run/net/resolv.conf
ok "it cannot read the secrets of the image" not as_client ls /etc/whit/secrets
ok "nor one by its name" not as_client cat /etc/whit/secrets/dns/some.key
ok "nor those of a role" not as_client ls /run/dns/secrets
ok "it cannot speak to PID 1" not as_client whit status
ok "as root one can" machine_run whit status
ok "it can kill no service" not as_client sh -c "'echo 1 >/sys/fs/cgroup/dns.knotd/cgroup.kill'"
ok "it can change no settings of the kernel" not as_client sh -c "'echo 0 >/proc/sys/kernel/kptr_restrict'"

lab_dhcp_stop
lab_dhcp_start --dhcp-option=26,1300 "$(routes 10.61.0.0/16)"
# shellcheck disable=SC2016
machine_run 'kill -USR1 $(pidof udhcpc)'
ok "a renewed lease brings its new route" wait_for 'has_route 10.61.0.0/16' 20
ok "the route it no longer has is gone" not has_route 10.60.0.0/16
ok "the default route stays" has_route default
ok "the site's route stays" has_route 10.70.0.0/16
ok "dns answers" dns_answers
ok "no warning of the kernel" not has "$(machine_console)" 'WARNING|BUG:|Call Trace'
ok "the machine stops" machine_stop
done_testing
