#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# Zone transfers, with NSD as the other side: out to it with TSIG and NOTIFY, in from it, and who is turned away.
# shellcheck disable=SC2016 # conditions of wait_for and $TTL are not of this shell
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/dns.sh"
need_net
need_nsd

site_begin one <<END
[dns]
listen         = 10.53.0.1 [fd53::1]:53
allow_transfer = key transfer
notify         = 10.53.0.2 key transfer
[dns.example.net]
allow_update   = key writer
[dns.example.org]
allow_transfer = 10.53.0.5 fd53::5
allow_transfer = 10.53.0.6 key transfer
notify         = none
[dns.from-nsd.example]
from           = 10.53.0.3
key            = transfer
[dns.big.from-nsd.example]
from           = 10.53.0.3 key transfer
END
tsig one transfer
tsig one stranger
tsig one writer
tsig one secret # not used by any zone
small_zone one example.net
small_zone one example.org
ok "starts" serve one 10.53.0.1

# Out: to whom?
transfer() { dig +noall +answer +tcp +time=3 +tries=1 "$@" AXFR | grep -c 'IN' || true; }
is "the right key gets all records" "$(transfer @10.53.0.1 example.net -k "$work/one/secrets/transfer.key")" 5
is "over IPv6 too" "$(transfer @fd53::1 example.net -k "$work/one/secrets/transfer.key")" 5
is "no key gets nothing" "$(transfer @10.53.0.1 example.net)" 0
is "a key that is not allowed gets nothing" "$(transfer @10.53.0.1 example.net -k "$work/one/secrets/stranger.key")" 0
sed 's/secret "...../secret "AAAAA/' "$work/one/secrets/transfer.key" >"$work/forged.key"
is "a key with the right name and another secret gets nothing" "$(transfer @10.53.0.1 example.net -k "$work/forged.key")" 0
is "an address that is allowed gets it without key" "$(transfer @10.53.0.1 -b 10.53.0.5 example.org)" 5
is "an IPv6 address too" "$(transfer @fd53::1 -b fd53::5 example.org)" 5
is "another address does not" "$(transfer @10.53.0.1 -b 10.53.0.4 example.org)" 0
is "where address and key are asked for, the address is not enough" "$(transfer @10.53.0.1 -b 10.53.0.6 example.org)" 0
is "and the key is not enough" "$(transfer @10.53.0.1 -b 10.53.0.7 example.org -k "$work/one/secrets/transfer.key")" 0
is "both are" "$(transfer @10.53.0.1 -b 10.53.0.6 example.org -k "$work/one/secrets/transfer.key")" 5

# Out: to an independent secondary.
ok "an NSD starts as secondary" nsd_serve nsd2 10.53.0.2 <<END
zone:
    name: example.net
    request-xfr: 10.53.0.1 transfer
    allow-notify: 10.53.0.1 transfer
END
ok "NSD has the zone" wait_for '[ "$(ask nsd2 www.example.net A)" = 192.0.2.80 ]' 20
ok "a dynamic update is taken" update one writer "zone example.net" "update add new.example.net 60 A 192.0.2.99"
ok "NSD is told and serves the new record" wait_for '[ "$(ask nsd2 new.example.net A)" = 192.0.2.99 ]' 20
is "with the same serial" "$(serial nsd2 example.net)" "$(serial one example.net)"
ok "an update removes it" update one writer "zone example.net" "update delete new.example.net"
ok "NSD gives it up" wait_for '[ -z "$(ask nsd2 new.example.net A)" ]' 20
ok "by an incremental transfer" has "$work/one/log" 'IXFR, outgoing'

# In: from an NSD that is primary.
mkdir -p "$work/nsd3/zones"
nsd_zone() { printf '$TTL 300\n@ SOA ns hostmaster %s 3600 1 604800 60\n@ NS ns\nns A 10.53.0.3\n%s\n' "$2" "$3" >"$work/nsd3/zones/$1"; }
nsd_zone from-nsd.example 1 'www A 192.0.2.70'
nsd_zone big.from-nsd.example 1 "$(seq -f 'name%05g A 192.0.2.71' 20000)"
nsd_three() {
	for name in from-nsd.example big.from-nsd.example; do
		printf 'zone:\n    name: %s\n    zonefile: %s\n    notify: 10.53.0.1 transfer\n    provide-xfr: 10.53.0.1 transfer\n    outgoing-interface: 10.53.0.3\n' \
			"$name" "$name"
	done | nsd_serve nsd3 10.53.0.3
}
ok "an NSD starts as primary" nsd_three
ok "Knot has its zone" wait_for '[ "$(ask one www.from-nsd.example A)" = 192.0.2.70 ]' 30
ok "and a bigger one" wait_for '[ "$(ask one name19999.big.from-nsd.example A)" = 192.0.2.71 ]' 30
nsd_zone from-nsd.example 2 'www A 192.0.2.72'
kill -HUP "$(cat "$work/nsd3/nsd.pid")"
ok "NSD's NOTIFY brings the new version" wait_for '[ "$(ask one www.from-nsd.example A)" = 192.0.2.72 ]' 30

# A secondary zone outlives a restart of Knot while its primary is away.
kill "$(cat "$work/nsd3/nsd.pid")"
ok "the primary is gone" wait_for '! dig +time=1 +tries=1 @10.53.0.3 . SOA' 20
serve_end one
ok "Knot starts again" serve one 10.53.0.1
is "and serves the zone it had" "$(ask one www.from-nsd.example A)" 192.0.2.72

# A chain of two machines by a catalog (RFC 9432): the second serves what the first lists.
serve_end one
sed -i 's/^listen .*/&\ncatalog = catalog.invalid/' "$work/one/site/site.conf"
site_begin two <<END
[dns]
listen  = 10.53.0.8
[dns.catalog.invalid]
from    = 10.53.0.1 key transfer
catalog = yes
END
tsig two transfer
ok "the first machine starts with a catalog" serve one 10.53.0.1
ok "the second starts with nothing but the catalog" serve two 10.53.0.8
ok "and serves the first one's zone" wait_for '[ "$(ask two www.example.net A)" = 192.0.2.80 ]' 30
done_testing
