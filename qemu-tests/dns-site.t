#!/bin/sh
# SPDX-License-Identifier: MIT
# ring: daemon
# A site's mistakes in [dns], in zones and in keys are refused before anything is written, all at once and with their place.
# shellcheck disable=SC2016 # $TTL is of the zone files
set -eu
. "$(dirname "$0")/lib.sh"
. "$tests/dns.sh"
need_net

# said NAME TEXT: the render said just this line, byte for byte.
said() { ok "says: $2" grep -qxF -- "$2" "$work/$1/render.log"; }

# 1. Zones. The first lines are the same in each: SOA in line 2, NS in line 3, its address in line 4.
head='$TTL 300
@ SOA ns hostmaster 1 3600 900 604800 60
@ NS ns
ns A 10.53.0.1'
site_begin zones </dev/null
printf '%s\n' "$head" 'www A 192.0.2.300' 'ftp BLAH x' 'good A 192.0.2.1' | zone zones syntax.example
printf '%s\n' '$TTL 300' '@ NS ns' 'ns A 10.53.0.1' | zone zones no-soa.example
printf '%s\n' '$TTL 300' '@ SOA ns hostmaster 1 3600 900 604800 60' 'ns A 10.53.0.1' | zone zones no-ns.example
printf '%s\n' "$head" '@ CNAME www' | zone zones apex.example
printf '%s\n' "$head" '; a comment' 'sub NS ns.sub' | zone zones glue.example
printf '%s\n' "$head" '$ORIGIN deep.cname.example.' 'x (' '  300' '  A 192.0.2.1 )' '  CNAME y' | zone zones cname.example
printf '%s\n' "$head" '$INCLUDE more.inc' | zone zones include.example
printf '%s\n' 'a A 192.0.2.1' 'b A nonsense' >"$work/zones/site/dns/zones/more.inc"
printf '%s\n' "$head" '$INCLUDE missing.inc' | zone zones missing.example
printf '%s\n' "$head" 'other.example. A 192.0.2.1' | zone zones outside.example
: | zone zones 'no domain'
ok "bad zones are refused" not render_of zones --host
said zones 'dns/zones/syntax.example.zone:5: invalid IPv4 address'
said zones 'dns/zones/syntax.example.zone:6: invalid number'
said zones 'dns/zones/no-soa.example.zone:2: no-soa.example.: missing SOA at the zone apex'
said zones 'dns/zones/no-ns.example.zone:2: no-ns.example.: missing NS at the zone apex'
said zones "dns/zones/apex.example.zone:5: apex.example.: another record exists beside CNAME"
said zones 'dns/zones/glue.example.zone:6: sub.glue.example.: missing glue record'
said zones 'dns/zones/cname.example.zone:9: x.deep.cname.example.: another record exists beside CNAME'
said zones 'dns/zones/more.inc:2: invalid address character'
ok "names the line of an include that is not there" has "$work/zones/render.log" '^dns/zones/missing.example.zone:5: '
said zones 'dns/zones/outside.example.zone:5: warning: other.example. is not in the zone outside.example: ignored'
ok "names a file that is no domain name" has "$work/zones/render.log" '^dns/zones/no domain.zone: .*zone.s name'
ok "writes nothing" test ! -e "$work/zones/run/knot.conf"

site_begin judged </dev/null
printf '%s\n' "$head" 'www A 192.0.2.300' | zone judged syntax.example
ok "a bad zone is refused on the machine too" not render_of judged
ok "it is not judged again where the image's build has judged it" render_of judged --checked

