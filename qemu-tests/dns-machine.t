#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: machine
# The role dns on a machine, from outside: what dns-*.t show of it natively, in short, and what only a machine can show: the
# same after a reboot and with a newer image.
# shellcheck disable=SC2016 # conditions of wait_for and $TTL are not of this shell
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/machine.sh"
. "$tests/dns.sh"
need_lab
need_nsd
data_type=778FEA80-EC9F-4023-8D04-D1C0741819BF

site_begin one <<END
[dns]
rate_limit     = no
allow_transfer = key transfer
notify         = $lab_host key transfer
[dns.example.net]
allow_update   = key writer
[dns.signed.example]
dnssec         = yes
[dns.from-nsd.example]
from           = $lab_host key transfer
[dns.endless.example]
from           = $lab_host key transfer
END
for key in transfer stranger writer; do tsig one $key; done
mkdir "$work/one/site/secrets"
cp -r "$work/one/secrets" "$work/one/site/secrets/dns"
small_zone one example.net
small_zone one signed.example
awk 'BEGIN {
	print "$TTL 300\n@ SOA ns hostmaster 1 3600 900 604800 60\n@ NS ns\nns A 192.0.2.53"
	for (i = 1; i <= 99997; i++)
		printf "host%d A 198.%d.%d.%d\n", i, 18 + i / 65536, i / 256 % 256, i % 256
}' | zone one large.example
image=$(image_of "$work/one/site" SECRETS=baked)

# A disk with a partition for /data.
truncate -s 128M "$work/disk"
printf 'label: gpt\nstart=2048, size=229376, type=%s\n' $data_type | /sbin/sfdisk -q "$work/disk"
/sbin/mke2fs -q -t ext4 -E offset=$((2048 * 512)) "$work/disk" 112M 2>"$work/mke2fs.log"
start() { machine_start "$1" -drive "if=none,id=disk,format=raw,file=$work/disk" -device virtio-blk-pci,drive=disk; }

machine_memory=192 # a zone from elsewhere may have 12 MB
start "$image"
echo "$machine_address" >"$work/one/address"
ok "becomes ready" machine_ready 180
is "answers over UDP" "$(ask one www.example.net A)" 192.0.2.80
is "over TCP" "$(ask one www.example.net A +tcp)" 192.0.2.80
is "over IPv6" "$(dig +short @"$machine_address6" www.example.net A)" 192.0.2.80
is "an unknown name" "$(status one nothing.example.net A)" NXDOMAIN
is "tells nothing of itself" "$(ask one version.bind CH TXT)$(ask one id.server CH TXT)$(ask one hostname.bind CH TXT)" ""
ok "gives cookies" sh -c "dig +cookie @$machine_address www.example.net | grep -q 'COOKIE: .*good'"

awk -v address="$machine_address" 'BEGIN {
	srand()
	for (n = 0; n < 200; n++) {
		i = 1 + int(rand() * 99997)
		printf "@%s +short %s host%d.large.example A\n", address, n % 2 ? "+tcp" : "+notcp", i >"'"$work/questions"'"
		printf "198.%d.%d.%d\n", 18 + i / 65536, i / 256 % 256, i % 256 >"'"$work/wanted"'"
	}
}'
dig -f "$work/questions" >"$work/got"
ok "200 names of a zone of 100,000 records are right, over UDP and TCP" cmp "$work/got" "$work/wanted"

{
	echo "trust-anchors {"
	ask one signed.example DNSKEY | awk '$1 == 257 { printf "\"signed.example\" static-key 257 3 13 \"%s%s\";\n", $4, $5 }'
	echo "};"
} >"$work/anchor"
validates() { delv "@$machine_address" -a "$work/anchor" +root=signed.example www.signed.example A | grep '; fully validated'; }
ok "a signed zone validates" validates

transfer() { dig +noall +answer +tcp +time=5 +tries=1 "@$machine_address" example.net "$@" AXFR | grep -c 'IN' || true; }
is "a transfer with the key" "$(transfer -k "$work/one/secrets/transfer.key")" 5
is "without" "$(transfer)" 0
is "with another" "$(transfer -k "$work/one/secrets/stranger.key")" 0

# NSD as secondary of the machine, and as its primary.
mkdir -p "$work/nsd/zones"
printf '$TTL 300\n@ SOA ns hostmaster 1 3600 1 604800 60\n@ NS ns\nns A 192.0.2.1\nwww A 192.0.2.70\n' \
	>"$work/nsd/zones/from-nsd.example"
awk 'BEGIN {
	print "$TTL 300\n@ SOA ns hostmaster 1 3600 1 604800 60\n@ NS ns\nns A 192.0.2.1"
	text = sprintf("%0250d", 0)
	for (i = 1; i <= 64000; i++)
		print "text" i " TXT " text
}' >"$work/nsd/zones/endless.example"
ok "an NSD starts beside it" nsd_serve nsd $lab_host <<END
zone:
    name: example.net
    request-xfr: $machine_address transfer
    allow-notify: $machine_address transfer
zone:
    name: from-nsd.example
    zonefile: from-nsd.example
    notify: $machine_address transfer
    provide-xfr: $machine_address transfer
zone:
    name: endless.example
    zonefile: endless.example
    provide-xfr: $machine_address transfer
END
ok "NSD copies the machine's zone" wait_for '[ "$(ask nsd www.example.net A)" = 192.0.2.80 ]' 60
ok "a dynamic update is taken" update one writer "zone example.net" "update add new.example.net 60 A 192.0.2.99"
ok "NSD is told and serves it" wait_for '[ "$(ask nsd new.example.net A)" = 192.0.2.99 ]' 60
ok "an update with another key is not" not update one stranger "zone example.net" "update add x.example.net 60 A 192.0.2.1"
ok "the machine copies NSD's zone" wait_for '[ "$(ask one www.from-nsd.example A)" = 192.0.2.70 ]' 60

ok "a zone of 17 MB is too much for it" wait_for 'grep -q "endless.example.* refresh.*zone size exceeded" "$(machine_console)"' 120
is "and it goes on with the others" "$(ask one www.example.net A)" 192.0.2.80

# Another start, with a newer image and without NSD.
key=$(ask one signed.example DNSKEY | sort)
ok "stops cleanly" machine_stop
kill "$(cat "$work/nsd/nsd.pid")"
echo 'fresh A 192.0.2.50' >>"$work/one/site/dns/zones/example.net.zone"
image=$(image_of "$work/one/site" SECRETS=baked)
start "$image"
ok "becomes ready with a newer zone file" machine_ready 180
is "the file's new name is there" "$(ask one fresh.example.net A)" 192.0.2.50
is "the update too" "$(ask one new.example.net A)" 192.0.2.99
is "the keys are the same" "$(ask one signed.example DNSKEY | sort)" "$key"
ok "the signed zone validates" validates
is "the copied zone is served without its primary" "$(ask one www.from-nsd.example A)" 192.0.2.70
machine_stop || true

# Without the disk the keys would be lost.
machine_start "$image"
ok "without a disk signing is refused, and the console says why" machine_says 'dnssec: .*no disk' 120
machine_kill
done_testing