# 2. Keys of site.conf: line numbers count the three lines of [site].
site_begin keys <<'END'
[dns]
listen = 10.53.0.1 300.1.1.1
allow_transfer = 192.0.2.1/24
allow_transfer = key
allow_transfer = key nowhere
notify = ns2.example.net
dnssec = perhaps
serial = date
rate_limit = 0
tcp_idle = 5
tcp_clients = many
colour = red
[dns.example.net]
allow_update = 192.0.2.1
from = 192.0.2.53
[dns.example.org]
dnssec = yes
[dns.example.com]
from = somewhere
[dns.EXAMPLE.com]
from = 192.0.2.53 key a key b
catalog = yes
[dns.no domain]
from = 192.0.2.53
[dns.example.edu]
catalog = yes
[dns.example.gov]
file = dns/zones/absent.zone
END
small_zone keys example.net
tsig keys other
echo 'key "liar" { algorithm hmac-sha256; secret "AAAAAAAAAAAAAAAAAAAAAA=="; };' >"$work/keys/secrets/honest.key"
printf 'key "short" {\n  algorithm hmac-sha256;\n  secret "AAAA";\n};\n' >"$work/keys/secrets/short.key"
printf 'key "old" {\n  algorithm hmac-md5;\n  secret "AAAAAAAAAAAAAAAAAAAAAA==";\n};\n' >"$work/keys/secrets/old.key"
ok "bad keys are refused" not render_of keys --host
for place in 5:.listen 6:.allow_transfer 7:.allow_transfer 8:.allow_transfer 9:.notify 10:.dnssec 11:.serial \
	12:.rate_limit 13:.tcp_idle 14:.tcp_clients 15:.colour 17:.allow_update 18:.from 19:.*dns.example.org \
	22:.from 24:.from 26:.*dns.no.domain 28:.*dns.example.edu 31:.file; do
	ok "names line $place" has "$work/keys/render.log" "^site.conf:$place"
done
said keys 'secrets/dns/honest.key:1: the key'"'"'s name is liar, the file'"'"'s honest'
said keys 'secrets/dns/short.key:3: the secret is shorter than 16 bytes'
said keys 'secrets/dns/old.key:2: hmac-md5 is broken (RFC 8945): make a key with hmac-sha256'
ok "shows no secret" not has "$work/keys/render.log" AAAA

# 3. Secrets need not be at hand to judge a site on the build host; on the machine they must.
site_begin far <<'END'
[dns]
allow_transfer = key transfer
END
small_zone far example.net
rmdir "$work/far/secrets"
ok "a site without its secrets is judged on the build host" render_of far --host
ok "and refused on the machine" not render_of far
said far 'site.conf:5: allow_transfer: no key transfer: secrets/dns/transfer.key is missing or bad'

# 4. A catalog that is a zone; no zones at all.
site_begin catalog <<'END'
[dns]
catalog = example.net
END
small_zone catalog example.net
ok "a catalog with the name of a zone is refused" not render_of catalog --host
ok "and it is said why" has "$work/catalog/render.log" '^site.conf:5: catalog: .*name of its own'

site_begin empty </dev/null
ok "a site without a zone is refused" not render_of empty --host
ok "and says so" has "$work/empty/render.log" 'no zones'

# 5. The secrets of TSIG keys are for the role's eyes only.
site_begin good <<'END'
[dns]
allow_transfer = key transfer
END
small_zone good example.net
tsig good transfer
ok "a good site passes" render_of good
is "and nothing is said" "$(cat "$work/good/render.log")" ""
is "TSIG keys are in a file of mode 0600" "$(stat -c %a "$work/good/run/keys.conf")" 600
ok "and nowhere else" not grep -q secret: "$work/good/run/knot.conf"

# 6. A knot.conf of one's own.
site_begin native </dev/null
small_zone native example.net
cat >"$work/native/site/dns/knot.conf" <<'END'
server:
    listen: 10.53.0.1@53
    rundir: /run/dns
log:
  - target: stderr
    any: info
database:
    storage: /data/dns
zone:
  - domain: example.net
    file: /site/dns/zones/example.net.zone
    zonefile-sync: -1
END
ok "a native knot.conf passes the build host's check" render_of native --host
ok "and is taken" has "$work/native/run/knot.conf" 'domain: example.net'
# --host, for the machine's folders in it are elsewhere here.
ok "knotd serves by it" serve native 10.53.0.1 --host
is "and answers" "$(ask native www.example.net A)" 192.0.2.80
ok "and ends in order" serve_end native
echo '    colour: red' >>"$work/native/site/dns/knot.conf"
ok "a bad one is refused" not render_of native --host
ok "with its line" has "$work/native/render.log" '^dns/knot.conf:13: .*colour'
printf '[dns]\nlisten = 10.53.0.1\n' >>"$work/native/site/site.conf"
ok "sections beside it are refused" not render_of native --host
ok "with their line" has "$work/native/render.log" '^site.conf:4: dns: has no effect beside dns/knot.conf'
done_testing
